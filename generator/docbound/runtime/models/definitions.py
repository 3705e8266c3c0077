"""What a class of a generated package declares, read once, when the class is first used.

A *plan* is a model's fields with their wire names and shapes, or an alias's shape. Reading it
evaluates the annotations, which may load the neighbours' modules; creating the class does neither.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ..records import record
from . import namespace
from .field_defaults import FieldDefault
from .shapes import (
    ANYTHING,
    OneOf,
    OrNull,
    Scalar,
    Shape,
    Tagged,
    holds,
    mentions,
    shape_of,
    wired,
)
from .type_expressions import AnnotatedExpr, Details


@record
class Declaration:
    """What the text of one class says, not yet evaluated.

    Attributes:
        annotations: attribute name to annotation, in order; ``ClassVar`` left out.
        defaults: attribute name to what was assigned to it.
        module: where the class stands.
    """

    annotations: Mapping[str, object]
    defaults: Mapping[str, object]
    module: str


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
        constant: whether it is sent although nobody set it.
        written: the annotation as it stands in the class.
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
        # Pydantic takes an annotation that equals its default for a slip of the pen.
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


def note_changes(instance: BaseModel, plan: ModelDefinition) -> None:
    """Counts a default that was changed in place (``credit.tags.append(...)``) as set, so that it
    is sent.
    """
    held, given = vars(instance), instance.model_fields_set
    for field in plan.mutable:
        name = field.name
        is_default = name not in given and name in held
        if is_default and held[name] != field.make_default():
            given.add(name)


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


def read_model(cls: type[Any], extras: str | None) -> ModelDefinition:
    """Reads a model.

    Args:
        cls: the model; its bases are read first.
        extras: the type expression of undeclared keys, or None for any JSON value.
    """
    fields: dict[str, FieldDefinition] = {}
    for base in reversed(cls.__mro__):
        declaration: Declaration | None = vars(base).get("_declaration_")
        if declaration is None:
            continue
        for name, written in declaration.annotations.items():
            fields[name] = _read_field(name, written, declaration)
    return ModelDefinition(
        cls=cls,
        fields=tuple(fields.values()),
        extras=ANYTHING if extras is None else _evaluate(cls, extras),
        by_wire={field.wire: field for field in fields.values()},
    )


def read_alias(
    cls: type[Any],
    of: str,
    tag: str,
    mapping: Mapping[str, str],
    default: str,
    base: str = "",
) -> Shape:
    """Reads what an alias says about itself.

    Args:
        cls: the alias.
        of: the type expression that it stands for.
        tag: the wire name of the discriminating property, or an empty string.
        mapping: tag value to type expression.
        default: the type expression that any other tag means, or an empty string.
        base: the type expression of what all members are made of, or an empty string.
    """
    shape = _evaluate(cls, of)
    if not tag:
        return shape
    members = tuple((value, _evaluate(cls, member)) for value, member in mapping.items())
    other = _evaluate(cls, default) if default else None
    below = _evaluate(cls, base) if base else None
    tagged = Tagged(tag=tag, mapping=members, default=other, base=below)
    return OrNull(item=tagged, on_wire=True) if isinstance(shape, OrNull) else tagged


def _evaluate(cls: type[Any], expression: str) -> Shape:
    return wired(shape_of(namespace.of_module(cls.__module__).read(expression)))


def _read_field(name: str, written: Any, declaration: Declaration) -> FieldDefinition:
    annotation = written
    if isinstance(written, str):
        annotation = namespace.of_module(declaration.module).read(written)
    default = declaration.defaults.get(name, PydanticUndefined)
    details = _details(annotation)
    if isinstance(default, FieldInfo):
        details = [*details, default]
        default = default.default
    aliases = [info.alias for info in details if info.alias is not None]
    factories = [info.default_factory for info in details if info.default_factory]
    shape = shape_of(annotation)
    more = default if isinstance(default, FieldDefault) else None
    if more is None:
        required = default is PydanticUndefined and not factories
    else:
        required = more.required
        default, made = _made_default(more, shape)
        factories = [made] if made else factories
    return FieldDefinition(
        name=name,
        wire=aliases[-1] if aliases else name,
        shape=wired(shape) if required else shape,
        required=required,
        default=default,
        factory=factories[-1] if factories else None,
        secret=any(not info.repr for info in details),
        read_only=more is not None and more.read_only,
        constant=(more is not None and more.constant) or _is_constant(shape, default),
        written=written,
        module=declaration.module,
    )


def _made_default(more: FieldDefault, shape: Shape) -> tuple[Any, Callable[[], Any] | None]:
    """The default, or what makes one."""
    if more.read_only:
        return None, None

    def read() -> Any:
        from .repair import Repair

        return Repair().start(shape, copy.deepcopy(more.value))

    item = shape.item if isinstance(shape, OrNull) else shape
    # What cannot be changed need not be made anew.
    if more.constant or isinstance(item, (Scalar, OneOf)):
        return read(), None
    return PydanticUndefined, read


def _is_constant(shape: Shape, default: object) -> bool:
    """Whether a field has one possible value, which is also its default."""
    return (
        isinstance(shape, OneOf) and shape.other is None and [default] == list(shape.held.values())
    )


def _details(annotation: object) -> list[Details | FieldInfo]:
    """The ``Field(...)`` inside ``Annotated``."""
    marks: tuple[object, ...] = ()
    if isinstance(annotation, AnnotatedExpr):
        marks = annotation.marks
    elif get_origin(annotation) is Annotated:
        marks = get_args(annotation)[1:]
    return [mark for mark in marks if isinstance(mark, (Details, FieldInfo))]
