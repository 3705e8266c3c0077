"""Light stand-ins for the constructs of :mod:`typing` that annotations use.

Evaluating ``Annotated[str | None, Field(alias="holdAmount")]`` costs more than everything that is
then made of it; and typing remembers subscripts by equality, so that ``Nullable[Cat | Dog]`` may
turn out to be an earlier ``Nullable[Dog | Cat]``, although the order decides ties. These only keep
what was written.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any, Final, TypeGuard

import pydantic
from pydantic_core import PydanticUndefined

from . import markers
from .markers import NULLABLE, OPEN


class TypeExpr:
    """A type as it was written; ``|`` makes an alternative of it."""

    __slots__ = ()

    def __or__(self, other: object) -> UnionExpr:
        return UnionExpr((self, other))

    def __ror__(self, other: object) -> UnionExpr:
        return UnionExpr((other, self))


class UnionExpr(TypeExpr):
    """Alternatives, in order."""

    __slots__ = ("members",)

    def __init__(self, members: tuple[object, ...]) -> None:
        self.members = members


class AnnotatedExpr(TypeExpr):
    """A type with marks beside it: ``Annotated``."""

    __slots__ = ("inner", "marks")

    def __init__(self, inner: object, marks: tuple[object, ...]) -> None:
        self.inner = inner
        self.marks = marks


class LiteralExpr(TypeExpr):
    """Values: ``Literal``."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values


class Details:
    """What ``Field(...)`` says in generated code; anything else it could say is refused.

    Args:
        alias: the wire name, where it differs from the attribute's.
        repr: whether a ``repr`` shows the value.
        default: the value of a field that is absent.
        default_factory: makes that value, where it can be changed.
    """

    __slots__ = ("alias", "default", "default_factory", "repr")

    def __init__(
        self,
        *,
        alias: str | None = None,
        repr: bool = True,
        default: Any = PydanticUndefined,
        default_factory: Callable[[], Any] | None = None,
    ) -> None:
        self.alias = alias
        self.repr = repr
        self.default = default
        self.default_factory = default_factory


class _Construct:
    """Something that is subscripted."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[Any], TypeExpr]) -> None:
        self._make = make

    def __getitem__(self, argument: Any) -> TypeExpr:
        return self._make(argument)


def _open(*others: object) -> _Construct:
    return _Construct(lambda closed: AnnotatedExpr(UnionExpr((closed, *others)), (OPEN,)))


def _is_tuple(argument: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(argument, tuple)


def _all(argument: object) -> tuple[Any, ...]:
    return argument if _is_tuple(argument) else (argument,)


STAND_INS: Final[dict[str, tuple[object, object]]] = {
    "Annotated": (
        typing.Annotated,
        _Construct(lambda parts: AnnotatedExpr(parts[0], parts[1:])),
    ),
    "Literal": (typing.Literal, _Construct(lambda values: LiteralExpr(_all(values)))),
    "Optional": (typing.Optional, _Construct(lambda inner: UnionExpr((inner, None)))),
    "Union": (typing.Union, _Construct(lambda members: UnionExpr(_all(members)))),
    "Field": (pydantic.Field, Details),
    "Nullable": (
        markers.Nullable,
        _Construct(lambda inner: AnnotatedExpr(inner, (NULLABLE,))),
    ),
    "Open": (markers.Open, _open(str)),
    "OpenInt": (markers.OpenInt, _open(int)),
    "OpenNumber": (markers.OpenNumber, _open(int, float)),
    "OpenValue": (markers.OpenValue, _open(str, int, float, bool)),
}
"""For each name what it usually means, and what replaces it."""
