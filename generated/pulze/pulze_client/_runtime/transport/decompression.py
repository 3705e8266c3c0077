"""Unpacking compressed responses (``Content-Encoding``), with a limit on how far they may grow."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from ..errors import ApiConnectionError, ResponseTooLargeError
from .decompression_limit import Growth, Layer
from .protocol import CHUNK

MOST_LAYERS = 3
"""Encodings that may lie over one another; real responses have one, and two where a proxy packs
once more.
"""
_STEP = 1024 * 1024
_SLICE = 4096


class Unpacker:
    """Undoes one ``gzip`` or ``deflate``.

    ``deflate`` means the zlib format (RFC 9110, section 8.4.1.2), but some servers send it bare;
    the first bytes tell.

    Args:
        encoding: the layer's name in ``Content-Encoding``.
        growth: that of the whole response.
    """

    __slots__ = ("_bare_allowed", "_engine", "_given", "_growth", "_members", "_taken")

    def __init__(self, encoding: str, growth: Growth) -> None:
        self._growth = growth
        gzipped = encoding in ("gzip", "x-gzip")
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16 if gzipped else zlib.MAX_WBITS)
        self._bare_allowed = not gzipped
        self._taken = 0
        self._given = 0
        self._members = 0

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Yields what ``packed`` adds.

        Raises:
            ApiConnectionError: the data are damaged.
            ResponseTooLargeError: they grow beyond the limit.
        """
        self._taken += len(packed)
        start = 0
        while start < len(packed):
            # The rest is copied at each step and at the end of each member; tiny members would make
            # that the work.
            end = start + (_SLICE if self._members else CHUNK)
            yield from self._feed(packed[start:end])
            start = end

    def _feed(self, packed: bytes) -> Iterator[bytes]:
        while packed:
            piece = self._step(packed)
            self._given += len(piece)
            self._growth.check(self._given)
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
            raise ApiConnectionError("the compressed response is damaged") from error

    def _rest(self, piece: bytes) -> bytes:
        engine = self._engine
        if engine.eof:
            self._members += 1
            # Several gzip members may follow each other; padding after the last one is ignored.
            rest = engine.unused_data
            if rest[:2] == b"\x1f\x8b":
                self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
                return rest
            return b""
        return engine.unconsumed_tail

    def finish(self) -> Iterator[bytes]:
        """Yields what was held back at the end of the body; raises ApiConnectionError if the end is
        missing.
        """
        while piece := self._engine.decompress(self._engine.unconsumed_tail, _STEP):
            yield piece
        if self._taken and not self._engine.eof:
            raise ApiConnectionError("the compressed response ends too early")


def unpackers(content_encoding: str, growth: Growth) -> list[Layer]:
    """The layers that undo a ``Content-Encoding``, the outermost first.

    ``br`` and ``zstd`` are not requested. A server that sends them all the same is understood where
    a decoder is installed.

    Raises:
        ResponseTooLargeError: more encodings than a response may have.
        ContentEncodingError: one of them is unknown, or no decoder of it is installed.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > MOST_LAYERS:
        raise ResponseTooLargeError(f"a response is compressed {len(names)} times over")
    return [_layer(name, growth) for name in reversed(names)]


def _layer(name: str, growth: Growth) -> Layer:
    if name in ("gzip", "x-gzip", "deflate"):
        return Unpacker(name, growth)
    # A server that sends what was not accepted is rare.
    from .brotli_and_zstd import other_layer

    return other_layer(name, growth)


def unpacked(
    pieces: Iterable[bytes], content_encoding: str, limit: int | None = None
) -> Iterator[bytes]:
    """A body without its ``Content-Encoding``.

    Args:
        pieces: as they came.
        content_encoding: how they are compressed.
        limit: the most bytes that may come; None: as many as the caller reads.
    """
    growth = Growth(limit)
    layers = unpackers(content_encoding, growth)
    if not layers:
        return iter(pieces)
    pieces = _counted(pieces, growth)
    for unpacker in layers:
        pieces = _through(pieces, unpacker)
    return _fruitful(pieces, growth)


def _counted(pieces: Iterable[bytes], growth: Growth) -> Iterator[bytes]:
    for piece in pieces:
        growth.receive(len(piece))
        yield piece


def _fruitful(pieces: Iterable[bytes], growth: Growth) -> Iterator[bytes]:
    for piece in pieces:
        growth.give()
        yield piece


def _through(pieces: Iterable[bytes], unpacker: Layer) -> Iterator[bytes]:
    for piece in pieces:
        yield from unpacker.feed(piece)
    yield from unpacker.finish()


def unpacked_async(
    pieces: AsyncIterable[bytes], content_encoding: str, limit: int | None = None
) -> AsyncIterator[bytes]:
    """As :func:`unpacked`, asynchronously."""
    growth = Growth(limit)
    layers = unpackers(content_encoding, growth)
    if not layers:
        return aiter(pieces)
    pieces = _counted_async(pieces, growth)
    for unpacker in layers:
        pieces = _through_async(pieces, unpacker)
    return _fruitful_async(pieces, growth)


async def _counted_async(pieces: AsyncIterable[bytes], growth: Growth) -> AsyncIterator[bytes]:
    async for piece in pieces:
        growth.receive(len(piece))
        yield piece


async def _fruitful_async(pieces: AsyncIterable[bytes], growth: Growth) -> AsyncIterator[bytes]:
    async for piece in pieces:
        growth.give()
        yield piece


async def _through_async(pieces: AsyncIterable[bytes], unpacker: Layer) -> AsyncIterator[bytes]:
    async for piece in pieces:
        for part in unpacker.feed(piece):
            yield part
    for part in unpacker.finish():
        yield part
