"""Discriminators: which member of a union a value belongs to, by its tag.

The tag is the property that the description names (Discriminator Object of the OpenAPI
specification), or one that tells the members apart though nothing says so: then pydantic-core need
not try each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ..lazy_patterns import lazy_pattern
from ..serialization.json_text import is_object
from .annotations.shapes import AnyOf, Named, OneOf, Shape, Tagged, tag_text
from .definitions import ModelDefinition, model_plan, plan_of

UNKNOWN: Final = "\0unknown"
"""The tag of a value that has another one than the members."""
_NUMBER_TAG: Final = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,17})")


def tag_reader(shape: Tagged) -> Callable[[object], str | None]:
    """Tells which member of a tagged choice a Python value belongs to."""
    members = dict(shape.mapping)
    otherwise = None if shape.default is None else UNKNOWN

    def tag_of(value: object) -> str | None:
        if is_object(value):
            return of_mapping(value)
        for tag, member in shape.mapping:
            if isinstance(member, Named) and _is_instance(value, member.cls):
                return tag
        return otherwise

    def of_mapping(value: dict[str, Any]) -> str | None:
        for key in (shape.tag, *tag_attributes(shape.tag, members.values())):
            if key in value:
                text = tag_text(value[key])
                return text if isinstance(text, str) and text in members else UNKNOWN
        return otherwise

    return tag_of


def wire_tag_reader(shape: Tagged) -> Callable[[object], str | None]:
    """Tells which member of a tagged choice with a default some JSON belongs to."""
    members = dict(shape.mapping)

    def tag_of(value: object) -> str | None:
        if not is_object(value):
            return None
        tag = tag_text(value.get(shape.tag))
        return tag if isinstance(tag, str) and tag in members else UNKNOWN

    return tag_of


def tag_keys(tag: str) -> tuple[str | int, ...]:
    """A tag as a mapping has it, and the number or boolean that it may mean."""
    if tag in ("true", "false"):
        return tag, tag == "true"
    return (tag, int(tag)) if _NUMBER_TAG.fullmatch(tag) else (tag,)


def _is_instance(value: object, cls: type[Any]) -> bool:
    try:
        return isinstance(value, cls)
    except TypeError:  # a name for a list, a map or a list of values
        return False


def tag_attributes(tag: str, members: Iterable[Shape]) -> list[str]:
    """The attributes that hold a tag in the members."""
    plans = [plan_of(member.cls) for member in members if isinstance(member, Named)]
    return [
        plan.by_wire[tag].name
        for plan in plans
        if isinstance(plan, ModelDefinition) and tag in plan.by_wire
    ]


def implied_tag(models: Sequence[Named]) -> tuple[str, dict[str, Named]] | None:
    """A required property whose known values differ from model to model, so that it alone can tell
    the member.

    Returns:
        Its wire name, and the member for each of its values; None where there is none.
    """
    first, *others = (model_plan(model.cls) for model in models)
    for field in first.fields:
        tags: dict[str, Named] = {}
        values = [
            (model, _values(plan, field.wire))
            for model, plan in zip(models, (first, *others), strict=True)
        ]
        for model, known in values:
            tags.update(dict.fromkeys(known, model))
        if all(known for _, known in values) and len(tags) == sum(
            len(known) for _, known in values
        ):
            return field.wire, tags
    return None


def _values(plan: ModelDefinition, wire: str) -> list[str]:
    """The known values of a required property; none where it is not a list of strings."""
    field = plan.by_wire.get(wire)
    if field is None or not field.required or not isinstance(field.shape, OneOf):
        return []
    values = [value for value in field.shape.values if isinstance(value, str)]
    return values if len(values) == len(field.shape.held) else []


def models_of(shape: AnyOf) -> list[Named]:
    """The members that are models."""
    return [
        member
        for member in shape.members
        if isinstance(member, Named) and isinstance(plan_of(member.cls), ModelDefinition)
    ]
