"""Sections and tables that list the values of an enum."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from docbound.draft.blocks import At, Block, Listing, Table
from docbound.draft.facts import Schema
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words

ENUM_VALUE: Final = re.compile(r"\(value:\s*+`?(?P<value>(?:(?!\(value:).)*?)`?\)\s*+$")


def listed_enum(segment: Sequence[Block], ledger: UsedStatements) -> list[tuple[str, At]]:
    """The values that a generated page lists, ``(value: "open")`` behind each name."""
    values: list[tuple[str, At]] = []
    for block in segment:
        if isinstance(block, Listing):
            for item in block.items:
                found = ENUM_VALUE.search(item.text.value)
                if found:
                    values.append((found["value"], item.at))
                    ledger.use(item.at)
    return values


def enum_rows(segment: Sequence[Block], ledger: UsedStatements, name: str) -> list[tuple[str, At]]:
    """The values of a model's own enum: a row each, or all of them in the row of its name."""
    values: list[tuple[str, At]] = []
    for block in segment:
        if isinstance(block, Table):
            for row in block.rows:
                if len(row.cells) >= 2:
                    text = row.cells[1].plain
                    whole = row.cells[0].plain.strip("* ") == name
                    parts = text.split(", ") if whole else [text]
                    values.extend((part.strip(), row.at) for part in parts)
                    ledger.use(row.at)
    return values or listed_enum(segment, ledger)


def enum_schema(values: list[tuple[str, At]], at: At) -> Schema:
    """The schema of an enum; its type is that of all values: integer, number, else string."""
    found: list[object] = []
    for text, _ in values:
        word = html.unescape(text).strip()
        quoted = re.fullmatch(r"""(["'])(.*)\1""", word)
        if quoted:
            found.append(quoted[2])
            continue
        number = re.fullmatch(r"-?\d+(\.\d+)?", word)
        found.append((float(word) if "." in word else int(word)) if number else word)
    numbers = all(isinstance(value, (int, float)) for value in found)
    kind = (
        "string"
        if not numbers
        else "integer" if all(isinstance(value, int) for value in found) else "number"
    )
    if kind == "string":
        found = [str(value) for value in found]
    return Schema(at=at, type=kind, enum=list(dict.fromkeys(found)), enum_at=at, closed=True)


def add_enum_tables(schema: Schema, tables: Sequence[Table], ledger: UsedStatements) -> None:
    """Adds rows of a property's name and a value to the properties of a schema."""
    for table in tables:
        roles = words.columns(table.header)
        for row in table.rows:
            if len(row.cells) < 2:
                continue
            name, value = (
                row.cells[roles.get("name", 0)].plain,
                row.cells[roles.get("enum", 1)].plain,
            )
            ledger.use(row.at)
            _add_enum_value(schema, name, value, row.at)


def _add_enum_value(schema: Schema, name: str, value: str, at: At) -> None:
    for prop in (schema.fields or {}).values():
        target = (
            prop.schema.items if prop.schema.type == "array" and prop.schema.items else prop.schema
        )
        if prop.name == name and not target.ref:
            if target.type in ("integer", "number") and re.fullmatch(r"-?\d+", value):
                target.enum.append(int(value))
            elif target.type not in ("boolean", "object"):
                target.type = target.type or "string"
                target.enum.append(value)
            target.enum_at = target.enum_at or at
        elif prop.schema.fields:
            _add_enum_value(prop.schema, name, value, at)
