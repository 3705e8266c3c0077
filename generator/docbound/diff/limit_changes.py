"""What other limits of a value mean that is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias, TypeGuard

from docbound.diff.change import Class
from docbound.diff.type_changes import Verdict
from docbound.service import JSONValue

Limit: TypeAlias = "JSONValue | tuple[float, bool]"
"""A limit's value; of a bound on numbers the bound, and whether it is excluded."""

_UPPER: Final = frozenset({"maximum", "maxLength", "maxItems", "maxProperties"})
_LOWER: Final = frozenset({"minimum", "minLength", "minItems", "minProperties"})


def limits(
    old: Mapping[str, JSONValue], new: Mapping[str, JSONValue], *, whole: bool = False
) -> Verdict | None:
    """What other limits of a given value mean.

    Args:
        old, new: limits by keyword; those of items and the like have ``items.`` before it.
        whole: whether the value is an integer.
    """
    before, now = _bounds(old, whole=whole), _bounds(new, whole=whole)
    if before == now:
        return None
    tighter = sorted(key for key in now if _is_tighter(key, before.get(key), now[key]))
    if tighter:
        key = tighter[0]
        return Verdict(
            Class.BREAKING,
            f"`{key}` is {_stated(key, new)} now, and values beyond it are refused",
            "keep to the new limit",
        )
    return Verdict(Class.COMPATIBLE, "more values are accepted")


def _stated(key: str, limits: Mapping[str, JSONValue]) -> JSONValue:
    """A limit as the description states it: a bound may be an exclusive one."""
    before, dot, word = key.rpartition(".")
    exclusive = f"{before}{dot}exclusive{word[:1].upper()}{word[1:]}"
    return limits[key] if key in limits else limits.get(exclusive)


def _bounds(limits: Mapping[str, JSONValue], *, whole: bool) -> dict[str, Limit]:
    """Limits with each bound of a number as the bound and whether it is excluded; of two bounds on
    one side the closer one.
    """
    found: dict[str, Limit] = {}
    for key, value in limits.items():
        before, dot, word = key.rpartition(".")
        side = word.removeprefix("exclusive").lower()
        if side not in ("minimum", "maximum"):
            found[key] = value
        elif _is_number(value):
            flag = limits.get(f"{before}{dot}exclusive{side.capitalize()}") is True
            bound = _bound(side, value, excluded=flag or word != side, whole=whole)
            key = f"{before}{dot}{side}"
            if _is_tighter(key, found.get(key), bound):
                found[key] = bound
    return found


def _is_number(value: JSONValue) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bound(word: str, value: float, *, excluded: bool, whole: bool) -> tuple[float, bool]:
    """An excluded bound of an integer is the next one, included."""
    if not (excluded and whole and value == int(value)):
        return value, excluded
    return (value + 1 if word == "minimum" else value - 1), False


def _is_tighter(key: str, old: Limit, new: Limit) -> bool:
    word = key.rpartition(".")[2]
    if old == new or new in (None, False):
        return False
    if old in (None, False):
        return not (word in _LOWER and new == 0 and word != "minimum")
    if isinstance(old, tuple) and isinstance(new, tuple):
        if old[0] == new[0]:
            return new[1] and not old[1]
        return new[0] < old[0] if word in _UPPER else new[0] > old[0]
    if isinstance(old, int | float) and isinstance(new, int | float):
        if word in _UPPER:
            return new < old
        if word in _LOWER:
            return new > old
        if word == "multipleOf" and new:
            return old % new != 0
    return True
