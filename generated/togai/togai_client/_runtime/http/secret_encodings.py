"""The forms in which a service may repeat a credential that it was sent: escaped for a URL, for
JSON, for a program or for HTML, in Base64 or in hexadecimal digits.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import unescape
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Final, TypeAlias

from ..lazy_patterns import lazy_pattern

_LAYERS: Final = 3
"""How often a text may be escaped over again: a JSON text with a URL in it, in a page."""
_SHORTEST: Final = 8
"""A packed form of fewer characters would be found by chance."""
_FEWEST: Final = 4
"""Characters of another spelling of a credential; fewer would be found by chance."""

_BY_CODE: Final = (
    r"(?:%[0-9A-Fa-f]{2})+"
    r"|[\\%]u[Dd][89ABab][0-9A-Fa-f]{2}[\\%]u[Dd][C-Fc-f][0-9A-Fa-f]{2}|[\\%]u[0-9A-Fa-f]{4}"
    r"|\\x[0-9A-Fa-f]{2}|\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8}|\\[0-3][0-7]{2}"
    r"|&#[0-9]{1,16};?|&#[xX][0-9A-Fa-f]{1,16};?|&[A-Za-z][A-Za-z0-9]{1,31};"
)
_ESCAPE: Final = lazy_pattern(rf"{_BY_CODE}|\\[0abfnrtv\t-\r -/:-@\[-`{{-~]")
_ESCAPE_BY_CODE: Final = lazy_pattern(_BY_CODE)
"""For texts whose backslashes stand for themselves while other characters are escaped, as in HTML
and Python's ``backslashreplace``: what follows one may begin an escape there.
"""
_CONTROLS: Final = dict(zip("0abfnrtv", "\0\a\b\f\n\r\t\v", strict=True))

Span: TypeAlias = tuple[int, int]


def places(text: str, secrets: Iterable[str]) -> list[Span]:
    """Where one of ``secrets`` stands in ``text``, in whatever form: start and end of each place,
    in order, without overlaps.
    """
    known = [secret for secret in secrets if secret]
    spelled = list(dict.fromkeys(form for secret in known for form in _spellings(secret)))
    found: list[Span] = []
    for reading, spans in _readings(text):
        for start, end in _found(reading, known, spelled):
            found.append((start, end) if spans is None else (spans[start][0], spans[end - 1][1]))
    return _merged(found)


def _spellings(secret: str) -> Iterator[str]:
    """A credential as it is, and as it comes out where more is undone than was escaped: what looks
    like an escape in it, and its octets read one by one.
    """
    yield secret
    yield secret.replace(" ", "+")
    for plain, _ in _readings(secret):
        if len(plain) >= _FEWEST:
            yield plain
    if not secret.isascii():
        yield secret.encode("utf-8", "surrogatepass").decode("latin-1")
        with suppress(UnicodeEncodeError):
            yield secret.encode("latin-1").decode("utf-8", "surrogateescape")


def _readings(text: str) -> Iterator[tuple[str, list[Span] | None]]:
    """``text`` and what it says where its escapes are undone, layer by layer, each with where its
    characters come from; None where they are the text's own.
    """
    layer: list[tuple[str, list[Span] | None]] = [(text, None)]
    seen = {text}
    yield from layer
    for _ in range(_LAYERS):
        outer, layer = layer, []
        for each, spans in outer:
            for inner, own in _unescaped(each):
                if inner in seen:
                    continue
                seen.add(inner)
                if spans is not None:
                    own = [(spans[start][0], spans[end - 1][1]) for start, end in own]
                layer.append((inner, own))
        yield from layer


def _found(text: str, secrets: list[str], spelled: list[str]) -> Iterator[Span]:
    plain, lower = text.translate(_URL_SAFE), text.translate(_LOWER)
    for form in spelled:
        yield from _all(text, form)
    for secret in secrets:
        octets = secret.encode("utf-8", "surrogatepass")
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


def _unescaped(text: str) -> Iterator[tuple[str, list[Span]]]:
    """``text`` with one layer of escapes undone, and where each of its characters comes from: in
    two ways where a backslash may stand for itself; in none where there are no escapes.
    """
    for escape in (_ESCAPE, _ESCAPE_BY_CODE) if "\\" in text else (_ESCAPE,):
        pieces: list[str] = []
        spans: list[Span] = []
        end = 0
        for found in escape.finditer(text):
            pieces.append(text[end : found.start()])
            spans.extend((at, at + 1) for at in range(end, found.start()))
            for character, start, stop in _characters(found[0]):
                pieces.append(character)
                spans.append((found.start() + start, found.start() + stop))
            end = found.end()
        if end:
            pieces.append(text[end:])
            spans.extend((at, at + 1) for at in range(end, len(text)))
            yield "".join(pieces), spans


def _characters(escape: str) -> Iterator[tuple[str, int, int]]:
    """The characters that an escape stands for, each with its part of the escape."""
    if escape[0] == "%" and escape[1] != "u":
        octets = bytes.fromhex(escape.replace("%", ""))
        at = 0
        for character in octets.decode("utf-8", "surrogateescape"):
            size = len(character.encode("utf-8", "surrogateescape"))
            yield character, at * 3, (at + size) * 3
            at += size
        return
    if escape[:2] == "&#":
        code = escape[2:].rstrip(";")
        text = _character(int(code[1:], 16) if code[0] in "xX" else int(code))
    elif escape[0] == "&":
        text = unescape(escape)
    elif escape[1] in "uUx":
        codes = [int(each, 16) for each in re.findall(r"[uUx]\{?([0-9A-Fa-f]+)", escape)]
        units = "".join(map(_character, codes))
        text = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    elif len(escape) == 4:
        text = chr(int(escape[1:], 8))
    else:
        text = _CONTROLS.get(escape[1], escape[1])
    # An entity may stand for two characters; both come from the whole of it.
    for character in text:
        yield character, 0, len(escape)


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else "\ufffd"


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
