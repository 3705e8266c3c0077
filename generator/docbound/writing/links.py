"""Which links of descriptions stay links in printed prose.

Anyone may have written a description, and its prose ends in pages that a browser shows:
``[x](javascript:…)``, ``![x](data:…)`` and ``[x]: file:…`` must not become links there. Markdown
knows several spellings of one address: entities and backslashes are resolved, and a browser ignores
blanks and control characters within a scheme. On the pages of a package, a link to a file beside
the description is no link either: such a file is not there, and `mkdocs build --strict` fails.

Source: CommonMark 0.31, "Links", "Images" and "Link reference definitions"; WHATWG URL, "URL
parsing".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from posixpath import splitext
from typing import Final
from urllib.parse import unquote

from docbound.runtime.lazy_patterns import lazy_pattern

_SAFE: Final = frozenset({"http", "https", "mailto"})
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ESCAPED: Final = lazy_pattern(r"\\([!-/:-@\[-`{-~])")
_IGNORED: Final = lazy_pattern(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
"""What a browser leaves out at the beginning of an address or within it, or does not show."""
_TARGET: Final = lazy_pattern(r"\s*(?:(?:<|&lt;)([^<>\n]*)>|([^\s)<>]*))")
"""An address, without the title and the text that follow."""
_MARKS: Final = lazy_pattern(
    r"\]\(|^(?:[ \t>*+\-\d.)]*+\[)?+(?:[^\[\]\\\n]|\\.)*+\]:", re.MULTILINE
)
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
    scheme = _SCHEME.match(_plain(address))
    return scheme is None or scheme[1].lower() in _SAFE


def stays_on_a_page(address: str) -> bool:
    """Whether an address may be a link on a page of a package: it is safe, and no file beside the
    description, which is not beside the page.
    """
    if not is_safe(address):
        return False
    target = _TARGET.match(address)
    plain = "" if target is None else _plain(target[1] or target[2])
    is_nearby = plain[:1] not in {"/", "\\"} and _SCHEME.match(plain) is None
    path = unquote(re.split(r"[?#]", plain, maxsplit=1)[0])
    return not (is_nearby and splitext(path)[1])


def without_unsafe_links(text: str) -> str:
    """``text``, which has no code in it, with every unsafe link as the text that it is written
    with.
    """
    return _with_links(text, is_safe)


def with_links_of_a_page(text: str) -> str:
    """The same for a page of a package, where a link to a file beside the description leads
    nowhere.
    """
    return _with_links(text, stays_on_a_page)


def _plain(address: str) -> str:
    """An address as a browser reads it."""
    plain = _ESCAPED.sub(r"\1", address)
    for _ in range(3):  # an entity may mean the ampersand of another one
        plain = unescape(plain)
    return _IGNORED.sub("", plain).lstrip("<")


def _with_links(text: str, may_stay: Callable[[str], bool]) -> str:
    if "](" not in text and "]:" not in text:
        return text
    parts: list[str] = []
    at = 0
    for mark in _MARKS.finditer(text):
        if not may_stay(text[mark.end() : mark.end() + _LONGEST]):
            parts += [text[at : mark.end() - 1], "\\"]
            at = mark.end() - 1
    return "".join([*parts, text[at:]]) if parts else text
