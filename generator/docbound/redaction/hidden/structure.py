"""Texts without what stands between the parts of a secret: escapes, tags, names, other fields."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from typing import Final
from unicodedata import lookup

_ESCAPE: Final = re.compile(
    r"\\(?P<itself>[\"'\\/])|(?P<blank>\\[nrt])|[\\=]\r?\n"
    r"|(?:%u|\\u|\\x|%|\\U0000)(?:\{(?P<braces>[0-9A-Fa-f]{1,6})\}"
    r"|(?<=u)(?P<four>[0-9A-Fa-f]{4})|(?<=U0000)(?P<long>[0-9A-Fa-f]{4})"
    r"|(?<=[%x])(?P<two>[0-9A-Fa-f]{2}))"
    r"|&#[xX]0*+(?P<hexadecimal>[0-9A-Fa-f]{1,6});?|=(?P<mail>[0-9A-F]{2})"
    r"|\\(?P<octal>[0-3][0-7]{2})|&#0*+(?P<decimal>[0-9]{1,7});?"
    r"|\\N\{(?P<name>[A-Z0-9 -]{1,80})\}|(?P<entity>&[A-Za-z]{2,8};)"
)
"""Escapes of URLs, programs, JSON, pages and mails."""
_STYLE: Final = re.compile(r"\\0{0,4}([0-9A-Fa-f]{2})(?: |(?![0-9A-Fa-f]))")
_BASES: Final = {"octal": 8, "decimal": 10}
_MARKUP: Final = re.compile(
    r"<!\[CDATA\[|\]\]>|<!--(?:[^-]|-(?!->))*+(?:-->)?|<[^<>]*+>|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
    r"|\[/?[A-Za-z]{1,12}\]|\$\{[^{}]{0,40}\}|\{\{[^{}]{0,40}\}\}"
)
_NAME: Final = re.compile(r"(?<![\w.-])[\w.-]{1,60}+[\"'\]]{0,2}\s*+(?:=>|[:=])\s*+")
_QUOTED: Final = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"(\s*+:)?|\'([^\'\n]*+)\'')
_FIELD: Final = re.compile(
    r"(?<![\w.-])([\w.-]{1,60}+)[\"']?\s*+[:=]\s*+"
    r"(?:\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\"|'([^'\n]*+)'|([^\s\"',;&{}\[\]<>]++))"
    r"|<([\w:.-]{1,60}+)[^<>]*+>([^<>]++)"
)


def unescaped(text: str) -> str:
    """One layer of escapes undone."""
    inner = _ESCAPE.sub(_meant, text)
    if inner == text or inner.isascii():
        return inner
    # Two escapes may be one character (RFC 8259, 7).
    return inner.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def style_escapes(text: str) -> str:
    """A text without the escapes of style sheets: ``\\73 ``."""
    return _STYLE.sub(lambda match: chr(int(match[1], 16)), text) if "\\" in text else ""


def _meant(match: re.Match[str]) -> str:
    kind, written = match.lastgroup, match[match.lastgroup or 0]
    match kind:
        case "itself":
            return written
        case "blank":
            return "\n"
        case "entity":
            return unescape(written)
        case "name":
            try:
                return lookup(written)
            except KeyError:
                return match[0]
        case None:  # a line that goes on
            return ""
        case _:
            code = int(written, _BASES.get(kind, 16))
            return chr(code) if code < 0x110000 else ""


def without_markup(text: str) -> str:
    """A text without its tags, comments and the ends of CDATA."""
    return _MARKUP.sub("", text)


def inner_texts(text: str) -> str:
    """What stands in quotation marks and has escapes: a text of its own, within another."""
    return "\n".join(unescaped(one) for one, _, _ in _QUOTED.findall(text) if "\\" in one)


def values_alone(text: str) -> str:
    """A text without the names of its fields: ``first=se, second=cret``."""
    return _NAME.sub("", text)


def quoted_values(text: str) -> str:
    """What stands in quotation marks and is no name."""
    return "".join(one or other for one, is_name, other in _QUOTED.findall(text) if not is_name)


def same_fields(text: str) -> str:
    """The values of each name after one another, as the events of a stream have them; and the
    columns of a table.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for match in _FIELD.finditer(text):
        found[match[1] or match[5]].append(match[2] or match[3] or match[4] or match[6] or "")
    rows = [line.split(",") for line in text.splitlines() if "," in line]
    if len(rows) > 1:
        for row in rows:
            for at, cell in enumerate(row[:_COLUMNS]):
                found[f",{at}"].append(cell)
    return "\n\n".join("".join(values) for values in found.values() if len(values) > 1)


_COLUMNS: Final = 32
