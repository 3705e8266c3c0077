"""Sections of a page that list the fields of a named schema."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docbound.draft.blocks import At, Block, Code, Field, Group, Heading, Paragraph, Table
from docbound.draft.facts import Draft, Schema
from docbound.draft.interpreter.enum_sections import (
    add_enum_tables,
    enum_rows,
    enum_schema,
    listed_enum,
)
from docbound.draft.interpreter.fields.block_fields import Fields, fields_in
from docbound.draft.interpreter.fields.field_schemas import fill_object, schema_of_field
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.interpreter.samples import code_schema
from docbound.draft.interpreter.schema_listings import KIND, read_listing
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.type_words import read_type

_SCHEMA_NAME: Final = re.compile(
    r"(?:the\s+)?`?(?:\w+::)*(?P<name>[A-Za-z_][\w.$-]*)`?(?:\s+(?:object|model|schema|resource|entity|type|properties|fields|attributes))?",
    re.I,
)
_PARTS: Final = frozenset({"properties", "parameters", "enum"})
_PART_WORDS: Final = frozenset(
    {
        "properties",
        "enum",
        "fields",
        "attributes",
        "oneof schemas",
        "composed schemas",
        "enumerated values",
        "members",
    }
)
_INLINE: Final = "inline"
_SCHEMAS: Final = 2
"""The level of headings that Slate's generators give a schema."""


def read_schema_sections(
    blocks: Sequence[Block],
    covered: set[int],
    draft: Draft,
    style: Style,
    ledger: UsedStatements,
) -> None:
    """Sections that list the fields of a named thing, or its values.

    Args:
        blocks: those of the page.
        covered: the positions of blocks that belong to operations.
        draft: gets the schemas.
        style: that of the page.
        ledger: notes which lines were used.
    """
    stack: list[Heading] = []
    segment: list[Block] = []
    local: dict[str, Schema] = {}

    def finish() -> None:
        if stack and segment:
            _schema_section(list(stack), list(segment), draft, style, ledger, local)
        segment.clear()

    for index, block in enumerate(blocks):
        if index in covered:
            finish()
            if isinstance(block, Heading):
                stack.clear()
            continue
        if isinstance(block, Heading):
            finish()
            while stack and stack[-1].level >= block.level:
                stack.pop()
            stack.append(block)
        else:
            segment.append(block)
    finish()
    _inline_local(draft, local)


def _schema_section(
    stack: list[Heading],
    segment: list[Block],
    draft: Draft,
    style: Style,
    ledger: UsedStatements,
    local: dict[str, Schema],
) -> None:
    heading = stack[-1]
    local_enum = re.match(r"Enum:\s*(\w+)$", heading.text.plain)
    if local_enum:
        values = enum_rows(segment, ledger, local_enum[1])
        if values:
            local[local_enum[1]] = enum_schema(values, heading.at)
        return
    owner = next((outer for outer in reversed(stack) if not _is_part(outer, style)), heading)
    name = _schema_name(owner, style)
    if not name:
        return
    listed = (
        listed_enum(segment, ledger)
        if words.section(heading.text.plain).kind == "enum" or style.generated
        else []
    )
    if listed:
        draft.schemas[name] = enum_schema(listed, owner.at)
        return
    _object_section(name, owner, heading, segment, draft, style, ledger)


def _is_part(heading: Heading, style: Style) -> bool:
    """Whether a heading announces a part of the schema above it."""
    text = heading.text.plain
    if style.generated and heading.level == 1:
        return False
    if text.lower() in style.listed_schemas and text[:1].isupper() and heading.level <= _SCHEMAS:
        return False
    if words.may_name_schema(text) and text.lower() not in _PART_WORDS:
        return False
    return words.section(text).kind in _PARTS or text.lower() in _PART_WORDS


