"""The surface as a file: one line for each promise."""

from __future__ import annotations

import json
from typing import Final, cast

from docbound.service import JSONValue
from docbound.surface.entry import Entry, Surface

_HEADER: Final = """\
# What the users of this package rely on, one promise a line: its kind, what it says, and its facts,
# the wire behind it among them. Made by docbound; a review of this file shows what a change of the
# description means. `docbound diff` reads it.
"""
_GAP: Final = "  {"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(", ", ": "))


class SurfaceError(ValueError):
    """A file is not a surface; the message says where."""


def to_text(surface: Surface) -> str:
    """The file's text."""
    return _HEADER + "".join(f"{_line(entry)}\n" for entry in surface.values())


def _line(entry: Entry) -> str:
    facts = {"name": entry.name, **entry.facts}
    if entry.place:
        facts["at"] = entry.place
    shown = _ENCODER.encode(facts)
    title = " ".join((entry.title or entry.name).split())
    return f"{entry.kind} {_inert(title)}  {_inert(shown)}"


def _inert(text: str) -> str:
    """A text without characters that would end the line, or that show as another text than they
    are.
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def from_text(text: str, name: str = "surface.txt") -> Surface:
    """The surface of a file.

    Args:
        text: the file's text.
        name: the file, for messages.

    Raises:
        SurfaceError: a line is not one of a surface.
    """
    entries: list[Entry] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        head, gap, facts = line.partition(_GAP)
        kind, _, title = head.partition(" ")
        try:
            found: object = json.loads("{" + facts) if gap else None
        except ValueError:
            found = None
        if not isinstance(found, dict) or "name" not in found:
            raise SurfaceError(f"{name}:{number} is not a line of a surface")
        known = cast("dict[str, JSONValue]", found)
        place, label = known.pop("at", ""), known.pop("name")
        entries.append(
            Entry(
                kind=kind,
                name=str(label),
                title=title.strip(),
                facts=known,
                place=str(place),
            )
        )
    return {(entry.kind, entry.name): entry for entry in entries}
