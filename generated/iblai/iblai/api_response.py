"""A reply together with its status, headers and raw bytes."""

from ._runtime.responses import ApiResponse, AsyncRawResponse, RawResponse

__all__ = ["ApiResponse", "AsyncRawResponse", "RawResponse"]
