"""Bodies that are packed, or in another character encoding than UTF-8."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

_LARGEST: Final = 64 << 20
_ALWAYS_ALLOWED: Final = 1 << 20
_GROWTH: Final = 200
"""How far packed octets may grow: real ones hardly reach 30, a bomb goes beyond 1,000."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSETS: Final = ("utf", "iso8859", "cp", "ascii", "gb", "euc", "shift", "big5", "koi8", "mac")
"""How the names of codecs begin that are encodings of text; Python has others by the same door."""


def decoded(data: bytes, charset: str = "", *, is_json: bool = False) -> tuple[str, str] | None:
    """A body as text, and the codec that writes it again as it was; None where it is no text.

    Args:
        data: the body.
        charset: that of its Content-Type.
        is_json: whether it is a JSON text, which tells its own encoding (RFC 4627, 3).
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _with(codec, data)
    if charset:
        found = _with(charset, data)
        if found is not None:
            return found
    if is_json and b"\0" in data[:4]:
        found = _with(json.detect_encoding(data), data)
        if found is not None:
            return found
    nulls = data[1::2].count(0), data[::2].count(0)
    if len(data) > 3 and sum(nulls) * 4 > len(data):  # every other octet, in most languages
        found = _with("utf-16-le" if nulls[0] > nulls[1] else "utf-16-be", data)
        if found is not None:
            return found
    return _with("utf-8", data)


def _with(codec: str, data: bytes) -> tuple[str, str] | None:
    try:
        name = codecs.lookup(codec).name
        if not name.startswith(_CHARSETS):
            return None
        text = data.decode(name)
        return (text, name) if text.encode(name) == data else None
    except (LookupError, UnicodeError, ValueError):
        return None


def rewrite_packed(data: bytes, rewrite: Callable[[bytes], bytes]) -> bytes | None:
    """Octets that gzip, zlib or ZIP made, with what is inside of them put through ``rewrite``; None
    where they are none of these, or are damaged.
    """
    try:
        if data[:4] == b"PK\3\4":
            return _zip(data, rewrite)
        for is_packed, bits, pack in _PACKERS:
            if is_packed(data):
                plain = _unpacked(data, bits)
                changed = rewrite(plain)
                return data if changed == plain else pack(changed)
    except (zlib.error, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        return None
    return None


def _unpacked(data: bytes, bits: int) -> bytes:
    """Raises zlib.error where the data are damaged, end too early or grow too large."""
    engine = zlib.decompressobj(bits)
    plain = engine.decompress(data, _limit(data))
    if not engine.eof:
        raise zlib.error("too large, or incomplete")
    return plain


def _limit(data: bytes) -> int:
    return min(_LARGEST, max(_ALWAYS_ALLOWED, _GROWTH * len(data)))


def _zip(data: bytes, rewrite: Callable[[bytes], bytes]) -> bytes | None:
    out = io.BytesIO()
    has_changed = False
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        if sum(member.file_size for member in old.infolist()) > _limit(data):
            return None
        for member in old.infolist():
            with old.open(member) as file:
                plain = file.read(member.file_size + 1)
            changed = rewrite(plain)
            has_changed |= changed != plain
            new.writestr(member, changed)
    return out.getvalue() if has_changed else data


def _is_gzip(data: bytes) -> bool:
    return data[:2] == b"\x1f\x8b"


def _is_zlib(data: bytes) -> bool:
    """Whether the first octets are those of RFC 1950."""
    return len(data) > 6 and data[0] == 0x78 and int.from_bytes(data[:2], "big") % 31 == 0


_PACKERS: Final[tuple[tuple[Callable[[bytes], bool], int, Callable[[bytes], bytes]], ...]] = (
    (_is_gzip, zlib.MAX_WBITS | 16, lambda plain: gzip.compress(plain, mtime=0)),
    (_is_zlib, zlib.MAX_WBITS, zlib.compress),
)
