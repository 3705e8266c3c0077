"""Texts without what stands between the parts of a secret: escapes, tags, names, other fields."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from ..escapes import ESCAPE, meant

_STYLE: Final = re.compile(r"\\0{0,4}([0-9A-Fa-f]{2})(?: |(?![0-9A-Fa-f]))")
_MARKUP: Final = re.compile(
    r"<!\[CDATA\[|\]\]>|<!--(?:[^-]|-(?!->))*+(?:-->)?|<[^<>]*+>|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
    r"|\[/?[A-Za-z]{1,12}\]|\$\{[^{}]{0,40}\}|\{\{[^{}]{0,40}\}\}"
)
_NAME: Final = re.compile(r"(?:\r?\n)?(?<![\w.-])[\w.-]{1,60}+[\"'\]]{0,2}\s*+(?:=>|[:=])\s*+")
_QUOTED: Final = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"(\s*+:)?|\'([^\'\n]*+)\'')
_FIELD: Final = re.compile(
    r"(?<![\w.-])([\w.-]{1,60}+)[\"']?\s*+[:=]\s*+"
    r"(?:\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\"|'([^'\n]*+)'|([^\s\"',;&{}\[\]<>]++))"
    r"|<([\w:.-]{1,60}+)[^<>]*+>([^<>]++)"
)


def unescaped(text: str) -> str:
    """One layer of escapes undone."""
    inner = ESCAPE.sub(meant, text)
    if inner == text or inner.isascii():
        return inner
    # Two escapes may be one character (RFC 8259, 7).
    return inner.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def style_escapes(text: str) -> str:
    """A text without the escapes of style sheets: ``\\73 ``."""
    return _STYLE.sub(lambda match: chr(int(match[1], 16)), text) if "\\" in text else ""


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
