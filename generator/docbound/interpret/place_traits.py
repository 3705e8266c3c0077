"""What tells alternatives, parts and parameters of a list apart, so that their names survive a new
order.

Alternatives, parts and parameters are in lists; a pointer to one has only its number. Names are
kept by pointer, so what is at a number is written down beside them (see
:mod:`docbound.naming.moved_pointers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docbound.document.pointers import numbered_places
from docbound.document.reader import Node, Reader, reference_of
from docbound.records import field, record
from docbound.service import Pointer, Trait

_DEEPEST: Final = 8
"""How far parts and references of an alternative are followed for its fields."""
_MOST_FIELDS: Final = 24
"""How many names of fields are kept; enough to know an alternative again."""


@record(frozen=False, kw_only=False)
class Traits:
    """Finds the traits of numbered places.

    Attributes:
        reader: reads the description.
        composed: synthesised combinations, and the places that each was made of.
    """

    reader: Reader
    composed: dict[Pointer, tuple[Pointer, ...]]
    _known: dict[Pointer, Trait] = field(default_factory=dict[Pointer, Trait])

    def of_all(self, pointers: Iterable[Pointer]) -> dict[Pointer, Trait]:
        """The traits of every numbered place at or above ``pointers``."""
        for pointer in pointers:
            for place in numbered_places(pointer):
                if place not in self._known:
                    self._known[place] = self._at(place)
        return self._known

    def _at(self, place: Pointer) -> Trait:
        parts = self.composed.get(place)
        if parts is not None:
            return _merged([self._at(part) for part in parts])
        try:
            value = self.reader.source.get(self.reader.origin(place))
        except KeyError:
            return Trait()
        node = Node(value, place)
        if place.rpartition("/")[0].endswith("/parameters"):
            return self._parameter(node)
        return self._schema(node, 0)

    def _parameter(self, node: Node) -> Trait:
        target = self.reader.follow(node)
        value = target.value if target is not None else None
        if not isinstance(value, dict):
            return Trait()
        return Trait(kind=f"{value.get('in')}:{value.get('name')}")

    def _schema(self, node: Node, depth: int) -> Trait:
        value = node.value
        if not isinstance(value, dict):
            return Trait()
        title, kind = value.get("title"), value.get("type")
        found = Trait(
            title=title if isinstance(title, str) else "",
            ref=reference_of(node) or "",
            kind=kind if isinstance(kind, str) else "",
        )
        own = value.get("properties")
        if isinstance(own, dict):
            found = replace(
                found,
                tags=frozenset(_tags(own)),
                fields=frozenset(sorted(own)[:_MOST_FIELDS]),
            )
        if depth == _DEEPEST:
            return found
        inner = [self._schema(part, depth + 1) for part in self._parts(node)]
        return replace(
            found,
            tags=found.tags.union(*(part.tags for part in inner)),
            kind=found.kind or next((part.kind for part in inner if part.kind), ""),
            fields=frozenset(
                sorted(found.fields.union(*(part.fields for part in inner)))[:_MOST_FIELDS]
            ),
        )

    def _parts(self, node: Node) -> Iterator[Node]:
        """What an alternative is made of besides itself: its target, its parts, the items of its
        list.
        """
        if reference_of(node) is not None:
            target = self.reader.step(node)
            if target is not None:
                yield target
        listed = node.member("allOf")
        if listed is not None and isinstance(listed.value, list):
            for index, value in enumerate(listed.value):
                yield Node(value, f"{listed.pointer}/{index}")
        items = node.member("items")
        if items is not None:
            yield items


def _tags(properties: Mapping[str, object]) -> Iterator[str]:
    for name, schema in properties.items():
        match schema:
            case {"const": str() | bool() | int() as only}:
                yield f"{name}={only}"
            case {"enum": [str() | bool() | int() as only]}:
                yield f"{name}={only}"
            case _:
                pass


def _merged(parts: list[Trait]) -> Trait:
    return Trait(
        tags=frozenset[str]().union(*(part.tags for part in parts)),
        title=" ".join(filter(None, (part.title for part in parts))),
        ref=" ".join(filter(None, (part.ref for part in parts))),
        kind=next((part.kind for part in parts if part.kind), ""),
        fields=frozenset[str]().union(*(part.fields for part in parts)),
    )
