"""What octets may mean that a text stood for: a text in some encoding, or something packed."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ..body_decoding import decoded

_MOST_PACKED: Final = 3
"""Packed octets within packed octets."""
_LARGEST: Final = 1 << 20
"""Octets that one packed part may have when it is unpacked."""
_GROWTH: Final = 200
_LEAST: Final = 8
_MOST_UNSHOWN: Final = 0.15
"""The share of a text's octets that cannot be shown; of random ones two thirds cannot."""


def meanings(parts: Iterable[bytes]) -> tuple[str, str]:
    """What ``parts`` mean.

    Returns:
        The texts among them, and the others as characters of Latin-1, each joined by line ends.
    """
    texts: dict[str, None] = {}
    others: list[bytes] = []
    for part in parts:
        if len(part) < _LEAST:
            continue
        found = tuple(_texts(part, 0))
        texts.update(dict.fromkeys(found))
        if not found:
            others.append(part)
    return "\n".join(texts), b"\n".join(others).decode("latin-1")


def shown_in(text: str) -> str | None:
    """What can be read of a text that is none, but octets as characters of Latin-1: its runs of
    characters that can be shown. None where it is a text.
    """
    data = text.encode("latin-1", "replace")
    return None if _is_readable(data) else "\n".join(map(bytes.decode, _RUN.findall(data)))


_RUN: Final = re.compile(rb"[\t -~]{6,}")


def _texts(data: bytes, depth: int) -> Iterator[str]:
    if _is_readable(data):
        yield data.decode("utf-8", "replace")
        return
    if b"\0" in data:
        wide = decoded(data)
        if wide is not None and _is_readable(wide[0].encode("latin-1", "replace")):
            yield wide[0]
            return
    if _is_readable(data.translate(_FROM_EBCDIC)):
        yield data.translate(_FROM_EBCDIC).decode("latin-1")
    if depth < _MOST_PACKED:
        for is_packed, unpack in _UNPACKERS:
            inner = unpack(data) if is_packed(data) else b""
            if inner:
                yield from _texts(inner, depth + 1)


def _is_readable(data: bytes) -> bool:
    """Whether nearly all octets are characters of ASCII that can be shown."""
    return len(data.translate(None, _SHOWN)) <= len(data) * _MOST_UNSHOWN


_SHOWN: Final = bytes((9, 10, 13, *range(32, 127)))
_FROM_EBCDIC: Final = bytes(range(256)).decode("cp037").encode("latin-1")


def _zlib(bits: int) -> Callable[[bytes], bytes]:
    def unpack(data: bytes) -> bytes:
        try:
            return zlib.decompressobj(bits).decompress(data, _limit(data))
        except zlib.error:
            return b""

    return unpack


def _bz2(data: bytes) -> bytes:
    try:
        return bz2.BZ2Decompressor().decompress(data, _limit(data))
    except (OSError, EOFError, ValueError):
        return b""


def _lzma(data: bytes) -> bytes:
    try:
        return lzma.LZMADecompressor(memlimit=1 << 26).decompress(data, _limit(data))
    except (lzma.LZMAError, EOFError):
        return b""


def _zstd(data: bytes) -> bytes:
    """What a service may send as Content-Encoding, where this Python can read it."""
    from docbound.runtime.errors import OpenApiException
    from docbound.runtime.transport.decompression import unpacked

    out = b""
    try:
        for piece in unpacked([data], "zstd"):
            out += piece
            if len(out) > _limit(data):
                break
    except OpenApiException:
        return b""
    return out


def _limit(data: bytes) -> int:
    return min(_LARGEST, _GROWTH * len(data))


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(marks)


def _may_be_deflate(data: bytes) -> bool:
    """Whether the first block is of a kind that there is (RFC 1951, 3.2.3)."""
    return len(data) > 10 and data[0] >> 1 & 3 in (1, 2)


_UNPACKERS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], bytes]], ...]] = (
    (_begins(b"\x1f\x8b", b"\x78"), _zlib(zlib.MAX_WBITS | 32)),
    (_may_be_deflate, _zlib(-zlib.MAX_WBITS)),
    (_begins(b"BZh"), _bz2),
    (_begins(b"\xfd7zXZ\0", b"\x5d\0\0"), _lzma),
    (_begins(b"\x28\xb5\x2f\xfd"), _zstd),
)
"""Whether octets are packed in one way, and what unpacks them; nothing where they are damaged."""
