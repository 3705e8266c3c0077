"""What a schema is at a glance: its type, the constants and the names of its properties.

References are followed and parts are looked into a few steps deep. Each step of each schema is
found once for a whole file: choices whose alternatives are one another would otherwise be walked
through on every way that leads to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

from docbound.records import record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import JSONValue

Follow: TypeAlias = Callable[[JSONValue], JSONValue]
"""Gives the schema that a schema refers to, or the schema itself."""

_T = TypeVar("_T")
_Schema: TypeAlias = dict[str, JSONValue]
_Known: TypeAlias = dict[tuple[int, int], tuple[_Schema, _T]]
"""What was found, by the schema's identity and the depth at which it stands; the schema is kept
along, so that no other one gets its identity."""

_WORD: Final = lazy_pattern(r"[A-Za-z][\w.:/-]*")
_LONGEST: Final = 40
_DEEPEST: Final = 4


@record
class FieldNames:
    """The properties of an object, those that it needs first."""

    required: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.required, *self.others)


_NO_FIELDS: Final = FieldNames(required=(), others=())


class Outlines:
    """What the schemas of one file are at a glance."""

    def __init__(self, follow: Follow) -> None:
        """Knows nothing yet.

        Args:
            follow: follows references.
        """
        self._follow = follow
        self._constants: _Known[dict[str, str]] = {}
        self._types: _Known[str] = {}
        self._fields: _Known[FieldNames] = {}

    def constants(self, value: JSONValue) -> dict[str, str]:
        """The texts that properties must have, by name, where they may be names themselves."""
        return self._step(value, 0, self._constants, self._constants_of, {})

    def type_of(self, value: JSONValue) -> str:
        """The JSON type of a schema, or an empty text where it is not plain to see."""
        return self._step(value, 0, self._types, self._type_of, "")

    def fields(self, value: JSONValue) -> FieldNames:
        """The names of an object's properties."""
        return self._step(value, 0, self._fields, self._fields_of, _NO_FIELDS)

    def _step(
        self,
        value: JSONValue,
        depth: int,
        known: _Known[_T],
        find: Callable[[_Schema, int], _T],
        nothing: _T,
    ) -> _T:
        schema = self._follow(value)
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return nothing
        key = (id(schema), depth)
        if key not in known:
            known[key] = schema, find(schema, depth)
        return known[key][1]

    def _constants_of(self, schema: _Schema, depth: int) -> dict[str, str]:
        properties = schema.get("properties")
        tags = {
            name: text
            for name, each in (properties.items() if isinstance(properties, dict) else ())
            if isinstance(each, dict) and (text := _only(each))
        }
        for part in _parts(schema, "allOf"):
            below = self._step(part, depth + 1, self._constants, self._constants_of, {})
            tags = {**below, **tags}
        return tags

    def _type_of(self, schema: _Schema, depth: int) -> str:
        stated = _stated_type(schema)
        if stated:
            return stated
        for key in ("allOf", "oneOf", "anyOf"):
            types = {
                self._step(each, depth + 1, self._types, self._type_of, "")
                for each in _parts(schema, key)
            } - ({""} if key == "allOf" else set())
            if len(types) == 1:
                return types.pop()
        return ""

    def _fields_of(self, schema: _Schema, depth: int) -> FieldNames:
        properties, required = schema.get("properties"), _parts(schema, "required")
        names = dict.fromkeys(properties if isinstance(properties, dict) else ())
        needed = dict.fromkeys(each for each in required if isinstance(each, str))
        for part in _parts(schema, "allOf"):
            below = self._step(part, depth + 1, self._fields, self._fields_of, _NO_FIELDS)
            names.update(dict.fromkeys(below.every))
            needed.update(dict.fromkeys(below.required))
        return FieldNames(
            required=tuple(needed), others=tuple(name for name in names if name not in needed)
        )


def _parts(schema: _Schema, key: str) -> list[JSONValue]:
    found = schema.get(key)
    return found if isinstance(found, list) else []


def _only(schema: _Schema) -> str:
    """The only text that a schema allows, if it may be a name."""
    only = schema.get("const")
    match schema.get("enum"):
        case [single]:
            only = single
        case _:
            pass
    fits = isinstance(only, str) and len(only) <= _LONGEST and _WORD.fullmatch(only)
    return only if fits and isinstance(only, str) else ""


def _stated_type(schema: _Schema) -> str:
    """The type that a schema's own keywords tell."""
    given = schema.get("type")
    if isinstance(given, list):
        named = [each for each in given if each != "null"]
        given = named[0] if len(named) == 1 else None
    if isinstance(given, str):
        return given
    if "properties" in schema or "required" in schema:
        return "object"
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(values, list) and values and all(isinstance(each, str) for each in values):
        return "string"
    return "array" if "items" in schema else ""
