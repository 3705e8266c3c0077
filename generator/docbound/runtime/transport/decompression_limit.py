"""What all decompressors share: their steps, and the limit of growth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..errors import ResponseTooLargeError

GROWTH = 200
"""A response may grow by this factor; real ones hardly reach 30, a bomb goes beyond 1,000."""
ALWAYS_ALLOWED = 32 * 1024 * 1024
"""Bytes that are never too many, so that a small repetitive response passes."""


class Growth:
    """How far one response has grown, whatever the number of layers: each one counts from the bytes
    of the network.
    """

    __slots__ = ("received",)

    def __init__(self) -> None:
        self.received = 0

    def check(self, unpacked: int) -> None:
        """Raises ResponseTooLargeError if so many bytes, of any layer, are too many for what was
        received.
        """
        if unpacked > ALWAYS_ALLOWED and unpacked > GROWTH * self.received:
            raise ResponseTooLargeError(
                f"a compressed response of {self.received} bytes grew beyond {unpacked} bytes"
            )


class Layer(Protocol):
    """What undoes one encoding."""

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Yields what ``packed`` adds."""
        ...

    def finish(self) -> Iterator[bytes]:
        """Yields what was held back at the end of the body."""
        ...
