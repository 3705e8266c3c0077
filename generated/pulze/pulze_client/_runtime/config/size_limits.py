"""The most bytes of a response, and of one item of a stream, that are read into memory."""

from __future__ import annotations

from ..errors import ApiTypeError, ApiValueError, kind_of

MAX_ITEM_SIZE = 32 * 1024 * 1024
"""Bytes of one item of a stream; without a limit a line that never ends would fill the memory."""
MAX_RESPONSE_SIZE = 256 * 1024 * 1024
"""Bytes of a response that is read into memory as a whole."""


def size_of(name: str, size: int) -> int:
    """A limit in bytes, as a caller sets it.

    Raises:
        ApiTypeError: it is no whole number.
        ApiValueError: it is not positive.
    """
    if isinstance(size, bool) or not isinstance(
        size, int
    ):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ApiTypeError(f"{name} is a number of bytes, not a {kind_of(size)}")
    if size <= 0:
        raise ApiValueError(f"{name} must be greater than 0")
    return size
