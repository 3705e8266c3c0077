"""Reads the declarations of a generated class from its annotations (:mod:`.definitions`).

Reading evaluates the annotations, which may load the neighbours' modules.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ..records import record
from .annotations import namespace
from .annotations.field_defaults import FieldDefault
from .annotations.shapes import ANYTHING, OneOf, OrNull, Scalar, Shape, Tagged, shape_of, wired
from .annotations.type_expressions import AnnotatedExpr, Details
from .definitions import FieldDefinition, ModelDefinition


@record
class Declaration:
    """What the text of one class says, not yet evaluated.

    Attributes:
        annotations: attribute name to annotation, in order; ``ClassVar`` left out.
        defaults: attribute name to what was assigned to it.
        module: where the class is.
    """

    annotations: Mapping[str, object]
    defaults: Mapping[str, object]
    module: str


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
        of: the type expression that it means.
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
        from .mismatch_repair import Repair

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
