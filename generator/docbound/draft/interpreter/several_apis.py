"""Pages that document two APIs, one chapter after the other: a draft is of one."""

from __future__ import annotations

from collections.abc import Iterator

from docbound.draft.blocks import At, Block, Endpoint, Heading, Page, Paragraph
from docbound.draft.interpreter.base_addresses import stated_addresses
from docbound.draft.interpreter.declarations.line_forms import declaration
from docbound.records import record


@record
class Chapter:
    """A part of a page that states an address of its own and documents operations at it."""

    title: str
    address: str
    at: At


def chapters_of(page: Page) -> list[Chapter]:
    """The chapters of a page that are about different addresses; fewer than two for one API."""
    found: dict[str, Chapter] = {}
    for blocks in _chapters(page):
        stated = next(
            (
                (address, block.at)
                for block in blocks
                if isinstance(block, Paragraph)
                for address in stated_addresses(block.text.value)
            ),
            None,
        )
        if stated and any(_declares(block) for block in blocks):
            title = blocks[0].text.plain if isinstance(blocks[0], Heading) else page.name
            chapter = Chapter(title=title, address=stated[0], at=stated[1])
            found.setdefault(stated[0].rstrip("/"), chapter)
    return list(found.values())


def _chapters(page: Page) -> Iterator[list[Block]]:
    chapter: list[Block] = []
    for block in page.blocks:
        if isinstance(block, Heading) and block.level == 1 and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter


def _declares(block: Block) -> bool:
    if isinstance(block, Endpoint):
        return True
    return isinstance(block, (Heading, Paragraph)) and declaration(block.text.plain) is not None
