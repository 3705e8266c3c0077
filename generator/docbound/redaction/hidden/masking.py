"""Takes out of a text what :class:`HiddenSecrets` sees in it: the smallest part of the text, or the
fewest of its values, in which as much of a secret is seen as in the whole.

How a secret is written need not be known for that, only whether it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from docbound.records import record

from .search import HiddenSecrets, Sighting

_MOST_PLACES: Final = 8
"""A text with more places than these is replaced as a whole."""
_MOST_SETS: Final = 3
"""A message in which more sets of values than these hold one together loses all its values."""
_SMALL: Final = 2048
"""Characters from which on a text is halved before its ends are looked for."""
_MOST_WORK: Final = 1 << 20
"""Characters that are read to find out which values are needed; for more, all are taken."""
_KEPT: Final = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*+>")
"""What stays of a part that is taken out: a document needs its tags."""
_TOKEN: Final = re.compile(r"[\w+/=%&#;\\-]")
_DENSE_TOKEN: Final = re.compile(r"[^\s\"]")

REST: Final = "redacted"


@record(kw_only=False)
class Masking:
    """Replaces hidden secrets.

    Attributes:
        secrets: sees them.
        stand_in: gives that of a secret.
    """

    secrets: HiddenSecrets
    stand_in: Callable[[str], str]

    def text(self, text: str) -> str:
        """A text of any kind without the secrets that are hidden in it."""
        for _ in range(_MOST_PLACES):
            found = self.secrets.found(text)
            if found is None:
                return text
            start, end = self._place(text, found)
            kept = "".join(_KEPT.findall(text[start:end]))
            text = text[:start] + self.stand_in(found.secret) + kept + text[end:]
        found = self.secrets.found(text)
        return self.stand_in(found.secret) if found else text

    def values(self, values: Sequence[str], written: Callable[[Sequence[str]], str]) -> list[str]:
        """Values of a message without the secrets that are hidden in them, or in several of them
        together.

        Args:
            values: in the order in which they come.
            written: the message with these values; an empty one says nothing.
        """
        clean = list(values)
        found = self.secrets.found(written(clean))
        if found is None:
            return clean
        clean = [self.text(value) for value in clean]
        for _ in range(_MOST_SETS):
            found = self.secrets.found(written(clean))
            if found is None:
                return clean
            parts = self._parts(clean, written, found)
            for number, index in enumerate(parts):
                clean[index] = REST if number else self.stand_in(found.secret)
        return [REST] * len(clean) if self.secrets.found(written(clean)) else clean

    def _sees(self, text: str, sought: Sighting) -> bool:
        found = self.secrets.found(text)
        return found is not None and found.secret == sought.secret and found.length >= sought.length

    def _place(self, text: str, sought: Sighting) -> tuple[int, int]:
        """From where to where the smallest part is."""
        start, end = 0, len(text)
        while end - start > _SMALL:
            quarter = (end - start) // 4
            for first in (start, start + quarter, start + 2 * quarter):
                if self._sees(text[first : first + 2 * quarter], sought):
                    start, end = first, first + 2 * quarter
                    break
            else:
                break
        whole = start, end
        end = _first(start, end, lambda at: self._sees(text[start:at], sought))
        start = -_first(-end, -start, lambda at: self._sees(text[-at:end], sought))
        if not self._sees(text[start:end], sought):
            start, end = whole
        token = _DENSE_TOKEN if sought.is_dense else _TOKEN
        while start and token.match(text[start - 1]):
            start -= 1
        while end < len(text) and token.match(text[end]):
            end += 1
        return start, end

    def _parts(
        self, values: list[str], written: Callable[[Sequence[str]], str], sought: Sighting
    ) -> list[int]:
        """The fewest values that are needed to see a secret, by their index."""

        def sees(kept: set[int]) -> bool:
            shown = [value if at in kept else "" for at, value in enumerate(values)]
            return self._sees(written(shown), sought)

        end = _first(0, len(values), lambda at: sees(set(range(at))))
        start = -_first(-end, 0, lambda at: sees(set(range(-at, end))))
        needed = set(range(start, end))
        if not sees(needed):
            needed = set(range(len(values)))
        size = len(written([value if at in needed else "" for at, value in enumerate(values)]))
        for index in sorted(needed) if len(needed) * size <= _MOST_WORK else ():
            if not values[index] or sees(needed - {index}):
                needed.discard(index)
        return sorted(needed)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The smallest number after ``low``, and at most ``high``, for which something holds that
    holds for all that follow as well.
    """
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
