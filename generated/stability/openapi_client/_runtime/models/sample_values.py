"""A JSON value that a type accepts, made from the type alone: what a stub answers by default.
Loaded only by it.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, assert_never

from ..serialization.json_text import is_object
from .annotations.shapes import (
    AnyOf,
    Anything,
    Instance,
    ListOf,
    MapOf,
    Named,
    OneOf,
    OrNull,
    Scalar,
    Shape,
    Tagged,
    TupleOf,
)
from .definitions import ModelDefinition, plan_of
from .scalars.base import INVALID, ScalarType

JSONValue: TypeAlias = Any

_CANDIDATES: Final[tuple[JSONValue, ...]] = (
    "example",
    1,
    1.5,
    True,
    "2024-01-31T12:00:00Z",
    "2024-01-31",
    "12:00:00Z",
    "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    "1.5",
    "ZXhhbXBsZQ==",
    None,
)
"""One value for each kind of scalar. The first that a scalar reads is its sample: a text before a
number, and so on, because many take texts of any kind.
"""


class NoSampleError(ValueError):
    """A type has no finite value: it requires itself."""


def sample_value(shape: Shape) -> JSONValue:
    """A value that ``shape`` accepts, with required fields only.

    Args:
        shape: the type.

    Raises:
        NoSampleError: there is none.
    """
    return _value(shape, ())


def _value(shape: Shape, inside: tuple[type[Any], ...]) -> JSONValue:
    """``inside`` are the classes that the value is part of, so that a type that holds itself
    ends.
    """
    match shape:
        case Anything() | MapOf() | Instance():
            return {}
        case Scalar(leaf=leaf):
            return _scalar(leaf)
        case OneOf():
            return shape.values[0] if shape.values else _value(shape.other or Anything(), inside)
        case ListOf(items=items):
            try:
                return [_value(items, inside)]
            except NoSampleError:
                return []
        case TupleOf(prefix=prefix):
            return [_value(part, inside) for part in prefix]
        case OrNull(item=item):
            try:
                return _value(item, inside)
            except NoSampleError:
                if shape.on_wire:
                    return None
                raise
        case AnyOf(members=members):
            return _first(members, inside)
        case Tagged():
            return _tagged(shape, inside)
        case Named(cls=cls):
            return _named(cls, inside)
        case _:
            assert_never(shape)


def _scalar(leaf: ScalarType) -> JSONValue:
    for candidate in _CANDIDATES:
        if leaf.read(candidate) is not INVALID:
            return candidate
    raise NoSampleError(f"no sample is known of {leaf.expected}")


def _first(members: tuple[Shape, ...], inside: tuple[type[Any], ...]) -> JSONValue:
    """That of the first member which has one."""
    for member in members:
        try:
            return _value(member, inside)
        except NoSampleError:
            continue
    raise NoSampleError("no alternative has a finite value")


def _tagged(shape: Tagged, inside: tuple[type[Any], ...]) -> JSONValue:
    for tag, member in shape.mapping:
        try:
            made = _value(member, inside)
        except NoSampleError:
            continue
        if is_object(made):
            return (
                {shape.tag: tag} | made if _holds(made, shape.tag, tag) else made | {shape.tag: tag}
            )
    others = tuple(member for member in (shape.default, shape.base) if member is not None)
    return _first(others, inside)


def _holds(made: dict[str, Any], name: str, tag: str) -> bool:
    """Whether a value has its tag already, be it written as a number or a boolean."""
    value = made.get(name)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return name in made and text == tag


def _named(cls: type[Any], inside: tuple[type[Any], ...]) -> JSONValue:
    if cls in inside:
        raise NoSampleError(f"{cls.__name__} requires itself")
    plan = plan_of(cls)
    within = (*inside, cls)
    if not isinstance(plan, ModelDefinition):
        return _value(plan, within)
    return {field.wire: _value(field.shape, within) for field in plan.fields if field.required}
