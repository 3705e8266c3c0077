"""Which lines of our Markdown and YAML are wider than the code beside them, although they could be
broken.
"""

from __future__ import annotations

import re
from typing import Final

WIDTH: Final = 100

_FENCE = re.compile(r"\s*(```|~~~)")
_WHOLE = re.compile(r"\s*(\||#|<!--|\[[^\]]+\]: )|[^|]+ \| [^|]+ \| ")
"""Lines that stay whole: rows of tables, headings, comments, targets of links."""
_UNBROKEN = re.compile(r"`[^`]*`|!?\[[^\]]*\]\([^)]*\)|\S+")
"""Code, links and words: a line ends between two of them."""


def wide_prose(text: str) -> list[int]:
    """The numbers of the lines of a Markdown page that are too wide: code, tables, headings and
    what cannot be broken aside.
    """
    found: list[int] = []
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        opening = _FENCE.match(line)
        if opening and fence in ("", opening[1]):
            fence = "" if fence else opening[1]
        elif not fence and len(line) > WIDTH and not _WHOLE.match(line) and _breaks(line):
            found.append(number)
    return found


def _breaks(line: str) -> bool:
    """Whether a line has a place where it can end before the margin."""
    start = len(line) - len(line.lstrip(" >")) + 4
    return any(start < found.start() <= WIDTH for found in _UNBROKEN.finditer(line))


def wide_yaml(text: str) -> list[int]:
    """The numbers of the lines of a YAML file that are too wide: those inside of literal blocks,
    which would change, and those that cannot be broken aside.
    """
    found: list[int] = []
    block = -1
    for number, line in enumerate(text.splitlines(), 1):
        indent = len(line) - len(line.lstrip())
        if block >= 0 and line.strip() and indent <= block:
            block = -1
        if block < 0:
            if re.search(r"[:\-] [|>][+-]?\d?\s*$", line):
                block = indent
            elif len(line) > WIDTH and _separates(line):
                found.append(number)
    return found


def _separates(line: str) -> bool:
    """Whether a flow collection of the line can end at the margin: a comma outside of quotes."""
    quote, depth = "", 0
    for index, char in enumerate(line[:WIDTH]):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and line[index - 1] in " [{,(":
            quote = char
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
        elif char == "," and depth > 0 and line[index + 1 : index + 2] == " ":
            return True
    return False
