"""From a text with HTML to Markdown: code is set aside, and tables in Markdown are taken row by
row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbound.writing.links import without_unsafe_links
from docbound.writing.markdown.tokens import elements, outside_code
from docbound.writing.markdown.writer import Writer

_FENCE: Final = re.compile(r"\s*(```+|~~~+)")


def markdown_of(text: str) -> str:
    """``text`` with HTML as Markdown.

    Code, in backticks or fences, stays as it is, and so does a text in which nothing is HTML. Never
    raises; the time grows with the length of the text.
    """
    shown: list[str] = []
    for lines, is_code in _runs(text):
        part = "\n".join(lines)
        if is_code:
            shown.append(part)
        elif _is_row(lines[0]):
            shown += map(_row, lines)
        else:
            shown.append(_paragraphs(part))
    return "\n".join(shown).strip()


def with_safe_links(text: str) -> str:
    """``text`` with the links outside of code that may be followed; others are text
    (:mod:`docbound.writing.links`).
    """
    return "\n".join(
        ("\n".join(lines) if is_code else outside_code("\n".join(lines), without_unsafe_links))
        for lines, is_code in _runs(text)
    )


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """The lines of ``text`` in runs, with whether they are a fenced block; the rows of a table are
    a run of their own.
    """
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if not fence and lines and (mark or _is_row(line) != _is_row(lines[-1])):
            yield lines, False
            lines = []
        lines.append(line)
        if fence and mark and mark.group(1).startswith(fence):
            yield lines, True
            lines, fence = [], ""
        elif mark and not fence:
            fence = mark.group(1)
    if lines:
        yield lines, bool(fence)


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _row(line: str) -> str:
    """A row of a table in Markdown, which has to stay on its line."""
    made = _converted(line)
    return made if made == line else " ".join(made.split())


def _paragraphs(part: str) -> str:
    """``part``, with its blank lines at both ends, converted; where it changed, one sets off what
    follows.
    """
    core = part.strip("\n")
    at = part.find(core)
    made = _converted(core)
    if made == core:
        return part
    return part[:at] + made + (part[at + len(core) :] or "\n")


def _converted(text: str) -> str:
    tokens = list(elements(text))
    if all(token.kind in ("text", "code") for token in tokens):
        return "".join(token.text for token in tokens)
    writer = Writer()
    for token in tokens:
        writer.write(token)
    return writer.result()
