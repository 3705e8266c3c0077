"""One change of a package, and what a release of several needs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from docbound.diagnostics.diagnostic import Position
from docbound.records import record
from docbound.service import Pointer
from docbound.surface.entry import Entry


class Class(Enum):
    """What a change does to ordinary code of the old package; the worst comes first."""

    BREAKING = "breaking"
    TYPES = "types"
    WIRE = "wire"
    COMPATIBLE = "compatible"
    DOCS = "docs"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _ORDER.index(self)


_ORDER: Final = tuple(Class)

MEANING: Final = {
    Class.BREAKING: "code fails or gives other results",
    Class.TYPES: "code runs, but strict type checking fails",
    Class.WIRE: "code runs and type-checks; other requests are sent",
    Class.COMPATIBLE: "code is not affected",
    Class.DOCS: "only texts and metadata differ",
}


class Bump(Enum):
    """Which part of a version changes."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@record
class Change:
    """One change.

    Attributes:
        cls: what it does to code.
        what: what changed, in a few words.
        why: why that is of this class, in one sentence.
        names: the Python names that it concerns; for a rename the old one and the new one.
        pointer: where it is in the new description, or in the old one where it is gone.
        gone: whether ``pointer`` is a place of the old description.
        advice: what a user does about it, or an empty string.
        surface: whether more, fewer, wider, narrower or deprecated promises are made, or only other
            code.
        renamed: the old and the new name of what was renamed.
        argument_of: the new package's method whose argument was renamed, or an empty string.
        position: the place in the file, where it is known.
    """

    cls: Class
    what: str
    why: str
    names: tuple[str, ...] = ()
    pointer: Pointer = ""
    gone: bool = False
    advice: str = ""
    surface: bool = True
    renamed: tuple[str, str] | None = None
    argument_of: str = ""
    position: Position | None = None

    @property
    def sort_key(self) -> tuple[int, str, str]:
        """Worst first, then by name."""
        return (self.cls.rank, self.names[0] if self.names else "", self.what)


def wire_change(what: str, why: str, entry: Entry) -> Change:
    """A change that only shows in what is sent.

    Args:
        what: what changed, in a few words.
        why: what is sent otherwise.
        entry: what of the package it concerns.
    """
    return Change(
        cls=Class.WIRE,
        what=what,
        why=why,
        names=(entry.name,),
        pointer=entry.place,
        surface=False,
    )


def breaking_change(
    what: str, why: str, entry: Entry, advice: str = "", *, gone: bool = False
) -> Change:
    """A change by which code fails.

    Args:
        what: what changed, in a few words.
        why: what fails.
        entry: what of the package it concerns.
        advice: what to do.
        gone: whether the entry is one of the old package only.
    """
    return Change(
        cls=Class.BREAKING,
        what=what,
        why=why,
        advice=advice,
        names=(entry.name,),
        pointer=entry.place,
        gone=gone,
    )


def compatible_change(what: str, why: str, entry: Entry) -> Change:
    """A change that no code notices."""
    return Change(
        cls=Class.COMPATIBLE,
        what=what,
        why=why,
        names=(entry.name,),
        pointer=entry.place,
    )


def kept_name(old: str, now: str, entry: Entry, written: str = "") -> Change:
    """A rename whose former name goes on working.

    Args:
        old: the former name.
        now: the new one.
        entry: what has it.
        written: what a program has in its place, where that is not the name itself.
    """
    return Change(
        cls=Class.COMPATIBLE,
        what=f"{old} is called {now} now",
        why="the old name is kept until the next major version, and is deprecated",
        advice=f"write {written or now}",
        names=(old, now),
        pointer=entry.place,
        renamed=(old, now),
    )


@record
class Comparison:
    """All changes between two packages, and what they come to.

    Attributes:
        changes: sorted, the worst first.
        old_version, new_version: the versions of the two packages.
        package: the import package.
    """

    changes: tuple[Change, ...]
    package: str = ""
    old_version: str = ""
    new_version: str = ""

    @property
    def cls(self) -> Class:
        """The class of the release: that of its worst change."""
        return worst(change.cls for change in self.changes)

    @property
    def bump(self) -> Bump:
        """The part of a version 1.x that has to change."""
        if not self.changes:
            return Bump.NONE
        match self.cls:
            case Class.BREAKING:
                return Bump.MAJOR
            case Class.TYPES | Class.WIRE:
                return Bump.MINOR
            case Class.COMPATIBLE:
                grew = any(
                    change.surface and change.cls is Class.COMPATIBLE for change in self.changes
                )
                return Bump.MINOR if grew else Bump.PATCH
            case Class.DOCS:
                return Bump.PATCH


def worst(classes: Iterable[Class]) -> Class:
    """The worst of several; ``docs`` of none."""
    return min(classes, key=lambda cls: cls.rank, default=Class.DOCS)