def _object_section(
    name: str,
    owner: Heading,
    heading: Heading,
    segment: list[Block],
    draft: Draft,
    style: Style,
    ledger: UsedStatements,
) -> None:
    listing = next(
        (block for block in segment if isinstance(block, Group) and block.kind == KIND), None
    )
    known = draft.schemas.get(name)
    if listing is not None and (listed := read_listing(listing, style, ledger, known)) is not None:
        listed.at, listed.closed = owner.at, True
        listed.description = listed.description or _first_prose(segment)
        draft.schemas[name] = listed
        return
    tables = [
        block for block in segment if isinstance(block, Table) and _describes_fields(block, style)
    ]
    enums = [
        block
        for block in segment
        if isinstance(block, Table)
        and words.section(heading.text.plain).kind == "enum"
        and not tables
    ]
    fields = fields_in(
        [*tables, *(block for block in segment if isinstance(block, Field))],
        style,
        ledger,
    )
    if enums and name in draft.schemas:
        add_enum_tables(draft.schemas[name], enums, ledger)
        return
    linked = any(
        isinstance(block, Group)
        and block.kind == "anchor"
        and block.title.lower().startswith(("schema", "tocs"))
        for block in segment
    )
    if not fields.fields and not fields.alternatives:
        if linked and name not in draft.schemas:
            samples = code_schema([block for block in segment if isinstance(block, Code)], ledger)
            draft.schemas[name] = samples or Schema(at=owner.at)
        return
    plain = _no_object(name, owner.at, fields, style, ledger)
    if plain is not None:
        draft.schemas[name] = plain
        return
    schema = draft.schemas.get(name)
    if schema is None or schema.origin.name == "SAMPLE":
        schema = Schema(at=owner.at, type="object", closed=True)
        draft.schemas[name] = schema
    schema.description = schema.description or _first_prose(segment)
    fill_object(schema, fields, style, ledger, 0)


def _no_object(
    name: str, at: At, fields: Fields, style: Style, ledger: UsedStatements
) -> Schema | None:
    """A schema that is no object, though the page has a table of one row for it."""
    if len(fields.fields) != 1:
        return None
    only = fields.fields[0]
    if only.name == name and name[:1].isupper():
        schema, _ = schema_of_field(only, style, ledger)
        schema.at = at
        return schema
    if style.generated and _is_single_value(fields):
        ledger.use(only.at)
        return _single_value(fields, at)
    return None


def _first_prose(segment: Sequence[Block]) -> str:
    return next(
        (
            " ".join(block.text.value.split())
            for block in segment
            if isinstance(block, Paragraph) and "Back to" not in block.text.value
        ),
        "",
    )


def _describes_fields(table: Table, style: Style) -> bool:
    roles = words.columns(table.header)
    if "name" not in roles or "status" in roles or "method" in roles:
        return False
    return "type" in roles or (style.generated and "description" in roles)


def _schema_name(heading: Heading, style: Style) -> str:
    text = heading.text.plain.strip("* ")
    found = _SCHEMA_NAME.fullmatch(text)
    if found and style.generated and heading.level == 1:
        return found["name"].rsplit(".", 1)[-1]  # Models may be called Status or Parameters, too.
    if found and text.lower() in style.listed_schemas:
        return text.rsplit(".", 1)[-1]  # So may schemas that have an anchor.
    singular = words.may_name_schema(text)
    if not found or (
        not singular
        and words.section(text).kind
        in ("parameters", "response", "statuses", "errors", "authorization")
    ):
        return ""
    name = found["name"]
    generic = {
        "properties",
        "enum",
        "parameters",
        "fields",
        "introduction",
        "errors",
        "authentication",
        "overview",
        "pagination",
        "changelog",
    }
    return "" if name.lower() in generic else name.rsplit(".", 1)[-1]


def _is_single_value(fields: Fields) -> bool:
    """Older pages write an enum as an object with the one field ``value``, which is nothing but its
    values.
    """
    return (
        len(fields.fields) == 1 and fields.fields[0].name == "value" and bool(fields.fields[0].enum)
    )


def _single_value(fields: Fields, at: At) -> Schema:
    only = fields.fields[0]
    schema = read_type(only.type, at).schema
    schema.type = schema.type or "string"
    schema.enum, schema.enum_at = [*only.enum], only.at
    return schema


def _inline_local(draft: Draft, local: dict[str, Schema]) -> None:
    """Enums that a model's page keeps for its own fields."""
    if not local:
        return
    for schema in list(draft.schemas.values()):
        for inner in schema.walk():
            if inner.ref in local:
                _become(inner, local[inner.ref])
        for name, prop in (schema.fields or {}).items():
            # Pages for Kotlin call the type of such a field "inline".
            inside = prop.schema.items if prop.schema.type == "array" else prop.schema
            if name in local and inside is None:
                prop.schema.items = inside = Schema(at=prop.at)
            if name in local and inside is not None and (inside.empty or inside.ref == _INLINE):
                _become(inside, local[name])


def _become(schema: Schema, known: Schema) -> None:
    schema.ref, schema.type, schema.enum, schema.enum_at = (
        "",
        known.type,
        list(known.enum),
        known.enum_at,
    )
