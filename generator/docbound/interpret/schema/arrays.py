"""Arrays and tuples.

Specification: ``items`` and ``prefixItems`` of JSON Schema; a list under ``items`` is the older
spelling of a tuple.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docbound.service import Array, JSONValue, Pointer, Type

from ...document.reader import Node
from .expansion import Expansion, Part

if TYPE_CHECKING:
    from .context import SchemaContext


def array(schemas: SchemaContext, expansion: Expansion, pointer: Pointer) -> Type:
    """The list that an expansion describes."""
    prefix: list[list[Node]] = []
    rest: list[Node] = []
    for part in expansion.parts:
        first, others = _items(part)
        for index, item in enumerate(schemas.reader.items(first)):
            if index == len(prefix):
                prefix.append([])
            prefix[index].append(item)
        if others is not None and not isinstance(others.value, bool):
            rest.append(others)
    return Array(
        items=schemas.joint(rest, f"{pointer}#items", pointer, "Item"),
        prefix=tuple(
            schemas.joint(nodes, f"{pointer}#prefix/{index}", pointer, f"Item {index + 1}")
            for index, nodes in enumerate(prefix)
        ),
        closed=bool(prefix) and _has_exactly(expansion, len(prefix)),
    )


def _has_exactly(expansion: Expansion, count: int) -> bool:
    """Whether a list has ``count`` items: no fewer may be there, and no more."""
    least = most = False
    for part in expansion.parts:
        minimum, maximum = (part.node.member(key) for key in ("minItems", "maxItems"))
        _, others = _items(part)
        least |= minimum is not None and _is_at_least(minimum.value, count)
        most |= maximum is not None and maximum.value == count
        most |= others is not None and others.value is False
    return least and most


def _is_at_least(value: JSONValue, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= count


def _items(part: Part) -> tuple[Node | None, Node | None]:
    """The schemas of the first items, one each, and the schema of the others."""
    items = part.node.member("items")
    if items is not None and isinstance(items.value, list):
        return items, part.node.member("additionalItems")
    return part.node.member("prefixItems"), items
