"""Aliases that mean themselves: ``A`` is ``B``, ``B`` is ``A`` or a string.

Such a description is valid and says nothing more than "a string", but following it would never end.
A cycle through a list, a map or a model is no such cycle: there the value grows smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from ..scalars.json import NULL
from .shapes import ANYTHING, AnyOf, Named, OrNull, Scalar, Shape, Tagged

Stated: TypeAlias = Callable[[type[Any]], Shape | None]
"""What an alias says about itself; None for a model."""


_MOST_WAYS = 64
"""Ways through aliases to the alternatives of one choice; beyond it, each alternative is written
out once.
"""


def without_cycles(cls: type[Any], stated: Stated) -> Shape:
    """What the alias ``cls`` means, with itself left out of its own alternatives.

    Choices that list one another have as many ways to their alternatives as there are orders of
    them, and a validator tries each. Such a choice is one of all the alternatives that it can
    reach, each of them once.

    Args:
        cls: the alias.
        stated: tells what each alias says.
    """
    shape = stated(cls) or ANYTHING
    if _reaches(shape, cls, stated) or _ways(cls, stated) > _MOST_WAYS:
        return _flattened(shape, cls, stated)
    return shape


def _ways(cls: type[Any], stated: Stated) -> int:
    """The number of ways from an alias to alternatives that are no aliases; a large one where there
    are cycles.
    """
    known: dict[type[Any], int] = {}
    active: set[type[Any]] = set()
    waiting = [(cls, False)]
    while waiting:
        here, is_done = waiting.pop()
        inner = list(_direct(stated(here) or ANYTHING))
        if is_done:
            active.discard(here)
            known[here] = min(sum(known.get(each, 1) for each in inner) or 1, 10**6)
        elif here in active:
            return 10**6
        elif here not in known:
            active.add(here)
            waiting.append((here, True))
            waiting.extend((each, False) for each in inner if each not in known)
    return known[cls]


def _flattened(shape: Shape, cls: type[Any], stated: Stated) -> Shape:
    """``shape`` with the alternatives of all choices in it written out, each once."""
    seen = {cls}
    alternatives: dict[Shape, None] = {}
    nullable = on_wire = False
    budget = iter(range(_MOST_WAYS * 16))
    waiting = [shape]
    while waiting:
        match waiting.pop():
            case Named(cls=named) as alternative:
                inner = stated(named)
                goes_on = isinstance(inner, (Named, OrNull, AnyOf)) or (
                    isinstance(inner, Tagged) and _reaches(inner, cls, stated)
                )
                if inner is None or not goes_on:
                    alternatives.setdefault(alternative)
                elif named not in seen:
                    seen.add(named)
                    waiting.append(inner)
            case OrNull(item=item, on_wire=also):
                nullable, on_wire = True, on_wire or also
                waiting.append(item)
            case AnyOf(members=members):
                waiting.extend(reversed(members))
            case Tagged() as tagged:
                kept = _pruned(tagged, (cls,), stated, budget)
                if kept is not None:
                    alternatives.setdefault(kept)
            case alternative:
                alternatives.setdefault(alternative)
    members = tuple(alternatives)
    if not members:
        return Scalar(leaf=NULL) if nullable else ANYTHING
    item = members[0] if len(members) == 1 else AnyOf(members=members)
    return OrNull(item=item, on_wire=on_wire) if nullable else item


def _reaches(shape: Shape, target: type[Any], stated: Stated) -> bool:
    """Whether ``shape`` is ``target`` itself under some names."""
    seen: set[type[Any]] = set()
    waiting = list(_direct(shape))
    while waiting:
        cls = waiting.pop()
        if cls is target:
            return True
        if cls not in seen:
            seen.add(cls)
            waiting.extend(_direct(stated(cls) or ANYTHING))
    return False


def _direct(shape: Shape) -> Iterator[type[Any]]:
    """The names that ``shape`` is, or is an alternative of, without anything around them."""
    match shape:
        case Named(cls=cls):
            yield cls
        case OrNull(item=item):
            yield from _direct(item)
        case AnyOf(members=members) | Tagged(members=members):
            for member in members:
                yield from _direct(member)
        case _:
            return


def _pruned(
    shape: Shape,
    seen: tuple[type[Any], ...],
    stated: Stated,
    budget: Iterator[int],
) -> Shape | None:
    """``shape`` without ``seen[0]``; aliases that lead back to it are written out. None where
    nothing is left, or where so much was written out that ``budget`` is used up."""
    match shape:
        case Named(cls=cls) if cls in seen or next(budget, None) is None:
            return None
        case Named(cls=cls) if _reaches(shape, seen[0], stated):
            return _pruned(stated(cls) or ANYTHING, (*seen, cls), stated, budget)
        case OrNull(item=item, on_wire=on_wire):
            kept = _pruned(item, seen, stated, budget)
            return Scalar(leaf=NULL) if kept is None else OrNull(item=kept, on_wire=on_wire)
        case AnyOf(members=members):
            left = [
                kept
                for member in members
                if (kept := _pruned(member, seen, stated, budget)) is not None
            ]
            return left[0] if len(left) == 1 else AnyOf(members=tuple(left)) if left else None
        case Tagged(tag=tag, mapping=mapping, default=default, base=base):
            chosen = [
                (value, kept)
                for value, member in mapping
                if (kept := _pruned(member, seen, stated, budget)) is not None
            ]
            other = None if default is None else _pruned(default, seen, stated, budget)
            below = None if base is None else _pruned(base, seen, stated, budget)
            if not chosen:
                return other
            return Tagged(tag=tag, mapping=tuple(chosen), default=other, base=below)
        case _:
            return shape
