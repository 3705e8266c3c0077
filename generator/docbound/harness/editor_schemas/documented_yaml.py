"""The schema of documented.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docbound.documented.layouts import KINDS_OF_FACT, LAYOUTS
from docbound.documented.reader import FORMAT, KINDS, LOCATIONS, METHODS

from .keywords import ANY, DIALECT, TEXT, TEXTS, Schema, about, map_of, object_of

_AT: Final[Schema] = {
    "type": "string",
    "description": "Where the fact is: a key of `sources`, and a line of it: page:12.",
}


def _stated(schema: Schema) -> Schema:
    return {"anyOf": [schema, object_of({"value": schema, "at": _AT}, "value")]}


def _with_sources(properties: Mapping[str, Schema]) -> dict[str, Schema]:
    return {**properties, "at": _AT, **{f"{key}_at": _AT for key in properties}}


def documented_schema() -> Schema:
    """The schema of documented.yaml."""
    properties = {
        "format": {"const": FORMAT},
        "client": TEXT,
        "sources": map_of(_source(), "Each source once, under the key that `at` names."),
        "at": _AT,
        "partial": {
            "type": "boolean",
            "description": "Whether the documentation covers a part of the description only.",
        },
        **dict.fromkeys(("package", "api", "base_url", "tag"), _stated(TEXT)),
        "layouts": map_of(_page_layout(), "Further ways of writing pages, by name."),
        "schemes": {"type": "array", "items": _documented_scheme()},
        "imports": {
            "type": "array",
            "items": {"anyOf": [TEXT, object_of({"path": TEXT, "at": _AT}, "path")]},
        },
        "operations": {"type": "array", "items": _documented_operation()},
        "models": {"type": "array", "items": _documented_model()},
    }
    return {
        "$schema": DIALECT,
        "title": "documented.yaml of docbound",
        **object_of(properties, "format", "sources"),
    }


def _source() -> Schema:
    properties = {
        "title": TEXT,
        "address": TEXT,
        "file": TEXT,
        "layout": {
            "anyOf": [{"enum": list(LAYOUTS)}, TEXT],
            "description": "How the page is written: one of these, or one of `layouts`.",
        },
        "drafted": {"type": "boolean"},
    }
    return {"anyOf": [TEXT, object_of(properties)]}


def _page_layout() -> Schema:
    texts = {"anyOf": [TEXT, TEXTS]}
    return object_of(
        {
            "texts": object_of(
                dict.fromkeys(KINDS_OF_FACT, texts),
                note="For a kind of fact, what the line that states it says.",
            ),
            "rows": about(TEXT, "A regular expression: lines that state something."),
            "lists_fields": {"type": "boolean", "description": "Fields in paragraphs of lines."},
        }
    )


def _documented_scheme() -> Schema:
    properties = {
        "name": TEXT,
        "kind": {"enum": list(KINDS)},
        "parameter": TEXT,
        "in": {"enum": ["header", "query", "cookie"]},
        "wire": ANY,
        "format": TEXT,
        "prefix": TEXT,
    }
    return object_of(_with_sources(properties), "name", "kind")


def _documented_operation() -> Schema:
    status = object_of(_with_sources({"code": TEXT, "text": TEXT, "model": TEXT}), "code")
    properties = {
        "method": {"enum": list(METHODS)},
        "path": TEXT,
        "name": about(TEXT, "The name of the Python method."),
        "summary": TEXT,
        **dict.fromkeys(("api", "tag", "operation_id", "signature", "returns"), _stated(TEXT)),
        **dict.fromkeys(("auth", "content_types", "accept"), _stated(TEXTS)),
        "parameters": {"type": "array", "items": _documented_parameter()},
        "statuses": {"type": "array", "items": {"anyOf": [TEXT, status]}},
    }
    return object_of(_with_sources(properties), "path", "method")


def _documented_parameter() -> Schema:
    properties = {
        "name": TEXT,
        "wire": TEXT,
        "type": TEXT,
        "required": {"type": "boolean"},
        "in": {"enum": list(LOCATIONS)},
        "example": ANY,
        "constraints": {"type": "object"},
        "format": TEXT,
        "enum": {"type": "array"},
    }
    return object_of(_with_sources(properties))


def _documented_model() -> Schema:
    properties = {
        "name": TEXT,
        "at": _AT,
        "extends": TEXT,
        "fields": {"type": "array", "items": _documented_field()},
        "enum": {"type": "array"},
        "enum_at": _AT,
    }
    return object_of(properties, "name", "fields")


def _documented_field() -> Schema:
    properties = {
        "wire": TEXT,
        "python": TEXT,
        "type": TEXT,
        "format": TEXT,
        "required": {"type": "boolean"},
        "nullable": {"type": "boolean"},
        "enum": {"type": "array"},
        "default": ANY,
        "constraints": {"type": "object"},
    }
    return object_of(_with_sources(properties), "wire", "type")
