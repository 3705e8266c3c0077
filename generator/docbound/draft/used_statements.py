"""Which statements of a page were used: for the share that a draft covers, and the list of what is
left to read.
"""

from __future__ import annotations

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Field,
    Group,
    Heading,
    Listing,
    Paragraph,
    Status,
    Table,
    walk,
)
from docbound.records import field, record

_LONG = 100


@record(frozen=False)
class UsedStatements:
    """The statements of all pages, by line, and those that were used."""

    statements: dict[At, str] = field(default_factory=dict[At, str])
    used: set[At] = field(default_factory=set[At])

    def register(self, blocks: tuple[Block, ...]) -> None:
        """Notes the statements among some blocks: rows, items, fields, samples and declarations,
        and what is in prose.
        """
        for block in walk(blocks):
            if isinstance(block, Table):
                for row in block.rows:
                    self._state(row.at, " | ".join(cell.plain for cell in row.cells))
            elif isinstance(block, Listing):
                for item in block.items:
                    term = f"{item.term.plain}: " if item.term else ""
                    self._state(item.at, term + item.text.plain)
            elif isinstance(block, Code):
                self._state(block.at, block.text.strip().split("\n")[0])
            elif isinstance(block, (Field, Status, Endpoint)):
                self._state(block.at, _label(block))
            elif isinstance(block, (Paragraph, Heading)) and not isinstance(block, Heading):
                self._state(block.at, block.text.plain)
            elif isinstance(block, Group) and block.kind == "expandable" and block.title:
                self._state(block.at, block.title)
                self.use(block.at)

    def _state(self, at: At, text: str) -> None:
        line = " ".join(text.split())
        if line:
            self.statements.setdefault(at, line if len(line) <= _LONG else line[: _LONG - 1] + "…")

    def use(self, *places: At | None) -> None:
        """Marks lines as used."""
        self.used.update(place for place in places if place is not None)

    def unread(self) -> list[tuple[At, str]]:
        """The statements that nothing was made of, in order."""
        left = [(at, text) for at, text in self.statements.items() if at not in self.used]
        return sorted(left, key=lambda pair: (pair[0].source, pair[0].line))

    @property
    def share(self) -> float:
        """The share of the statements that was used, between 0 and 1."""
        if not self.statements:
            return 1.0
        return sum(at in self.used for at in self.statements) / len(self.statements)


def _label(block: Field | Status | Endpoint) -> str:
    if isinstance(block, Field):
        return f"{block.name} {block.type}".strip()
    if isinstance(block, Status):
        return f"status {block.code}"
    return f"{block.method} {block.path}"
