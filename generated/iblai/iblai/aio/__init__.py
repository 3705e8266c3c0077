"""The asynchronous client of iblai: the same names, to be awaited."""

from .._runtime.lazy import attach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import ai_account_api as ai_account_api
    from . import api_client as api_client
    from .ai_account_api import AiAccountApi as AiAccountApi
    from .api_client import ApiClient as ApiClient
else:
    __getattr__, __dir__, __all__ = attach(
        __name__,
        {"AiAccountApi": ".ai_account_api", "ApiClient": ".api_client"},
        submodules=("ai_account_api", "api_client"),
    )
