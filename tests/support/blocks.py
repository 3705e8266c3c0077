"""The Python that we print: blocks of Markdown pages and docstrings, with what they promise to
print.

A block starts with ```` ```python ````. Words after that are facts for the tests, which readers do
not see: ``fixture=client/operation.case`` names the fixture that answers the block's calls
(several: in order), ``env=NAME=value`` an environment variable, ``needs=module`` what must be
installed. A ```` ```text ```` block that follows, with nothing but white space between, is the
block's output.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

ROOT: Final = Path(__file__).parents[2]

_FENCE: Final = re.compile(
    r"^(?P<indent>[ ]*)```(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=indent)```[ ]*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of Python, as printed.

    Attributes:
        file: where it is.
        line: the line of its first statement, counted from 1.
        code: the text, dedented.
        facts: the words after ``python``, as pairs.
        output: what it prints, where the page says so.
    """

    file: Path
    line: int
    code: str
    facts: tuple[tuple[str, str], ...] = ()
    output: str | None = None

    @property
    def page(self) -> str:
        """The file, relative to the project."""
        return self.file.relative_to(ROOT).as_posix()

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    def fact(self, name: str) -> list[str]:
        """All values of one of the facts."""
        return [value for key, value in self.facts if key == name]


def markdown_blocks(file: Path) -> list[Block]:
    """Every Python block of a Markdown page, in order."""
    return list(_blocks(file, file.read_text(encoding="utf-8"), first_line=1))


def docstring_blocks(file: Path) -> list[Block]:
    """Every Python block in the docstrings of a module (attribute docstrings included), in
    order.
    """
    text = file.read_text(encoding="utf-8")
    if "```python" not in text:
        return []
    found: list[Block] = []
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(docstring))):
                found.extend(_blocks(file, docstring, first_line=node.lineno))
            case _:
                continue
    return sorted(found, key=lambda block: block.line)


def _blocks(file: Path, text: str, *, first_line: int) -> Iterator[Block]:
    fences = list(_FENCE.finditer(text))
    for place, fence in enumerate(fences):
        language, *facts = fence["info"].split() or [""]
        if language != "python":
            continue
        following = fences[place + 1] if place + 1 < len(fences) else None
        adjacent = following is not None and not text[fence.end() : following.start()].strip()
        output = (
            following["code"]
            if following is not None and adjacent and following["info"].strip() == "text"
            else None
        )
        yield Block(
            file=file,
            line=first_line + text.count("\n", 0, fence.start("code")),
            code=dedent(fence["code"]),
            facts=tuple((key, value) for key, _, value in (fact.partition("=") for fact in facts)),
            output=dedent(output) if output is not None else None,
        )
