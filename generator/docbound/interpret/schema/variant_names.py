"""What tells an alternative of a ``oneOf`` or ``anyOf`` from the others, in words: its title, a
constant, its type, a property that no other one has; its number where nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from docbound.records import record
from docbound.service import JSONValue

from .name_extensions import variant_name

Follow: TypeAlias = Callable[[JSONValue], JSONValue]
"""Gives the schema that a schema refers to, or the schema itself."""

_TITLE: Final = re.compile(r"[A-Za-z][\w-]*(?: [\w-]+){0,3}")
_WORD: Final = re.compile(r"[A-Za-z][\w.:/-]*")
_LONGEST: Final = 40
_LONGEST_TITLE: Final = 64
_DEEPEST: Final = 4
_TYPES: Final = {"object": "Object", "array": "List"}
"""The types of which an alternative can be a model, or hold some."""


def words(value: JSONValue, index: str, siblings: Sequence[JSONValue], follow: Follow) -> str:
    """The words of one alternative.

    Args:
        value: its schema.
        index: its number among the alternatives.
        siblings: all alternatives.
        follow: follows references.
    """
    others = [each for each in siblings if each is not value]
    return (
        title(value)
        or _constant(value, others, follow)
        or _type(value, others, follow)
        or _property(value, others, follow)
        or f"Option {int(index) + 1 if index.isdecimal() else index}"
    )


def title(value: JSONValue) -> str:
    """The title of a schema, or what an extension calls it among alternatives, where it may be a
    name.
    """
    hint = variant_name(value)
    if hint:
        return hint
    found = value.get("title") if isinstance(value, dict) else None
    is_name = isinstance(found, str) and len(found) <= _LONGEST_TITLE and _TITLE.fullmatch(found)
    return found if is_name and isinstance(found, str) else ""


# --- constants


def _constant(value: JSONValue, others: Sequence[JSONValue], follow: Follow) -> str:
    """The value that a field of an alternative must have: ``cat`` for ``kind: {const: cat}``. Of
    several such fields it is the first in which all alternatives differ.
    """
    tags = _constants(value, follow, 0)
    told = [_constants(each, follow, 0) for each in others]
    for name, text in tags.items():
        if told and all(each.get(name) not in (None, text) for each in told):
            return text
    if len(tags) == 1 and all(tags != each for each in told):
        return next(iter(tags.values()))
    return ""


def _constants(value: JSONValue, follow: Follow, depth: int) -> dict[str, str]:
    found = follow(value)
    if not isinstance(found, dict) or depth > _DEEPEST:
        return {}
    properties, parts = found.get("properties"), found.get("allOf")
    tags = {
        name: text
        for name, schema in (properties.items() if isinstance(properties, dict) else ())
        if isinstance(schema, dict) and (text := _only(schema))
    }
    for part in parts if isinstance(parts, list) else ():
        tags = {**_constants(part, follow, depth + 1), **tags}
    return tags


def _only(schema: dict[str, JSONValue]) -> str:
    """The only text that a schema allows, if it may be a name."""
    only = schema.get("const")
    match schema.get("enum"):
        case [single]:
            only = single
        case _:
            pass
    fits = isinstance(only, str) and len(only) <= _LONGEST and _WORD.fullmatch(only)
    return only if fits and isinstance(only, str) else ""


# --- types


def _type(value: JSONValue, others: Sequence[JSONValue], follow: Follow) -> str:
    """``Object`` or ``List`` where no other alternative is one; of several lists, nothing at all is
    needed where no other one has items of that type, since only the items have a name.
    """
    own = _type_of(value, follow)
    types = [_type_of(each, follow) for each in others]
    if own in _TYPES and own not in types and "" not in types:
        return _TYPES[own]
    if own == "array":
        held = _type_of(_items(value), follow)
        lists = [each for each in others if _type_of(each, follow) == "array"]
        if held == "object" and all(_type_of(_items(each), follow) != held for each in lists):
            return _TYPES[own]
    return ""


def _items(value: JSONValue) -> JSONValue:
    return value.get("items") if isinstance(value, dict) else None


def _type_of(value: JSONValue, follow: Follow, depth: int = 0) -> str:
    """The JSON type of a schema, or an empty text where it is not plain to see."""
    found = follow(value)
    if not isinstance(found, dict):
        return ""
    given = found.get("type")
    if isinstance(given, list):
        named = [each for each in given if each != "null"]
        given = named[0] if len(named) == 1 else None
    if isinstance(given, str):
        return given
    if "properties" in found or "required" in found:
        return "object"
    values = found.get("enum", [found["const"]] if "const" in found else None)
    if isinstance(values, list) and values and all(isinstance(each, str) for each in values):
        return "string"
    if "items" in found:
        return "array"
    for key in ("allOf", "oneOf", "anyOf"):
        members = found.get(key)
        types = {
            _type_of(each, follow, depth + 1)
            for each in (members if isinstance(members, list) and depth < _DEEPEST else ())
        } - ({""} if key == "allOf" else set())
        if len(types) == 1:
            return types.pop()
    return ""


# --- properties


@record
class _Fields:
    """The properties of an object, those that it needs first."""

    required: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.required, *self.others)


def _property(value: JSONValue, others: Sequence[JSONValue], follow: Follow) -> str:
    """``With x`` for the first property that no other alternative has, or that none other needs."""
    own = _fields(value, follow, 0)
    told = [_fields(each, follow, 0) for each in others]
    known = {name for each in told for name in each.every}
    needed = {name for each in told for name in each.required}
    for names, taken in ((own.every, known), (own.required, needed)):
        for name in names:
            if name not in taken:
                return f"With {name}"
    return ""


def _fields(value: JSONValue, follow: Follow, depth: int) -> _Fields:
    found = follow(value)
    if not isinstance(found, dict) or depth > _DEEPEST:
        return _Fields(required=(), others=())
    properties, required, parts = (found.get(key) for key in ("properties", "required", "allOf"))
    names = dict.fromkeys(properties if isinstance(properties, dict) else ())
    needed = (
        dict.fromkeys(each for each in required if isinstance(each, str))
        if isinstance(required, list)
        else {}
    )
    for part in parts if isinstance(parts, list) else ():
        below = _fields(part, follow, depth + 1)
        names.update(dict.fromkeys(below.every))
        needed.update(dict.fromkeys(below.required))
    return _Fields(
        required=tuple(needed), others=tuple(name for name in names if name not in needed)
    )
