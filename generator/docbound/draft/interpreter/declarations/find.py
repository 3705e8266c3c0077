"""The operations of a page, in order, each with its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docbound.draft.blocks import Block, Endpoint, Heading, Paragraph
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.declarations.extents import before_definitions, end_of, start_of
from docbound.draft.interpreter.declarations.heading_summaries import heading_summary
from docbound.draft.interpreter.declarations.marks import Mark, find_marks
from docbound.draft.interpreter.declarations.operation_tables import listed_operations
from docbound.draft.interpreter.declarations.sample_operations import shown_calls
from docbound.draft.interpreter.paths import Template, read_template


def find_declared(blocks: Sequence[Block], listed: dict[str, Declared]) -> list[Declared]:
    """The operations that a page declares.

    Args:
        blocks: the page.
        listed: operations that a table names, by name in lower case; filled, and used for
            headings that are such names.
    """
    whole = next(
        (block for block in blocks if isinstance(block, Endpoint) and block.whole_page),
        None,
    )
    if whole is not None:
        return [] if whole.path.startswith("{$") else [_whole(whole, blocks)]
    listed_operations(blocks, listed)
    marks = list(find_marks(blocks, listed))
    if not marks:
        return [] if listed else shown_calls(blocks)
    starts = [
        start_of(blocks, mark, marks[place - 1].index if place else -1)
        for place, mark in enumerate(marks)
    ]
    found: list[Declared] = []
    for place, (mark, start) in enumerate(zip(marks, starts, strict=True)):
        following = starts[place + 1] if place + 1 < len(marks) else len(blocks)
        if following <= mark.index:
            following = marks[place + 1].index
        end = before_definitions(blocks, mark, end_of(blocks, start, mark, following))
        declared = _declared(blocks, mark, start, end, listed)
        if _is_callback(blocks, start) or mark.target.startswith("{$"):
            declared = replace(declared, is_callback=True)
        found.append(declared)
    return found


def _is_callback(blocks: Sequence[Block], start: int) -> bool:
    """Whether a call is one that the service makes: its address, right above, is taken from a
    request.
    """
    above = blocks[start - 1] if start else None
    return isinstance(above, Paragraph) and bool(
        re.fullmatch(r"\W*\$(?:request|response|url|method)\b\S*", above.text.plain.strip("*{} "))
    )


def _whole(whole: Endpoint, blocks: Sequence[Block]) -> Declared:
    rest = tuple(block for block in blocks if block is not whole)
    return Declared(
        method=whole.method,
        template=read_template(whole.path),
        at=whole.at,
        summary=whole.summary,
        name=whole.operation_id,
        blocks=whole.children + rest,
        start=0,
        end=len(blocks),
        whole_page=True,
    )


def _declared(
    blocks: Sequence[Block],
    mark: Mark,
    start: int,
    end: int,
    listed: dict[str, Declared],
) -> Declared:
    first = blocks[start]
    inside = blocks[mark.index]
    summary = mark.summary
    body = tuple(blocks[start:end])
    if isinstance(inside, Endpoint):
        body = tuple(block for block in body if block is not inside)
        body = (
            *(block for block in body if _before(block, inside)),
            *inside.children,
            *(block for block in body if not _before(block, inside)),
        )
    if not summary and isinstance(first, Heading):
        summary = heading_summary(first)
    known = listed.get(mark.name) if mark.name else None
    return Declared(
        method=mark.method,
        template=known.template if known else _template(mark),
        at=known.at if known else mark.at,
        summary=(known.summary if known else "") or summary,
        name=known.name if known else mark.name,
        blocks=body,
        start=start,
        end=end,
        auth=mark.auth,
        tag=_tag(blocks, start),
    )


def _template(mark: Mark) -> Template:
    template = read_template(mark.target)
    return (
        replace(template, base=mark.base.rstrip("/"))
        if mark.base and not template.base
        else template
    )


def _before(block: Block, other: Block) -> bool:
    return (block.at.source, block.at.line) < (other.at.source, other.at.line)


def _tag(blocks: Sequence[Block], start: int) -> str:
    """The heading above the operation's own, which groups operations; the page's title does not."""
    own = blocks[start]
    level = own.level if isinstance(own, Heading) else 7
    title = next((block for block in blocks if isinstance(block, Heading)), None)
    for block in reversed(blocks[:start]):
        if isinstance(block, Heading) and block.level < level and block is not title:
            return block.text.plain.strip("* ")
    return ""
