"""Limits of an argument that a package checks beside its type."""

from __future__ import annotations

from typing import Final

from docbound.lower.context import Context
from docbound.lower.operations.media_types import behind_names
from docbound.service import Array, JSONValue, Parameter, Primitive, Type, Union
from docbound.tables.keywords import checked_for


def limits_of(context: Context, parameter: Parameter) -> tuple[tuple[str, JSONValue], ...]:
    """The limits of a parameter that a package checks, in the order of the specification."""
    type_ = _without_null(behind_names(parameter.type, context), context)
    match type_:
        case Array(prefix=()):
            kind = "array"
        case Primitive() if context.annotator.marked(type_).code in _CODES:
            kind = type_.kind
        case _:
            return ()
    found = tuple(
        (key, value)
        for key, value in parameter.constraints
        if key in checked_for(kind) and _is_meant(key, value)
    )
    # Flags that exclude a bound that is not there say nothing.
    return () if all(isinstance(value, bool) for _, value in found) else found


_CODES: Final = frozenset({"int", "int | float", "str"})
"""Types as which a limit counts; a date has no length."""


def _without_null(type_: Type | None, context: Context) -> Type | None:
    match type_:
        case Union(members=(one, Primitive(kind="null"))):
            return behind_names(one, context)
        case Union(members=(Primitive(kind="null"), one)):
            return behind_names(one, context)
        case _:
            return type_


def _is_meant(key: str, value: JSONValue) -> bool:
    if key == "pattern":
        return isinstance(value, str)
    if isinstance(value, bool):
        return value and key.startswith("exclusive")
    if not isinstance(value, int | float) or not abs(value) < 1e300:
        return False
    return not (key.startswith("min") and key != "minimum" and value <= 0)
