"""An operation while its blocks are read: what was found, and what the page is speaking of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from docbound.draft.blocks import At, Block
from docbound.draft.facts import Draft, Response
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.interpreter.operation_facts import Collected, OperationFacts
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary.words import Section
from docbound.records import field, record


@record(frozen=False)
class ReadingState:
    """Where on the page the reader is.

    Attributes:
        section: what the nearest heading announces.
        outer: the headings that it is below, with their levels.
        label: what a label, a tab or a summary below that heading announces.
        error: whether the blocks are about a response that says no.
        lead: the paragraph before the next block, and its place.
        status: the status that the blocks are about.
        sent_as: the media type that the last sentence names for the body.
        media_type: that of the code after the next line.
        last_status: the last status of the list before.
        skipped: the level of a heading whose part of the page is about other calls; 0 outside of
            it.
    """

    section: Section = field(default_factory=Section)
    outer: list[tuple[int, Section]] = field(default_factory=list[tuple[int, Section]])
    label: Section = field(default_factory=Section)
    error: bool = False
    lead: str = ""
    lead_at: At | None = None
    status: str = ""
    sent_as: str = ""
    media_type: str = ""
    last_status: str = ""
    skipped: int = 0


class OperationReading(OperationFacts, ABC):
    """What was found about an operation, and where on the page its reader is."""

    def __init__(
        self, draft: Draft, declared: Declared, style: Style, ledger: UsedStatements
    ) -> None:
        super().__init__(draft, declared, style, ledger)
        self.state = ReadingState()

    @abstractmethod
    def read_blocks(self, blocks: Sequence[Block]) -> None:
        """Reads blocks inside of others, such as those of a tab, with the state as it is."""

    @property
    def section(self) -> Section:
        """What the nearest label or heading announces."""
        return self.state.label if self.state.label.kind else self.state.section

    @property
    def unstated_status(self) -> str:
        """The key of a response whose status the page does not show: ``success`` or ``error``."""
        return "error" if self.state.error else "success"

    def response(self, code: str, at: At) -> Response:
        """The response of the operation with that status; made where it is new."""
        return self.operation.responses.setdefault(code, Response(status=code, at=at))

    def collected(self, code: str, at: At) -> Collected:
        """What was found for the response with that status, or key of a status not shown."""
        collected = self.responses.setdefault(code, Collected())
        collected.at = collected.at or at
        return collected
