"""The forms in which a service may repeat a credential that it was sent: escaped for a URL, for
JSON or for HTML, in Base64 or in hexadecimal digits.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import unescape
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Final, TypeAlias

from ..lazy_patterns import lazy_pattern

_LAYERS: Final = 3
"""How often a text may be escaped over again: a JSON text with a URL in it, in a page."""
_SHORTEST: Final = 8
"""A packed form of fewer characters would be found by chance."""

_ESCAPE: Final = lazy_pattern(
    r"(?:%[0-9A-Fa-f]{2})+"
    r"|\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}"
    r"|\\x[0-9A-Fa-f]{2}|\\[\"'\\/]"
    r"|&#[0-9]{1,7};|&#[xX][0-9A-Fa-f]{1,6};|&[A-Za-z]{2,6};"
)

Span: TypeAlias = tuple[int, int]


def places(text: str, secrets: Iterable[str]) -> list[Span]:
    """Where one of ``secrets`` stands in ``text``, in whatever form: start and end of each place,
    in order, without overlaps.
    """
    known = [secret for secret in secrets if secret]
    found: list[Span] = []
    spans: list[Span] | None = None
    for _ in range(_LAYERS + 1):
        for start, end in _found(text, known):
            found.append((start, end) if spans is None else (spans[start][0], spans[end - 1][1]))
        inner = _unescaped(text)
        if inner is None:
            break
        text, own = inner
        spans = own if spans is None else [(spans[a][0], spans[b - 1][1]) for a, b in own]
    return _merged(found)


def _found(text: str, secrets: list[str]) -> Iterator[Span]:
    plain, lower = text.translate(_URL_SAFE), text.translate(_LOWER)
    for secret in secrets:
        octets = secret.encode("utf-8", "surrogatepass")
        yield from _all(text, secret)
        if " " in secret:
            yield from _all(text, secret.replace(" ", "+"))
        for core in _in_base64(octets):
            yield from (_whole_run(plain, *each) for each in _all(plain, core))
        if len(octets) * 2 >= _SHORTEST:
            yield from _all(lower, octets.hex())


_URL_SAFE: Final = str.maketrans("-_", "+/")
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
"""Unlike ``str.lower``, it keeps the length of any text."""
_BASE64: Final = frozenset(f"{ascii_letters}{digits}+/=")


def _in_base64(octets: bytes) -> Iterator[str]:
    """What of ``octets`` is seen in Base64, whatever stands before and behind them."""
    for before in range(3):
        packed = b64encode(b"\0" * before + octets).decode()
        core = packed[-(-before * 8 // 6) : (before + len(octets)) * 8 // 6]
        if len(core) >= _SHORTEST:
            yield core


def _whole_run(text: str, start: int, end: int) -> Span:
    """A place in Base64 with all that is packed together with it: its outer characters share bits
    with it.
    """
    while start and text[start - 1] in _BASE64:
        start -= 1
    while end < len(text) and text[end] in _BASE64:
        end += 1
    return start, end


def _all(text: str, part: str) -> Iterator[Span]:
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + len(part))


def _unescaped(text: str) -> tuple[str, list[Span]] | None:
    """``text`` with one layer of escapes undone, and where each of its characters comes from; None
    if it has none.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    end = 0
    for found in _ESCAPE.finditer(text):
        plain = text[end : found.start()]
        pieces.append(plain)
        spans.extend((at, at + 1) for at in range(end, found.start()))
        for character, start, stop in _characters(found[0]):
            pieces.append(character)
            spans.append((found.start() + start, found.start() + stop))
        end = found.end()
    if not end:
        return None
    pieces.append(text[end:])
    spans.extend((at, at + 1) for at in range(end, len(text)))
    return "".join(pieces), spans


def _characters(escape: str) -> Iterator[tuple[str, int, int]]:
    """The characters that an escape stands for, each with its part of the escape."""
    if escape.startswith("%"):
        octets = bytes.fromhex(escape.replace("%", ""))
        at = 0
        for character in octets.decode("utf-8", "surrogateescape"):
            size = len(character.encode("utf-8", "surrogateescape"))
            yield character, at * 3, (at + size) * 3
            at += size
        return
    if escape.startswith("&"):
        text = unescape(escape)
    elif escape[1] in "ux":
        units = [int(each, 16) for each in re.findall(r"\\[ux]([0-9A-Fa-f]+)", escape)]
        text = (
            "".join(map(chr, units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    else:
        text = escape[1:]
    # An entity may stand for two characters; both come from the whole of it.
    for character in text:
        yield character, 0, len(escape)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
