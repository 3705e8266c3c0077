"""JSON Schema and OpenAPI objects that a page carries, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import Property, Schema
from docbound.draft.vocabulary.word_lists import split_words
from docbound.json_values import is_array, is_mapping

_MOST_DEPTH: Final = 40
_CONSTRAINTS: Final = split_words(
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern",
    "minItems maxItems uniqueItems minProperties maxProperties readOnly writeOnly deprecated",
)


def schema_from(data: object, at: At, depth: int = 0) -> Schema:
    """A JSON Schema (of OpenAPI 2.0 to 3.1) as a :class:`~docbound.draft.facts.Schema`.

    Args:
        data: the schema; anything that is none says nothing.
        at: the line that every fact of it gets.
        depth: how deep it is inside others.
    """
    schema = Schema(at=at, closed=True)
    if not is_mapping(data) or depth > _MOST_DEPTH:
        return schema
    reference = data.get("$ref")
    if isinstance(reference, str):
        schema.ref = reference.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")
        return schema
    kinds = data.get("type")
    names = [kind for kind in (kinds if is_array(kinds) else [kinds]) if isinstance(kind, str)]
    schema.nullable = (
        "null" in names or data.get("nullable") is True or data.get("x-nullable") is True
    )
    names = [kind for kind in names if kind != "null"]
    if len(names) == 1:
        schema.type = "string" if names[0] == "file" else names[0]
        schema.format = "binary" if names[0] == "file" else ""
    elif len(names) > 1:
        schema.one_of = [Schema(at=at, type=name) for name in names]
    if isinstance(data.get("format"), str):
        schema.format = str(data["format"])
    schema.format_at = at if schema.format else None
    _add_values(schema, data, at)
    _add_parts(schema, data, at, depth)
    for word in ("title", "description"):
        if isinstance(data.get(word), str):
            setattr(schema, word, data[word])
    if "default" in data:
        schema.default = [data["default"]]
    schema.constraints = {
        word: data[word] for word in _CONSTRAINTS if word in data and data[word] is not None
    }
    return schema


def _add_values(schema: Schema, data: Mapping[str, object], at: At) -> None:
    values = data.get("enum")
    if is_array(values):
        schema.enum = [value for value in values if value is not None]
        schema.nullable = schema.nullable or None in values
    elif "const" in data:
        schema.enum = [data["const"]]
    schema.enum_at = at if schema.enum else None


def _add_parts(schema: Schema, data: Mapping[str, object], at: At, depth: int) -> None:
    properties = data.get("properties")
    required = data.get("required")
    names: set[object] = (
        set(required)
        if is_array(required) and all(isinstance(name, str) for name in required)
        else set()
    )
    if is_mapping(properties):
        schema.type = schema.type or "object"
        schema.fields = {}
        for name, inner in properties.items():
            made = schema_from(inner, at, depth + 1)
            schema.fields[str(name)] = Property(
                name=str(name),
                schema=made,
                at=at,
                required=name in names,
                required_at=at,
                description=made.description,
            )
    if "items" in data:
        schema.type = schema.type or "array"
        items = schema_from(data["items"], at, depth + 1)
        schema.items = None if items.empty else items
    values = data.get("additionalProperties")
    if is_mapping(values) and values:
        schema.type = schema.type or "object"
        schema.values = schema_from(values, at, depth + 1)
    elif values is False:
        schema.constraints["additionalProperties"] = False
    for word in ("oneOf", "anyOf"):
        options = data.get(word)
        if is_array(options):
            made_options = [schema_from(option, at, depth + 1) for option in options]
            schema.nullable = schema.nullable or any(
                option.empty and option.nullable for option in made_options
            )
            schema.one_of.extend(
                option for option in made_options if not (option.empty and option.nullable)
            )
    parts = data.get("allOf")
    if is_array(parts):
        schema.extends = [schema_from(part, at, depth + 1) for part in parts]
