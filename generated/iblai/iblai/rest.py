"""What crosses the wire: requests, responses and the transports that carry them."""

from ._runtime.response.responses import AsyncRawResponse, RawResponse
from ._runtime.transport.protocol import (
    AsyncResponse,
    AsyncTransport,
    BodyStream,
    Request,
    Response,
    Timeouts,
    Transport,
)
from .exceptions import ApiException, ApiValueError

__all__ = [
    "ApiException",
    "ApiValueError",
    "AsyncRawResponse",
    "AsyncResponse",
    "AsyncTransport",
    "BodyStream",
    "RawResponse",
    "Request",
    "Response",
    "Timeouts",
    "Transport",
]
