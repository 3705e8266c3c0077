"""Markdown from the tokens of HTML."""

from __future__ import annotations

import re
from typing import Final

from docbound.writing.markdown.elements import (
    BLOCKS,
    CELLS,
    CODE,
    ENDED_BY,
    FRAMES,
    HEADINGS,
    INLINE,
    Names,
    block_elements,
)
from docbound.writing.markdown.shapes import block, heading, inline, item, items, table
from docbound.writing.markdown.tokens import Token, attribute

_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*+\n){2,}")
_SPACES: Final = re.compile(r"\s+")
_PRE: Final = frozenset({"pre"})
_IN_ITEM: Final = frozenset({"li"})
_DEEPEST: Final = 24
"""Elements deeper than this are dropped: the work on a text is done once for each level around
it.
"""


class _Frame:
    """An open element, and what has been written in it so far."""

    __slots__ = ("cells", "count", "name", "parts", "rest", "rows")

    def __init__(self, name: str, rest: str = "") -> None:
        self.name = name
        self.rest = rest
        self.parts: list[str] = []
        self.rows: list[list[str]] = []
        self.cells: list[str] = []
        self.count = 0


class Writer:
    """A stack of open elements, each of which becomes a part of the one around it when it ends."""

    def __init__(self) -> None:
        self._stack = [_Frame("")]
        self._in_item = False
        """Whether the line belongs to an item of a list in Markdown, which a break must not
        leave.
        """

    def write(self, token: Token) -> None:
        """Takes one token, in the order of the text."""
        match token.kind:
            case "text":
                self._text(token.text)
            case "code":
                self._stack[-1].parts.append(token.text)
            case "open":
                self._open(token)
            case "close":
                self._close(token.text)

    def result(self) -> str:
        """All that was written; what is still open ends."""
        while len(self._stack) > 1:
            self._pop()
        return _BLANK_LINES.sub("\n\n", "".join(self._stack[0].parts)).strip()

    def _within(self, names: Names) -> bool:
        return any(frame.name in names for frame in self._stack)

    def _text(self, text: str) -> None:
        if not self._within(_PRE):
            if self._within(_IN_ITEM):
                text = _SPACES.sub(" ", text)
            starts = self._starts_line()
            text = text.lstrip() if starts else text
            if starts or "\n" in text:
                self._in_item = _ITEM.match(text.rpartition("\n")[2]) is not None
        if text:
            self._stack[-1].parts.append(text)

    def _starts_line(self) -> bool:
        """Whether nothing is on the line yet; emphasis goes on in the line around it."""
        for frame in reversed(self._stack):
            if frame.parts:
                return frame.parts[-1].endswith("\n")
            if frame.name not in INLINE:
                break
        return True

    def _open(self, token: Token) -> None:
        name = token.text
        if name == "img":
            self._text(attribute(token.rest, "alt"))
        elif name == "br":
            soft = self._in_item or self._within(_PRE)
            self._stack[-1].parts.append("\n" if soft else "\n\n")
        elif name in BLOCKS:
            self._stack[-1].parts.append("\n\n")
        elif name in FRAMES:
            self._end(ENDED_BY.get(name, frozenset()), block_elements(name))
            if self._fits(name):
                self._stack.append(_Frame(name, token.rest))

    def _fits(self, name: str) -> bool:
        """Whether an element can be here: rows in a table, cells in a row, nothing too deep."""
        if len(self._stack) >= _DEEPEST:
            return False
        if name in CELLS and self._stack[-1].name == "table":
            self._stack.append(_Frame("tr"))
        around = self._stack[-1].name
        if name in CELLS:
            return around == "tr"
        return around == "table" if name == "tr" else True

    def _close(self, name: str) -> None:
        if name in BLOCKS or name == "br":
            self._stack[-1].parts.append("\n\n")
        elif name in FRAMES:
            self._end(frozenset({name}), block_elements(name))

    def _end(self, names: Names, limits: Names) -> None:
        """Ends the innermost open element of ``names`` and all within it, unless one of ``limits``
        is nearer.
        """
        for depth in range(len(self._stack) - 1, 0, -1):
            name = self._stack[depth].name
            if name in names:
                while len(self._stack) > depth:
                    self._pop()
                return
            if name in limits:
                return

    def _pop(self) -> None:
        frame = self._stack.pop()
        around = self._stack[-1]
        text = "".join(frame.parts)
        match frame.name:
            case "td" | "th":
                around.cells.append(" ".join(text.split()))
            case "tr":
                around.rows.append(frame.cells)
                around.parts.append(text)
            case "li":
                around.count += 1
                mark = f"{around.count}. " if around.name == "ol" else "- "
                around.parts.append(item(mark, text))
            case _:
                is_code = self._within(CODE | _PRE)
                around.parts.append(text if is_code else _shown(frame, text))


def _shown(frame: _Frame, text: str) -> str:
    match frame.name:
        case "pre":
            return block(text)
        case "table":
            return f"{text}\n\n{table(frame.rows)}\n\n"
        case "ul" | "ol":
            return items(text)
        case name if name in HEADINGS:
            return heading(text)
        case name:
            return inline(name, frame.rest, text)
