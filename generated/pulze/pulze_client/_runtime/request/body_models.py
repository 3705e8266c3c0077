"""The models that a body can be, and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..models.annotations import namespace
from ..models.annotations.shapes import AnyOf, Named, OrNull, Shape, Tagged, shape_of, wired
from ..models.definitions import FieldDefinition, ModelDefinition, plan_of


def body_fields(type_code: str) -> tuple[FieldDefinition, ...]:
    """The fields that are sent of each model that a body of the type can be, in their order.

    Args:
        type_code: a type expression with the names of the package's models.
    """
    return _fields(namespace.home(), type_code)


def may_be_empty(type_code: str) -> bool:
    """Whether a body of the type can be an object without any field."""
    return any(
        not any(field.required and not field.read_only for field in model.fields)
        for model in _models(namespace.home(), type_code)
    )


@cache
def _fields(package: str, type_code: str) -> tuple[FieldDefinition, ...]:
    return tuple(
        field
        for model in _models(package, type_code)
        for field in model.fields
        if not field.read_only
    )


@cache
def _models(package: str, type_code: str) -> tuple[ModelDefinition, ...]:
    return tuple(_models_in(wired(shape_of(namespace.of_package(package).read(type_code)))))


def _models_in(shape: Shape) -> Iterator[ModelDefinition]:
    waiting, seen = [shape], set[type]()
    while waiting:
        match waiting.pop(0):
            case Named(cls=cls) if cls not in seen:
                seen.add(cls)
                plan = plan_of(cls)
                if isinstance(plan, ModelDefinition):
                    yield plan
                else:
                    waiting.append(plan)
            case OrNull(item=item):
                waiting.append(item)
            case AnyOf(members=members) | Tagged(members=members):
                waiting.extend(members)
            case _:
                pass
