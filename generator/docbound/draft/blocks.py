"""The intermediate form: what every reader produces and the interpreter reads.

A page, whatever its markup, is a list of blocks in reading order. A block knows the line where it
is and nothing about the markup it came from. Texts keep code spans in backticks (`` `id` ``), since
documentation marks names that way; other inline markup is gone, and links are listed beside the
text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from docbound.records import field, record


@record
class At:
    """A line of a source: the source's key in documented.yaml and the line, counted from 1."""

    source: str
    line: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"


@record
class Link:
    """A link of a text: its label and its target."""

    label: str
    target: str


@record
class Text:
    """A run of text on one place of a page."""

    value: str
    at: At
    links: tuple[Link, ...] = ()

    @property
    def plain(self) -> str:
        """The text without the backticks of code spans."""
        return self.value.replace("`", "").strip()

    def __bool__(self) -> bool:
        return bool(self.value.strip())


@record
class Heading:
    """A heading; ``anchor`` is the identifier that links lead to, where the page has one."""

    level: int
    text: Text
    at: At
    anchor: str = ""


@record
class Paragraph:
    """A paragraph. ``label`` marks one that is like a heading: bold alone, or ending in a colon."""

    text: Text
    at: At
    label: bool = False


@record
class Row:
    """A row of a table."""

    cells: tuple[Text, ...]
    at: At


@record
class Table:
    """A table; ``header`` is empty where the page gives none."""

    header: tuple[Text, ...]
    rows: tuple[Row, ...]
    at: At


@record
class Item:
    """An item of a list. ``term`` is set in definition lists."""

    text: Text
    at: At
    term: Text | None = None
    children: tuple[Block, ...] = ()


@record
class Listing:
    """A bullet, numbered or definition list."""

    items: tuple[Item, ...]
    at: At


@record
class Code:
    """A block of code, verbatim. ``at`` is the line of its first line of content; ``title`` what
    is over it.
    """

    text: str
    at: At
    language: str = ""
    title: str = ""


@record
class Field:
    """A field or parameter that the markup itself marks as one.

    Attributes:
        location: ``path``, ``query``, ``header``, ``cookie``, ``body``, ``response``, or ""
            where the markup does not tell.
        type: the page's word for the type, verbatim.
        required: None where the page says nothing.
        schema: a JSON Schema, where the page carries one.
    """

    name: str
    at: At
    location: str = ""
    type: str = ""
    required: bool | None = None
    default: str | None = None
    enum: tuple[str, ...] = ()
    example: str = ""
    text: Text | None = None
    children: tuple[Block, ...] = ()
    schema: Mapping[str, object] | None = None


@record
class Group:
    """Blocks that the page keeps together: an expandable part, a tab, an aside, a request or
    response example.

    ``kind`` is ``expandable``, ``tab``, ``tabs``, ``aside``, ``request-example``, ``response-
    example``, ``container``, ``listing`` (tables that together list one schema),
    or ``anchor`` (a place that links lead to; ``title`` is its name).
    """

    kind: str
    at: At
    title: str = ""
    children: tuple[Block, ...] = ()


@record
class Endpoint:
    """An operation that the markup itself marks as one.

    ``children`` are what it encloses; ``complete`` says that nothing outside of it is about it,
    ``whole_page`` that all of the page is.
    """

    method: str
    path: str
    at: At
    summary: str = ""
    base_url: str = ""
    children: tuple[Block, ...] = ()
    whole_page: bool = False
    complete: bool = False
    operation_id: str = ""


@record
class Status:
    """A response that the markup itself marks as one."""

    code: str
    at: At
    text: Text | None = None
    children: tuple[Block, ...] = ()


@record
class Description:
    """An OpenAPI document, or a part of one, that a page carries inside."""

    content: Mapping[str, object]
    at: At
    lines: Mapping[str, int] = field(default_factory=dict[str, int])


Block: TypeAlias = (
    Heading | Paragraph | Table | Listing | Code | Field | Group | Endpoint | Status | Description
)


@record
class Page:
    """One file of documentation."""

    key: str
    name: str
    blocks: tuple[Block, ...]
    lines: int
    title: str = ""
    style: str = ""


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, those inside others included."""
    for block in blocks:
        yield block
        if isinstance(block, (Field, Group, Endpoint, Status)):
            yield from walk(block.children)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from walk(item.children)
