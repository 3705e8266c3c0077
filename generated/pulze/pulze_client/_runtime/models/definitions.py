"""Definitions of generated classes, read once at their first use.

A *plan* is a model's fields with their wire names and shapes, or an alias's shape. It is read by
:mod:`.declarations`; creating the class reads nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ..records import record
from .annotations import namespace
from .annotations.shapes import (
    ANYTHING,
    Shape,
    holds,
    mentions,
)
from .pydantic_internals import notice_changes


@record
class FieldDefinition:
    """One field of a model.

    Attributes:
        name, wire: its attribute and its name on the wire.
        required: whether the description requires it.
        default, factory: the default, or what makes one; ``PydanticUndefined`` and None where there
            is neither.
        secret: whether a ``repr`` hides it.
        read_only: whether it is left out of requests.
        constant: whether it is sent although it was not set.
        written: the annotation as it is in the class.
        module: where that is.
    """

    name: str
    wire: str
    shape: Shape
    required: bool
    default: Any
    factory: Any
    secret: bool
    read_only: bool
    constant: bool
    written: Any
    module: str

    @property
    def has_default(self) -> bool:
        """Whether constructing the model may do without it."""
        return self.default is not PydanticUndefined or self.factory is not None

    @property
    def is_mutable(self) -> bool:
        """Whether its default can be changed in place, which then counts as setting the field."""
        return self.factory is not None or isinstance(self.default, (list, dict))

    def make_default(self) -> Any:
        """The default, of which nothing is shared with another model."""
        return copy.deepcopy(self.default) if self.factory is None else self.factory()

    @property
    def info(self) -> FieldInfo:
        """Pydantic's record of the field, as ``model_fields`` shows it."""
        annotation = self.written
        if isinstance(annotation, str):
            annotation = namespace.of_module(self.module).evaluate(annotation)
        # Pydantic takes an annotation that equals its default for a mistake.
        annotation = type(None) if annotation is None else annotation
        if self.default is not PydanticUndefined:
            return FieldInfo.from_annotated_attribute(annotation, self.default)
        if self.factory is not None:
            made = Field(default_factory=self.factory)
            return FieldInfo.from_annotated_attribute(annotation, made)
        return FieldInfo.from_annotation(annotation)


@record
class ModelDefinition:
    """A model: its fields in order, and the shape of undeclared keys."""

    cls: type[BaseModel]
    fields: tuple[FieldDefinition, ...]
    extras: Shape
    by_wire: Mapping[str, FieldDefinition]

    @property
    def constants(self) -> tuple[str, ...]:
        """The attributes that have one possible value, given as their default."""
        return tuple(field.name for field in self.fields if field.constant)

    @property
    def read_only(self) -> tuple[str, ...]:
        """The wire names that are left out of requests."""
        return tuple(field.wire for field in self.fields if field.read_only)

    @property
    def mutable(self) -> tuple[FieldDefinition, ...]:
        """The fields whose defaults can be changed in place."""
        return tuple(field for field in self.fields if field.is_mutable)


def plan_of(cls: type[Any]) -> ModelDefinition | Shape:
    """The plan of a model, or the shape of an alias; read at the first call.

    Raises:
        NameError: an annotation names something unknown.
        TypeError: ``cls`` is neither, or an annotation is not a type of a generated model.
    """
    plan: ModelDefinition | Shape | None = vars(cls).get("_plan_")
    if plan is None:
        read = getattr(cls, "__read_plan__", None)
        if read is None:
            raise TypeError(f"not a type of a generated model: {cls!r}")
        # Two threads may both come here: they read the same text and get equal plans.
        found: ModelDefinition | Shape = read()
        if isinstance(found, ModelDefinition) and found.mutable:
            mutable = found.mutable
            notice_changes(
                found.cls, lambda: [(field.name, field.make_default()) for field in mutable]
            )
        cls._plan_ = found
        return found
    return plan


def model_plan(cls: type[Any]) -> ModelDefinition:
    """The plan of a class that is known to be a model."""
    plan = plan_of(cls)
    if not isinstance(plan, ModelDefinition):
        raise TypeError(f"not a model: {cls!r}")
    return plan


def reachable(shape: Shape) -> Iterator[ModelDefinition | Shape]:
    """Every plan that ``shape`` reaches, each once; loads the modules of models on the way."""
    seen: set[type[Any]] = set()
    waiting = list(mentions(shape))
    while waiting:
        cls = waiting.pop()
        if cls in seen:
            continue
        seen.add(cls)
        plan = plan_of(cls)
        yield plan
        if isinstance(plan, ModelDefinition):
            for part in (*(field.shape for field in plan.fields), plan.extras):
                waiting.extend(mentions(part))
        else:
            waiting.extend(mentions(plan))


def reaches(shape: Shape, wanted: Callable[[Shape], bool]) -> bool:
    """Whether ``shape`` reaches a place of the wanted kind; undeclared keys of any value do not
    count.
    """
    if holds(shape, wanted):
        return True
    for plan in reachable(shape):
        if not isinstance(plan, ModelDefinition):
            if holds(plan, wanted):
                return True
            continue
        if any(holds(field.shape, wanted) for field in plan.fields):
            return True
        if plan.extras != ANYTHING and holds(plan.extras, wanted):
            return True
    return False
