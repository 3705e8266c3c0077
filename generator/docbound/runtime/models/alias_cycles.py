"""Aliases that stand for themselves: ``A`` is ``B``, ``B`` is ``A`` or a string.

Such a description is valid and says nothing more than "a string", but following it would never end. A cycle through a
list, a map or a model is no such cycle: there the value grows smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from .scalars.json import NULL
from .shapes import ANYTHING, AnyOf, Named, OrNull, Scalar, Shape, Tagged

Stated: TypeAlias = Callable[[type[Any]], Shape | None]
"""What an alias says about itself; None for a model."""


def without_cycles(cls: type[Any], stated: Stated) -> Shape:
    """What the alias ``cls`` stands for, with itself left out of its own alternatives.

    Args:
        cls: the alias.
        stated: tells what each alias says.
    """
    shape = stated(cls) or ANYTHING
    if not _reaches(shape, cls, stated):
        return shape
    return _pruned(shape, (cls,), stated) or ANYTHING


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


def _pruned(shape: Shape, seen: tuple[type[Any], ...], stated: Stated) -> Shape | None:
    """``shape`` without ``seen[0]``; aliases that lead back to it are written out. None where nothing is left."""
    match shape:
        case Named(cls=cls) if cls in seen:
            return None
        case Named(cls=cls) if _reaches(shape, seen[0], stated):
            return _pruned(stated(cls) or ANYTHING, (*seen, cls), stated)
        case OrNull(item=item, on_wire=on_wire):
            kept = _pruned(item, seen, stated)
            return (
                Scalar(leaf=NULL)
                if kept is None
                else OrNull(item=kept, on_wire=on_wire)
            )
        case AnyOf(members=members):
            left = [
                kept
                for member in members
                if (kept := _pruned(member, seen, stated)) is not None
            ]
            return (
                left[0]
                if len(left) == 1
                else AnyOf(members=tuple(left)) if left else None
            )
        case Tagged(tag=tag, mapping=mapping, default=default):
            chosen = [
                (value, kept)
                for value, member in mapping
                if (kept := _pruned(member, seen, stated)) is not None
            ]
            other = None if default is None else _pruned(default, seen, stated)
            if not chosen:
                return other
            return Tagged(tag=tag, mapping=tuple(chosen), default=other)
        case _:
            return shape
