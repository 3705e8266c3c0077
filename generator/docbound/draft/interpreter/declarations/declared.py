"""An operation that a page declares, and the blocks about it."""

from __future__ import annotations

from docbound.draft.blocks import At, Block
from docbound.draft.interpreter.paths import Template
from docbound.records import record


@record
class Declared:
    """An operation that a page declares, and the blocks about it.

    Attributes:
        name: the operation's own name, where the page has names for them.
        blocks: what the page says about it; empty where it only lists it.
        start: the index of its first block on the page; -1 where it is only listed.
        is_sample: whether the page does no more than show it being called.
        is_callback: whether it is a call that the service makes.
    """

    method: str
    template: Template
    at: At
    summary: str = ""
    name: str = ""
    description: str = ""
    blocks: tuple[Block, ...] = ()
    start: int = -1
    end: int = -1
    auth: str = ""
    tag: str = ""
    whole_page: bool = False
    is_sample: bool = False
    is_callback: bool = False
