"""What tells an alternative of a ``oneOf`` or ``anyOf`` from the others, in words: its title, a
constant, its type, a property that no other one has; its number where nothing does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from docbound.records import record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import JSONValue

from .name_extensions import variant_name

Follow: TypeAlias = Callable[[JSONValue], JSONValue]
"""Gives the schema that a schema refers to, or the schema itself."""

_TITLE: Final = lazy_pattern(r"[A-Za-z][\w-]*(?: [\w-]+){0,3}")
_WORD: Final = lazy_pattern(r"[A-Za-z][\w.:/-]*")
_LONGEST: Final = 40
_LONGEST_TITLE: Final = 64
_DEEPEST: Final = 4
_TYPES: Final = {"object": "Object", "array": "List"}
"""The types of which an alternative can be a model, or hold some."""


class Alternatives:
    """The alternatives of one ``oneOf`` or ``anyOf``. What tells them apart is counted once for all
    of them, so that thousands of them cost no more than each by itself.
    """

    def __init__(self, listed: Sequence[JSONValue], follow: Follow) -> None:
        """Counts what the alternatives have.

        Args:
            listed: the schemas of all alternatives.
            follow: follows references.
        """
        self._follow = follow
        self._number = 0
        self._tags: Counter[tuple[str, str]] = Counter()
        self._tagged: Counter[str] = Counter()
        self._all_tags: Counter[frozenset[tuple[str, str]]] = Counter()
        self._types: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self._known: Counter[str] = Counter()
        self._needed: Counter[str] = Counter()
        for value in {id(each): each for each in listed}.values():
            self._count(value)

    def _count(self, value: JSONValue) -> None:
        tags = _constants(value, self._follow, 0)
        kind = _type_of(value, self._follow)
        fields = _fields(value, self._follow, 0)
        self._number += 1
        self._tags.update(tags.items())
        self._tagged.update(tags.keys())
        self._all_tags[frozenset(tags.items())] += 1
        self._types[kind] += 1
        if kind == "array":
            self._held[_type_of(_items(value), self._follow)] += 1
        self._known.update(fields.every)
        self._needed.update(fields.required)

    def words(self, value: JSONValue, index: str) -> str:
        """The words of one alternative.

        Args:
            value: its schema.
            index: its number among the alternatives.
        """
        return (
            title(value)
            or self._constant(value)
            or self._type(value)
            or self._property(value)
            or f"Option {int(index) + 1 if index.isdecimal() else index}"
        )

    def _constant(self, value: JSONValue) -> str:
        """The value that a field of an alternative must have: ``cat`` for ``kind: {const: cat}``.
        Of several such fields it is the first in which all alternatives differ.
        """
        tags = _constants(value, self._follow, 0)
        for name, text in tags.items() if self._number > 1 else ():
            if self._tagged[name] == self._number and self._tags[name, text] == 1:
                return text
        if len(tags) == 1 and self._all_tags[frozenset(tags.items())] == 1:
            return next(iter(tags.values()))
        return ""

    def _type(self, value: JSONValue) -> str:
        """``Object`` or ``List`` where no other alternative is one; of several lists, nothing at
        all is needed where no other one has items of that type, since only the items have a name.
        """
        own = _type_of(value, self._follow)
        if own in _TYPES and self._types[own] == 1 and not self._types[""]:
            return _TYPES[own]
        if own == "array" and _type_of(_items(value), self._follow) == "object":
            return _TYPES[own] if self._held["object"] == 1 else ""
        return ""

    def _property(self, value: JSONValue) -> str:
        """``With x`` for the first property that no other alternative has, or that none other
        needs.
        """
        own = _fields(value, self._follow, 0)
        for names, used in ((own.every, self._known), (own.required, self._needed)):
            for name in names:
                if used[name] == 1:
                    return f"With {name}"
        return ""


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
