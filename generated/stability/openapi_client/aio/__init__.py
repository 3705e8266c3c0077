"""The asynchronous client of openapi_client: the same names, to be awaited."""

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
    from .v1alpha_user_api import V1alphaUserApi as V1alphaUserApi
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
            "V1alphaUserApi": ".v1alpha_user_api",
        },
    )
