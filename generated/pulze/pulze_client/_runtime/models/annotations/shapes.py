"""Shapes: the meaning of an annotation as a closed sum.

A shape has several readings: a pydantic-core schema (:mod:`.core_schemas`) and a repair walk for
values that do not fit (:mod:`..mismatch_repair`). Models and aliases are named, never contained, so
a shape is always finite.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from types import EllipsisType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeAlias,
    Union,
    assert_never,
    get_args,
    get_origin,
)

from ...records import record
from ...service.options import UPLOAD
from ..scalars.base import INVALID, ScalarType
from ..scalars.json import DECIMAL_NUMBER, INTEGER, NULL, NUMBER, leaf_of
from .markers import BASE64, NULLABLE, OPEN, WIRE_NUMBER, UnknownVariant
from .type_expressions import AnnotatedExpr, LiteralExpr, TypeExpr, UnionExpr

JSONScalar: TypeAlias = str | int | float | bool | None


@record
class Anything:
    """Any JSON value."""


@record
class Scalar:
    """One JSON scalar."""

    leaf: ScalarType


@record(eq=False)
class OneOf:
    """One of a few scalars.

    Attributes:
        held: what Python holds for each JSON value: a member of ``enum``, or the value itself. The
            key says beside the value whether it is a boolean, because ``True == 1`` in Python.
        enum: the enum class, or None for a ``Literal``.
        other: what a value that is not among them may be, or None where the list is closed.
    """

    held: Mapping[tuple[bool, JSONScalar], object]
    enum: type[Enum] | None = None
    other: Shape | None = None

    @property
    def values(self) -> list[JSONScalar]:
        """The JSON values, in order."""
        return [value for _, value in self.held]

    def find(self, value: object) -> object:
        """What Python holds for a JSON value, or MISFIT."""
        if value is None or isinstance(value, (str, int, float)):
            return self.held.get((isinstance(value, bool), value), INVALID)
        return INVALID


@record
class ListOf:
    """An array."""

    items: Shape


@record
class TupleOf:
    """An array whose first items have shapes of their own, of which the last ``optional`` may be
    missing; ``rest`` is the shape of further ones.
    """

    prefix: tuple[Shape, ...]
    rest: Shape | None = None
    optional: int = 0


@record
class MapOf:
    """An object without declared fields."""

    values: Shape


@record
class OrNull:
    """``item``, or null.

    ``on_wire`` tells whether the wire may carry null (``Nullable``), or only Python ``None`` for
    what is absent.
    """

    item: Shape
    on_wire: bool


@record
class AnyOf:
    """The member that fits best; ties go to the first."""

    members: tuple[Shape, ...]


@record
class Tagged:
    """The member that the property ``tag`` names; ``default``, where there is one, if it names
    none.

    ``base`` is what all members are made of, where that is a member too: an unknown tag is
    reported, and its fields are read.
    """

    tag: str
    mapping: tuple[tuple[str, Shape], ...]
    default: Shape | None = None
    base: Shape | None = None

    @property
    def members(self) -> tuple[Shape, ...]:
        """Every member, once for each value of the tag."""
        named = tuple(member for _, member in self.mapping)
        others = (self.default, self.base)
        return (*named, *(other for other in others if other is not None))


def tag_text(tag: object) -> object:
    """The value of a tag as a mapping has it: a number or a boolean as its JSON text."""
    match tag:
        case Enum():
            return tag_text(tag.value)
        case bool():
            return "true" if tag else "false"
        case int():
            return str(tag)
        case _:
            return tag


@record
class Named:
    """A model or an alias, by its class."""

    cls: type[Any]


@record
class Instance:
    """An object of a Python class that JSON does not know; kept as it is."""

    cls: type[Any]


Shape: TypeAlias = (
    Anything
    | Scalar
    | OneOf
    | ListOf
    | TupleOf
    | MapOf
    | OrNull
    | AnyOf
    | Tagged
    | Named
    | Instance
)

ANYTHING: Final = Anything()
_NULL: Final = Scalar(leaf=NULL)
_INTEGER: Final = Scalar(leaf=INTEGER)
_NUMBER: Final = Scalar(leaf=NUMBER)


def shape_of(annotation: object) -> Shape:
    """The shape that ``annotation`` denotes.

    Args:
        annotation: a type as generated code writes it, already evaluated.

    Raises:
        TypeError: it is not a type that generated code uses.
    """
    if annotation is Any or annotation is object:
        return ANYTHING
    if annotation is None:
        return _NULL
    if isinstance(annotation, TypeExpr):
        return _of_written(annotation)
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return _of_class(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of_annotated(arguments[0], arguments[1:])
    if origin is Literal:
        return _of_values(arguments)
    if origin is Union or origin is types.UnionType:
        return _of_union(arguments)
    if origin is list:
        return ListOf(items=_wired_shape_of(arguments[0]))
    if origin is dict:
        return MapOf(values=_wired_shape_of(arguments[1]))
    if origin is tuple:
        return _of_tuple(arguments)
    raise TypeError(f"not a type of a generated model: {annotation!r}")


def _of_written(annotation: TypeExpr) -> Shape:
    match annotation:
        case AnnotatedExpr(inner=inner, marks=marks):
            return _of_annotated(inner, marks)
        case UnionExpr(members=members):
            return _of_union(members)
        case LiteralExpr(values=values):
            return _of_values(values)
        case _:
            raise TypeError(f"not a type of a generated model: {annotation!r}")


def _of_values(values: tuple[JSONScalar, ...]) -> Shape:
    return OneOf(held={(isinstance(value, bool), value): value for value in values})


def _alternatives(annotation: object) -> tuple[object, ...]:
    """The members of a union, or nothing."""
    if isinstance(annotation, UnionExpr):
        return annotation.members
    is_union = get_origin(annotation) in (Union, types.UnionType)
    return get_args(annotation) if is_union else ()


def _of_class(cls: type[Any]) -> Shape:
    leaf = leaf_of(cls)
    if leaf is not None:
        return Scalar(leaf=leaf)
    if issubclass(cls, Enum):
        return OneOf(
            held={(isinstance(member.value, bool), member.value): member for member in cls},
            enum=cls,
        )
    if issubclass(cls, UnknownVariant):
        return Instance(cls=cls)
    if cls is list:
        return ListOf(items=ANYTHING)
    if cls is dict:
        return MapOf(values=ANYTHING)
    return Named(cls=cls)


def _of_annotated(inner: object, marks: tuple[object, ...]) -> Shape:
    known = {id(mark) for mark in marks}
    if id(BASE64) in known:
        from ..scalars import binary

        return Scalar(leaf=binary.BASE64)
    if id(UPLOAD) in known:
        from ..scalars import binary

        return Scalar(leaf=binary.BYTES)
    if id(WIRE_NUMBER) in known:
        return Scalar(leaf=DECIMAL_NUMBER)
    if id(OPEN) in known:
        return _opened(*_alternatives(inner))
    shape = shape_of(inner)
    if id(NULLABLE) in known:
        item = shape.item if isinstance(shape, OrNull) else shape
        return OrNull(item=item, on_wire=True)
    return shape


def _opened(closed: object, *others: object) -> Shape:
    shape = shape_of(closed)
    if not isinstance(shape, OneOf):
        return shape
    return OneOf(held=shape.held, enum=shape.enum, other=_of_union(others))


def _of_union(arguments: tuple[object, ...]) -> Shape:
    members: dict[Shape, None] = {}
    nullable = on_wire = False
    for shape in _flat(arguments):
        if isinstance(shape, OrNull):
            nullable, on_wire, shape = True, on_wire or shape.on_wire, shape.item
        if shape == _NULL:
            nullable = True
        else:
            members.setdefault(shape)
    if _NUMBER in members:  # ``int | float`` is one thing: a number
        members.pop(_INTEGER, None)
    match _with_lengths(members):
        case []:
            return _NULL
        case [single]:
            item: Shape = single
        case several:
            item = AnyOf(members=tuple(several))
    return OrNull(item=item, on_wire=on_wire) if nullable else item


def _with_lengths(members: Iterable[Shape]) -> list[Shape]:
    """Tuples that differ in their length alone, the longest first, as one with items that may be
    missing.
    """
    found: list[Shape] = []
    for shape in members:
        whole = found[-1] if found else None
        if isinstance(shape, TupleOf) and isinstance(whole, TupleOf) and shape.rest is None:
            length = len(whole.prefix) - whole.optional - 1
            if length >= 0 and shape.prefix == whole.prefix[:length]:
                optional = whole.optional + 1
                found[-1] = TupleOf(prefix=whole.prefix, rest=whole.rest, optional=optional)
                continue
        found.append(shape)
    return found


def _flat(arguments: tuple[object, ...]) -> Iterator[Shape]:
    """The shapes of alternatives, unions among them taken apart."""
    for argument in arguments:
        inner = _alternatives(argument)
        if inner:
            yield from _flat(inner)
        else:
            yield shape_of(argument)


def _of_tuple(arguments: tuple[object, ...]) -> Shape:
    """``tuple[A, B]``, ``tuple[A, ...]`` or ``tuple[A, *tuple[B, ...]]``."""
    match arguments:
        case ():
            return TupleOf(prefix=())
        case (items, EllipsisType()):
            return ListOf(items=wired(shape_of(items)))
        case (*head, types.GenericAlias(__unpacked__=True, __args__=(rest, _))):
            return TupleOf(prefix=tuple(map(_wired_shape_of, head)), rest=_wired_shape_of(rest))
        case _:
            return TupleOf(prefix=tuple(map(_wired_shape_of, arguments)))


def wired(shape: Shape) -> Shape:
    """``shape`` where nothing can be absent, so that ``None`` in it can only mean null: items,
    values, whole bodies.
    """
    if isinstance(shape, OrNull) and not shape.on_wire:
        return OrNull(item=shape.item, on_wire=True)
    return shape


def _wired_shape_of(annotation: object) -> Shape:
    return wired(shape_of(annotation))


def mentions(shape: Shape) -> Iterator[type[Any]]:
    """The models and aliases that ``shape`` names, in order."""
    match shape:
        case Named(cls=cls):
            yield cls
        case ListOf(items=inner) | MapOf(values=inner) | OrNull(item=inner):
            yield from mentions(inner)
        case TupleOf(prefix=prefix, rest=rest):
            for part in (*prefix, *(() if rest is None else (rest,))):
                yield from mentions(part)
        case AnyOf(members=members) | Tagged(members=members):
            for member in members:
                yield from mentions(member)
        case OneOf() | Anything() | Scalar() | Instance():
            return
        case _:
            assert_never(shape)


def is_anything(shape: Shape) -> bool:
    """Whether ``shape`` takes any JSON value."""
    return isinstance(shape, Anything)


def holds(shape: Shape, wanted: Callable[[Shape], bool]) -> bool:
    """Whether some place in ``shape`` itself, names not followed, is of the wanted kind."""
    if wanted(shape):
        return True
    match shape:
        case ListOf(items=inner) | MapOf(values=inner) | OrNull(item=inner):
            return holds(inner, wanted)
        case TupleOf(prefix=prefix, rest=rest):
            parts = prefix if rest is None else (*prefix, rest)
            return any(holds(part, wanted) for part in parts)
        case AnyOf(members=members) | Tagged(members=members):
            return any(holds(member, wanted) for member in members)
        case OneOf() | Anything() | Scalar() | Named() | Instance():
            return False
        case _:
            assert_never(shape)
