"""What a page says about one operation, place by place, before it is put together."""

from __future__ import annotations

from docbound.draft.blocks import At, Code, Field
from docbound.draft.facts import Draft, Schema
from docbound.draft.interpreter.calls import Call
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.fields.block_fields import Fields
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.used_statements import UsedStatements
from docbound.records import field, record


@record(frozen=False)
class Collected:
    """What was found for one place before it is put together."""

    fields: list[Field] = field(default_factory=list[Field])
    alternatives: list[tuple[str, list[Field], At]] = field(
        default_factory=list[tuple[str, list[Field], At]]
    )
    samples: list[Code] = field(default_factory=list[Code])
    refs: list[Schema] = field(default_factory=list[Schema])
    media_type: str = ""
    at: At | None = None
    has_xml: bool = False
    """Whether a sample is written in XML, which is not read further."""

    def add(self, found: Fields) -> None:
        """Adds fields and alternatives."""
        self.fields.extend(found.fields)
        self.alternatives.extend(found.alternatives)


class OperationFacts:
    """What was found about one operation, and the operation of the draft that it is for."""

    def __init__(
        self, draft: Draft, declared: Declared, style: Style, ledger: UsedStatements
    ) -> None:
        self.draft = draft
        self.declared = declared
        self.style = style
        self.ledger = ledger
        path = declared.template.path
        self.operation = draft.operation(declared.method, path, declared.at)
        self.params: list[tuple[Field, str]] = []
        self.body = Collected()
        self.responses: dict[str, Collected] = {}
        self.calls: list[Call] = []
        self.returns: Schema | None = None
        self.void = False
        self.accept: list[str] = []
        self.content_types: list[str] | None = None
        self.auth_needed: bool | None = None
        self.optional_auth = False
        self.known_security = self.operation.security
        self.other_bodies: dict[str, Collected] = {}
