"""The fields among some blocks, or alternatives of them."""

from __future__ import annotations

from collections.abc import Iterable

from docbound.draft.blocks import At, Block, Code, Field, Group, Listing, Table
from docbound.draft.interpreter.fields.list_fields import list_fields
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.interpreter.fields.table_fields import table_fields
from docbound.draft.used_statements import UsedStatements
from docbound.records import record


@record(frozen=False)
class Fields:
    """The fields among some blocks, or alternatives of them, or samples."""

    fields: list[Field]
    alternatives: list[tuple[str, list[Field], At]]
    samples: list[Code]


def fields_in(
    blocks: Iterable[Block], style: Style, ledger: UsedStatements, depth: int = 0
) -> Fields:
    """Collects what blocks say about the parts of one value.

    Args:
        blocks: those below a value.
        style: how the page is to be read.
        ledger: where the lines that were used are noted.
        depth: how many groups they are inside of; beyond 20 none is opened.
    """
    found = Fields(fields=[], alternatives=[], samples=[])
    groups: list[tuple[str, Fields, At]] = []
    for block in blocks:
        if isinstance(block, Field):
            found.fields.append(block)
        elif isinstance(block, Table):
            found.fields.extend(table_fields(block, style, ledger))
        elif isinstance(block, Listing):
            found.fields.extend(list_fields(block, ledger))
        elif (
            isinstance(block, Group)
            and block.kind in ("expandable", "tab", "tabs", "container")
            and depth < 20
        ):
            inner = fields_in(block.children, style, ledger, depth + 1)
            if inner.fields or inner.alternatives:
                groups.append((block.title, inner, block.at))
        elif isinstance(block, Code):
            found.samples.append(block)
    if len(groups) == 1 or any(not inner.fields for _, inner, _ in groups):
        for _, inner, _ in groups:
            found.fields.extend(inner.fields)
            found.alternatives.extend(inner.alternatives)
    elif groups:
        found.alternatives.extend((title, inner.fields, at) for title, inner, at in groups)
    return found
