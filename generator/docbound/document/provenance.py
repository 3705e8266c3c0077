"""Which Overlay action a part of a description comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from docbound.records import field, record

Steps: TypeAlias = tuple[str, ...]


@record(eq=False)
class Origin:
    """A place in an Overlay document.

    Attributes:
        overlay: the number of the overlay, in the order in which they are applied.
        steps: the place in it.
        is_whole: whether all that is below the part comes from this very place, as what
            ``copy`` puts there.
    """

    overlay: int
    steps: Steps
    is_whole: bool = False


@record(frozen=False, eq=False)
class Provenance:
    """What each overlay wrote, by the place in the description; of several writings around a place
    the last one counts.
    """

    _written: dict[Steps, tuple[int, Origin]] = field(
        default_factory=dict[Steps, "tuple[int, Origin]"]
    )
    _count: int = 0

    def wrote(self, place: Iterable[str | int], origin: Origin) -> None:
        """Notes that the part at ``place`` comes from ``origin``, whatever was there before."""
        self._count += 1
        self._written[tuple(map(str, place))] = (self._count, origin)

    def removed_entry(self, place: Iterable[str | int]) -> None:
        """Notes that an entry of a list is gone, so that what came after it moves up."""
        *above, number = tuple(map(str, place))
        depth = len(above)
        moved: dict[Steps, tuple[int, Origin]] = {}
        for known, written in self._written.items():
            if len(known) > depth and list(known[:depth]) == above:
                index = int(known[depth])
                if index == int(number):
                    continue
                if index > int(number):
                    known = (*above, str(index - 1), *known[depth + 1 :])
            moved[known] = written
        self._written = moved

    def origin(self, place: Steps) -> Origin | None:
        """Where the part at ``place`` comes from; None for what the description itself says."""
        found = [
            (*self._written[place[:length]], length)
            for length in range(1, len(place) + 1)
            if place[:length] in self._written
        ]
        if not found:
            return None
        _, origin, length = max(found, key=lambda each: each[0])
        rest = () if origin.is_whole else place[length:]
        return Origin(overlay=origin.overlay, steps=(*origin.steps, *rest))
