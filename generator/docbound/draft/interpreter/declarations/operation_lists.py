"""Lists whose items are operations: ``- Award points: POST /members/{id}/points``, with what is
said of each below it, or definition lists with ``GET /products`` as their terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docbound.draft.blocks import Block, Heading, Item, Listing, Paragraph, Text
from docbound.draft.interpreter.paths import DECLARATION, METHOD

_LEVEL: Final = 7
"""Below all headings of a page."""
_LONGEST: Final = 200
_CALL: Final = re.compile(rf"(?:{METHOD})\s++/[^`\s]*+`\s*$")
_SEPARATORS: Final = "-–—:"


def unfold_lists(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with such lists taken apart: a heading for each operation, and its parts."""
    unfolded: list[Block] = []
    for block in blocks:
        parts = list(_operations(block)) if isinstance(block, Listing) else []
        unfolded.extend(parts or [block])
    return tuple(unfolded)


def _operations(listing: Listing) -> Iterator[Block]:
    declared = [_declaration(item) for item in listing.items]
    if not listing.items or not all(declared):
        return
    if not any(item.children or item.term for item in listing.items):
        return  # A table of contents: there is nothing about the operations in it.
    for item, text in zip(listing.items, declared, strict=True):
        assert text is not None
        yield Heading(level=_LEVEL, text=text, at=item.at)
        if item.term is not None and item.text:
            yield Paragraph(text=item.text, at=item.text.at)
        yield from item.children


def _declaration(item: Item) -> Text | None:
    """The heading that an item stands for, None where it declares no operation."""
    text = item.term or item.text
    if len(text.value) > _LONGEST:
        return None
    found = DECLARATION.match(text.plain)
    if found and not (found["rest"] or "").strip() and found["target"].startswith("/"):
        return text
    label, _, call = text.value.partition("`")
    if label.rstrip()[-1:] in _SEPARATORS and label.strip() and _CALL.match(call):
        name = label.rstrip().rstrip(_SEPARATORS).strip()
        return Text(value=f"{name}: {call.rstrip().rstrip('`')}", at=text.at)
    return None
