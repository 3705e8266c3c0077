"""The Notes column of the documentation: limits and facts of a field or parameter, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from docbound.annotations import scalar_code
from docbound.service import (
    MISSING,
    Array,
    Field,
    JSONValue,
    Literal,
    Parameter,
    Type,
    Union,
)
from docbound.tables.keywords import NOTES

_MOST_VALUES: Final = 30
"""How many values of an enum a table can hold before it becomes unreadable."""


def field_notes(field: Field, *, required: bool, nullable: bool) -> tuple[str, ...]:
    """The notes of a field, in the order of importance."""
    facts = {
        "optional": not required,
        _default(field.default): field.default is not MISSING,
        "nullable": nullable,
        "read-only": field.read_only,
        "write-only": field.write_only,
    }
    return (
        *(fact for fact, holds in facts.items() if holds),
        *_choice(field.type),
        *_limits(field.constraints),
    )


def parameter_notes(parameter: Parameter) -> tuple[str, ...]:
    """The notes of a parameter, in the order of importance."""
    default = parameter.default
    return (
        *(() if parameter.required else ("optional",)),
        *(() if default is MISSING else (_default(default),)),
        *_choice(parameter.type),
        *_limits(parameter.constraints),
    )


def _default(value: object) -> str:
    return f"default to {shown(value)}"


def shown(value: object) -> str:
    """A value for the eyes: Python's words for scalars, JSON for the rest."""
    match value:
        case None | bool() | int() | float() | str():
            return scalar_code(value)
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def _choice(type_: Type) -> Iterator[str]:
    """The values of an enum that has no page of its own."""
    match type_:
        case Literal(values=(value,), closed=True):
            yield f"always {shown(value)}"
        case Literal(values=values):
            named = ", ".join(shown(value) for value in values[:_MOST_VALUES])
            more = len(values) - _MOST_VALUES
            yield f"one of {named}" + (f" and {more} more" if more > 0 else "")
        case Array(items=items, prefix=()):
            yield from (f"each {fact}" for fact in _choice(items))
        case Union(members=members):
            for member in members:
                yield from _choice(member)
        case _:
            return


# --- limits (JSON Schema validation, section 6)

_UNITS: Final = {
    "Length": ("character", "characters"),
    "Items": ("item", "items"),
    "Properties": ("entry", "entries"),
}


def _limits(constraints: tuple[tuple[str, JSONValue], ...]) -> Iterator[str]:
    stated = dict(constraints)
    for name, value in stated.items():
        match name, value:
            case "uniqueItems", _:
                if value is True:
                    yield "no item twice"
            case "maximum" | "minimum", _:
                # Up to OpenAPI 3.0 the exclusive limits are flags beside the others.
                strict = f"exclusive{name.capitalize()}"
                yield _limit(strict if stated.get(strict) is True else name, value)
            case "minLength" | "minItems" | "minProperties", 0:
                continue  # True of everything.
            case _, bool():
                continue
            case _:
                yield _limit(name, value)


def _limit(name: str, value: JSONValue) -> str:
    # A pattern is shown as it is: quotes and doubled backslashes would make another one of it.
    text = NOTES[name].format(value if name == "pattern" else shown(value))
    for ending, (one, many) in _UNITS.items():
        if name.endswith(ending):
            return f"{text} {one if value == 1 else many}"
    return text
