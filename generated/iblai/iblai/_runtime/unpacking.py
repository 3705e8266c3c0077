"""Unpacking compressed replies (``Content-Encoding``), with a limit on how far they may grow."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from .errors import ApiConnectionError, ReplyTooLargeError

ACCEPT_ENCODING = "gzip, deflate"

GROWTH = 200
"""A reply may grow by this factor; real ones hardly reach 30, a bomb goes beyond 1,000."""
ALWAYS_ALLOWED = 32 * 1024 * 1024
"""Bytes that are never too many, so that a small repetitive reply passes."""
MOST_STEPS = 5
"""Encodings that may lie over one another; real replies have one."""
_STEP = 1024 * 1024


class Unpacker:
    """Undoes one ``gzip`` or ``deflate``.

    ``deflate`` means the zlib format (RFC 9110, section 8.4.1.2), but some servers send it bare; the first bytes tell.
    """

    __slots__ = ("_bare_allowed", "_engine", "_given", "_taken")

    def __init__(self, encoding: str) -> None:
        gzipped = encoding in ("gzip", "x-gzip")
        self._engine = zlib.decompressobj(
            zlib.MAX_WBITS | 16 if gzipped else zlib.MAX_WBITS
        )
        self._bare_allowed = not gzipped
        self._taken = 0
        self._given = 0

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Yields what ``packed`` adds.

        Raises:
            ApiConnectionError: the data are damaged.
            ReplyTooLargeError: they grow beyond the limit.
        """
        self._taken += len(packed)
        while packed:
            piece = self._step(packed)
            self._given += len(piece)
            if self._given > ALWAYS_ALLOWED and self._given > GROWTH * self._taken:
                raise ReplyTooLargeError(
                    f"a compressed reply of {self._taken} bytes grew beyond {self._given} bytes"
                )
            if piece:
                yield piece
            packed = self._rest(piece)

    def _step(self, packed: bytes) -> bytes:
        try:
            return self._engine.decompress(packed, _STEP)
        except zlib.error as error:
            if self._bare_allowed and not self._given:
                self._bare_allowed = False
                self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
                return self._step(packed)
            raise ApiConnectionError("the compressed reply is damaged") from error

    def _rest(self, piece: bytes) -> bytes:
        engine = self._engine
        if engine.eof:
            # Several gzip members may follow each other; padding after the last one is ignored.
            rest = engine.unused_data
            if rest[:2] == b"\x1f\x8b":
                self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
                return rest
            return b""
        return engine.unconsumed_tail

    def finish(self) -> Iterator[bytes]:
        """Yields what was held back at the end of the body; raises ApiConnectionError if the end is missing."""
        while piece := self._engine.decompress(self._engine.unconsumed_tail, _STEP):
            yield piece
        if self._taken and not self._engine.eof:
            raise ApiConnectionError("the compressed reply ends too early")


def unpackers(content_encoding: str) -> list[Unpacker]:
    """The steps that undo a ``Content-Encoding``, the last encoding first; none for one that we did not ask for.

    Raises:
        ReplyTooLargeError: more encodings than any honest reply has.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > MOST_STEPS:
        raise ReplyTooLargeError(f"a reply is packed {len(names)} times over")
    if all(name in ("gzip", "x-gzip", "deflate") for name in names):
        return [Unpacker(name) for name in reversed(names)]
    return []


def unpacked(pieces: Iterable[bytes], content_encoding: str) -> Iterator[bytes]:
    """A body without its ``Content-Encoding``."""
    for unpacker in unpackers(content_encoding):
        pieces = _through(pieces, unpacker)
    return iter(pieces)


def _through(pieces: Iterable[bytes], unpacker: Unpacker) -> Iterator[bytes]:
    for piece in pieces:
        yield from unpacker.feed(piece)
    yield from unpacker.finish()


def unpacked_async(
    pieces: AsyncIterable[bytes], content_encoding: str
) -> AsyncIterator[bytes]:
    """As :func:`unpacked`, asynchronously."""
    for unpacker in unpackers(content_encoding):
        pieces = _through_async(pieces, unpacker)
    return aiter(pieces)


async def _through_async(
    pieces: AsyncIterable[bytes], unpacker: Unpacker
) -> AsyncIterator[bytes]:
    async for piece in pieces:
        for part in unpacker.feed(piece):
            yield part
    for part in unpacker.finish():
        yield part
