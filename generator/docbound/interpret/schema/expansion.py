"""The record that :mod:`.all_of` fills: a flat list of schemas, and what they say of a keyword."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from docbound.records import record
from docbound.service import JSONValue
from docbound.tables.keywords import SHAPING

from ...document.reader import Node, Reader

GROUPS: Final = frozenset({"oneOf", "anyOf"})


@record(kw_only=False)
class Part:
    """One schema that holds, without its ``$ref`` and ``allOf``.

    ``local`` tells that it is at the place itself and not behind a reference: its texts and its
    null count there. ``optional`` tells that its ``required`` does not count.
    """

    node: Node
    local: bool
    optional: bool = False

    @property
    def value(self) -> dict[str, JSONValue]:
        """The schema's keywords."""
        value = self.node.value
        assert isinstance(value, dict)
        return value

    @property
    def behind_reference(self) -> Part:
        """The same, seen from a place that refers to it."""
        return Part(self.node, False, self.optional) if self.local else self

    @property
    def bare(self) -> bool:
        """Whether it says nothing about a value's shape beyond repeating its type."""
        for key in self.value:
            if key in SHAPING and key != "type":
                value = self.value[key]
                if value is True or value is False or value == {} or value == []:
                    continue
                return False
        return True


@record(kw_only=False)
class Expansion:
    """All that holds at one place.

    Attributes:
        parts: the schemas, inherited ones first.
        targets: what the place itself refers to, in order.
        unresolved: whether something could not be resolved.
    """

    parts: tuple[Part, ...]
    targets: tuple[Node, ...] = ()
    unresolved: bool = False

    @property
    def local(self) -> tuple[Part, ...]:
        """The parts that are at the place itself."""
        return tuple(part for part in self.parts if part.local)

    def values(self, key: str) -> list[Node]:
        """Every value of the keyword ``key``, inherited ones first."""
        return [member for part in self.parts if (member := part.node.member(key)) is not None]

    def last(self, key: str, *, local: bool = False) -> Node | None:
        """The value of ``key`` that counts: the place's own one, or else the one inherited last."""
        found: Node | None = None
        own = False
        for part in self.parts:
            member = part.node.member(key)
            if member is not None and (part.local or not (local or own)):
                found, own = member, part.local
        return found

    def flag(self, key: str) -> bool:
        """Whether any part says ``key: true``."""
        return any(part.value.get(key) is True for part in self.parts)


def refers(node: Node) -> bool:
    """Whether ``node`` has a reference of any kind."""
    value = node.value
    return isinstance(value, dict) and (
        isinstance(value.get("$ref"), str)
        or isinstance(value.get("$dynamicRef"), str)
        or isinstance(value.get("$recursiveRef"), str)
    )


def alternatives(reader: Reader, part: Part) -> Iterable[Node]:
    """All members of a part's ``oneOf`` and ``anyOf``."""
    for key in part.value:
        if key in GROUPS:
            member = part.node.member(key)
            if member is not None and isinstance(member.value, list):
                yield from reader.items(member)
