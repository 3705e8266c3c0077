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

    Args:
        limit: the most bytes that may be received; None: as many as come.

    Attributes:
        received: the bytes that came over the network.
    """

    __slots__ = ("_fruitless", "_limit", "received")

    def __init__(self, limit: int | None = None) -> None:
        self.received = 0
        self._limit = limit
        self._fruitless = 0

    def receive(self, size: int) -> None:
        """Counts bytes of the network.

        Raises:
            ResponseTooLargeError: they are more than the response may have, or nothing has come of
                them for long: empty blocks and members can follow each other without end.
        """
        self.received += size
        self._fruitless += size
        if self._limit is not None and self.received > self._limit:
            raise ResponseTooLargeError(
                f"the compressed response has more than {self._limit} bytes (max_response_size of"
                " the configuration)"
            )
        if self._fruitless > ALWAYS_ALLOWED:
            raise ResponseTooLargeError(
                f"{self._fruitless} bytes of a compressed response decompress to nothing"
            )

    def give(self) -> None:
        """Something has come of what was received."""
        self._fruitless = 0

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
