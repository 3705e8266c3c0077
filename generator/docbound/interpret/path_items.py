"""Path items: the operations under one path, webhook or callback expression.

Specification: "Path Item Object".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.records import record
from docbound.tables.http_methods import METHODS

from ..document.reader import Node, Reader, reference_of

_SHARED: Final = frozenset({"summary", "description", "servers", "parameters", "$ref"})


@record(kw_only=False)
class PathItem:
    """A path item and what its ``$ref`` leads to, as one mapping; keywords beside the reference
    win.
    """

    members: Mapping[str, Node]
    shared: bool
    """Whether it is elsewhere, and so perhaps under several paths."""

    @classmethod
    def read(cls, reader: Reader, node: Node) -> PathItem:
        """Reads the path item at ``node``."""
        if reference_of(node) is None:
            return cls(reader.entries(node), False)
        own = reader.entries(node.without(frozenset({"$ref"})))
        target = reader.follow(node)
        behind = reader.entries(target) if target is not None else {}
        return cls({**behind, **own}, True)

    def operations(self, reader: Reader) -> Iterator[tuple[str, Node]]:
        """Method (in capitals) and operation, in document order."""
        for key, node in self.members.items():
            if key in METHODS:
                yield key.upper(), node
            elif key == "additionalOperations":
                yield from reader.members(node).items()
            elif key.lower() in METHODS:
                reader.warn(
                    "method-in-capitals",
                    f"`{key}` is written `{key.lower()}`",
                    node.pointer,
                    effect=(Effect.DROP if key.lower() in self.members else Effect.HARMLESS),
                    action="read in lower case",
                    key_at=node.pointer,
                )
                yield key.upper(), node
            elif key not in _SHARED:
                reader.note(
                    "unknown-keyword",
                    f"`{key}` means nothing in a path item",
                    node.pointer,
                    effect=Effect.DROP if _is_like(node) else Effect.HARMLESS,
                    action="it is ignored",
                    key_at=node.pointer,
                )


def _is_like(node: Node) -> bool:
    """Whether something that is no operation looks like one, so that ignoring it may lose one."""
    return any(node.has(key) for key in ("responses", "requestBody", "operationId"))
