"""Whether a documented example or default fits its type."""

from __future__ import annotations

import base64
import datetime
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Final

from docbound.lower.recursive_types import leads_back
from docbound.records import field, record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import (
    Alias,
    Anything,
    Array,
    Definition,
    Enum,
    JSONValue,
    Literal,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)
from docbound.service import Mapping as MapType

_CONVERTED = frozenset({"date-time", "date", "time", "uuid", "byte", "binary", "decimal"})


def is_valid(value: JSONValue, type_: Type, definitions: Mapping[Pointer, Definition]) -> bool:
    """Whether ``value`` is one that ``type_`` describes, as far as types, required fields and known
    values go.

    Unknown enum values do not fit: an example should show a value that the description knows.
    """
    try:
        return _Fitting(definitions).fits(value, type_)
    except RecursionError:  # names of names of names, thousands of them
        return False


@record(frozen=False, kw_only=False)
class _Fitting:
    """Holds one value against types; each part of it against each definition once, since
    alternatives that share definitions would multiply."""

    definitions: Mapping[Pointer, Definition]
    known: dict[tuple[int, Pointer], bool] = field(default_factory=dict[tuple[int, Pointer], bool])

    def fits(self, value: JSONValue, type_: Type) -> bool:
        match type_:
            case Anything():
                return True
            case Primitive():
                return _fits_primitive(value, type_.kind) and _fits_format(value, type_.format)
            case Literal():
                return any(_same(value, known) for known in type_.values)
            case Array():
                return isinstance(value, list) and self._items(value, type_)
            case MapType():
                return isinstance(value, dict) and all(
                    self.fits(item, type_.values) for item in value.values()
                )
            case Union():
                return any(self.fits(value, member) for member in type_.members)
            case Named():
                return self._named(value, type_.pointer)

    def _named(self, value: JSONValue, pointer: Pointer) -> bool:
        definition = self.definitions.get(pointer)
        if definition is None:
            return True
        key = (id(value), pointer)
        if key not in self.known:
            # A name that leads back to itself says nothing, and cannot be what makes the value fit.
            self.known[key] = False
            self.known[key] = self._definition(value, definition)
        return self.known[key]

    def _definition(self, value: JSONValue, definition: Definition) -> bool:
        match definition:
            case Enum():
                return any(_same(value, known) for known in definition.values)
            case Alias():
                return self.fits(value, definition.type)
            case UnionDefinition():
                return any(self.fits(value, member) for member in definition.members)
            case Object():
                return isinstance(value, dict) and all(
                    (
                        self.fits(value[field.name], field.type)
                        if field.name in value
                        else not field.required or field.read_only or field.write_only
                    )
                    for field in definition.fields
                )

    def _items(self, value: list[JSONValue], type_: Array) -> bool:
        rest = len(value) - len(type_.prefix)
        if (type_.closed and rest > 0) or -rest > type_.optional:
            return False
        types = [*type_.prefix[: len(value)], *[type_.items] * rest]
        return all(map(self.fits, value, types))


def is_plain(value: JSONValue, type_: Type, definitions: Mapping[Pointer, Definition]) -> bool:
    """Whether Python holds ``value`` just as JSON does, so that it can be in source as a
    default: scalars without a conversion, and lists of them."""
    match type_:
        case Primitive():
            converted = _CONVERTED if type_.kind == "string" else {"decimal"}
            return type_.format not in converted
        case Literal():
            return True
        case Array():
            return isinstance(value, list) and all(
                not isinstance(item, list | dict) and is_plain(item, type_.items, definitions)
                for item in value
            )
        case Union():
            fitting = [m for m in type_.members if is_valid(value, m, definitions)]
            return bool(fitting) and all(is_plain(value, m, definitions) for m in fitting)
        case Named():
            match definitions.get(type_.pointer):
                case Enum():
                    return True
                case Alias() as alias if not leads_back(
                    type_.pointer, [alias.type], definitions, through_containers=False
                ):
                    return is_plain(value, alias.type, definitions)
                case _:
                    return False
        case Anything():
            return not isinstance(value, list | dict)
        case MapType():
            return False


def _fits_primitive(value: JSONValue, kind: str) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case _:
            return value is None


def _fits_format(value: JSONValue, format_: str) -> bool:
    """Whether a text is of its format, for the formats that a package decodes (OpenAPI format
    registry; dates and times as in RFC 3339, section 5.6).
    """
    reader = _READERS.get(format_)
    if reader is None or not isinstance(value, str):
        return True
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _date(text: str) -> None:
    if _DATE.fullmatch(text) is None:
        raise ValueError(text)
    datetime.date.fromisoformat(text)


def _date_time(text: str) -> None:
    date, _, time = text.upper().partition("T")
    _date(date)
    _time(time)


def _time(text: str) -> None:
    if _TIME.fullmatch(text.upper()) is None:
        raise ValueError(text)


_DATE: Final = lazy_pattern(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = lazy_pattern(
    r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "byte": lambda text: base64.b64decode(text, validate=True),
    "date": _date,
    "date-time": _date_time,
    "time": _time,
    "uuid": uuid.UUID,
}


def _same(value: JSONValue, known: JSONValue) -> bool:
    return value == known and isinstance(value, bool) == isinstance(known, bool)
