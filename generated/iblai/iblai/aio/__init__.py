"""The asynchronous client of iblai: the same names, to be awaited."""

from .._runtime.lazy import attach

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ..api_response import AsyncBinaryResponse as AsyncBinaryResponse
    from ..api_response import AsyncPager as AsyncPager
    from ..api_response import AsyncRawResponse as AsyncRawResponse
    from ..api_response import AsyncStream as AsyncStream
    from ..rest import AsyncTransport as AsyncTransport
    from . import ai_account_api as ai_account_api
    from . import api_client as api_client
    from . import helpers as helpers
    from .ai_account_api import AiAccountApi as AiAccountApi
    from .api_client import ApiClient as ApiClient
    from .helpers import get_platform_api_client as get_platform_api_client
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "AiAccountApi": ".ai_account_api",
            "ApiClient": ".api_client",
            "AsyncBinaryResponse": "..api_response",
            "AsyncPager": "..api_response",
            "AsyncRawResponse": "..api_response",
            "AsyncStream": "..api_response",
            "AsyncTransport": "..rest",
            "get_platform_api_client": ".helpers",
        },
    )
