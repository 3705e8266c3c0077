"""Where the blocks about an operation begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docbound.draft.blocks import Block, Endpoint, Heading
from docbound.draft.interpreter.declarations.line_forms import declaration
from docbound.draft.interpreter.declarations.marks import Mark
from docbound.draft.vocabulary import words

_DEFINITIONS: Final = re.compile(
    r"(?:schemas|models|definitions|components|(?:data )?(?:types|models)|objects)", re.I
)


def start_of(blocks: Sequence[Block], mark: Mark, previous: int) -> int:
    """Where an operation begins: at the heading that it is under, unless another operation
    is between.
    """
    if mark.complete or _shares_heading(blocks, mark.index):
        return mark.index
    if isinstance(blocks[mark.index], Heading):
        own = blocks[mark.index]
        above = mark.index - 1
        if isinstance(own, Heading) and above > previous and isinstance(blocks[above], Heading):
            outer = blocks[above]
            if (
                isinstance(outer, Heading)
                and outer.level < own.level
                and not words.section(outer.text.plain).kind
                and _sole(blocks, above, mark.index)
            ):
                return above
        return mark.index
    start = mark.index
    for index in range(mark.index - 1, previous, -1):
        block = blocks[index]
        if not isinstance(block, Heading):
            continue
        start = index
        kind = words.section(block.text.plain).kind
        if kind not in (
            "declaration",
            "example-request",
            "parameters",
            "example-response",
            "response",
            "properties",
        ):
            break
    return start


def _shares_heading(blocks: Sequence[Block], index: int) -> bool:
    """Whether a tag or directive that declares an operation stands with others under one heading,
    which then is about all of them.
    """
    if not isinstance(blocks[index], Endpoint):
        return False
    for block in blocks[index + 1 :]:
        if isinstance(block, Heading):
            return False
        if isinstance(block, Endpoint):
            return True
    return False


def _sole(blocks: Sequence[Block], outer: int, inner: int) -> bool:
    """Whether the outer heading has this one heading of its level below it."""
    first, second = blocks[outer], blocks[inner]
    assert isinstance(first, Heading) and isinstance(second, Heading)
    for block in blocks[inner + 1 :]:
        if isinstance(block, Heading):
            if block.level <= first.level:
                return True
            if block.level == second.level and declaration(block.text.plain):
                return False
    return True


def end_of(blocks: Sequence[Block], start: int, mark: Mark, following: int) -> int:
    """Where an operation ends: before the next one, or at a heading as high as its own that is no
    part of it.

    Args:
        blocks: the page.
        start: the index of the operation's first block.
        mark: what declares it.
        following: the index at which the next operation begins, or the number of blocks.
    """
    if mark.complete:
        return mark.index + 1
    first = blocks[start]
    if not isinstance(first, Heading):
        level = next((b.level for b in reversed(blocks[:start]) if isinstance(b, Heading)), 0)
        for index in range(mark.index + 1, following):
            block = blocks[index]
            if isinstance(block, Heading) and (
                block.level < level
                or (
                    block.level == level
                    and (
                        not words.section(block.text.plain).kind
                        or words.may_name_schema(block.text.plain.strip("* "))
                    )
                )
            ):
                return index
        return following
    for index in range(mark.index + 1, following):
        block = blocks[index]
        if isinstance(block, Heading) and block.level <= first.level:
            if (
                block.level == first.level
                and words.section(block.text.plain).kind
                and not words.may_name_schema(block.text.plain.strip("* "))
                and not words.section(first.text.plain).kind
                and not _declares_itself(first)
            ):
                continue
            return index
    return following


def before_definitions(blocks: Sequence[Block], mark: Mark, end: int) -> int:
    """The end of an operation, before a part of the page that lists schemas."""
    for index in range(mark.index + 1, end):
        block = blocks[index]
        if isinstance(block, Heading) and _DEFINITIONS.fullmatch(block.text.plain.strip("* ")):
            own = blocks[mark.index]
            if not isinstance(own, Heading) or block.level <= own.level:
                return index
    return end


def _declares_itself(heading: Heading) -> bool:
    return bool(declaration(heading.text.plain.strip("~ ")))
