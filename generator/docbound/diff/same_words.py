"""Brings the types of two surfaces to the same words, so that a model, alias or field that is
called otherwise is said once, and a name for a type is the type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from docbound.service import JSONValue
from docbound.surface.entry import Entry, Surface

_TYPED: Final = frozenset(
    {
        "type",
        "result",
        "async_result",
        "data",
        "pages",
        "additional",
        "responses",
        "body",
        "arguments",
        "mapping",
    }
)
"""Facts that name models."""
_PLAIN_DATA: Final = ("Params", "WireParams")
"""What the names of the types of plain data add to that of their model."""
_MOST_LINKS: Final = 8
"""How many names for one type may follow each other."""


def with_names(surface: Surface, renamed: Mapping[str, str]) -> Surface:
    """The old surface with the present names of renamed models in its types."""
    names = dict(renamed)
    for before, now in renamed.items():
        names |= {f"{before}{word}": f"{now}{word}" for word in _PLAIN_DATA}
    return _with_types(surface, names) if renamed else surface


def without_aliases(surface: Surface, other: Surface) -> Surface:
    """A surface with the types themselves where it names an alias that the other one has not: a
    type that got a name, or lost it, is the same type.
    """
    others = {name for _, name in other}
    own = {name: code for name, code in _aliases(surface).items() if name not in others}
    return _with_types(surface, own) if own else surface


def with_meanings(surface: Surface, other: Surface) -> Surface:
    """A surface with the types behind all aliases, and the values of enums, in each entry whose
    types the other one writes otherwise: where both mean the same, nothing has changed there.
    """
    aliases = _aliases(surface) | _listed(surface)
    if not aliases:
        return surface
    found = dict(surface)
    for key, entry in surface.items():
        present = other.get(key)
        if present is None or entry.kind == "alias":
            continue
        differing = {name for name in _TYPED if entry.facts.get(name) != present.facts.get(name)}
        if differing:
            found[key] = _with_meaning(entry, aliases, differing)
    return found


def _with_meaning(entry: Entry, aliases: Mapping[str, str], facts: set[str]) -> Entry:
    for _ in range(_MOST_LINKS):
        before, entry = entry, _with_texts(entry, aliases, facts)
        if entry == before:
            break
    return entry


def _aliases(surface: Surface) -> dict[str, str]:
    """The types behind the aliases that do not mean themselves."""
    found = {
        name: str(entry.facts["type"]) for (kind, name), entry in surface.items() if kind == "alias"
    }
    return {name: code for name, code in found.items() if name not in code}


def _listed(surface: Surface) -> dict[str, str]:
    """The values of each enum, as a type."""
    values: dict[str, list[str]] = {}
    for (kind, name), entry in surface.items():
        if kind == "member":
            values.setdefault(name.partition(".")[0], []).append(str(entry.facts["value"]))
    return {name: f"Literal[{', '.join(codes)}]" for name, codes in values.items()}


def _with_types(surface: Surface, texts: Mapping[str, str]) -> Surface:
    """A surface with other texts for some names in its types."""
    return {key: _with_texts(entry, texts, _TYPED) for key, entry in surface.items()}


def _with_texts(entry: Entry, texts: Mapping[str, str], facts: frozenset[str] | set[str]) -> Entry:
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, texts))})\b")

    def present(value: JSONValue) -> JSONValue:
        match value:
            case str():
                return names.sub(lambda match: texts[match.group()], value)
            case list():
                return [present(item) for item in value]
            case dict():
                return {key: present(item) for key, item in value.items()}
            case _:
                return value

    return replace(
        entry,
        facts={
            name: present(value) if name in facts else value for name, value in entry.facts.items()
        },
    )
