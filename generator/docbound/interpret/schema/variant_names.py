"""What tells an alternative of a ``oneOf`` or ``anyOf`` from the others, in words: its title, a
constant, its type, a property that no other one has; its number where nothing does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import JSONValue

from .name_extensions import variant_name
from .schema_outlines import Outlines

_TITLE: Final = lazy_pattern(r"[A-Za-z][\w-]*(?: [\w-]+){0,3}")
_LONGEST_TITLE: Final = 64
_TYPES: Final = {"object": "Object", "array": "List"}
"""The types of which an alternative can be a model, or hold some."""


class Alternatives:
    """The alternatives of one ``oneOf`` or ``anyOf``. What tells them apart is counted once for all
    of them, so that thousands of them cost no more than each by itself.
    """

    def __init__(self, listed: Sequence[JSONValue], outlines: Outlines) -> None:
        """Counts what the alternatives have.

        Args:
            listed: the schemas of all alternatives.
            outlines: what schemas of their file are at a glance.
        """
        self._outlines = outlines
        self._number = 0
        self._tags: Counter[tuple[str, str]] = Counter()
        self._tagged: Counter[str] = Counter()
        self._all_tags: Counter[frozenset[tuple[str, str]]] = Counter()
        self._types: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self._known: Counter[str] = Counter()
        self._needed: Counter[str] = Counter()
        for value in {id(each): each for each in listed}.values():
            self._count(value)

    def _count(self, value: JSONValue) -> None:
        tags = self._outlines.constants(value)
        kind = self._outlines.type_of(value)
        fields = self._outlines.fields(value)
        self._number += 1
        self._tags.update(tags.items())
        self._tagged.update(tags.keys())
        self._all_tags[frozenset(tags.items())] += 1
        self._types[kind] += 1
        if kind == "array":
            self._held[self._outlines.type_of(_items(value))] += 1
        self._known.update(fields.every)
        self._needed.update(fields.required)

    def words(self, value: JSONValue, index: str) -> str:
        """The words of one alternative.

        Args:
            value: its schema.
            index: its number among the alternatives.
        """
        return (
            title(value)
            or self._constant(value)
            or self._type(value)
            or self._property(value)
            or f"Option {int(index) + 1 if index.isdecimal() else index}"
        )

    def _constant(self, value: JSONValue) -> str:
        """The value that a field of an alternative must have: ``cat`` for ``kind: {const: cat}``.
        Of several such fields it is the first in which all alternatives differ.
        """
        tags = self._outlines.constants(value)
        for name, text in tags.items() if self._number > 1 else ():
            if self._tagged[name] == self._number and self._tags[name, text] == 1:
                return text
        if len(tags) == 1 and self._all_tags[frozenset(tags.items())] == 1:
            return next(iter(tags.values()))
        return ""

    def _type(self, value: JSONValue) -> str:
        """``Object`` or ``List`` where no other alternative is one; of several lists, nothing at
        all is needed where no other one has items of that type, since only the items have a name.
        """
        own = self._outlines.type_of(value)
        if own in _TYPES and self._types[own] == 1 and not self._types[""]:
            return _TYPES[own]
        if own == "array" and self._outlines.type_of(_items(value)) == "object":
            return _TYPES[own] if self._held["object"] == 1 else ""
        return ""

    def _property(self, value: JSONValue) -> str:
        """``With x`` for the first property that no other alternative has, or that none other
        needs.
        """
        own = self._outlines.fields(value)
        for names, used in ((own.every, self._known), (own.required, self._needed)):
            for name in names:
                if used[name] == 1:
                    return f"With {name}"
        return ""


def title(value: JSONValue) -> str:
    """The title of a schema, or what an extension calls it among alternatives, where it may be a
    name.
    """
    hint = variant_name(value)
    if hint:
        return hint
    found = value.get("title") if isinstance(value, dict) else None
    is_name = isinstance(found, str) and len(found) <= _LONGEST_TITLE and _TITLE.fullmatch(found)
    return found if is_name and isinstance(found, str) else ""


def _items(value: JSONValue) -> JSONValue:
    return value.get("items") if isinstance(value, dict) else None
