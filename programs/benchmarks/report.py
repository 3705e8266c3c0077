"""What a measurement has to show, as Markdown, and putting it into pages between markers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from .plots import Plot

BEGIN = "<!-- bench:begin -->"
END = "<!-- bench:end -->"

Rows = Sequence[Sequence[str]]
SUMMARY = ("", "docbound", "beside it", "bar")
"""The head of the short table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under a head.

    Attributes:
        words: how many of the first columns are text; the others are figures.
    """

    head: Sequence[str]
    rows: Rows
    words: int = 1

    def markdown(self) -> str:
        """The table as Markdown; a short row is filled up with empty cells."""
        width = len(self.head)
        rule = ["---" if index < self.words else "---:" for index in range(width)]
        filled = [[*row, *[""] * (width - len(row))] for row in self.rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.head, rule, *filled))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one measurement has to show.

    Attributes:
        summary: rows under :data:`SUMMARY` for the short table of its page.
        brief: rows for the still shorter table of the README; None: the same ones.
    """

    title: str
    text: str
    tables: Sequence[Table]
    plots: Sequence[Plot] = ()
    summary: Rows = ()
    brief: Rows | None = None

    def markdown(self) -> str:
        """The section as Markdown; its plots are pictures beside the page."""
        parts = [
            f"## {self.title}",
            self.text,
            *(table.markdown() for table in self.tables),
        ]
        parts += [f"![{plot.title}](benchmarks/{plot.name}.svg)" for plot in self.plots]
        return "\n\n".join(parts)


def summary(sections: Sequence[Section], *, brief: bool = False) -> Table:
    """The short table of all sections; the shorter one if ``brief``."""
    rows = [
        row
        for each in sections
        for row in (each.summary if each.brief is None or not brief else each.brief)
    ]
    return Table(head=SUMMARY, rows=rows)


def spread(values: Collection[float]) -> str:
    """The least and the greatest of some values, or the one that there is."""
    low, high = f"{min(values):.2f}", f"{max(values):.2f}"
    return low if low == high else f"{low}–{high}"


def cell(text: object, longest: int = 110) -> str:
    """A message that fits into a cell of a table, without the folders of files."""
    short = re.sub(r"(?<=\s)(?:/[\w.-]+)+/", "", " ".join(str(text).split()))
    return (short if len(short) <= longest else f"{short[:longest]}…").replace("|", "/")


def insert(page: Path, content: str) -> bool:
    """Replaces what is between the markers of a page.

    Returns:
        Whether the page has them.
    """
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(text):
        return False
    page.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{content}\n\n{END}", text), encoding="utf-8")
    return True
