"""Automata of patterns, which go through a text once, in all ways at the same time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeAlias, assert_never

from .syntax import Atom, Choice, Part, Repeat, Sequence, UnsupportedError, parse

_LONGEST_PROGRAM: Final = 50_000

_Step: TypeAlias = "tuple[re.Pattern[str] | None, int, tuple[int, ...]]"
Program: TypeAlias = "list[_Step]"
"""For each step what must match, how many characters it takes, and the steps that may follow;
nothing to match at a fork.
"""


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
