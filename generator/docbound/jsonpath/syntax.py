"""The parts of a JSONPath query, as RFC 9535, section 2, names them."""

from __future__ import annotations

from typing import TypeAlias

from docbound.records import record


@record(kw_only=False)
class Name:
    """``['name']`` or ``.name``."""

    name: str


@record(kw_only=False)
class Index:
    """``[0]``; negative ones count from the end."""

    index: int


@record(kw_only=False)
class Slice:
    """``[start:stop:step]``."""

    start: int | None
    stop: int | None
    step: int


@record(kw_only=False)
class Wildcard:
    """``[*]`` or ``.*``."""


@record(kw_only=False)
class Filter:
    """``[?condition]``."""

    condition: Condition


Selector: TypeAlias = Name | Index | Slice | Wildcard | Filter


@record(kw_only=False)
class Segment:
    """Selectors applied to the nodes so far, or with ``descend`` (``..``) to all that is below them
    as well.
    """

    selectors: tuple[Selector, ...]
    descend: bool = False


@record(kw_only=False)
class Query:
    """A whole query: from the root (``$``) or from the node that a filter looks at (``@``)."""

    segments: tuple[Segment, ...]
    relative: bool = False


@record(kw_only=False)
class Constant:
    """A literal of a filter."""

    value: bool | int | float | str | None


@record(kw_only=False)
class Call:
    """``length(...)``, ``count(...)``, ``value(...)``, ``match(...)`` or ``search(...)``."""

    function: str
    arguments: tuple[Operand, ...]


Operand: TypeAlias = Query | Constant | Call


@record(kw_only=False)
class Comparison:
    """``left == right`` and its like."""

    left: Operand
    operator: str
    right: Operand


@record(kw_only=False)
class Exists:
    """A query, or a call that answers yes or no, as a condition."""

    operand: Query | Call


@record(kw_only=False)
class Not:
    """``!condition``."""

    condition: Condition


@record(kw_only=False)
class All:
    """``a && b``."""

    conditions: tuple[Condition, ...]


@record(kw_only=False)
class Any:
    """``a || b``."""

    conditions: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Exists | Not | All | Any
