"""Null: where a schema allows it, in all of its spellings (``nullable`` of 3.0, ``type`` with
``null``, an alternative that is null), and where it is all that a schema allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from docbound.records import field, record
from docbound.service import Pointer

from ...document.reader import Node, Reader
from .all_of import Expander
from .expansion import Expansion, alternatives


@record(frozen=False, kw_only=False)
class Nullability:
    """Which schemas of one description allow null; each is looked at once."""

    reader: Reader
    expander: Expander
    _nullable: dict[Pointer, bool] = field(default_factory=dict[Pointer, bool])

    def allows_null(self, expansion: Expansion) -> bool:
        """Whether the place may hold null: its own keywords, an alternative, or what it refers to
        say so.

        All that it is made of is looked through from a list, not by recursion: chains may be long.
        """
        above: dict[Pointer, Pointer] = {}
        waiting: list[tuple[Pointer, Callable[[], Expansion]]]
        waiting = [("", lambda: expansion)]
        while waiting:
            here, expand = waiting.pop()
            held = expand()
            found = any(spells_null(part.node) for part in held.local)
            for key, following in () if found else self._below(held):
                found = found or self._nullable.get(key) is True
                if key not in above and key not in self._nullable:
                    above[key] = here
                    waiting.append((key, following))
            if found:
                while here:
                    self._nullable[here] = True
                    here = above[here]
                return True
        self._nullable.update(dict.fromkeys(above, False))
        return False

    def _below(self, expansion: Expansion) -> Iterator[tuple[Pointer, Callable[[], Expansion]]]:
        """What may say in place of an expansion that it admits null, with keys to remember it
        by.
        """
        for part in expansion.local:
            for item in alternatives(self.reader, part):
                key = f"{item.pointer}#null"
                if is_null(item):
                    self._nullable[key] = True
                yield key, partial(self.expander.expand, (item,))
        target = self.expander.covering(expansion)
        if target is not None:
            yield target.pointer, partial(self.expander.behind, target)

    def is_only_null(self, expansion: Expansion) -> bool:
        """Whether a schema without any other type says null, itself or as its one alternative."""
        listed = [item for part in expansion.parts for item in alternatives(self.reader, part)]
        if any(states_null(part.node) for part in expansion.local):
            return True
        return bool(listed) and all(map(states_null, listed))

    def is_nullable(self, target: Node) -> bool:
        """Whether a referenced schema allows null."""
        if target.pointer not in self._nullable:
            found = self.allows_null(self.expander.behind(target))
            self._nullable[target.pointer] = found
        return self._nullable[target.pointer]


def spells_null(node: Node) -> bool:
    """Whether a schema itself says that null may mean its value, in any of the spellings."""
    value = node.value
    if not isinstance(value, dict):
        return False
    if value.get("nullable") is True or value.get("x-nullable") is True:
        return True
    stated = value.get("type")
    if isinstance(stated, list) and ("null" in stated or None in stated):
        return True
    if stated == "null":
        return True
    if "const" in value and value["const"] is None:
        return True
    enum = value.get("enum")
    return isinstance(enum, list) and None in enum


def is_null(node: Node) -> bool:
    """Whether null is the only value of a schema: a member of a ``oneOf`` that means "or null"."""
    # 3.0 tools write "or null" as a schema that says nothing else.
    return states_null(node) or node.value == {"nullable": True}


def states_null(node: Node) -> bool:
    """Whether a schema says that null is its only value; ``nullable`` alone says that any value is
    allowed.
    """
    value = node.value
    if not isinstance(value, dict):
        return False
    stated = value.get("type")
    if stated in ("null", ["null"]):
        return True
    if "const" in value:
        return value["const"] is None
    return value.get("enum") == [None]
