"""Arrays and tuples.

Specification: ``items`` and ``prefixItems`` of JSON Schema; a list under ``items`` is the older
spelling of a tuple.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbound.service import Array, Pointer, Type

from ...document.reader import Node
from .expansion import Expansion, Part

if TYPE_CHECKING:
    from .context import SchemaContext


def array(schemas: SchemaContext, expansion: Expansion, pointer: Pointer) -> Type:
    """The list that an expansion describes."""
    prefix: list[list[Node]] = []
    rest: list[Node] = []
    limits: list[tuple[int, int | None]] = []
    for part in expansion.parts:
        first, others = _items(part)
        listed = schemas.reader.items(first)
        for index, item in enumerate(listed):
            if index == len(prefix):
                prefix.append([])
            prefix[index].append(item)
        if others is not None and not isinstance(others.value, bool):
            rest.append(others)
        limits.append(_limits(part, len(listed)))
    least = max((least for least, _ in limits), default=0)
    most = min((most for _, most in limits if most is not None), default=None)
    known = prefix[:most] if most else prefix
    return Array(
        items=schemas.joint(rest, f"{pointer}#items", pointer, "Item"),
        prefix=tuple(
            schemas.joint(nodes, f"{pointer}#prefix/{index}", pointer, f"Item {index + 1}")
            for index, nodes in enumerate(known)
        ),
        closed=bool(known) and most is not None and most <= len(known),
        optional=max(len(known) - least, 0),
    )


def _limits(part: Part, count: int) -> tuple[int, int | None]:
    """How many items a schema asks for at least and at most; ``count`` of them it has schemas for,
    and where it allows no others, no more than these.
    """
    least = _whole(part.node.member("minItems")) or 0
    most = _whole(part.node.member("maxItems"))
    _, others = _items(part)
    if others is not None and others.value is False:
        return least, count if most is None else min(count, most)
    return least, most


def _whole(limit: Node | None) -> int | None:
    value = None if limit is None else limit.value
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _items(part: Part) -> tuple[Node | None, Node | None]:
    """The schemas of the first items, one each, and the schema of the others."""
    items = part.node.member("items")
    if items is not None and isinstance(items.value, list):
        return items, part.node.member("additionalItems")
    return part.node.member("prefixItems"), items
