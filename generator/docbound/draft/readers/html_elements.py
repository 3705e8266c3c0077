"""The part of lxml's elements that the readers use, as types. lxml's stubs leave its HTML elements
without any, and this is the one module that deals with that.
"""

# The stubs of lxml give the keywords of document_fromstring no type.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast


class HtmlElement(Protocol):
    """An element of a parsed page, or a comment or an instruction, whose ``tag`` is no text."""

    text: str | None
    tail: str | None

    @property
    def tag(self) -> object:
        """The name of an element; a function for what is none."""
        ...

    @property
    def sourceline(self) -> int | None:
        """The line where it begins, from 1."""
        ...

    def __iter__(self) -> Iterator[HtmlElement]:
        """The elements directly inside."""
        ...

    def get(self, key: str) -> str | None:
        """The value of an attribute."""
        ...

    def find(self, path: str) -> HtmlElement | None:
        """The first element directly inside with that name."""
        ...

    def getparent(self) -> HtmlElement | None:
        """The element around it."""
        ...

    def iter(self, *tags: str) -> Iterator[HtmlElement]:
        """It and all inside it with one of those names, in the order of the page."""
        ...

    def iterdescendants(self, *tags: str) -> Iterator[HtmlElement]:
        """All inside it with one of those names, or all there is."""
        ...

    def itertext(self) -> Iterator[str]:
        """All texts inside it, in the order of the page."""
        ...


def parse_document(text: str) -> HtmlElement | None:
    """The root of a page, or of a piece of one; None where the markup has no element at all.

    Args:
        text: the markup.
    """
    import lxml.html
    from lxml import etree

    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root: object = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return cast("HtmlElement", root)
