"""The asynchronous client of iblai: the same names, to be awaited."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from ..api_response import (
        AsyncBinaryResponse as AsyncBinaryResponse,
        AsyncPager as AsyncPager,
        AsyncRawResponse as AsyncRawResponse,
        AsyncStream as AsyncStream,
    )
    from ..rest import AsyncTransport as AsyncTransport
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
