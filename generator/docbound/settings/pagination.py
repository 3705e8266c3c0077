"""What client.yaml says of pages: for an operation, for the operations of a tag, or for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from docbound.document.pointers import unescape
from docbound.records import record
from docbound.settings.operation_rules import is_rule
from docbound.settings.yaml_node import Node
from docbound.tables.pagination_kinds import PAGINATION_KINDS

KINDS: Final = (*PAGINATION_KINDS, "none")
HEADER: Final = "header:"


@record
class PaginationSettings:
    """How the pages of an operation follow each other; ``kind: none`` says that there are none.

    ``items``, ``next``, ``more``, ``end``, ``total``, ``total_pages`` and ``last_item`` are paths
    of wire names; the last one begins at the last item of a page, the others at the response.
    ``header:NAME`` is a header of the response. See
    :class:`docbound.runtime.service.pagination_kinds.Pagination`.
    """

    kind: str = "cursor"
    parameter: str = ""
    next: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    size: str = ""
    first: int | None = None
    more: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    total_pages: tuple[str, ...] = ()
    last_item: tuple[str, ...] | None = None


def of_operations(
    settings: Mapping[str, tuple[PaginationSettings, ...]],
) -> dict[str, PaginationSettings]:
    """The entries for single operations that have pages, by what names the operation."""
    return {
        key: entries[0]
        for key, entries in settings.items()
        if not is_rule(key) and entries[0].kind != "none"
    }


def read(node: Node) -> dict[str, tuple[PaginationSettings, ...]]:
    """The setting ``pagination``: by operationId, ``tag:NAME`` or ``*``; a rule for many operations
    may be a list, of which the first that fits an operation counts.
    """
    return {key: _entries(key, entry) for key, entry in node.members().items()}


def _entries(key: str, node: Node) -> tuple[PaginationSettings, ...]:
    if isinstance(node.value, list) and is_rule(key):
        return tuple(_entry(item) for item in node.items())
    return (_entry(node),)


def wire_path(node: Node) -> tuple[str, ...]:
    """``data.items`` or, for names with dots, the JSON pointer ``/data/items`` as its parts; an
    empty text is the response itself. ``header:X-Total`` is a header of the response.
    """
    return path_parts(node.text())


def path_parts(text: str) -> tuple[str, ...]:
    """The parts of a path, written with dots or as a JSON pointer; a header is one part."""
    if text.startswith(HEADER):
        return (text,)
    if text.startswith("/"):
        return tuple(unescape(part) for part in text[1:].split("/"))
    return tuple(part for part in text.split(".") if part)


def _number(node: Node) -> int | None:
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return node.value
    if re.fullmatch(r"-?\d+", text := node.text()):
        return int(text)
    node.report("wrong-value", f"{text!r} is not a whole number", "write 0 or 1")
    return None


FIELDS: Final[dict[str, Callable[[Node], object]]] = {
    "kind": lambda node: node.word(KINDS),
    "parameter": Node.text,
    "next": wire_path,
    "items": wire_path,
    "size": Node.text,
    "first": _number,
    "more": wire_path,
    "end": wire_path,
    "total": wire_path,
    "total_pages": wire_path,
    "last_item": wire_path,
}


def _entry(node: Node) -> PaginationSettings:
    found: dict[str, Any] = node.fields(FIELDS)
    entry = PaginationSettings(**found)
    if not isinstance(node.value, dict):
        return entry
    members = node.members()
    kind = PAGINATION_KINDS.get(entry.kind)
    for key in found:
        kinds = [each.name for each in PAGINATION_KINDS.values() if key in each.own]
        if kinds and kind is not None and kind.name not in kinds:
            members[key].report(
                "wrong-value",
                f"`kind: {entry.kind}` has no use for `{key}`",
                f"remove it, or use `kind: {kinds[0]}`",
            )
    sources = [key for key in ("next", "last_item") if key in found]
    if len(sources) > 1 and entry.kind in ("cursor", "link"):
        members[sources[1]].report(
            "wrong-value",
            f"the next page is given by `{sources[0]}` and by `{sources[1]}`",
            "keep the one that the service documents",
        )
    return entry
