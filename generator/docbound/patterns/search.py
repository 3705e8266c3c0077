"""Searches for a pattern in a text within a bounded number of steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final, TypeAlias, assert_never

from .syntax import Atom, Choice, Part, Repeat, Sequence, UnsupportedError, parse

_MOST_TRIES: Final = 1_000_000
"""So many ways of going through a text Python's engine may have before it is not asked."""

_MOST_WORK: Final = 3_000_000
_LONGEST_PROGRAM: Final = 50_000
_REPEAT: Final = re.compile(r"[*+{?]")
_REPEATED_GROUP: Final = re.compile(r"\)[*+?{]")

_Step: TypeAlias = "tuple[re.Pattern[str] | None, int, tuple[int, ...]]"
Program: TypeAlias = "list[_Step]"
"""For each step what must match, how many characters it takes, and the steps that may follow;
nothing to match at a fork.
"""


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
        self._branches = pattern.count("|")
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
        return run(program, text, whole=whole)

    @cached_property
    def _program(self) -> Program | None:
        return program_of(self._pattern)


def program_of(pattern: str) -> Program | None:
    """The automaton of a pattern, or None where no automaton of sensible size can do what it
    says.
    """
    try:
        return _steps(parse(pattern))
    except (UnsupportedError, RecursionError, re.error):
        return None


def _steps(part: Part) -> Program:
    """The steps of an automaton; the first one is the end, the last one the start."""
    steps: Program = [(None, 0, ())]

    def add(step: _Step) -> int:
        if len(steps) >= _LONGEST_PROGRAM:
            raise UnsupportedError("too large")
        steps.append(step)
        return len(steps) - 1

    def before(part: Part, after: int) -> int:
        """The step at which ``part`` begins, when ``after`` follows it."""
        match part:
            case Atom(pattern=pattern, width=width):
                return add((pattern, width, (after,)))
            case Sequence(parts=parts):
                for item in reversed(parts):
                    after = before(item, after)
                return after
            case Choice(options=options):
                starts = tuple(before(item, after) for item in options)
                return add((None, 0, starts))
            case Repeat(part=inner, least=least, most=most):
                return _repeat(inner, least, most, after)
            case _:
                assert_never(part)

    def _repeat(part: Part, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = add((None, 0, ()))
            steps[loop] = (None, 0, (before(part, loop), after))
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = add((None, 0, (before(part, after), end)))
        for _ in range(least):
            after = before(part, after)
        return after

    start = before(part, 0)
    add((None, 0, (start,)))
    return steps


def run(program: Program, text: str, *, whole: bool) -> bool:
    """Whether a pattern's automaton occurs in ``text``, or is the ``whole`` of it: goes through
    once, in all ways at the same time."""
    start = len(program) - 1
    following: Iterable[int] = (start,)
    for at in range(len(text) + 1):
        here = _reach(program, following, text, at)
        if 0 in here and (not whole or at == len(text)):
            return True
        following = [] if whole else [start]
        for step in here:
            pattern, width, targets = program[step]
            if width and at < len(text) and pattern and pattern.match(text, at):
                following.extend(targets)
    return False


def _reach(program: Program, steps: Iterable[int], text: str, at: int) -> set[int]:
    """All steps that are reached from ``steps`` without taking a character."""
    found: set[int] = set()
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        if step in found:
            continue
        found.add(step)
        pattern, width, targets = program[step]
        if width == 0 and (pattern is None or pattern.match(text, at)):
            waiting.extend(targets)
    return found
