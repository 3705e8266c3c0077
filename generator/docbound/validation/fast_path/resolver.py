"""Finding the parts of a description, references followed as openapi-spec-validator follows
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from docbound.records import field, record
from docbound.service import JSONValue

from .vocabulary import InconclusiveError, Schema, find, items, members, text

Place: TypeAlias = Sequence[str | int]
"""The steps from the root to a part; references on the way are followed."""

NAMING: Final = frozenset({"$id", "$schema"})
"""Keywords that change what the references or the keywords of a schema mean."""

_LONGEST_CHAIN: Final = 10_000


@record(eq=False)
class RefResolver:
    """Reads a description that refers to nothing but itself; what is elsewhere raises
    :class:`InconclusiveError`.

    Attributes:
        root: the description.
    """

    root: Schema
    _targets: dict[str, JSONValue] = field(default_factory=dict[str, JSONValue])

    def at(self, node: JSONValue) -> JSONValue:
        """What is at a place, references followed."""
        passed: list[str] = []
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = text(node["$ref"])
            if reference in self._targets:
                node = self._targets[reference]
                break
            if not reference.startswith("#/") or len(passed) == _LONGEST_CHAIN:
                raise InconclusiveError("a reference to elsewhere, or to itself")
            passed.append(reference)
            node = find(self.root, reference[1:], NAMING)
        self._targets.update(dict.fromkeys(passed, node))
        return node

    def find(self, place: Place) -> JSONValue:
        """What is at the end of ``place``."""
        node = self.at(self.root)
        for step in place:
            match node, step:
                case dict(), str() if step in node:
                    node = self.at(node[step])
                case list(), int() if step < len(node):
                    node = self.at(node[step])
                case _:
                    raise InconclusiveError("nothing there")
        return node

    def member(self, node: JSONValue, key: str) -> Schema:
        """The object at ``key``; an empty one where there is none."""
        return members(self.at(members(node).get(key, {})))

    def items(self, node: JSONValue, key: str) -> Iterator[tuple[str, JSONValue]]:
        """The names and values of the object at ``key``."""
        yield from self.member(node, key).items()

    def values(self, node: JSONValue, key: str) -> Iterator[JSONValue]:
        """The values of the object at ``key``."""
        yield from self.member(node, key).values()

    def listed(self, node: Schema, key: str) -> list[JSONValue]:
        """The entries of the array at ``key``, each behind its reference; none where there is no
        array.
        """
        return self.entries(self.at(node.get(key, [])))

    def raw_list(self, node: JSONValue, key: str) -> list[JSONValue]:
        """The entries of the array at ``key`` as they are written; none where there is no array."""
        return items(self.at(members(node).get(key, [])))

    def entries(self, node: JSONValue) -> list[JSONValue]:
        """The entries of an array, each behind its reference."""
        if not isinstance(node, list):
            raise InconclusiveError("not a list")
        return [self.at(item) for item in node]

    def schema(self, node: JSONValue) -> Schema:
        """The schema at a place, which is expected to be an object."""
        schema = self.at(node)
        if not isinstance(schema, dict):
            raise InconclusiveError("a boolean schema")
        if any(isinstance(schema.get(name), str) for name in NAMING):
            raise InconclusiveError("a schema with a name or a dialect of its own")
        return schema
