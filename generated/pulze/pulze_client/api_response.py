"""What calls return beside plain data: the data with its response, the unread response, files,
streams, pages and unknown variants.
"""

from ._runtime.models.annotations.markers import UnknownVariant
from ._runtime.pagination.pagers import AsyncPager, Pager
from ._runtime.response.responses import (
    ApiResponse,
    AsyncBinaryResponse,
    AsyncRawResponse,
    AsyncStream,
    BinaryResponse,
    RawResponse,
    Stream,
)

__all__ = [
    "ApiResponse",
    "AsyncBinaryResponse",
    "AsyncPager",
    "AsyncRawResponse",
    "AsyncStream",
    "BinaryResponse",
    "Pager",
    "RawResponse",
    "Stream",
    "UnknownVariant",
]
