"""How the schemas are put together (JSON Schema, 2020-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": ["string", "number"]}
ANY: Final[Schema] = {}
TEXTS: Final[Schema] = {"type": ["array", "string"], "items": TEXT}


def object_of(properties: Schema, *required: str, note: str = "") -> Schema:
    """An object with these properties and no others; ``required`` names those that it must have."""
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    if required:
        found["required"] = list(required)
    return found | ({"description": note} if note else {})


def map_of(values: Schema, note: str = "") -> Schema:
    """An object with any keys, and values of one schema."""
    return {"type": "object", "additionalProperties": values} | (
        {"description": note} if note else {}
    )


def about(schema: Schema, text: str) -> Schema:
    """A schema with the text that an editor shows."""
    return {**schema, "description": text}
