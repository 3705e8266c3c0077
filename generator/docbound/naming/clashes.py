"""Settles clashes within a scope: pinned names, kept names, then candidates in a fixed order.

Pinned names come first, then kept ones, then everybody's own natural name (by rank, then in
document order); an item whose natural name is taken gets a more explicit spelling if it has one,
and otherwise the first free number. No number takes another's natural name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from keyword import iskeyword
from typing import TypeAlias

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect, Position, Severity
from docbound.naming.words import normalise
from docbound.records import record
from docbound.service import Pointer

Claims: TypeAlias = Callable[[str], tuple[str, ...]]
Rule: TypeAlias = Callable[[str], bool]


@record
class Item:
    """Something that wants a name.

    Attributes:
        pointer: what the name is looked up, kept and pinned by.
        candidates: the names it would take, the natural one first.
        source: the description's own name, for messages.
        rank: lower ranks choose first.
        place: where it is in the description, when that is not ``pointer``; a name can be
            pinned by it too.
        reserved: the natural name, where it is not among the candidates because the package has
            something of that name.
        what: what it is, for messages, where the description's own name does not say it.
        setting: the key of client.yaml under which a name is pinned.
    """

    pointer: Pointer
    candidates: tuple[str, ...]
    source: str
    rank: int = 0
    place: Pointer = ""
    reserved: str = ""
    what: str = ""
    setting: str = "rename"

    @property
    def subject(self) -> str:
        """What a message calls it."""
        return f"{self.what} {self.source!r}" if self.what else repr(self.source)


@record
class Choices:
    """Names decided beforehand: ``pinned`` by the settings, ``kept`` from earlier runs; both by
    pointer. ``pinned_at`` gives the place of a pinned name in the settings.
    """

    pinned: Mapping[Pointer, str]
    kept: Mapping[Pointer, str]
    pinned_at: Callable[[Pointer], Position | None] = lambda pointer: None


def settle_scope(
    items: Sequence[Item],
    choices: Choices,
    diagnostics: Diagnostics,
    *,
    numbered: Callable[[str, int], str],
    allowed: Rule,
    claims: Claims = lambda name: (name,),
    taken: Iterable[str] = (),
) -> dict[Pointer, str]:
    """Gives every item of one scope its name.

    Args:
        items: in document order.
        choices: pinned and kept names.
        diagnostics: gets clashes and unusable pinned names.
        numbered: makes the n-th variant of a name (n from 2).
        allowed: whether a name may be in this scope at all.
        claims: everything that a name occupies (``list_credits`` also ``list_credits_iter``).
        taken: claims that are occupied already.

    Returns:
        Pointer to name, in the order of ``items``.
    """
    occupied: set[str] = set(taken)
    named: dict[Pointer, str] = {}

    def take(item: Item, name: str) -> bool:
        wanted = claims(name)
        if not occupied.isdisjoint(wanted):
            return False
        occupied.update(wanted)
        named[item.pointer] = name
        return True

    for item in items:
        pinned = _pinned(item, choices.pinned)
        if pinned is not None and not (_usable(pinned, allowed) and take(item, pinned)):
            where = choices.pinned_at(item.pointer) or choices.pinned_at(item.place)
            diagnostics.add(_unusable(item, pinned, where))
    for item in items:
        kept = choices.kept.get(item.pointer)
        if kept is not None and item.pointer not in named and _usable(kept, allowed):
            take(item, kept)
    waiting = sorted(
        (item for item in items if item.pointer not in named),
        key=lambda item: item.rank,
    )
    clashing = [item for item in waiting if not take(item, item.candidates[0])]
    number_item = _Numbering(numbered, claims, occupied, take)
    for item in clashing:
        if not any(take(item, candidate) for candidate in item.candidates[1:]):
            number_item(item)
        diagnostics.add(_renamed(item, named[item.pointer]))
    for item in items:
        if item.reserved and item.pointer not in choices.pinned:
            diagnostics.add(_gave_way(item, named[item.pointer]))
    return {item.pointer: named[item.pointer] for item in items}


class _Numbering:
    """Gives items of one scope the first free numbered variant of their natural name.

    Args:
        numbered: writes a name with a number.
        claims: which names an item takes with its own, such as that of its module.
        occupied: the names that are taken.
        take: gives an item a name, and says whether it could.
    """

    def __init__(
        self,
        numbered: Callable[[str, int], str],
        claims: Claims,
        occupied: set[str],
        take: Callable[[Item, str], bool],
    ) -> None:
        self._numbered = numbered
        self._claims = claims
        self._occupied = occupied
        self._take = take
        self._first_free: dict[str, int] = {}

    def __call__(self, item: Item) -> None:
        natural = item.candidates[0]
        # Names that differ in case alone share their numbers: each looks on from where the last one
        # found a free one.
        key = self._claims(natural)[0]
        for number in count(self._first_free.setdefault(key, 2)):
            name = self._numbered(natural, number)
            if self._take(item, name):
                return
            if number == self._first_free[key] and self._claims(name)[0] in self._occupied:
                self._first_free[key] = number + 1


def _pinned(item: Item, names: Mapping[Pointer, str]) -> str | None:
    name = names.get(item.pointer)
    if name is None and item.place:
        name = names.get(item.place)
    return None if name is None else normalise(name)


def _usable(name: str, allowed: Rule) -> bool:
    return name.isidentifier() and allowed(name)


def _unusable(item: Item, name: str, where: Position | None) -> Diagnostic:
    return Diagnostic(
        severity=Severity.ERROR,
        code="unusable-name",
        message=(
            f"the name {name!r} that the settings pin to {item.subject} is reserved, taken or no"
            " identifier"
        ),
        hint=f"choose another name under `{item.setting}` in client.yaml",
        pointer=item.place or item.pointer,
        position=where,
    )


def _renamed(item: Item, name: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="name-clash",
        message=(
            f"{item.subject} is called {name!r}, because the name {item.candidates[0]!r} is taken"
        ),
        hint=f"pin a name of your own under `{item.setting}` in client.yaml",
        pointer=item.place or item.pointer,
        effect=Effect.HARMLESS,
        action=f"it is called {name!r}",
    )


def _gave_way(item: Item, name: str) -> Diagnostic:
    taken = f"the package itself has {item.reserved!r}"
    if iskeyword(item.reserved):
        taken = f"{item.reserved!r} is a keyword of Python"
    return Diagnostic(
        severity=Severity.WARNING,
        code="name-clash",
        message=(f"{item.subject} is called {name!r}, because {taken}"),
        hint=f"pin a name of your own under `{item.setting}` in client.yaml",
        pointer=item.place or item.pointer,
        effect=Effect.HARMLESS,
        action=f"it is called {name!r}",
    )
