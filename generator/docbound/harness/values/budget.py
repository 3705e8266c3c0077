"""Limits on the size and effort of one made value.

A maker that comes to a limit gives up; the law then has no value there, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

STEPS = 10_000
"""Schemas, or nodes of a pattern, that are gone through for one value."""

DEEPEST = -12
"""Below it a schema only leads back to itself (depth counts down, see :mod:`.instances`)."""

LARGEST = 20_000
"""Characters, items or properties that a value has at the most because it must."""


class BudgetExceededError(Exception):
    """There is no value, or none within the limits."""


class Budget:
    """Counts the steps of one value."""

    def __init__(self) -> None:
        self._left = STEPS

    def renew(self) -> None:
        """Another value begins."""
        self._left = STEPS

    def spend(self, depth: int = 0) -> None:
        """One step, at ``depth``.

        Raises:
            BudgetExceededError: it was the last one, or went too deep.
        """
        self._left -= 1
        if self._left < 0 or depth < DEEPEST:
            raise BudgetExceededError


def at_least(schema: Mapping[str, Any], keyword: str) -> int:
    """The least size that ``keyword`` demands: 0 where it says none.

    Raises:
        BudgetExceededError: it is beyond :data:`LARGEST`.
    """
    size = schema.get(keyword)
    if not _is_size(size):
        return 0
    if size > LARGEST:
        raise BudgetExceededError
    return int(size)


def at_most(schema: Mapping[str, Any], keyword: str) -> int | None:
    """The size that ``keyword`` allows; None where it says none, or one that is not reached
    anyway.
    """
    size = schema.get(keyword)
    return int(size) if _is_size(size) and size <= LARGEST else None


def _is_size(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
