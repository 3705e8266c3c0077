"""Rows of Markdown tables that a description with line ends has torn apart, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_RULE: Final = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_MOST_LINES: Final = 60
"""Lines that one row may be torn into."""


def join_rows(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """Puts torn rows together.

    Args:
        lines: the lines of a page or of a part of it.

    Returns:
        The lines, and for each of them the index of the line that it begins on.
    """
    joined: list[str] = []
    starts: list[int] = []
    index, bars = 0, 0
    while index < len(lines):
        line = lines[index]
        taken = 1
        if _RULE.fullmatch(line):
            bars = _bars(line)
        elif not line.lstrip().startswith("|"):
            bars = 0
        elif bars and _bars(line) < bars:
            taken = _torn(lines, index, bars)
        joined.append(_row(lines[index : index + taken]) if taken > 1 else line)
        starts.append(index)
        index += taken
    return joined, starts


def _bars(line: str) -> int:
    return len(_BAR.findall(line))


def _torn(lines: Sequence[str], start: int, bars: int) -> int:
    """The number of lines of the row that begins here; 1 where it does not go on."""
    found = _bars(lines[start])
    for end in range(start + 1, min(start + _MOST_LINES, len(lines))):
        line = lines[end]
        if _RULE.fullmatch(line) or re.match(r"\s*(?:#|```|~~~)", line):
            return 1
        if line.lstrip().startswith("|") and _bars(line) >= bars:
            return 1
        found += _bars(line)
        if line.lstrip().startswith("|") and found != bars:
            return 1  # another row that is short: nothing is torn here
        if found >= bars:
            return end + 1 - start if found == bars and line.rstrip().endswith("|") else 1
    return 1


def _row(lines: Sequence[str]) -> str:
    parts = [line.strip() for line in lines]
    return "<br>".join(part for part in parts if part)
