"""The changelog of a client: an entry for each release, made of what has changed.

Source: Keep a Changelog 1.1.0 (https://keepachangelog.com/en/1.1.0/).
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from packaging.version import Version

from docbound.diff.report_formats import labelled

from .change import Change, Class, Comparison

_HEADER: Final = """\
# Changelog

The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), versions follow
[Semantic Versioning](https://semver.org).
"""
_SECTIONS: Final = (
    ("Breaking", (Class.BREAKING,)),
    ("Types", (Class.TYPES,)),
    ("Requests", (Class.WIRE,)),
    ("Added and changed", (Class.COMPATIBLE,)),
)


def entry(comparison: Comparison | None, version: Version, day: datetime.date) -> str:
    """The entry of one release.

    Args:
        comparison: what has changed since the last one; None for the first.
        version: the new version.
        day: when it is released.
    """
    lines = [f"## [{version}] - {day.isoformat()}", ""]
    if comparison is None:
        return "\n".join([*lines, "The first release.", ""])
    for title, classes in _SECTIONS:
        found = [
            change
            for change in comparison.changes
            if change.cls in classes and (change.surface or change.cls is not Class.COMPATIBLE)
        ]
        if found:
            lines += [f"### {title}", "", *map(_line, found), ""]
    if len(lines) == 2:
        lines += ["Texts and details; nothing that code relies on has changed.", ""]
    return "\n".join(lines)


def _line(change: Change) -> str:
    advice = f" {change.advice[0].upper()}{change.advice[1:]}." if change.advice else ""
    sentence = labelled(change)
    sentence = f"{sentence[0].upper()}{sentence[1:]}" if sentence == change.what else sentence
    return f"- {_plain(sentence)}.{_plain(advice)}"


def _plain(words: str) -> str:
    return re.sub(r"([*_<>|\[\]])", r"\\\1", words)


def with_entry(text: str, new: str) -> str:
    """A changelog with an entry before all others; an absent one is begun."""
    text = text or _HEADER
    first = re.search(r"(?m)^## (?!\[Unreleased\])", text)
    place = first.start() if first else len(text)
    head = text[:place].rstrip("\n")
    return f"{head}\n\n{new.rstrip()}\n" + (f"\n{text[place:]}" if first else "")
