"""Where the value and the key at a JSON pointer are in a YAML text, which is parsed once more
into a tree of offsets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import yaml

from docbound.document.syntax.positions import Duplicate, Found
from docbound.document.syntax.syntax_problems import UnreadableError
from docbound.document.syntax.yaml_events import MERGE_TAG, events, offset_of
from docbound.records import field, record


class _Container:
    """A mapping or a sequence: its offset, and its members with the offsets of their keys."""

    __slots__ = ("is_mapping", "key", "members", "merged", "offset")

    def __init__(self, offset: int, *, is_mapping: bool) -> None:
        self.offset = offset
        self.is_mapping = is_mapping
        self.members: dict[str, tuple[int, _Node]] = {}
        self.merged: list[_Node] = []
        self.key: tuple[str, int, bool] | None = None
        """The key whose value comes next: its text, its offset, and whether it merges."""

    def member(self, token: str) -> tuple[int, _Node] | None:
        """The member at ``token``, merged ones included."""
        found = self.members.get(token)
        if found is not None:
            return found
        for source in self.merged:
            if isinstance(source, _Container):
                inner = (item for _, item in source.members.values())
                for node in (source, *inner):
                    if isinstance(node, _Container) and token in node.members:
                        return node.members[token]
        return None


_Node: TypeAlias = _Container | int
"""A scalar is no more than its offset."""


def _offset(node: _Node) -> int:
    return node if isinstance(node, int) else node.offset


@record(frozen=False, kw_only=False)
class YamlLocator:
    """A locator for a text that :mod:`.yaml_reader` could read."""

    text: str
    _root: _Node | None = None
    _duplicates: list[Duplicate] = field(default_factory=list[Duplicate])

    def find(self, tokens: Sequence[str]) -> Found:
        """The place of the value at ``tokens``, or of its nearest ancestor that exists."""
        node = self._tree()
        found = Found(key=_offset(node), value=_offset(node))
        for token in tokens:
            inner = node.member(token) if isinstance(node, _Container) else None
            if inner is None:
                return found
            key, node = inner
            found = Found(key=key, value=_offset(node))
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
        self.anchors: dict[str, tuple[_Node, str]] = {}
        self.top = _Container(0, is_mapping=False)
        self.stack: list[_Container] = []
        self.path: list[str] = []
        self.handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
        }

    def run(self, text: str) -> _Node:
        bottom = self.top
        handlers = self.handlers
        try:
            for event in events(text):
                kind = event.__class__
                if kind is yaml.DocumentEndEvent:
                    break
                if kind in handlers:
                    handlers[kind](event)
        except UnreadableError:
            pass  # the reader has said so; what was found up to there is still of use
        return bottom.members["0"][1] if "0" in bottom.members else bottom

    def scalar(self, event: yaml.ScalarEvent) -> None:
        offset = offset_of(event)
        text: str = event.value
        if event.anchor is not None:
            self.anchors[event.anchor] = (offset, text)
        top = self.top
        if top.is_mapping and top.key is None:
            top.key = (
                text,
                offset,
                text == "<<" and (bool(event.implicit[0]) or event.tag == MERGE_TAG),
            )
        else:
            self.put(offset, offset)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        node = _Container(offset_of(event), is_mapping=isinstance(event, yaml.MappingStartEvent))
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, "")
        self.path.append(self.place(node.offset, node, ""))
        self.stack.append(self.top)
        self.top = node

    def close(self, event: yaml.CollectionEndEvent) -> None:
        self.top = self.stack.pop()
        self.path.pop()

    def alias(self, event: yaml.AliasEvent) -> None:
        offset = offset_of(event)
        self.place(offset, *self.anchors.get(event.anchor or "", (offset, "")))

    def place(self, offset: int, node: _Node, text: str) -> str:
        """Puts a key with some text, or a value, into the container around it; returns the token by
        which it is found there.
        """
        if self.top.is_mapping and self.top.key is None:
            self.top.key = (text, offset, False)
            return ""
        return self.put(offset, node)

    def put(self, offset: int, node: _Node) -> str:
        """Puts a value into the container around it; returns its token."""
        top = self.top
        if top.key is None:
            token = str(len(top.members))
            top.members[token] = (offset, node)
            return token
        token, key_offset, merges = top.key
        top.key = None
        if merges:
            top.merged.append(node)
        else:
            if token in top.members:
                self.duplicate(token, key_offset)
            top.members[token] = (key_offset, node)
        return token

    def duplicate(self, token: str, second: int) -> None:
        first, _ = self.top.members[token]
        path = tuple(self.path[1:])
        self.duplicates.append(Duplicate(key=token, path=path, first=first, second=second))
