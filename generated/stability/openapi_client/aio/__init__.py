"""The asynchronous client of openapi_client: the same names, to be awaited."""

from .._runtime.lazy import attach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import api_client as api_client
    from . import v1alpha_user_api as v1alpha_user_api
    from .api_client import ApiClient as ApiClient
    from .v1alpha_user_api import V1alphaUserApi as V1alphaUserApi
else:
    __getattr__, __dir__, __all__ = attach(
        __name__,
        {"ApiClient": ".api_client", "V1alphaUserApi": ".v1alpha_user_api"},
        submodules=("api_client", "v1alpha_user_api"),
    )
