"""The API classes of openapi_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .v1alpha_user_api import V1alphaUserApi as V1alphaUserApi
else:
    __getattr__, __dir__ = attach(__name__, {"V1alphaUserApi": ".v1alpha_user_api"})
