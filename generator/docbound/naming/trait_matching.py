"""Matches old numbered places with new ones by their traits; traits as text for the names file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote

from docbound.service import Trait

_SAFE: Final = "/#:~@ ()$,*!'{}[]"
"""Characters that need no escape; ``&``, ``=``, ``+`` and ``%`` do."""
_ALIKE: Final = 0.5
"""How many of the fields of the poorer of two alternatives the other one must have to be taken for
the same.
"""


def to_text(trait: Trait) -> str:
    """``trait`` as ``tag=kind%3Dcat&title=Cat&kind=object&field=name``."""
    parts = [
        *(("tag", tag) for tag in sorted(trait.tags)),
        ("title", trait.title),
        ("ref", trait.ref),
        ("kind", trait.kind),
        *(("field", name) for name in sorted(trait.fields)),
    ]
    return "&".join(
        f"{key}={quote(value, safe=_SAFE, errors='replace')}" for key, value in parts if value
    )


def from_text(text: str) -> Trait:
    """The trait that :func:`to_text` gave."""
    parts = parse_qsl(text)
    single = dict(parts)
    return Trait(
        tags=frozenset(value for key, value in parts if key == "tag"),
        title=single.get("title", ""),
        ref=single.get("ref", ""),
        kind=single.get("kind", ""),
        fields=frozenset(value for key, value in parts if key == "field"),
    )


def matched(old: Mapping[str, Trait], new: Mapping[str, Trait]) -> dict[str, str]:
    """Which place of a list was which one before.

    Tags decide first, then titles, references, and everything together; then the fields that two
    have in common, and at last, for one place that is left on each side, that it is the only one.
    Among equals the order decides.

    Args:
        old: the traits before, by number.
        new: the traits now, by number.

    Returns:
        Old number to new number; a place that went away, or is new, is not in it.
    """
    found: dict[str, str] = {}
    for key in _KEYS:
        _pair(old, new, found, key)
    _pair_alike(old, new, found)
    left_old = [number for number in old if number not in found]
    left_new = [number for number in new if number not in found.values()]
    if len(left_old) == len(left_new) == 1:
        before, now = left_old[0], left_new[0]
        if before == now and old[before].kind == new[now].kind:
            found[before] = now
    return found


_KEYS: Final[tuple[Callable[[Trait], object], ...]] = (
    lambda trait: trait,
    lambda trait: trait.tags,
    lambda trait: trait.title,
    lambda trait: trait.ref,
    lambda trait: trait.kind if ":" in trait.kind else "",
)


def _pair(
    old: Mapping[str, Trait],
    new: Mapping[str, Trait],
    found: dict[str, str],
    key: Callable[[Trait], object],
) -> None:
    """Pairs places by a key; several with the same key, as many now as before, are paired in
    order.
    """
    before: dict[object, list[str]] = {}
    now: dict[object, list[str]] = {}
    taken = set(found.values())
    for number, trait in old.items():
        if number not in found and key(trait):
            before.setdefault(key(trait), []).append(number)
    for number, trait in new.items():
        if number not in taken and key(trait):
            now.setdefault(key(trait), []).append(number)
    for shared in before.keys() & now.keys():
        if len(before[shared]) == len(now[shared]):
            found.update(zip(before[shared], now[shared], strict=True))


def _pair_alike(old: Mapping[str, Trait], new: Mapping[str, Trait], found: dict[str, str]) -> None:
    """Pairs what has most fields in common, the best pair first."""
    taken = set(found.values())
    ranked = sorted(
        (
            (-_likeness(old[before], new[now]), before != now, before, now)
            for before in old
            if before not in found
            for now in new
            if now not in taken
        ),
    )
    for likeness, _, before, now in ranked:
        if -likeness < _ALIKE:
            return
        if before not in found and now not in taken:
            found[before] = now
            taken.add(now)


def _likeness(one: Trait, other: Trait) -> float:
    if one.kind != other.kind or not one.fields or not other.fields:
        return 0.0
    if one.tags and other.tags and not one.tags & other.tags:
        return 0.0
    common = len(one.fields & other.fields)
    least = min(len(one.fields), len(other.fields))
    return common / least + common / (1000 * len(one.fields | other.fields))
