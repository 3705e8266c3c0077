"""The schema of fixtures."""

from __future__ import annotations

from docbound.fixtures.cassette import VERSION
from docbound.fixtures.meta import PROVENANCES

from .keywords import ANY, DIALECT, TEXT, TEXTS, Schema, about, map_of, object_of


def cassette_schema() -> Schema:
    """The schema of a fixture: a cassette of VCR's format with a ``meta`` block."""
    helper = object_of({"name": TEXT, "arguments": {"type": "object"}})
    call = {
        "api": TEXT,
        "method": TEXT,
        "arguments": {"type": "object"},
        "options": {"type": "object"},
        "iterate": {"const": "items"},
        "helper": helper,
    }
    expect = {
        "result": about(TEXT, "The type that the call returns: Model, list[Model], none or plain."),
        "value": ANY,
        "attributes": {"type": "object"},
        "present": TEXTS,
        "absent": TEXTS,
        "mismatches": about(TEXTS, "The JSON paths that a lenient client reports."),
        "error": TEXT,
        "status": {"type": "integer"},
        "data": {"type": ["string", "null"]},
        "body": TEXT,
        "items": {"type": "array"},
        "key": TEXT,
    }
    meta = {
        "operation": about(TEXT, "The operationId."),
        "note": TEXT,
        "provenance": {"enum": list(PROVENANCES)},
        "source": about(TEXT, "Where arguments and response come from."),
        "description": object_of({"client": TEXT, "digest": TEXT}),
        "recorded": object_of({"by": TEXT, "way": TEXT, "host": TEXT}),
        "redactions": TEXTS,
        "credentials": map_of(
            TEXT, "By security scheme, the placeholders that the client is given."
        ),
        "call": object_of(call, "method"),
        "expect": object_of(expect),
    }
    message = {
        "type": "object",
        "properties": {"headers": {"type": ["object", "null"]}},
    }
    interaction = {
        "type": "object",
        "required": ["request", "response"],
        "properties": {"request": message, "response": message},
    }
    properties = {
        "version": {"const": VERSION},
        "meta": object_of(meta, "operation", "provenance", "source", "call", "expect"),
        "interactions": {"type": "array", "minItems": 1, "items": interaction},
        "recorded_with": TEXT,
    }
    return {
        "$schema": DIALECT,
        "title": "a fixture of docbound",
        **object_of(properties, "version", "meta", "interactions"),
    }
