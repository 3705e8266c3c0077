"""One promise of a package to its users, and the facts of which it consists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, cast

from docbound.package import ServerRow
from docbound.records import field, record
from docbound.service import JSONValue, Pointer

Facts: TypeAlias = "dict[str, JSONValue]"
SURFACE_FILE: Final = "surface.txt"
"""The surface's file in the distribution's folder; in a wheel it is in the import package."""


@record
class Entry:
    """One promise.

    Attributes:
        kind: ``package``, ``import``, ``scheme``, ``helper``, ``exception``, ``api``, ``method``,
            ``model``, ``field``, ``enum``, ``member`` or ``alias``.
        name: its name for a user: ``CreditsApi.list_credits``, ``Credit.status``.
        title: the promise as a user reads it.
        facts: what it consists of.
        place: where it comes from in the description, or an empty string.
    """

    kind: str
    name: str
    title: str = ""
    facts: Facts = field(default_factory=dict[str, "JSONValue"])
    place: Pointer = ""


Surface: TypeAlias = Mapping[tuple[str, str], Entry]
"""Entries by kind and name."""


def entries_of(surface: Surface, *kinds: str) -> dict[str, Entry]:
    """The entries of some kinds, by name."""
    return {name: entry for (kind, name), entry in surface.items() if kind in kinds}


def code_digest(*parts: object) -> str:
    """A short digest of what an entry's code is made of, so that a change that no other fact shows
    is seen.
    """
    return hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()[:12]


def without_defaults(facts: Mapping[str, object]) -> Facts:
    """A rule as plain data, without what it does not say; of a type only how it is written."""
    found: Facts = {}
    for name, value in facts.items():
        if isinstance(value, dict) and "prose" in value:
            value = cast("dict[str, str]", value)["code"]
        elif isinstance(value, dict):
            value = without_defaults(cast("dict[str, object]", value))
        if value not in (None, (), "", False) and value != {}:
            found[name] = as_list(value)
    return found


def as_list(value: object) -> JSONValue:
    """A value of a record as JSON has it: a tuple is a list."""
    if isinstance(value, tuple):
        return list(cast("tuple[JSONValue, ...]", value))
    return cast("JSONValue", value)


def server_facts(servers: Iterable[ServerRow]) -> list[JSONValue]:
    """Servers, each with its URL and its variables."""
    return [
        [server.url, [list(map(_plain, variable)) for variable in server.variables]]
        for server in servers
    ]


def _plain(value: object) -> JSONValue:
    if isinstance(value, tuple):
        return list(cast("tuple[JSONValue, ...]", value))
    return str(value)
