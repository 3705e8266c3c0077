"""What kind of value was read from JSON, YAML or a message, in a form that type checkers follow.

The checks do not narrow where they fail: what is no object may still be anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeGuard, assert_never


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether ``value`` is a JSON object, as a dict."""
    return isinstance(value, dict)


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether ``value`` is a JSON object, as any mapping."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether ``value`` is a JSON array, as a list."""
    return isinstance(value, list)


def is_sequence(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether ``value`` is a JSON array, as a list or a tuple."""
    return isinstance(value, (list, tuple))


def scalar_kind(value: bool | int | float | str) -> str:
    """JSON Schema's name for the type of a scalar: ``boolean``, ``integer``, ``number`` or
    ``string``.
    """
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case _:
            assert_never(value)


def mapping_of(value: object) -> Mapping[str, Any]:
    """``value``, or an empty mapping if it is no JSON object."""
    return value if is_mapping(value) else {}


def list_of(value: object) -> list[Any]:
    """``value``, or an empty list if it is no JSON array."""
    return value if is_array(value) else []


def json_or_text(text: str) -> object:
    """What a JSON text says, or ``text`` itself where it is none: ``3`` is a number, ``3 dogs`` a
    text.
    """
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value
