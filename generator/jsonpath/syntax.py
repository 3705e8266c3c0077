"""The parts of a JSONPath query, as RFC 9535, section 2, names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """``['name']`` or ``.name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """``[0]``; negative ones count from the end."""

    index: int


@dataclass(frozen=True, slots=True)
class Slice:
    """``[start:stop:step]``."""

    start: int | None
    stop: int | None
    step: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """``[*]`` or ``.*``."""


@dataclass(frozen=True, slots=True)
class Filter:
    """``[?condition]``."""

    condition: Condition


Selector: TypeAlias = Name | Index | Slice | Wildcard | Filter


@dataclass(frozen=True, slots=True)
class Segment:
    """Selectors applied to the nodes so far, or with ``descend`` (``..``) to all that is below them as well."""

    selectors: tuple[Selector, ...]
    descend: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query: from the root (``$``) or from the node that a filter looks at (``@``)."""

    segments: tuple[Segment, ...]
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal of a filter."""

    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Call:
    """``length(...)``, ``count(...)``, ``value(...)``, ``match(...)`` or ``search(...)``."""

    function: str
    arguments: tuple[Operand, ...]


Operand: TypeAlias = Query | Constant | Call


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left == right`` and its like."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Exists:
    """A query, or a call that answers yes or no, as a condition."""

    operand: Query | Call


@dataclass(frozen=True, slots=True)
class Not:
    """``!condition``."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    """``a && b``."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """``a || b``."""

    conditions: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Exists | Not | All | Any
