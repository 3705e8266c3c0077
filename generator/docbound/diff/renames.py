"""Renames: recognised by what a thing is, so that a rename is no removal and addition."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, TypeVar

from docbound.service import JSONValue
from docbound.surface.entry import Entry, Facts, Surface

T = TypeVar("T")
_ALIKE: Final = 0.75
"""The share of fields that two models have in common from which on they are taken for one."""
_VARIABLE: Final = re.compile(r"\{[^{}]*\}")


def methods(old: Sequence[Entry], new: Sequence[Entry]) -> dict[str, str]:
    """Methods of other names for the same call: the same request, or the same operationId."""
    pairs = _paired(old, new, lambda entry: request(entry.facts))
    left_old = [entry for entry in old if entry.name not in pairs]
    left_new = [entry for entry in new if entry.name not in pairs.values()]
    return pairs | _paired(left_old, left_new, lambda entry: str(entry.facts.get("operation", "")))


def request(facts: Facts) -> str:
    """Method and path, whatever the template's variables are called."""
    return _VARIABLE.sub("{}", str(facts["request"]))


def models(
    old: Sequence[Entry], new: Sequence[Entry], before: Surface, now: Surface
) -> dict[str, str]:
    """Models, enums and aliases of other names: at the same place, or of the same shape.

    Args:
        old: the entries that only the older surface has.
        new: those that only the newer one has.
        before: the older surface, with the fields of models.
        now: the newer one.

    Returns:
        The newer name of each older one.
    """
    pairs = _paired(old, new, lambda entry: (entry.kind, entry.place) if entry.place else None)
    left_old = [entry for entry in old if entry.name not in pairs]
    left_new = [entry for entry in new if entry.name not in pairs.values()]
    shapes_old = {entry.name: shape(entry, before) for entry in left_old}
    shapes_new = {entry.name: shape(entry, now) for entry in left_new}
    ranked = sorted(
        (
            -_likeness(shapes_old[one.name], shapes_new[other.name]),
            one.name,
            other.name,
        )
        for one in left_old
        for other in left_new
        if one.kind == other.kind
    )
    for likeness, one_name, other_name in ranked:
        if -likeness < _ALIKE:
            break
        if one_name not in pairs and other_name not in pairs.values():
            pairs[one_name] = other_name
    return pairs


def shape(entry: Entry, surface: Surface) -> frozenset[str]:
    """What a model is made of: its fields with their types, an enum's values, an alias's type."""
    if entry.kind == "alias":
        return frozenset([str(entry.facts["type"])])
    kind = "field" if entry.kind == "model" else "member"
    start = f"{entry.name}."
    return frozenset(
        f"{item.facts.get('wire', '')} {item.facts.get('type', '')} {item.facts.get('value', '')}"
        for (each, name), item in surface.items()
        if each == kind and name.startswith(start)
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def arguments(old: Sequence[Facts], new: Sequence[Facts]) -> dict[str, str]:
    """Arguments of other names: the only ones of their place, type and need that went away and
    came.
    """
    return _single(
        old,
        new,
        lambda facts: (facts["in"], str(facts["type"]), facts.get("required", False)),
    )


def fields(old: Sequence[Facts], new: Sequence[Facts]) -> dict[str, str]:
    """Fields of other names: of the same type and need, with names that have a word in common."""
    pairs = _single(old, new, lambda facts: (str(facts["type"]), facts.get("required", False)))
    return {before: now for before, now in pairs.items() if _words(before) & _words(now)}


def _words(name: str) -> set[str]:
    return {word for word in name.lower().split("_") if len(word) > 2}


def _single(
    old: Sequence[Facts], new: Sequence[Facts], key: Callable[[Facts], Hashable]
) -> dict[str, str]:
    before, now = _unique(old, key), _unique(new, key)
    return {_name(before[each]): _name(now[each]) for each in before.keys() & now.keys()}


def _name(facts: Facts) -> str:
    name: JSONValue = facts["name"]
    return str(name)


def _paired(
    old: Iterable[Entry], new: Iterable[Entry], key: Callable[[Entry], Hashable]
) -> dict[str, str]:
    before, now = _unique(old, key), _unique(new, key)
    return {before[each].name: now[each].name for each in before if each in now}


def _unique(items: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    """Items with a key of their own; an empty key is none."""
    found: dict[Hashable, T] = {}
    several: set[Hashable] = set()
    for item in items:
        each = key(item)
        if each in found:
            several.add(each)
        elif each:
            found[each] = item
    return {each: item for each, item in found.items() if each not in several}
