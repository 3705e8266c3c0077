"""Which links of descriptions stay links in printed prose.

Descriptions come from strangers, and their prose ends in pages that a browser shows:
``[x](javascript:…)``, ``![x](data:…)`` and ``[x]: file:…`` must not become links there. Markdown
knows several spellings of one address: entities and backslashes are resolved, and a browser ignores
blanks and control characters within a scheme.

Source: CommonMark 0.31, "Links", "Images" and "Link reference definitions"; WHATWG URL, "URL
parsing".
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_SAFE: Final = frozenset({"http", "https", "mailto"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_IGNORED: Final = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
"""What a browser leaves out at the beginning of an address or within it, or does not show."""
_MARKS: Final = re.compile(r"\]\(|^(?:[ \t>*+\-\d.)]*+\[)?+(?:[^\[\]\\\n]|\\.)*+\]:", re.MULTILINE)
"""Where the address of a link or an image follows, or that of a definition, whose label may begin
on the line before.
"""
_LONGEST: Final = 2048
"""So many characters of an address are looked at; with more before its scheme, it is none that
anybody follows.
"""


def is_safe(address: str) -> bool:
    """Whether an address, as Markdown or HTML may spell it, leads to the web, to a mail program or
    to a place nearby.
    """
    plain = _ESCAPED.sub(r"\1", address)
    for _ in range(3):  # an entity may mean the ampersand of another one
        plain = unescape(plain)
    scheme = _SCHEME.match(_IGNORED.sub("", plain).lstrip("<"))
    return scheme is None or scheme[1].lower() in _SAFE


def without_unsafe_links(text: str) -> str:
    """``text``, which has no code in it, with every unsafe link as the text that it is written
    with.
    """
    if "](" not in text and "]:" not in text:
        return text
    parts: list[str] = []
    at = 0
    for mark in _MARKS.finditer(text):
        if not is_safe(text[mark.end() : mark.end() + _LONGEST]):
            parts += [text[at : mark.end() - 1], "\\"]
            at = mark.end() - 1
    return "".join([*parts, text[at:]]) if parts else text
