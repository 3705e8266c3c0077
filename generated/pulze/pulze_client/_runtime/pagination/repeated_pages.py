"""Whether a walk through pages comes to the same page again, in bounded memory."""

from __future__ import annotations

from typing import Final

KEPT_PLACES: Final = 1000
"""How many places of pages a walk keeps; few have more."""


class VisitedPlaces:
    """Finds places, cursors or addresses, that a walk comes to again.

    The first thousand are kept. Of later ones it keeps one, exchanged ever more rarely (Brent's
    algorithm): a circle that begins there is found as well, after one more round.
    """

    def __init__(self) -> None:
        self._first: set[object] = set()
        self._marked: object = None
        self._steps = 0
        self._limit = 1

    def is_new(self, place: object) -> bool:
        """Whether a place was not seen; keeps it."""
        if place in self._first or (self._steps and place == self._marked):
            return False
        if len(self._first) < KEPT_PLACES:
            self._first.add(place)
            return True
        self._steps += 1
        if self._steps == self._limit:
            self._marked, self._limit = place, self._limit * 2
        return True

    def copy(self) -> VisitedPlaces:
        """One that knows the same."""
        from copy import copy

        found = copy(self)
        found._first = set(self._first)
        return found


class RepeatedPages:
    """Finds pages that come again, whatever they lead to: each page is compared with the first one,
    with the one before it, and with one that is exchanged ever more rarely (Brent's algorithm), so
    that a circle is found wherever it begins, and only three pages are kept.
    """

    def __init__(self) -> None:
        self._kept: list[list[object]] = []
        self._steps = 0
        self._limit: int = 1

    def repeats(self, items: list[object]) -> bool:
        """Whether a page with these items came before; keeps them."""
        if any(items == kept for kept in self._kept):
            return True
        if not self._kept:
            self._kept = [items, items, items]
            return False
        first, _, marked = self._kept
        self._steps += 1
        if self._steps == self._limit:
            marked, self._steps, self._limit = items, 0, self._limit * 2
        self._kept = [first, items, marked]
        return False
