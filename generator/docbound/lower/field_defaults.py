"""The default of a model's field in source: a value, a constant, or a marker."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from docbound.annotations.composed_types import MODELS
from docbound.lower.context import Context
from docbound.lower.example_validation import is_plain, is_valid
from docbound.package import Import
from docbound.records import record
from docbound.service import (
    MISSING,
    Enum,
    Field,
    JSONValue,
    Literal,
    Missing,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    UnionDefinition,
)


@record
class FieldDefault:
    """The default of a field.

    Attributes:
        code: as Python source.
        word: the function of the runtime that it calls, or an empty text.
        fills_required: whether a response must have the field all the same.
    """

    code: str
    word: str = ""
    fills_required: bool = False

    @property
    def leaves_none(self) -> bool:
        """Whether the field is None where it was not set."""
        return self.code == "None" or (self.word == "ReadOnly" and not self.fills_required)

    @property
    def imports(self) -> frozenset[Import]:
        """What the code needs."""
        return frozenset({Import(module=MODELS, name=self.word)}) if self.word else frozenset()


def default_of(
    context: Context,
    definition: Object,
    field: Field,
    json_code: Callable[[JSONValue], str],
) -> FieldDefault | None:
    """The default of a field, or None where it must be given, or has none.

    Args:
        context: the service.
        definition: the object that has the field.
        field: one of its fields.
        json_code: writes data as Python source.
    """
    about = definition.about
    if field.read_only and about.in_request:
        is_required = field.required and about.in_response
        code = "ReadOnly()" if is_required else "ReadOnly(optional=True)"
        return FieldDefault(code=code, word="ReadOnly", fills_required=is_required)
    if field.required:
        value = _only_value(context, definition, field)
        if value is MISSING:
            return None
        code = f"Constant({json_code(value)})"
        return FieldDefault(code=code, word="Constant", fills_required=True)
    return _described(context, field, json_code)


def _described(
    context: Context, field: Field, json_code: Callable[[JSONValue], str]
) -> FieldDefault | None:
    """The schema's own default, where it fits the type."""
    value, definitions = _whole(field.default, field.type), context.api.definitions
    if value is MISSING or not is_valid(value, field.type, definitions):
        return None
    if is_plain(value, field.type, definitions):
        return FieldDefault(code=json_code(value))
    if not _can_be_read(value, field.type):
        return None
    return FieldDefault(code=f"JSONDefault({json_code(value)})", word="JSONDefault")


def _whole(value: JSONValue | Missing, type_: Type) -> JSONValue | Missing:
    """``1.0`` as the integer that it is (JSON Schema 2020-12, 4.2.3; before draft 6 only a number
    without a fraction was one, which is told).
    """
    if not isinstance(type_, Primitive) or type_.kind != "integer":
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else value


_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "date": datetime.date.fromisoformat,
    "date-time": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "uuid": uuid.UUID,
    "decimal": Decimal,
}


def _can_be_read(value: JSONValue, type_: Type) -> bool:
    """Whether a text that means a date or the like is one; ``now`` and its kind mean something
    to the service alone.
    """
    if isinstance(type_, Primitive) and isinstance(value, str):
        read = _READERS.get(type_.format)
        try:
            if read is not None:
                read(value)
        except (ValueError, InvalidOperation):
            return False
    return True


def _only_value(context: Context, definition: Object, field: Field) -> JSONValue | Missing:
    """The only value that a required field can have: a constant, a list of one, null, or the tag
    that means this object.
    """
    definitions = context.api.definitions
    values = _listed(field.type, definitions)
    if values is not None and len(values) == 1:
        return values[0]
    if field.type == Primitive(kind="null"):
        return None
    if field.only is not MISSING and is_valid(field.only, field.type, definitions):
        return field.only
    tag = context.tags.get((definition.about.pointer, field.name))
    takes = field.type == Primitive(kind="string") or (values and tag in values)
    return tag if tag is not None and takes else MISSING


def _listed(type_: Type, definitions: Mapping[Pointer, object]) -> tuple[JSONValue, ...] | None:
    match type_:
        case Literal():
            return type_.values
        case Named(pointer=pointer):
            definition = definitions.get(pointer)
            return definition.values if isinstance(definition, Enum) else None
        case _:
            return None


def tags_of(choices: list[UnionDefinition]) -> dict[tuple[Pointer, str], str]:
    """For a member of discriminated choices and its tag property the one value that means it, where
    there is one.
    """
    found: dict[tuple[Pointer, str], set[str]] = {}
    for choice in choices:
        if not choice.tag:
            continue
        by_member: dict[Pointer, list[str]] = {}
        for value, member in choice.mapping:
            by_member.setdefault(member.pointer, []).append(value)
        is_explicit = {
            pointer: [value for value in values if value != _own_name(pointer)]
            for pointer, values in by_member.items()
        }
        has_explicit = any(is_explicit.values())
        for pointer, values in by_member.items():
            stated = is_explicit[pointer] if has_explicit else values
            if stated:
                found.setdefault((pointer, choice.tag), set()).update(stated)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _own_name(pointer: Pointer) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
