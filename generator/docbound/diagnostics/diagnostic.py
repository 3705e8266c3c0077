"""Findings about a description: position, message, hint and effect.

A stage never prints and seldom raises: it adds diagnostics to a :class:`Diagnostics` collector and
goes on, so that one run shows everything there is to mend. The command line sorts and prints them
at the end and derives the exit code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from docbound.records import field, record


class Severity(Enum):
    """How much a diagnostic matters: an error stops generation, a warning does not, a note only
    explains.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Effect(Enum):
    """What a fault of a description does to the package, compared with what a sound description
    would have given.

    ``HARMLESS``: nothing that the package carries changes; the fault was ignored, or could be
    repaired in one way only.
    ``GUESS``: an assumption was made where the description does not say. ``DROP``: something is not
    carried.
    """

    HARMLESS = "harmless"
    GUESS = "guess"
    DROP = "drop"

    @property
    def is_harmless(self) -> bool:
        """Whether the package is what a sound description would have given."""
        return self is Effect.HARMLESS


@record
class Position:
    """A place in a source file.

    Attributes:
        file: the path as the user gave it, or relative to the root description.
        line: counted from 1.
        column: counted from 1, in characters.
        excerpt: the text of that line, without its line end.
    """

    file: str
    line: int
    column: int
    excerpt: str = ""


Identity = tuple[str, str, str]
"""What tells a finding from another; see :attr:`Diagnostic.identity`."""


@record
class Diagnostic:
    """One finding.

    Attributes:
        severity: error, warning or note.
        code: a short stable name for machines, in kebab-case (``duplicate-key``,
            ``unresolved-reference``).
        message: what is wrong, in one sentence without a final full stop.
        hint: what to do about it, or an empty string.
        pointer: the place as ``file#/json/pointer`` (see :mod:`docbound.document`), or an empty
            string.
        position: the place in the source text, when it is known.
        effect: what it does to the package; None where the question does not arise.
        action: what was done about it, in words; may be empty.
    """

    severity: Severity
    code: str
    message: str
    hint: str = ""
    pointer: str = ""
    position: Position | None = None
    effect: Effect | None = None
    action: str = ""

    @property
    def identity(self) -> Identity:
        """Code, pointer and message: what it is, whether or not its position is known yet."""
        return (self.code, self.pointer, self.message)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Orders by file, line, column, then code and message."""
        place = self.position
        if place is None:
            return ("", 0, 0, self.code, self.message)
        return (place.file, place.line, place.column, self.code, self.message)


@record(frozen=False, kw_only=False)
class Diagnostics:
    """Collects findings; the same finding at the same place is kept once."""

    _found: dict[Diagnostic, None] = field(default_factory=dict[Diagnostic, None])

    def add(self, diagnostic: Diagnostic) -> None:
        """Keeps ``diagnostic`` unless an equal one is already here."""
        self._found.setdefault(diagnostic)

    def extend(self, other: Diagnostics) -> None:
        """Keeps every finding of ``other``."""
        for diagnostic in other:
            self.add(diagnostic)

    def locate(self, find: Callable[[str], Position | None]) -> None:
        """Gives a position to every finding that has only a pointer, as far as ``find`` knows
        one.
        """
        from dataclasses import replace  # what was remembered has its positions

        found = list(self._found)
        self._found.clear()
        for item in found:
            lost = item.pointer and item.position is None
            self.add(replace(item, position=find(item.pointer)) if lost else item)

    def __iter__(self) -> Iterator[Diagnostic]:
        """Findings in order of their place, whatever order they were found in."""
        return iter(sorted(self._found, key=lambda item: item.sort_key))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        """Whether any finding stops generation."""
        return any(item.severity is Severity.ERROR for item in self._found)
