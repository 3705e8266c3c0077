"""How a page is to be read."""

from __future__ import annotations

from docbound.records import record


@record
class Style:
    """How a page is to be read. On pages that a generator wrote, descriptions are prose of the
    description and define nothing.

    Attributes:
        listed_schemas: the schemas that the page has anchors for, in lower case.
    """

    generated: bool = False
    bracketed: bool = False
    silent: bool = False
    listed_schemas: frozenset[str] = frozenset()
