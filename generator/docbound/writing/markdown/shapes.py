"""What one element of HTML looks like in Markdown, once its text is known."""

from __future__ import annotations

import re
from typing import Final

from docbound.writing.links import is_safe
from docbound.writing.markdown.elements import BOLD, CODE
from docbound.writing.markdown.tokens import attribute
from docbound.writing.text import printable

_TICKS: Final = re.compile("`+")
_IN_ADDRESS: Final = {ord(mark): f"%{ord(mark):02X}" for mark in "()<>`|\\[]\"'"}
_WIDEST_ROW: Final = 76
"""Columns of a table that stays a table; the rows of a wider one become items, which can be
wrapped.
"""


def inline(name: str, rest: str, text: str) -> str:
    """Emphasis, code or a link; white space at both ends stays outside of the marks."""
    core = text.strip()
    if not core or "\n\n" in core:
        return text
    at = text.index(core)
    before, after = text[:at], text[at + len(core) :]
    if name in CODE:
        core = _span(" ".join(core.split()))
    elif name == "a":
        core = _link(core, attribute(rest, "href"))
    else:
        core = _emphasis(core, "**" if name in BOLD else "*")
    return f"{before}{core}{after}"


def _emphasis(text: str, mark: str) -> str:
    if text.startswith(mark) or not text.strip("*_ "):
        return text
    return f"{mark}{text}{mark}"


def _span(text: str) -> str:
    longest = max(map(len, _TICKS.findall(text)), default=0)
    if not longest:
        return f"`{text}`"
    if text.startswith("`") and text.endswith("`"):
        return text
    ticks = "`" * (longest + 1)
    return f"{ticks} {text} {ticks}"


def _link(text: str, address: str) -> str:
    """A link, or only its text where it has no target, runs something or repeats where it
    leads.
    """
    target = "".join(printable(address).split())
    if not is_safe(target):
        return text
    if not target or target.startswith("#"):
        return text
    if text.rstrip("/") == target.removeprefix("mailto:").rstrip("/"):
        return text
    shown = target.translate(_IN_ADDRESS)
    return f"{text} ({shown})" if set("[]") & set(text) else f"[{text}]({shown})"


def heading(text: str) -> str:
    """A bold line: a heading of its own would be above those of the page."""
    words = " ".join(text.replace("**", "").split())
    return f"\n\n**{words}**\n\n" if words else "\n\n"


def block(text: str) -> str:
    """A fenced block."""
    body = text.strip("\n").rstrip()
    if not body:
        return "\n\n"
    longest = max(map(len, _TICKS.findall(body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n\n{fence}\n{body}\n{fence}\n\n"


def item(mark: str, text: str) -> str:
    """An item of a list, its other lines below its first word."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if not lines:
        return ""
    pad = "\n" + " " * len(mark)
    return f"\n{mark}{pad.join([lines[0].lstrip(), *lines[1:]])}\n"


def items(text: str) -> str:
    """A list of items that :func:`item` made."""
    lines = (line for line in text.split("\n") if line.strip())
    return "\n\n" + "\n".join(lines) + "\n\n"


def table(rows: list[list[str]]) -> str:
    """A table; items where it is too wide to be read in a docstring, paragraphs where it has one
    column.
    """
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    if width < 2:
        return "\n\n".join(row[0] for row in rows)
    shown = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in shown]
    if max(map(len, lines)) > _WIDEST_ROW:
        return "\n".join(f"- {' | '.join(filter(None, row))}" for row in rows)
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
