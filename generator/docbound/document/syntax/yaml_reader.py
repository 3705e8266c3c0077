"""YAML text to plain data by JSON's rules: string keys, JSON's scalars, nothing else.

The events come from libyaml; building the data here takes about as long as parsing does, whereas a
general YAML constructor takes several times that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import yaml

from docbound.diagnostics.diagnostic import Severity
from docbound.document.syntax.syntax_problems import (
    LONGEST_KEY,
    MAX_DEPTH,
    SyntaxProblem,
    UnreadableError,
    too_deep,
    too_long,
)
from docbound.document.syntax.yaml_events import MERGE_TAG, events, offset_of
from docbound.document.syntax.yaml_scalars import FIRST_CHARACTERS, is_not_finite, read_plain
from docbound.service import JSONValue

ALIAS_BUDGET: Final = 1_000_000
"""How many values aliases may add to a text when they are written out."""

_STANDARD: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(_STANDARD + name for name in ("int", "float", "bool", "null"))
_KNOWN_TAGS: Final = _PLAIN_TAGS | {
    _STANDARD + name for name in ("str", "map", "seq", "timestamp", "binary")
}


class _Special(str):
    """A key that is none: compared by identity, so no ordinary string can be confused with it."""

    __slots__ = ()


_MERGE: Final = _Special("<<")
_DROP: Final = _Special("complex key")

_Container = dict[str, JSONValue] | list[JSONValue]


class _Anchored:
    """A value with an anchor: its size when written out, its depth, and its text where it is a
    scalar.
    """

    __slots__ = ("depth", "size", "text", "value")

    def __init__(self, value: JSONValue, *, size: int, depth: int, text: str | None) -> None:
        self.value = value
        self.size = size
        self.depth = depth
        self.text = text


class _Frame:
    """A container that is not finished yet, together with what surrounds it."""

    __slots__ = (
        "aliased",
        "anchor",
        "container",
        "deepest",
        "key",
        "merges",
        "offset",
        "size",
    )

    def __init__(self, container: _Container, anchor: str | None, offset: int) -> None:
        self.container = container
        self.anchor = anchor
        self.offset = offset
        self.key: str | None = None
        self.merges: list[JSONValue] = []
        self.size = 1
        self.deepest = 0


class _Builder:
    """Builds the data of one document from its events, without recursion."""

    def __init__(self, problems: list[SyntaxProblem]) -> None:
        self.problems = problems
        self.duplicates = False
        self.documents = 0
        self.root: JSONValue = None
        self.stack: list[_Frame] = []
        self.frame = _Frame([], None, 0)
        self.anchors: dict[str, _Anchored | None] = {}
        self.alias_total = 0
        self.handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open_mapping,
            yaml.SequenceStartEvent: self.open_sequence,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.open_document,
            yaml.DocumentEndEvent: self.close_document,
            yaml.StreamStartEvent: self.ignore,
            yaml.StreamEndEvent: self.ignore,
        }

    def run(self, text: str) -> None:
        handlers = self.handlers
        for event in events(text):
            handlers[event.__class__](event)

    def ignore(self, event: yaml.Event) -> None:
        """The stream's own events carry nothing."""

    def open_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        self.frame = _Frame([], None, offset_of(event))
        self.anchors = {}

    def close_document(self, event: yaml.DocumentEndEvent) -> None:
        found = self.frame.container
        value = found[0] if isinstance(found, list) and found else None
        if self.documents == 1:
            self.root = value
        elif value is not None:
            self.problems.append(
                SyntaxProblem(
                    code="several-documents",
                    message="the file has several YAML documents; only the first one is read",
                    hint="keep one description in a file, and remove the line ---",
                    offset=self.frame.offset,
                )
            )

    def scalar(self, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        frame = self.frame
        container = frame.container
        plain: bool = event.implicit[0]
        if container.__class__ is dict and frame.key is None:
            if len(text) > LONGEST_KEY:
                raise too_long(offset_of(event))
            merges = text == "<<" and (plain or event.tag == MERGE_TAG)
            frame.key = _MERGE if merges else text
            if event.anchor is not None:
                self.anchors[event.anchor] = _Anchored(text, size=1, depth=0, text=text)
            return
        value: JSONValue = text
        if plain:
            if text[:1] in FIRST_CHARACTERS or not text:
                value = read_plain(text)
                if value is text and is_not_finite(text):
                    self.not_finite(event)
        elif event.tag is not None:
            value = self.tagged(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, size=1, depth=0, text=text)
        frame.size += 1
        self.put(value, offset_of(event))

    def put(self, value: JSONValue, offset: int) -> None:
        """Puts a finished value, which starts at ``offset``, in its place in the container around
        it.
        """
        frame = self.frame
        container = frame.container
        if isinstance(container, list):
            container.append(value)
            return
        key = frame.key
        frame.key = None
        if key is None:
            self.complex_key(offset)
            frame.key = _DROP
        elif key is _MERGE:
            self.merge(value, offset)
        elif key is _DROP:
            return
        else:
            if key in container:
                self.duplicates = True
            container[key] = value

    def open_mapping(self, event: yaml.MappingStartEvent) -> None:
        self.open({}, event)

    def open_sequence(self, event: yaml.SequenceStartEvent) -> None:
        self.open([], event)

    def open(self, container: _Container, event: yaml.CollectionStartEvent) -> None:
        if event.tag is not None and event.tag not in _KNOWN_TAGS:
            self.unknown_tag(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(self.frame)
        if len(self.stack) > MAX_DEPTH:
            raise too_deep(offset_of(event))
        self.frame = _Frame(container, event.anchor, offset_of(event))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        frame = self.frame
        container = frame.container
        if frame.merges and isinstance(container, dict):
            _apply_merges(container, frame.merges)
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchored(
                container, size=frame.size, depth=frame.deepest + 1, text=None
            )
        self.frame = self.stack.pop()
        self.frame.size += frame.size
        self.frame.deepest = max(self.frame.deepest, frame.deepest + 1)
        self.put(container, frame.offset)

    def alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        frame = self.frame
        anchored = self.anchors.get(name)
        if anchored is None:
            raise UnreadableError(self.bad_alias(event))
        if isinstance(frame.container, dict) and frame.key is None and anchored.text is not None:
            if len(anchored.text) > LONGEST_KEY:
                raise too_long(offset_of(event))
            frame.key = anchored.text
            return
        self.alias_total += anchored.size
        if self.alias_total > ALIAS_BUDGET:
            raise UnreadableError(
                SyntaxProblem(
                    code="alias-bomb",
                    message=f"the aliases of this text expand to more than {ALIAS_BUDGET:,} values",
                    hint="write shared parts under components and refer to them by $ref",
                    offset=offset_of(event),
                )
            )
        if len(self.stack) + anchored.depth > MAX_DEPTH:
            raise too_deep(offset_of(event))
        frame.size += anchored.size
        frame.deepest = max(frame.deepest, anchored.depth)
        self.put(anchored.value, offset_of(event))

    def bad_alias(self, event: yaml.AliasEvent) -> SyntaxProblem:
        name = event.anchor or ""
        if name in self.anchors:
            return SyntaxProblem(
                code="recursive-alias",
                message=f"the alias *{name} is inside the value that it names",
                hint="use a $ref: JSON data cannot contain itself",
                offset=offset_of(event),
            )
        return SyntaxProblem(
            code="unknown-alias",
            message=f"the alias *{name} has no anchor &{name} before it",
            offset=offset_of(event),
            hint="put the text in quotes if it is not meant as an alias",
        )

    def merge(self, value: JSONValue, offset: int) -> None:
        sources = value if isinstance(value, list) else [value]
        if all(isinstance(source, dict) for source in sources):
            self.frame.merges.extend(sources)
            return
        self.problems.append(
            SyntaxProblem(
                code="bad-merge",
                message="only a mapping, or a list of mappings, can be merged by <<",
                hint="put << in quotes if it is meant as an ordinary key",
                offset=offset,
            )
        )

    def complex_key(self, offset: int) -> None:
        self.problems.append(
            SyntaxProblem(
                code="complex-key",
                message="a mapping or list is used as a key; only text can be one",
                hint="put the key in quotes",
                offset=offset,
            )
        )

    def tagged(self, event: yaml.ScalarEvent) -> JSONValue:
        """A scalar with a tag of its own, such as ``!!str 1``."""
        tag = event.tag or ""
        if tag in _PLAIN_TAGS:
            return read_plain(event.value)
        if tag not in _KNOWN_TAGS and tag != "!":
            self.unknown_tag(event)
        return str(event.value)

    def unknown_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        self.problems.append(
            SyntaxProblem(
                code="unknown-tag",
                message=f"the YAML tag {event.tag} means nothing in a description; it is ignored",
                offset=offset_of(event),
                severity=Severity.WARNING,
            )
        )

    def not_finite(self, event: yaml.ScalarEvent) -> None:
        self.problems.append(
            SyntaxProblem(
                code="number-out-of-range",
                message=(
                    f"{event.value} is not a number that JSON and Python can hold; it is kept as"
                    " text"
                ),
                offset=offset_of(event),
                severity=Severity.WARNING,
            )
        )


def _apply_merges(container: dict[str, JSONValue], merges: list[JSONValue]) -> None:
    """Adds merged keys behind the container's own, which win; among several merged mappings the
    first one wins.
    """
    for source in merges:
        if isinstance(source, dict):
            for key, value in source.items():
                container.setdefault(key, value)


def read_yaml(text: str, problems: list[SyntaxProblem]) -> tuple[JSONValue, bool]:
    """Reads a YAML text; an empty one is None.

    Args:
        text: the whole document.
        problems: receives what is odd or wrong but leaves something to read.

    Returns:
        The data, and whether a mapping has a key twice (the last one won).

    Raises:
        UnreadableError: the text is not YAML, nests too deeply, has a key that is too long, or
            its aliases grow beyond all measure.
    """
    builder = _Builder(problems)
    builder.run(text)
    return builder.root, builder.duplicates
