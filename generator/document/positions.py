"""Where the value and the key at a JSON pointer stand in the text.

Nothing here runs while a description is read: most runs ask for few positions or none. A JSON text is searched
downwards from its root, with the standard library's scanner jumping over what does not matter; a YAML text is parsed
once more into a tree of offsets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import yaml

from generator.records import field, record

from .problems import UnreadableError
from .yaml_events import events, offset_of


@record
class Found:
    """The offsets of a key and its value. An item of an array has no key: both are the item's."""

    key: int
    value: int


@record
class Duplicate:
    """A key that an object has twice; both offsets are those of the keys."""

    key: str
    path: tuple[str, ...]
    first: int
    second: int


class Locator(Protocol):
    """Finds places in one text."""

    def find(self, tokens: Sequence[str]) -> Found:
        """The place of the value at ``tokens``, or of its nearest ancestor that exists."""
        ...

    def duplicates(self) -> Iterator[Duplicate]:
        """Every key that an object has twice."""
        ...


# --- JSON ----------------------------------------------------------------------------------------------------------

_SPACE: Final = re.compile(r"[ \t\n]*")
# Only the ends of values matter here; as text, integers of any length pass.
_DECODER: Final = json.JSONDecoder(parse_int=str)


@record(frozen=False, kw_only=False)
class JsonLocator:
    """A locator for a text that :mod:`.json_reader` could read."""

    text: str
    _children: dict[int, list[tuple[str, Found]]] = field(
        default_factory=dict[int, list[tuple[str, Found]]]
    )

    def find(self, tokens: Sequence[str]) -> Found:
        """The place of the value at ``tokens``, or of its nearest ancestor that exists."""
        start = self._skip(0)
        found = Found(key=start, value=start)
        for token in tokens:
            inner = None
            for key, place in self._members(found.value):
                if key == token:
                    inner = place  # the last one wins
            if inner is None:
                return found
            found = inner
        return found

    def duplicates(self) -> Iterator[Duplicate]:
        """Every key that an object has twice."""
        waiting: list[tuple[tuple[str, ...], int]] = [((), self._skip(0))]
        while waiting:
            path, offset = waiting.pop()
            seen: dict[str, int] = {}
            for key, place in self._members(offset):
                if key in seen:
                    yield Duplicate(
                        key=key, path=path, first=seen[key], second=place.key
                    )
                seen.setdefault(key, place.key)
                if self.text[place.value] in "{[":
                    waiting.append(((*path, key), place.value))

    def _members(self, offset: int) -> list[tuple[str, Found]]:
        members = self._children.get(offset)
        if members is None:
            match self.text[offset]:
                case "{":
                    members = list(self._object(offset))
                case "[":
                    members = list(self._array(offset))
                case _:
                    members = []
            self._children[offset] = members
        return members

    def _object(self, offset: int) -> Iterator[tuple[str, Found]]:
        text = self.text
        place = self._skip(offset + 1)
        while text[place] != "}":
            key, end = _DECODER.raw_decode(text, place)
            value = self._skip(self._skip(end) + 1)
            yield str(key), Found(key=place, value=value)
            place = self._after(value)

    def _array(self, offset: int) -> Iterator[tuple[str, Found]]:
        text = self.text
        place = self._skip(offset + 1)
        index = 0
        while text[place] != "]":
            yield str(index), Found(key=place, value=place)
            place = self._after(place)
            index += 1

    def _after(self, value: int) -> int:
        """The offset of what follows the value at ``value`` and its comma."""
        _, end = _DECODER.raw_decode(self.text, value)
        end = self._skip(end)
        return self._skip(end + 1) if self.text[end] == "," else end

    def _skip(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset


# --- YAML ----------------------------------------------------------------------------------------------------------


@record(frozen=False, kw_only=False)
class _Node:
    """The offset of a value, and its members with their keys' offsets."""

    offset: int
    members: dict[str, tuple[int, _Node]] = field(
        default_factory=dict[str, tuple[int, "_Node"]]
    )
    merged: list[_Node] = field(default_factory=list["_Node"])

    def member(self, token: str) -> tuple[int, _Node] | None:
        """The member at ``token``, merged ones included."""
        found = self.members.get(token)
        if found is not None:
            return found
        for source in self.merged:
            for node in (source, *(item for _, item in source.members.values())):
                if token in node.members:
                    return node.members[token]
        return None


@record(frozen=False, kw_only=False)
class YamlLocator:
    """A locator for a text that :mod:`.yaml_reader` could read."""

    text: str
    _root: _Node | None = None
    _duplicates: list[Duplicate] = field(default_factory=list[Duplicate])

    def find(self, tokens: Sequence[str]) -> Found:
        """The place of the value at ``tokens``, or of its nearest ancestor that exists."""
        node = self._tree()
        found = Found(key=node.offset, value=node.offset)
        for token in tokens:
            inner = node.member(token)
            if inner is None:
                return found
            key, node = inner
            found = Found(key=key, value=node.offset)
        return found

    def duplicates(self) -> Iterator[Duplicate]:
        """Every key that a mapping has twice."""
        self._tree()
        yield from self._duplicates

    def _tree(self) -> _Node:
        if self._root is None:
            builder = _TreeBuilder(self._duplicates)
            self._root = builder.run(self.text)
        return self._root


class _TreeBuilder:
    """Builds the tree of offsets of the first document of a text."""

    def __init__(self, duplicates: list[Duplicate]) -> None:
        self.duplicates = duplicates
        self.anchors: dict[str, tuple[_Node, str | None]] = {}
        self.stack: list[tuple[_Node, bool]] = []
        self.keys: list[tuple[str, int, bool] | None] = []
        self.path: list[str] = []

    def run(self, text: str) -> _Node:
        top = _Node(0)
        self.stack.append((top, False))
        self.keys.append(None)
        try:
            for event in events(text):
                if event.__class__ is yaml.DocumentEndEvent:
                    break
                self.take(event)
        except UnreadableError:
            pass  # the reader has said so; what was found up to there is still of use
        return top.members["0"][1] if "0" in top.members else top

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self.value(event, _Node(offset_of(event)), event.value)
            case yaml.CollectionStartEvent():
                node = _Node(offset_of(event))
                self.path.append(self.value(event, node, None))
                self.stack.append((node, isinstance(event, yaml.MappingStartEvent)))
                self.keys.append(None)
            case yaml.CollectionEndEvent():
                self.stack.pop()
                self.keys.pop()
                self.path.pop()
            case yaml.AliasEvent():
                node, text = self.anchors.get(
                    event.anchor or "", (_Node(offset_of(event)), None)
                )
                self.place(offset_of(event), node, text, plain=False)
            case _:
                return

    def value(self, event: yaml.NodeEvent, node: _Node, text: str | None) -> str:
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, text)
        plain = isinstance(event, yaml.ScalarEvent) and bool(event.implicit[0])
        return self.place(node.offset, node, text, plain=plain)

    def place(self, offset: int, node: _Node, text: str | None, *, plain: bool) -> str:
        """Puts a key or value into the container around it; returns the token by which it is found there."""
        parent, is_mapping = self.stack[-1]
        if not is_mapping:
            token = str(len(parent.members))
            parent.members[token] = (offset, node)
            return token
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = (text or "", offset, plain and text == "<<")
            return ""
        self.keys[-1] = None
        token, key_offset, merges = key
        if merges:
            parent.merged.append(node)
            return token
        if token in parent.members:
            first = parent.members[token][0]
            path = tuple(self.path[1:])
            self.duplicates.append(
                Duplicate(key=token, path=path, first=first, second=key_offset)
            )
        parent.members[token] = (key_offset, node)
        return token
