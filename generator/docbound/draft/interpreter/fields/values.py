"""Enumerated values and defaults that a field states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docbound.draft.blocks import At, Block, Field, Listing, Paragraph
from docbound.draft.facts import Origin, Schema
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words


def add_values(schema: Schema, made: Field, style: Style, ledger: UsedStatements) -> None:
    """Enumerated values, from a column, a tag or the description.

    Args:
        schema: gets the values, unless it has some.
        made: the field.
        style: that of the page; generated pages have values in columns only.
        ledger: notes which lines were used.
    """
    if (
        schema.enum
        or schema.ref
        or schema.type in ("boolean", "object")
        or schema.fields is not None
    ):
        return
    values = list(made.enum)
    if not values and not style.generated and re.search(r"\bvalues\b", made.type, re.I):
        values = words.stated_values(made.type)
    if not values and made.text and not style.generated:
        values = words.stated_values(made.text.value)
        if not values and words.list_follows(made.text.value):
            values = _listed_values(made.children, ledger)
    if not values and not style.generated:
        values = _available_options(made.children, ledger)
    if values:
        set_enum(schema, values, made.at)


def _listed_values(children: Sequence[Block], ledger: UsedStatements) -> list[str]:
    first = next((block for block in children if isinstance(block, Listing)), None)
    if first is None:
        return []
    values: list[str] = []
    for item in first.items:
        found = re.match(r"\s*`([^`\n]+)`", (item.term or item.text).value)
        if not found:
            return []
        values.append(found[1].strip("\"'"))
        ledger.use(item.at)
    return values


def _available_options(children: Sequence[Block], ledger: UsedStatements) -> list[str]:
    """Further paragraphs of a field such as ``Available options: a, b``."""
    values: list[str] = []
    for index, block in enumerate(children):
        if isinstance(block, Paragraph):
            values = words.stated_values(block.text.value)
            if not values and words.list_follows(block.text.value):
                values = _listed_values(children[index + 1 : index + 2], ledger)
            if values:
                ledger.use(block.at)
                return values
    return values


def set_enum(schema: Schema, values: Sequence[str], at: At) -> None:
    """Makes values those of a schema, or of its items, if they are of its type."""
    target = schema
    if schema.type == "array":
        schema.items = schema.items or Schema(at=at)
        target = schema.items
    if target.ref or target.type in ("boolean", "object"):
        return
    if not target.type:
        target.type = "string"
        target.origin = Origin.STATED
    converted: list[object] = []
    for value in values:
        if target.type in ("integer", "number"):
            if not re.fullmatch(r"-?\d+(\.\d+)?", value):
                return
            converted.append(float(value) if "." in value else int(value))
        else:
            converted.append(value)
    target.enum = list(dict.fromkeys(converted))
    target.enum_at = at


def add_default(schema: Schema, made: Field, style: Style) -> None:
    """The default of a column or of the description, if it is of the schema's type."""
    text = made.default
    if text is None and made.text and not style.generated:
        text = words.stated_default(made.text.value)
    if text is None or schema.ref:
        return
    text = text.strip("`\"'")
    value: object = text
    if schema.type == "boolean":
        if text.lower() not in ("true", "false"):
            return
        value = text.lower() == "true"
    elif schema.type in ("integer", "number"):
        if not re.fullmatch(r"-?\d{1,18}(\.\d+)?", text) or (
            schema.type == "integer" and "." in text
        ):
            return
        value = float(text) if "." in text else int(text)
    elif schema.type != "string" or schema.format in ("date", "date-time", "uuid"):
        return
    if schema.enum and value not in schema.enum:
        return
    schema.default = [value]
