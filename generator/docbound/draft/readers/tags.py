"""Tags inside Markdown: JSX components, ``{% liquid %}`` blocks and ReadMe's ``[block:…]``, split
from the text between them.

The tags of a page become a tree of :class:`Element` and :class:`Chunk`. Markdown is parsed later,
chunk by chunk, so that its parser never meets a tag. Code, fenced or in backticks, is left alone.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Final, TypeAlias

from docbound.records import record


@record
class Chunk:
    """Text between tags, and the line where it begins."""

    text: str
    line: int


@record
class Element:
    """A tag with what it encloses. An attribute without a value is True."""

    name: str
    attributes: dict[str, object]
    children: tuple[Part, ...]
    line: int
    raw: str = ""


Part: TypeAlias = Chunk | Element

_FENCE: Final = re.compile(
    r"^[ \t]*(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.M | re.S,
)
_SPAN: Final = re.compile(
    r"(?<!`)(?P<ticks>`{1,20})(?!`)(?:[^\n]|\n(?![ \t]*\n))*?(?<!`)(?P=ticks)(?!`)"
)
_COMMENT: Final = re.compile(r"<!--|\{/\*")
_COMMENT_ENDS: Final = {"<!--": "-->", "{/*": "*/}"}
_TAG: Final = re.compile(
    r"<(?P<close>/?)\s*(?P<jsx>[A-Z][\w.]*)(?=[\s/>])"
    r"|\{%-?\s*(?P<liquid>[\w-]++)(?P<rest>(?:(?!\{%).)*?)-?%\}"
    r"|\[block:(?P<block>[\w-]+)\]",
    re.S,
)
_ATTRIBUTE: Final = re.compile(r"\s*(?P<name>[A-Za-z_][\w:.-]*)\s*(?P<eq>=\s*)?")
_CLOSING: Final = re.compile(r"\s*+(?P<slash>/\s*+)?>")
_BETWEEN: Final = re.compile(r"[\s,\"']++")
_MOST_TAGS: Final = 200_000


@record
class _Mark:
    """A tag in the text: where it begins and ends."""

    name: str
    start: int
    end: int
    kind: str
    attributes: dict[str, object]
    raw: str = ""


def parse_tags(text: str, line: int = 1) -> tuple[Part, ...]:
    """Splits a page into text and tags.

    Args:
        text: the page without its front matter.
        line: the line of its first character.
    """
    hidden = _hidden_ranges(text)
    starts = [0, *accumulate(len(piece) for piece in text.splitlines(keepends=True))]

    def line_of(position: int) -> int:
        return line + bisect_right(starts, position) - 1

    paired = _paired(list(_marks(text, hidden)))
    # `List<Pet>` looks like a tag that nothing closes.
    tags = [
        mark
        for mark, partner in paired
        if partner != -1 or mark.kind != "open" or text[mark.start] != "<"
    ]
    return _tree(text, _paired(tags), line_of)


def _hidden_ranges(text: str) -> list[tuple[int, int]]:
    """Where tags do not count: code and comments, in order, without overlaps."""
    ranges: list[tuple[int, int]] = []
    fences = [found.span() for found in _FENCE.finditer(text)]
    comments = list(_comments(text))
    position = 0
    for start, end in sorted(fences + comments):
        if start < position:
            continue
        ranges += [
            (position + found.start(), position + found.end())
            for found in _SPAN.finditer(text[position:start])
        ]
        ranges.append((start, end))
        position = end
    ranges += [
        (position + found.start(), position + found.end())
        for found in _SPAN.finditer(text[position:])
    ]
    return ranges


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Where comments are; what nothing closes is none."""
    position = 0
    unclosed: set[str] = set()
    while found := _COMMENT.search(text, position):
        position = found.end()
        if found[0] in unclosed:
            continue
        closing = _COMMENT_ENDS[found[0]]
        end = text.find(closing, position)
        if end < 0:
            unclosed.add(found[0])
            continue
        position = end + len(closing)
        yield found.start(), position


def _marks(text: str, hidden: list[tuple[int, int]]) -> Iterator[_Mark]:
    starts = [start for start, _ in hidden]
    position, count = 0, 0
    while (found := _TAG.search(text, position)) and count < _MOST_TAGS:
        inside = bisect_right(starts, found.start()) - 1
        if inside >= 0 and found.start() < hidden[inside][1]:
            position = max(hidden[inside][1], found.start() + 1)
            continue
        count += 1
        mark = _read_mark(text, found)
        position = mark.end if mark else found.end()
        if mark:
            yield mark


