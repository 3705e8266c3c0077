"""Where two descriptions differ whose packages differ in texts and metadata alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docbound.diff.change import Class, Comparison
from docbound.document import Document, escape
from docbound.service import JSONValue, Missing, Pointer
from docbound.surface.entry import Surface

_MOST: Final = 200
"""How many places are listed."""


def with_places(
    found: Comparison, old: Document | None, new: Document | None, surface: Surface
) -> Comparison:
    """A comparison of the class `docs` with a change for each place that differs.

    Args:
        found: the comparison.
        old, new: the descriptions, where the sides are such.
        surface: the new one, for the names of what has the texts.

    Returns:
        The comparison as it is, where it is of another class, or the descriptions are the same.
    """
    if found.cls is not Class.DOCS or not found.changes or old is None or new is None:
        return found
    files = sorted({*old.files, *new.files})
    places = [
        (f"{file}#{pointer}", how, gone)
        for file in files
        for pointer, how, gone in _differing(_data(old, file), _data(new, file), "")
    ]
    owners = _owners(surface)
    changes = [
        replace(
            found.changes[0],
            what=f"{_shown(pointer)} {how}",
            pointer=pointer,
            gone=gone,
            names=(_owner(pointer, owners),),
        )
        for pointer, how, gone in places[:_MOST]
    ]
    return replace(found, changes=tuple(changes) or found.changes)


def _data(document: Document, file: str) -> JSONValue:
    value = document.data(file) if file in document.files else None
    return None if isinstance(value, Missing) else value


def _differing(old: JSONValue, new: JSONValue, pointer: str) -> Iterator[tuple[Pointer, str, bool]]:
    """The deepest places that differ, how they do, and whether they are gone."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        for key in dict.fromkeys((*old, *new)):
            place = f"{pointer}/{escape(str(key))}"
            if key not in new:
                yield place, "is gone", True
            elif key not in old:
                yield place, "is new", False
            else:
                yield from _differing(old[key], new[key], place)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differing(one, other, f"{pointer}/{index}")
    else:
        yield pointer, "differs", False


def _shown(pointer: Pointer) -> str:
    """The last two parts of a place: ``get/summary``."""
    parts = pointer.partition("#")[2].split("/")[1:]
    return "/".join(parts[-2:]).replace("~1", "/").replace("~0", "~") or "the description"


def _owners(surface: Surface) -> dict[Pointer, str]:
    found = {entry.place: entry.name for entry in surface.values() if entry.place}
    package = next((entry.name for (kind, _), entry in surface.items() if kind == "package"), "")
    return {**found, "": package}


def _owner(pointer: Pointer, owners: dict[Pointer, str]) -> str:
    """The name of what has a place: that of the longest pointer that leads to it."""
    while pointer and pointer not in owners:
        pointer = pointer.rpartition("/")[0]
    return owners[pointer]
