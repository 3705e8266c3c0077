"""Lines of recorded calls in their file."""

from __future__ import annotations


class Lines:
    """Finds the lines of texts that come one after the other in a file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1

    def next(self, needle: str) -> int:
        """The line of the next place with that text; the present line if there is none."""
        found = self._text.find(needle, self._position)
        if found >= 0:
            self._line += self._text.count("\n", self._position, found)
            self._position = found + 1
        return self._line