def _read_mark(text: str, found: re.Match[str]) -> _Mark | None:
    if found["jsx"]:
        attributes, end, closed = _attributes(text, found.end(), found["close"] == "/")
        if end < 0:
            return None
        kind = "close" if found["close"] else "single" if closed else "open"
        return _Mark(
            name=found["jsx"],
            start=found.start(),
            end=end,
            kind=kind,
            attributes=attributes,
        )
    if found["liquid"]:
        name = found["liquid"]
        kind = "close" if name.startswith("end") else "open"
        attributes, _, _ = _attributes(found["rest"] + ">", 0, False)
        return _Mark(
            name=name.removeprefix("end"),
            start=found.start(),
            end=found.end(),
            kind=kind,
            attributes=attributes,
        )
    end = text.find("[/block]", found.end())
    if end < 0:
        return None
    raw = text[found.end() : end]
    return _Mark(
        name=f"block:{found['block']}",
        start=found.start(),
        end=end + len("[/block]"),
        kind="single",
        attributes={},
        raw=raw,
    )


def _attributes(text: str, position: int, closing: bool) -> tuple[dict[str, object], int, bool]:
    """Attributes up to ``>`` or ``/>``: their values, where the tag ends (-1 if it does not),
    whether it closes itself.
    """
    attributes: dict[str, object] = {}
    while position < len(text):
        rest = _CLOSING.match(text, position)
        if rest:
            return attributes, rest.end(), bool(rest["slash"])
        found = _ATTRIBUTE.match(text, position)
        if not found or closing:
            if text[position] in "{" and (end := _braces(text, position)) > 0:
                position = end
                continue
            if between := _BETWEEN.match(text, position):
                position = between.end()
                continue
            return {}, -1, False
        position = found.end()
        value: object = True
        if found["eq"]:
            value, position = _value(text, position)
            if position < 0:
                return {}, -1, False
        attributes[found["name"]] = value
    return attributes, -1, False


def _value(text: str, position: int) -> tuple[object, int]:
    if position >= len(text):
        return "", -1
    if text[position] in "\"'":
        end = text.find(text[position], position + 1)
        return (text[position + 1 : end], end + 1) if end > 0 else ("", -1)
    if text[position] == "{":
        end = _braces(text, position)
        if end < 0:
            return "", -1
        return json_value(text[position + 1 : end - 1].strip()), end
    found = re.compile(r"[^\s/>,%]+").match(text, position)
    return (json_value(found[0]), found.end()) if found else ("", -1)


def json_value(text: str) -> object:
    """A JavaScript value as far as it is JSON; anything else stays the text it is."""
    if text in ("undefined", ""):
        return ""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return re.sub(r"""^(["'`])(.*)\1$""", r"\2", text, flags=re.S)
    return value


def _braces(text: str, position: int) -> int:
    """The position after the brace that closes the one at ``position``, -1 if none does."""
    depth, quote = 0, ""
    index = position
    while index < len(text):
        char = text[index]
        if quote:
            if char == "\\":
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'`":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return index + 1
        index += 1
    return -1


def _paired(marks: list[_Mark]) -> list[tuple[_Mark, int]]:
    """Each mark with the index of the mark that closes it; -1 for one that nothing closes, -2 for a
    closing one.
    """
    partner = [-1] * len(marks)
    opened: dict[str, list[int]] = {}
    order: list[int] = []
    for index, mark in enumerate(marks):
        if mark.kind == "open":
            opened.setdefault(mark.name, []).append(index)
            order.append(index)
        elif mark.kind == "close":
            partner[index] = -2
            waiting = opened.get(mark.name)
            if not waiting:
                continue
            start = waiting.pop()
            partner[start] = index
            # Whatever was opened inside and not closed has no partner.
            while order and order[-1] != start:
                lost = order.pop()
                if partner[lost] < 0 and lost in opened.get(marks[lost].name, []):
                    opened[marks[lost].name].remove(lost)
            if order:
                order.pop()
    return list(zip(marks, partner, strict=True))


def _tree(
    text: str, paired: list[tuple[_Mark, int]], line_of: Callable[[int], int]
) -> tuple[Part, ...]:
    stack: list[tuple[_Mark | None, int, list[Part]]] = [(None, -1, [])]
    position = 0

    def chunk(end: int) -> None:
        if text[position:end].strip():
            stack[-1][2].append(Chunk(text=text[position:end], line=line_of(position)))

    for index, (mark, partner) in enumerate(paired):
        chunk(mark.start)
        position = mark.end
        if mark.kind == "single" or (mark.kind == "open" and partner < 0):
            stack[-1][2].append(_element(mark, (), line_of(mark.start)))
        elif mark.kind == "open":
            stack.append((mark, partner, []))
        elif len(stack) > 1 and stack[-1][1] == index:
            opened, _, children = stack.pop()
            assert opened is not None
            stack[-1][2].append(_element(opened, tuple(children), line_of(opened.start)))
    chunk(len(text))
    while len(stack) > 1:
        opened, _, children = stack.pop()
        assert opened is not None
        stack[-1][2].append(_element(opened, tuple(children), line_of(opened.start)))
    return tuple(stack[0][2])


def _element(mark: _Mark, children: tuple[Part, ...], line: int) -> Element:
    return Element(
        name=mark.name,
        attributes=mark.attributes,
        children=children,
        line=line,
        raw=mark.raw,
    )
