"""The specification's name of the object at a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docbound.tables import http_methods

METHODS: Final = frozenset(http_methods.METHODS)
_MEMBERS: Final[Mapping[str, str]] = {
    "parameters": "this parameter",
    "responses": "this response",
    "schemas": "this schema",
    "definitions": "this schema",
    "properties": "this schema",
    "allOf": "this schema",
    "anyOf": "this schema",
    "oneOf": "this schema",
    "$defs": "this schema",
    "patternProperties": "this schema",
    "prefixItems": "this schema",
    "dependentSchemas": "this schema",
    "requestBodies": "this request body",
    "headers": "this header",
    "securitySchemes": "this security scheme",
    "securityDefinitions": "this security scheme",
    "servers": "this server",
    "tags": "this tag",
    "paths": "this path",
    "webhooks": "this webhook",
    "pathItems": "this path",
    "additionalOperations": "this operation",
    "content": "this media type",
    "examples": "this example",
    "links": "this link",
    "callbacks": "this callback",
    "encoding": "this encoding",
    "flows": "this OAuth2 flow",
    "variables": "this server variable",
}
_SINGLE: Final[Mapping[str, str]] = {
    "schema": "this schema",
    "items": "this schema",
    "additionalProperties": "this schema",
    "not": "this schema",
    "itemSchema": "this schema",
    "contains": "this schema",
    "propertyNames": "this schema",
    "unevaluatedProperties": "this schema",
    "requestBody": "this request body",
    "externalDocs": "externalDocs",
}


def object_name(tokens: tuple[str, ...]) -> str:
    """A word for the object at ``tokens``, fit for a sentence: ``this parameter``, ``info``, ``the
    description``.
    """
    if not tokens:
        return "the description"
    last = tokens[-1]
    parent = tokens[-2] if len(tokens) > 1 else ""
    if parent in _MEMBERS:
        return _MEMBERS[parent]
    if last in _SINGLE:
        return _SINGLE[last]
    if last in METHODS:
        return "this operation"
    return last
