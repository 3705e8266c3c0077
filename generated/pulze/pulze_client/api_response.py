"""What calls return beside plain data: the data with its reply, the unread reply, files, streams and pages."""

from ._runtime.pagination import AsyncPager, Pager
from ._runtime.response.responses import (
    ApiResponse,
    AsyncBinaryReply,
    AsyncRawResponse,
    AsyncStream,
    BinaryReply,
    RawResponse,
    Stream,
)

__all__ = [
    "ApiResponse",
    "AsyncBinaryReply",
    "AsyncPager",
    "AsyncRawResponse",
    "AsyncStream",
    "BinaryReply",
    "Pager",
    "RawResponse",
    "Stream",
]
