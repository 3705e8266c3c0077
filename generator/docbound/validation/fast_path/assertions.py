"""The keywords that look at a value itself, each as a function that makes a check."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import Final, TypeAlias

from docbound.service import JSONValue

from .vocabulary import (
    Check,
    Dialect,
    InconclusiveError,
    Schema,
    items,
    members,
    number,
    searcher,
    text,
)

Maker: TypeAlias = Callable[[Dialect, Schema], Check]


def anything(value: JSONValue) -> bool:
    """Accepts every value."""
    return True


def nothing(value: JSONValue) -> bool:
    """Accepts no value."""
    return False


def every(parts: Iterable[Check]) -> Check:
    """The check that all ``parts`` accept a value."""
    match [part for part in parts if part is not anything]:
        case []:
            return anything
        case [one]:
            return one
        case [one, two]:
            return lambda value: one(value) and two(value)
        case [one, two, three]:
            return lambda value: one(value) and two(value) and three(value)
        case several:
            return lambda value: all(part(value) for part in several)


def _is_number(value: JSONValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Final[Mapping[str, Check]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": _is_number,
    "null": lambda value: value is None,
}


def _is_integer(value: JSONValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_whole(value: JSONValue) -> bool:
    return _is_integer(value) or (isinstance(value, float) and value.is_integer())


def _type(dialect: Dialect, schema: Schema) -> Check:
    wanted = schema["type"]
    names = [wanted] if isinstance(wanted, str) else items(wanted)
    known = {
        **_TYPES,
        "integer": _is_whole if dialect.whole_floats else _is_integer,
    }
    if any(not isinstance(name, str) or name not in known for name in names):
        raise InconclusiveError("unknown type")
    parts = [known[text(name)] for name in names]
    if dialect.nullable:
        if len(parts) != 1 or names == ["null"]:
            raise InconclusiveError("types of 3.1 in 3.0")
        if schema.get("nullable") is True:
            parts.append(_TYPES["null"])
    if len(parts) == 1:
        return parts[0]
    return lambda value: any(part(value) for part in parts)


def _enum(dialect: Dialect, schema: Schema) -> Check:
    values = items(schema["enum"])
    if all(isinstance(value, str) for value in values):
        texts = {value for value in values if isinstance(value, str)}
        return lambda value: isinstance(value, str) and value in texts
    return lambda value: any(same(value, item) for item in values)


def _const(dialect: Dialect, schema: Schema) -> Check:
    wanted = schema["const"]
    return lambda value: same(value, wanted)


def same(one: JSONValue, two: JSONValue) -> bool:
    """Whether two values are the same JSON: 1 is 1.0, and ``true`` is not 1."""
    match one, two:
        case dict(), dict():
            return one.keys() == two.keys() and all(
                same(value, two[key]) for key, value in one.items()
            )
        case list(), list():
            return len(one) == len(two) and all(map(same, one, two))
        case _:
            return isinstance(one, bool) == isinstance(two, bool) and one == two


def _unique(dialect: Dialect, schema: Schema) -> Check:
    return _are_unique if schema["uniqueItems"] is True else anything


def _are_unique(value: JSONValue) -> bool:
    if not isinstance(value, list) or len(value) < 2:
        return True
    return len(set(map(_identity, value))) == len(value)


def _identity(value: JSONValue) -> Hashable:
    """What two values share exactly if they are the same JSON: 1 is 1.0, and ``true`` is not 1."""
    match value:
        case dict():
            members = {key: _identity(item) for key, item in value.items()}
            return (dict, frozenset(members.items()))
        case list():
            return (list, tuple(map(_identity, value)))
        case bool():
            return (bool, value)
        case _:
            return value


def _required(dialect: Dialect, schema: Schema) -> Check:
    names = [text(name) for name in items(schema["required"])]
    if dialect.nullable:
        known = members(schema.get("properties", {}))
        names = [name for name in names if not _is_one_way(known.get(name))]
    if len(names) == 1:
        (name,) = names
        return lambda value: not isinstance(value, dict) or name in value
    return lambda value: (not isinstance(value, dict) or all(name in value for name in names))


def _is_one_way(schema: JSONValue) -> bool:
    """Whether OpenAPI 3.0 has a property in requests only, or in responses only."""
    return isinstance(schema, dict) and bool(schema.get("readOnly") or schema.get("writeOnly"))


def _sizes(
    kind: type[dict[str, JSONValue] | list[JSONValue] | str], least: str, most: str
) -> Maker:
    def make(dialect: Dialect, schema: Schema) -> Check:
        low = number(schema.get(least, 0))
        high = number(schema.get(most, float("inf")))
        return lambda value: not isinstance(value, kind) or low <= len(value) <= high

    return make


def _bounds(dialect: Dialect, schema: Schema) -> Check:
    parts: list[Check] = []
    for bound, exclusive, sign in (
        ("minimum", "exclusiveMinimum", 1),
        ("maximum", "exclusiveMaximum", -1),
    ):
        flag = (bound, schema.get(exclusive) is True)
        limits = [flag] if dialect.flags else [(bound, False), (exclusive, True)]
        parts.extend(
            partial(_is_within, number(schema[key]), sign, strict)
            for key, strict in limits
            if key in schema
        )
    return every(parts)


def _is_within(limit: float, sign: int, strict: bool, value: JSONValue) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return True
    return value * sign > limit * sign if strict else value * sign >= limit * sign


def _pattern(dialect: Dialect, schema: Schema) -> Check:
    matches = searcher(schema["pattern"])
    return lambda value: not isinstance(value, str) or bool(matches(value))


def _format(dialect: Dialect, schema: Schema) -> Check:
    return dialect.formats.get(text(schema["format"]), anything)


ASSERTIONS: Final[Mapping[str, Maker]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "required": _required,
    "minProperties": (_object_size := _sizes(dict, "minProperties", "maxProperties")),
    "maxProperties": _object_size,
    "minItems": (_array_size := _sizes(list, "minItems", "maxItems")),
    "maxItems": _array_size,
    "uniqueItems": _unique,
    "minLength": (_text_size := _sizes(str, "minLength", "maxLength")),
    "maxLength": _text_size,
    "minimum": _bounds,
    "maximum": _bounds,
    "exclusiveMinimum": _bounds,
    "exclusiveMaximum": _bounds,
    "pattern": _pattern,
    "format": _format,
}
