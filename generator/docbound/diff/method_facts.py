"""Reads the facts of a method's entry in a surface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from docbound.service import JSONValue
from docbound.surface.entry import Entry, Facts


def of(entry: Entry, key: str) -> Mapping[str, JSONValue]:
    """A fact that is an object itself; an empty one where it is not given."""
    value = entry.facts.get(key)
    return value if isinstance(value, dict) else {}


def arguments_of(entry: Entry) -> dict[str, Facts]:
    """The arguments of a method by name, in order."""
    listed = cast("list[Facts]", entry.facts.get("arguments", []))
    return {str(facts["name"]): facts for facts in listed}


def place_of(facts: Facts, entry: Entry) -> str:
    """Where an argument is described: its own place, or that of its method."""
    return str(facts.get("place") or entry.place)
