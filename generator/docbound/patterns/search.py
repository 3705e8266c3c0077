"""Searches for a pattern in a text within a bounded number of steps."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .automaton import Program

_MOST_TRIES: Final = 1_000_000
"""So many ways of going through a text Python's engine may have before it is not asked."""

_MOST_WORK: Final = 3_000_000
_REPEAT: Final = re.compile(r"[*+{?]")
_REPEATED_GROUP: Final = re.compile(r"\)[*+{]")


class UndecidedError(Exception):
    """Whether a pattern occurs in a text cannot be found out with a bounded amount of work."""


class Searcher:
    """A pattern of a description, ready to be looked for."""

    def __init__(self, pattern: str) -> None:
        """Takes a pattern in Python's dialect.

        Raises:
            re.error, OverflowError: it is no regular expression.
        """
        self._pattern = pattern
        self._compiled = re.compile(pattern)
        self._grouped = bool(_REPEATED_GROUP.search(pattern))
        self._repeats = len(_REPEAT.findall(pattern))
        self._branches = pattern.count("|") + pattern.count(")?")
        self._anchored = pattern.startswith("^") and "|" not in pattern

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in ``text``.

        Raises:
            UndecidedError: this module's bounds do not suffice for an answer.
        """
        if self.is_cheap(len(text)):
            return self._compiled.search(text) is not None
        return self._simulated(text, whole=False)

    def fullmatch(self, text: str) -> bool:
        """Whether the whole of ``text`` is what the pattern means; raises as :meth:`search`
        does.
        """
        if self.is_cheap(len(text)):
            return self._compiled.fullmatch(text) is not None
        return self._simulated(text, whole=True)

    def is_cheap(self, length: int) -> bool:
        """Whether Python's engine surely ends soon with a text of so many characters.

        Each repetition may end in any place of the text, and the search begin in any; a group that
        is repeated can multiply this with every round.
        """
        if self._grouped:
            return False
        places = self._repeats + (0 if self._anchored else 1)
        ways = (length + 1) ** min(places, 30) << min(self._branches, 30)
        return (places < 2 and not self._branches) or ways <= _MOST_TRIES

    def _simulated(self, text: str, *, whole: bool) -> bool:
        program = self._program
        if program is None or len(program) * (len(text) + 1) > _MOST_WORK:
            raise UndecidedError(self._pattern)
        from .automaton import run

        return run(program, text, whole=whole)

    @cached_property
    def _program(self) -> Program | None:
        from .automaton import program_of  # few patterns need one

        return program_of(self._pattern)
