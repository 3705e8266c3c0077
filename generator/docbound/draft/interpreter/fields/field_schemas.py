"""The schema that a field states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docbound.draft.blocks import At, Field, Text
from docbound.draft.facts import Origin, Property, Schema
from docbound.draft.interpreter import json_schema
from docbound.draft.interpreter.fields.block_fields import Fields, fields_in
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.interpreter.fields.values import add_default, add_values, set_enum
from docbound.draft.interpreter.samples import NotJSON, Value, parse_sample, schema_of
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.type_words import read_type


def property_of(made: Field, style: Style, ledger: UsedStatements, depth: int = 0) -> Property:
    """What a field states about a property: its type, format, values, whether it is required, and
    its parts.

    Args:
        made: the field.
        style: how the page is to be read.
        ledger: where the lines that were used are noted.
        depth: how many values it is inside of; beyond 20 parts are left out.
    """
    ledger.use(made.at)
    schema, required = schema_of_field(made, style, ledger, depth)
    return Property(
        name=made.name,
        schema=schema,
        at=made.at,
        required=required,
        required_at=made.at if required is not None else None,
        description=_prose(made.text),
        origin=Origin.STATED,
    )


def _prose(text: Text | None) -> str:
    if text is None:
        return ""
    value = " ".join(text.value.split())
    return "" if value.lower() in ("none", "-", "") else value


def schema_of_field(
    made: Field, style: Style, ledger: UsedStatements, depth: int = 0
) -> tuple[Schema, bool | None]:
    """The schema of a field, and whether the field is required.

    Args:
        made: the field.
        style: how the page is to be read.
        ledger: where the lines that were used are noted.
        depth: how many values it is inside of; beyond 20 parts are left out.
    """
    links = made.text.links if made.text else ()
    written = made.type
    if style.bracketed and (inner := re.fullmatch(r"\[([^\[\]|]+)\]", written)):
        written = inner[1]  # pages for TypeScript have types in brackets, lists written out
    reading = read_type(written, made.at, links)
    schema = reading.schema
    if style.generated and written.startswith("Option<"):
        schema.nullable = False  # how Rust writes what may be absent
    required = made.required if made.required is not None else reading.required
    carried = (
        json_schema.schema_from(made.schema, made.at)
        if made.schema and set(made.schema) - {"format"}
        else None
    )
    if carried is not None and not carried.empty:
        schema = carried
    description = made.text.value if made.text else ""
    if required is None and description and not style.generated:
        required = words.stated_requirement(description)
    shown = re.match(r"\[*(?P<type>\w+)\((?P<format>[\w -]+)\)", written)
    if style.listed_schemas and shown and (named := schema.items or schema).type == shown["type"]:
        named.format, named.format_at = shown["format"], made.at
    if made.schema and set(made.schema) == {"format"}:
        _add_format(schema, str(made.schema["format"]), made.at)
    if depth < 20:
        _add_parts(schema, made, style, ledger, depth)
    if schema.empty and made.example and not style.generated:
        schema = _from_example(made) or schema
    add_values(schema, made, style, ledger)
    add_default(schema, made, style)
    return schema, required


def _add_format(schema: Schema, word: str, at: At) -> None:
    reading = read_type(f"{schema.type or 'string'} ({word})", at).schema
    if reading.format:
        schema.type = schema.type or "string"
        schema.format, schema.format_at = reading.format, at
    elif schema.empty:
        other = read_type(word, at).schema
        if other.type:
            schema.type, schema.items = other.type, other.items


def _add_parts(
    schema: Schema, made: Field, style: Style, ledger: UsedStatements, depth: int
) -> None:
    """The parts of a field: nested fields, or alternatives of them."""
    parts = fields_in(made.children, style, ledger)
    values = [field.name for field in parts.fields]
    if (
        parts.fields
        and made.text
        and words.list_follows(made.text.value)
        and not any(field.type or field.children for field in parts.fields)
    ):
        if not schema.type or schema.type in ("string", "array"):
            set_enum(schema, values, made.at)
        return
    if not parts.fields and not parts.alternatives:
        return
    target = schema
    if schema.type == "array":
        if schema.items and schema.items.ref.lower() in style.listed_schemas:
            return
        if schema.items is None or schema.items.empty or schema.items.ref:
            schema.items = Schema(at=made.at)
        target = schema.items
    elif schema.ref.lower() in style.listed_schemas:
        return  # The rows repeat a schema that the page lists under its own name.
    elif schema.ref or schema.empty or schema.type == "object":
        schema.ref = ""
    else:
        return
    target.type = target.type or "object"
    fill_object(target, parts, style, ledger, depth + 1)


def _with_parents(fields: Sequence[Field]) -> list[Field]:
    """Fields with those named ``customer.name`` or ``lines[].sku`` inside of an object, or of a
    list of them, that no row is about.
    """
    names = {made.name for made in fields}
    found: dict[str, Field] = {}
    for made in fields:
        split = re.match(r"(?P<parent>[A-Za-z_]\w*)(?P<list>\[\d*\])?\.(?P<leaf>\S+)$", made.name)
        parent = split["parent"] if split else ""
        if split is None or (parent in names and parent not in found):
            found[made.name] = made
            continue
        kind = "array" if split["list"] else "object"
        outer = found.get(parent) or Field(name=parent, at=made.at, type=kind)
        child = replace(made, name=split["leaf"])
        found[parent] = replace(outer, children=(*outer.children, child))
    return list(found.values())


def fill_object(
    target: Schema, parts: Fields, style: Style, ledger: UsedStatements, depth: int
) -> None:
    """Gives an object its fields, or its alternatives.

    Args:
        target: the object.
        parts: what the page says of its fields.
        style: how the page is to be read.
        ledger: where the lines that were used are noted.
        depth: how many values it is inside of; beyond 20 parts are left out.
    """
    if parts.alternatives:
        base = parts.fields
        for title, fields, at in parts.alternatives:
            option = Schema(at=at, type="object", title=title, fields={})
            assert option.fields is not None
            for made in (*base, *fields):
                option.fields[made.name] = property_of(made, style, ledger, depth)
            target.one_of.append(option)
        target.type = ""
        return
    if target.fields is None:
        target.fields = {}
    # Generators write the parts of an object below it: a dot is one of the name.
    by_generator = style.generated or bool(style.listed_schemas)
    for made in parts.fields if by_generator else _with_parents(parts.fields):
        if made.name == "additionalProperties" and style.listed_schemas:
            target.values = property_of(made, style, ledger, depth).schema
            continue
        target.fields[made.name] = property_of(made, style, ledger, depth)


def _from_example(made: Field) -> Schema | None:
    text = made.example.replace("`", "").strip()
    if not text or text in ("-", "—", "N/A", "n/a"):
        return None
    try:
        value = parse_sample(text)
    except NotJSON:
        value = Value(content=text, line=1)
    if value.unknown:
        value = Value(content=text, line=1)
    if isinstance(value.content, dict):
        # A cell shows part of an object: which, is for the body's sample to say.
        return Schema(at=made.at, origin=Origin.SAMPLE, type="object")
    return schema_of(value, made.at.source, made.at.line)
