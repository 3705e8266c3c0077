"""Operations of pages that have nothing but samples of calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import Block, Code, Heading
from docbound.draft.interpreter.called_paths import templates
from docbound.draft.interpreter.calls import find_calls, is_download
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.declarations.heading_summaries import heading_summary
from docbound.draft.interpreter.paths import read_template
from docbound.draft.vocabulary import words

_MOST_SHOWN: Final = 100
"""Operations that a single block of code may show; the summary lists the lines of what is left."""
_NO_CALLS: Final = frozenset({"json", "javascript", "js", "python", "ruby", "php", "yaml", "xml"})


def shown_calls(blocks: Sequence[Block]) -> list[Declared]:
    """The operations of a page that has nothing but samples of calls: each sample begins one, and
    what follows up to the next is about it.
    """
    places = [
        (index, call)
        for index, block in enumerate(blocks)
        if isinstance(block, Code) and block.language not in _NO_CALLS
        for call in find_calls(block.text, block.at)
        if not is_download(call)
    ]
    paths = templates([call for _, call in places])
    first = {index for index, _ in places}
    found: list[Declared] = []
    shown: dict[int, set[tuple[str, str]]] = {}
    for number, (index, call) in enumerate(places):
        in_block = shown.setdefault(index, set())
        if (call.method, paths[number]) in in_block or len(in_block) >= _MOST_SHOWN:
            continue  # every operation of a block reads all of its calls
        in_block.add((call.method, paths[number]))
        lead = _own_heading(blocks, index, first)
        later = (
            place
            for place in range(index + 1, len(blocks))
            if place in first or isinstance(blocks[place], Heading)
        )
        end = next(later, len(blocks))
        found.append(
            Declared(
                method=call.method,
                template=replace(read_template(paths[number]), base=call.base),
                at=call.at,
                summary=_call_summary(blocks[lead]),
                blocks=tuple(blocks[index:end]),
                start=lead,
                end=end,
                is_sample=True,
            )
        )
    return found


def _own_heading(blocks: Sequence[Block], index: int, calls: set[int]) -> int:
    """The heading above a sample of a call, if there is no other call under it; else the sample
    itself.
    """
    above = next(
        (place for place in range(index, -1, -1) if isinstance(blocks[place], Heading)), None
    )
    if above is None:
        return index
    after = (place for place in range(above + 1, len(blocks)) if isinstance(blocks[place], Heading))
    below = next(after, len(blocks))
    return above if calls & set(range(above, below)) == {index} else index


def _call_summary(block: Block) -> str:
    if not isinstance(block, Heading) or words.section(block.text.plain).kind:
        return ""
    return heading_summary(block)
