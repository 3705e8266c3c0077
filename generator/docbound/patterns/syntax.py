"""The parts of a regular expression: single characters and places, in sequences, choices and
repetitions.

What one character or place means is left to Python's own ``re``; only how the parts hang together
is read here.

Source: "Regular Expression Syntax" in the documentation of Python's ``re`` module.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from docbound.records import record


class UnsupportedError(Exception):
    """A pattern that has more than a finite automaton can do, or is too large for one."""


@record
class Atom:
    """One character, or a place between two (``width`` 0), as a pattern of its own."""

    pattern: re.Pattern[str]
    width: int


@record
class Sequence:
    """Parts that follow each other."""

    parts: tuple[Part, ...]


@record
class Choice:
    """Any one of some parts."""

    options: tuple[Part, ...]


@record
class Repeat:
    """A part so many times; without end where ``most`` is None."""

    part: Part
    least: int
    most: int | None


Part: TypeAlias = Atom | Sequence | Choice | Repeat

_ATOM: Final = re.compile(
    r"""(?P<place> \^ | \$ | \\[bBAZ] )
    | (?P<character>
        \[ \^? \]? (?: [^\]\\] | \\. )* \]
      | \\ (?: x[0-9a-fA-F]{2} | u[0-9a-fA-F]{4} | U[0-9a-fA-F]{8}
             | 0[0-7]{0,2} | [0-3][0-7]{2} | [^0-9xuUN] )
      | [^\\()|*+?\[]
    )""",
    re.VERBOSE | re.DOTALL,
)
_OPENING: Final = re.compile(r"\((?:\?(?::|P<\w+>))?(?!\?)")
_REPEATS: Final = re.compile(r"(?:([*+?])|\{(?!\})(\d*)(?:(,)(\d*))?\})(\??)(?![+*?])")
_FLAGS: Final = re.compile(r"\(\?([aims]+)\)")
_COUNTS: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def parse(pattern: str) -> Part:
    """Reads a pattern that Python's ``re`` accepts.

    Raises:
        UnsupportedError: it looks ahead or behind, refers to its own groups, or is otherwise out of
            reach.
    """
    flags = _FLAGS.match(pattern)
    start = flags.end() if flags else 0
    parser = _Parser(pattern, start, f"(?{flags[1]})" if flags else "")
    found = parser.choice()
    if parser.at != len(pattern):
        raise UnsupportedError(pattern)
    return found


@record(frozen=False, kw_only=False)
class _Parser:
    text: str
    at: int
    flags: str

    def choice(self) -> Part:
        options = [self.sequence()]
        while self.text.startswith("|", self.at):
            self.at += 1
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Choice(options=tuple(options))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.repeated(self.single()))
        return Sequence(parts=tuple(parts))

    def single(self) -> Part:
        opening = _OPENING.match(self.text, self.at)
        if opening:
            self.at = opening.end()
            inner = self.choice()
            if not self.text.startswith(")", self.at):
                raise UnsupportedError(self.text)
            self.at += 1
            return inner
        atom = _ATOM.match(self.text, self.at)
        if atom is None:
            raise UnsupportedError(self.text)
        self.at = atom.end()
        meaning = re.compile(self.flags + atom[0])
        return Atom(pattern=meaning, width=0 if atom["place"] else 1)

    def repeated(self, part: Part) -> Part:
        found = _REPEATS.match(self.text, self.at)
        if found is None:
            return part
        self.at = found.end()
        word, low, comma, high, _ = found.groups()
        if word:
            least, most = _COUNTS[word]
        else:
            least = int(low or 0)
            most = (int(high) if high else None) if comma else least
        return Repeat(part=part, least=least, most=most)
