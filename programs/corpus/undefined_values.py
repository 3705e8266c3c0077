"""Which values the law of requests says nothing about, and why: the specification gives them no
wire form, or no single one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from programs.corpus.parameter_facts import Facts, is_json
from programs.corpus.styles import kind_of

OF_THE_TRANSPORT = frozenset(
    {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "te",
        "trailer",
        "upgrade",
        "expect",
        "keep-alive",
        "cookie",
        "proxy-connection",
    }
)
"""Header fields that belong to the connection (RFC 9110, 7.6.1) or, like Cookie, to other
parameters.
"""

TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""What names of methods, header fields and cookies are made of (RFC 9110, 5.6.2)."""

_SEPARATORS = {
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "tabDelimited": "\t",
}
_COOKIE_OCTETS = frozenset(map(chr, range(0x21, 0x7F))) - set('",;\\')
_UNESCAPED_IN_RESERVED = frozenset(",;:/?#[]@!$&'()*+=% ")


def reason_against(facts: Facts, value: Any) -> str:
    """Why ``value`` is not tried for the parameter; an empty string: it is."""
    if facts.location == "header" and facts.name.lower() in OF_THE_TRANSPORT:
        return "a header of the transport"
    if facts.location in ("header", "cookie") and not TOKEN.fullmatch(facts.name):
        return "its name is no token (RFC 9110, 5.1; RFC 6265, 4.1.1)"
    if value is None:
        return "None means that a parameter is not given, null has no form of its own"
    if facts.content_type:
        return _against_content(facts, value)
    kind = kind_of(value)
    return (
        _against_kind(facts, value, kind)
        or _against_texts(facts, value, kind)
        or _against_place(facts, value, kind)
    )


def _against_content(facts: Facts, value: Any) -> str:
    if not is_json(facts.content_type) and not isinstance(value, str):
        return "a content parameter that is no JSON: only text has a form"
    if facts.location == "querystring" and value in ("", {}):
        return "an empty query is none"
    if facts.location == "header" and not _is_header_text(str(value)):
        return "RFC 9110, 5.5: a header field holds visible ASCII"
    if facts.location == "path" and value in ("", ".", ".."):
        return "an empty or dotted path segment, which clients refuse"
    return ""


def _against_kind(facts: Facts, value: Any, kind: str) -> str:
    items = list(_items(value))
    if any(item is None for item in items):
        return "null has no form in a style (RFC 6570: undefined)"
    if kind != "primitive" and not items:
        return "empty arrays and objects have no form (RFC 6570: undefined)"
    if any(isinstance(item, list | dict) for item in items) and kind != "primitive":
        return "values within values: undefined by the specification"
    match facts.style, kind:
        case "deepObject", "primitive" | "array":
            return "deepObject is for objects only (style table: n/a)"
        case ("spaceDelimited" | "pipeDelimited"), "primitive":
            return "delimited styles are for arrays and objects (style table: n/a)"
        case ("spaceDelimited" | "pipeDelimited"), "object" if facts.explode:
            return "exploded delimited objects (style table: n/a)"
        case "form", "array" | "object" if facts.location == "cookie" and facts.explode:
            return "exploded cookies: no delimiter is defined (appendix D of 3.1.1)"
        case _:
            return ""


def _against_texts(facts: Facts, value: Any, kind: str) -> str:
    texts = [item for item in _items(value) if isinstance(item, str)]
    keys = list(value) if isinstance(value, dict) else []
    every = texts + keys
    if facts.location == "header":
        if not all(map(_is_header_text, every)):
            return "RFC 9110, 5.5: a header field holds visible ASCII"
        marks = ",=" if kind == "object" else ","
        if kind != "primitive" and any(set(text) & set(marks) for text in every):
            return "a delimiter inside an item of a header"
    if facts.style == "cookie" and any(set(text) - _COOKIE_OCTETS for text in every):
        return "RFC 6265, 4.1.1: characters that a cookie cannot hold"
    dotted = any("." in str(text) for text in [*_items(value), *keys])
    if facts.style == "label" and facts.explode and kind != "primitive" and dotted:
        return "a dot inside an item of an exploded label, where it is never escaped"
    separator = _SEPARATORS.get(facts.style)
    if separator and not facts.explode and any(separator in text for text in every):
        return "the delimiter inside an item of a delimited style"
    if facts.reserved and any(set(text) & _UNESCAPED_IN_RESERVED for text in every):
        return "allowReserved: reserved characters are the caller's to escape"
    if kind != "primitive" and not facts.explode and list(_items(value)) == [""]:
        return "one empty item looks like none"
    return ""


def _against_place(facts: Facts, value: Any, kind: str) -> str:
    texts = [str(item) for item in _items(value)]
    if facts.location == "path" and kind == "primitive" and texts[0] in ("", ".", ".."):
        return "an empty or dotted path segment, which clients refuse"
    if facts.location == "path" and facts.style == "simple" and texts == [""]:
        return "an empty path segment, which clients refuse"
    return ""


def _is_header_text(text: str) -> bool:
    return text.isascii() and text.isprintable() and text == text.strip()


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict):
        yield from value.values()
    else:
        yield value
