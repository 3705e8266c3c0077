"""Reads the blocks about one operation into facts: which module reads which kind of block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docbound.draft.blocks import (
    Block,
    Code,
    Field,
    Group,
    Heading,
    Listing,
    Paragraph,
    Status,
    Table,
)
from docbound.draft.facts import Operation
from docbound.draft.interpreter.assembly.operation import assemble
from docbound.draft.interpreter.operation.code_blocks import read_code
from docbound.draft.interpreter.operation.groups import read_group, read_status
from docbound.draft.interpreter.operation.lists import read_list
from docbound.draft.interpreter.operation.paragraphs import read_paragraph
from docbound.draft.interpreter.operation.placed_fields import read_field
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.sections import read_heading
from docbound.draft.interpreter.operation.tables import read_table


class OperationReader(OperationReading):
    """Reads what a page says about one operation."""

    def read(self) -> Operation:
        """Reads the blocks; the operation of the draft is complete afterwards."""
        operation, declared = self.operation, self.declared
        self.ledger.use(declared.at)
        operation.summary = operation.summary or declared.summary
        operation.tag = operation.tag or declared.tag
        if declared.name and not operation.operation_id:
            operation.operation_id, operation.name_at = declared.name, declared.at
        if re.fullmatch(r"(yes|true|required)", declared.auth.strip("` ").lower()):
            self.auth_needed = True
        elif re.fullmatch(r"(no|false|none|not required)", declared.auth.strip("` ").lower()):
            self.auth_needed = False
            operation.security_at = declared.at
        self.read_blocks(declared.blocks)
        fresh = not (operation.body or operation.responses)
        assemble(self)
        # Nothing but its address: some other page, or part of this one, is about it.
        empty = not (self.params or operation.body or operation.responses or self.calls)
        operation.mention = empty and fresh
        return operation

    def read_blocks(self, blocks: Sequence[Block]) -> None:
        """Reads blocks in order; each is told which one comes after it."""
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            self._block(block, following)

    def _block(self, block: Block, following: Block | None) -> None:
        if self.state.skipped:
            if not isinstance(block, Heading) or block.level > self.state.skipped:
                return
            self.state.skipped = 0
        if isinstance(block, Heading):
            read_heading(self, block)
        elif isinstance(block, Paragraph):
            read_paragraph(self, block, following)
        elif isinstance(block, Table):
            read_table(self, block)
        elif isinstance(block, Listing):
            read_list(self, block)
        elif isinstance(block, Code):
            read_code(self, block)
        elif isinstance(block, Field):
            read_field(self, block)
        elif isinstance(block, Group):
            read_group(self, block, following)
        elif isinstance(block, Status):
            read_status(self, block)
