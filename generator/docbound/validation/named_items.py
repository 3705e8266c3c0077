"""The items of a description's lists by their names, so that as many findings as there are items
do not look through the list once each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docbound.document import Document, child
from docbound.records import field, record
from docbound.service import JSONValue, Pointer

Item = tuple[Pointer, Mapping[str, JSONValue]]
"""An object, and where it is."""


@record(frozen=False, kw_only=False)
class NamedItems:
    """Parameters, tags and operations of one description; each list is read once."""

    document: Document
    _lists: dict[Pointer, dict[object, list[Item]]] = field(
        default_factory=dict[Pointer, "dict[object, list[Item]]"]
    )
    _operations: dict[object, list[Pointer]] = field(default_factory=dict[object, list[Pointer]])

    def named(self, pointer: Pointer, name: str) -> list[Item]:
        """The objects with that ``name`` in the list at ``pointer``, each behind its reference if
        it is one.
        """
        known = self._lists.get(pointer)
        if known is None:
            known = self._lists[pointer] = {}
            for place, item in self._items(pointer):
                known.setdefault(_key(item.get("name")), []).append((place, item))
        return known.get(name, [])

    def operations(self, operation_id: JSONValue) -> list[Pointer]:
        """The first operations with that ``operationId``: two of them tell one from another."""
        if not self._operations:
            for place, operation in self._all_operations():
                same = self._operations.setdefault(_key(operation.get("operationId")), [])
                if len(same) < 2:
                    same.append(place)
        return self._operations.get(_key(operation_id), [])

    def value(self, pointer: Pointer) -> JSONValue:
        """What is at ``pointer``, or None."""
        try:
            return self.document.get(pointer)
        except KeyError:
            return None

    def _items(self, pointer: Pointer) -> Iterator[Item]:
        value = self.value(pointer)
        for index, item in enumerate(value if isinstance(value, list) else ()):
            place = child(pointer, index)
            ref = item.get("$ref") if isinstance(item, dict) else None
            target = self.document.resolve(ref, place) if isinstance(ref, str) else None
            behind, at = (item, place) if target is None else target
            if isinstance(behind, dict):
                yield at, behind

    def _all_operations(self) -> Iterator[Item]:
        paths = self.document.root.get("paths")
        for path, item in paths.items() if isinstance(paths, dict) else ():
            for method, operation in item.items() if isinstance(item, dict) else ():
                if isinstance(operation, dict):
                    yield child("#/paths", path, method), operation


def _key(name: JSONValue) -> object:
    """A name as a key of a dictionary; what is no text is the name of nothing."""
    return name if isinstance(name, str) else None
