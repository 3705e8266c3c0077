"""Date-times that are given as texts: what has no offset is sent as UTC, as a ``datetime`` is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from ..models.annotations.shapes import AnyOf, ListOf, MapOf, Named, OrNull, Scalar, Shape
from ..models.definitions import ModelDefinition, plan_of
from ..models.scalars.json import STRING
from ..models.scalars.temporal import DATE_TIME, TIME
from ..serialization.date_times import with_offset


def holds_date_times(shape: Shape, seen: frozenset[object] = frozenset()) -> bool:
    """Whether a text may be a date-time or a time here; models see to their own fields."""
    match shape:
        case Scalar(leaf=leaf):
            return leaf is DATE_TIME or leaf is TIME
        case ListOf(items=inner) | MapOf(values=inner) | OrNull(item=inner):
            return holds_date_times(inner, seen)
        case AnyOf(members=members):
            # Where any text may be, it is sent as it is.
            return Scalar(leaf=STRING) not in members and any(
                holds_date_times(member, seen) for member in members
            )
        case Named(cls=cls) if cls not in seen:
            plan = plan_of(cls)
            return not isinstance(plan, ModelDefinition) and holds_date_times(plan, seen | {cls})
        case _:
            return False


def with_offsets(value: object) -> object:
    """``value``, its texts with an offset where they have none; warns the caller of each.

    Args:
        value: what is given for a parameter that may hold date-times, and fits it.
    """
    match value:
        case str():
            return with_offset(value)
        case list() | tuple() | set() | frozenset():
            return [with_offsets(item) for item in cast("Iterable[object]", value)]
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            return {name: with_offsets(item) for name, item in items}
        case _:
            return value
