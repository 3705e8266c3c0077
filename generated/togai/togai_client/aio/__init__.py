"""The asynchronous client of togai_client: the same names, to be awaited."""

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
    from .api_client import ApiClient as ApiClient
    from .credits_api import CreditsApi as CreditsApi
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "ApiClient": ".api_client",
            "AsyncBinaryResponse": "..api_response",
            "AsyncPager": "..api_response",
            "AsyncRawResponse": "..api_response",
            "AsyncStream": "..api_response",
            "AsyncTransport": "..rest",
            "CreditsApi": ".credits_api",
        },
    )
