"""Annotations of scalars: primitive types with their formats, enums, open enums and constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docbound.annotations.composed_types import (
    ANY,
    MODELS,
    NONE,
    Style,
    builtin,
    extended,
    joined,
    union,
)
from docbound.json_values import scalar_kind
from docbound.package import Annotation, Import, runtime_import
from docbound.service import Enum, Literal, Primitive
from docbound.writing.text import string_literal

_OPEN: Final = {
    "string": ("Open", ("str",)),
    "integer": ("OpenInt", ("int",)),
    "number": ("OpenNumber", ("int", "float")),
    "mixed": ("OpenValue", ("str", "int", "float", "bool")),
}
"""For each kind of enum the runtime's marker, and what a type checker sees beside the known
values.
"""


def _standard(code: str, prose: str, module: str) -> Annotation:
    return Annotation(code=code, prose=prose, imports=frozenset({Import(module=module)}))


_FORMATS: Final = {
    "date-time": _standard("datetime.datetime", "datetime", "datetime"),
    "date": _standard("datetime.date", "date", "datetime"),
    "time": _standard("datetime.time", "time", "datetime"),
    "uuid": _standard("uuid.UUID", "UUID", "uuid"),
    "decimal": Annotation(
        code="Decimal",
        prose="Decimal",
        imports=frozenset({Import(module="decimal", name="Decimal")}),
    ),
}
_BASE64: Final = Annotation(
    code="Base64",
    prose="bytes",
    imports=frozenset({Import(module=MODELS, name="Base64")}),
)
_DECIMAL_NUMBER: Final = Annotation(
    code="DecimalNumber",
    prose="Decimal",
    imports=frozenset({Import(module=MODELS, name="DecimalNumber")}),
)
FORM_FILE: Final = "form-file"
"""The format of a string that is ``binary`` and a part of a form: a file in every form."""

_FILE: Final = Annotation(
    code="FileInput",
    prose="file",
    imports=frozenset({runtime_import("FileInput")}),
)
_KIND_PROSE: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
}


def primitive(type_: Primitive, style: Style, shadowed: frozenset[str]) -> Annotation:
    """A primitive type, by its format."""
    match type_.kind:
        case "integer":
            return builtin("int", shadowed)
        case "number" if type_.format == "decimal":
            return _decimal_number(style, shadowed)
        case "number":
            number = joined([builtin("int", shadowed), builtin("float", shadowed)])
            return replace(number, prose="float")
        case "boolean":
            return builtin("bool", shadowed)
        case "null":
            return NONE
        case _:
            return _string(type_.format, style, shadowed)


def _decimal_number(style: Style, shadowed: frozenset[str]) -> Annotation:
    """A decimal number that the wire has as a number; an argument may be any number."""
    if style is Style.MARKED:
        return _DECIMAL_NUMBER
    if style is Style.RESULT:
        return _FORMATS["decimal"]
    others = [builtin("int", shadowed), builtin("float", shadowed)]
    return replace(joined([_FORMATS["decimal"], *others]), prose="Decimal")


def _string(format_: str, style: Style, shadowed: frozenset[str]) -> Annotation:
    if format_ == "byte":
        written = _BASE64 if style is Style.MARKED else builtin("bytes", shadowed)
        return _or_text(written, shadowed) if style is Style.DATA else written
    if format_ == FORM_FILE:
        return _FILE
    if format_ == "binary":
        return _FILE if style.is_given else builtin("bytes", shadowed)
    if format_ not in _FORMATS:
        return builtin("str", shadowed)
    written = _FORMATS[format_]
    return _or_text(written, shadowed) if style.is_given else written


def _or_text(written: Annotation, shadowed: frozenset[str]) -> Annotation:
    """A type, or its values as the texts that the wire has."""
    return replace(joined([written, builtin("str", shadowed)]), prose=written.prose)


def literal(type_: Literal, style: Style, shadowed: frozenset[str]) -> Annotation:
    """One of several values, or of those and others where the list is open."""
    values = [value for value in type_.values if value is not None]
    kind = kind_of(values)
    if kind == "boolean" or not all(_can_be_literal(value) for value in values):
        written = _values_by_type(values, type_, style, shadowed)
    elif not values:
        written = NONE if type_.values else ANY
    else:
        written = _one_of(values, kind, type_, style, shadowed)
    if written.code != "None" and len(values) < len(type_.values):
        return union([written, NONE], style)
    return written


def _can_be_literal(value: bool | int | float | str) -> bool:
    """Python's ``Literal`` holds no floats, and mypy reads only integers of less than 63 bits in
    it.
    """
    return not isinstance(value, float) and (isinstance(value, str) or abs(value) < 2**62)


def _values_by_type(
    values: Sequence[bool | int | float | str],
    type_: Literal,
    style: Style,
    shadowed: frozenset[str],
) -> Annotation:
    """All booleans are no choice, and some values no ``Literal``: the values' types are in their
    place.
    """
    if type_.closed and len(values) == 1 and isinstance(values[0], bool):
        return _one_of(values, "boolean", type_, style, shadowed)
    kinds = dict.fromkeys(kind_of([value]) for value in values)
    return union((primitive(Primitive(kind=kind), style, shadowed) for kind in kinds), style)


def _one_of(
    values: Sequence[bool | int | float | str],
    kind: str,
    type_: Literal,
    style: Style,
    shadowed: frozenset[str],
) -> Annotation:
    distinct = dict.fromkeys((type(value), value) for value in values)
    shown = ", ".join(scalar_code(value) for _, value in distinct)
    prose = _KIND_PROSE.get(kind, "object")
    closed = Annotation(
        code=f"Literal[{shown}]",
        prose=prose,
        imports=frozenset({Import(module="typing", name="Literal")}),
    )
    return closed if type_.closed else opened(closed, kind, style, shadowed)


def opened(closed: Annotation, kind: str, style: Style, shadowed: frozenset[str]) -> Annotation:
    """One of the known values, or another one of the same type.

    Args:
        closed: the annotation of the known values.
        kind: ``string``, ``integer``, ``number`` or ``mixed``.
        style: whether it is for a field, which the runtime reads, or for a signature.
        shadowed: builtins that a method of the same class hides.
    """
    marker, others = _OPEN[kind]
    if style is Style.MARKED:
        return extended(
            closed,
            f"{marker}[{closed.code}]",
            closed.prose,
            Import(module=MODELS, name=marker),
        )
    wide = joined([closed, *(builtin(name, shadowed) for name in others)])
    return replace(wide, prose=closed.prose)


def kind_of(values: Sequence[bool | int | float | str]) -> str:
    """``string``, ``integer``, ``number``, ``boolean`` or ``mixed``: what all of these scalars
    are.
    """
    kinds = {scalar_kind(value) for value in values}
    if len(kinds) == 1:
        return kinds.pop()
    return "number" if kinds == {"integer", "number"} else "mixed"


def has_members(definition: Enum) -> bool:
    """Whether a Python enum can hold the values: two that Python takes for equal (``1`` and
    ``True``) would be one member, and an enum of floats cannot hold integers beyond 2**53."""
    distinct = {(type(value), value) for value in definition.values}
    if len(set(definition.values)) != len(distinct) or not distinct:
        return False
    return definition.kind != "number" or all(
        isinstance(value, int | float) and float(value) == value for value in definition.values
    )


def scalar_code(value: bool | int | float | str | None) -> str:
    """A scalar as Python source, as black would leave it."""
    if isinstance(value, str):
        return string_literal(value)
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return f'float("{value!r}")'
    return repr(value)
