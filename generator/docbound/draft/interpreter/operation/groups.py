"""Tabs, notes and parts that fold out, and what is said of one status."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import Block, Code, Group, Paragraph, Status
from docbound.draft.facts import Schema
from docbound.draft.interpreter.fields.block_fields import fields_in
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.sections import (
    LEAD_REQUEST,
    LEAD_RESPONSE,
    announce,
    announce_group,
)
from docbound.draft.interpreter.operation.stated_security import read_authentication
from docbound.draft.interpreter.schema_listings import KIND, read_listing
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.words import Section

_LONGEST_MEANING: Final = 160
"""Letters of a line that says what a status means."""


def read_group(reading: OperationReading, block: Group, following: Block | None) -> None:
    """Reads the blocks of a group; what it announces holds for them alone."""
    if block.kind == "anchor":
        found = re.fullmatch(r"opId(.+)", block.title)
        if found and not reading.operation.operation_id:
            reading.operation.operation_id, reading.operation.name_at = found[1], block.at
    elif block.kind == KIND:
        _schema_listing(reading, block)
    elif block.kind == "aside":
        _aside(reading, block, following)
    elif block.kind == "expandable":
        _expandable(reading, block)
    else:
        state = reading.state
        saved = state.label, state.status, state.error, state.lead
        announce_group(reading, block)
        _status_of_group(reading, block)
        reading.read_blocks(block.children)
        state.label, state.status, state.error, state.lead = saved


def _schema_listing(reading: OperationReading, block: Group) -> None:
    """The schema of a response, row by row."""
    # A response's fields are one step inside: a row that is not stands for the response.
    schema = read_listing(block, reading.style, reading.ledger, Schema(at=block.at))
    if schema is not None:
        code = reading.state.status or reading.section.status or reading.unstated_status
        reading.collected(code, block.at).refs.append(schema)


def _status_of_group(reading: OperationReading, block: Group) -> None:
    """A tab whose title is a status states it; a line of prose in it says what it means."""
    code = words.section(block.title).status if block.title else ""
    if not code:
        return
    response = reading.response(code, block.at)
    first = block.children[0] if block.children else None
    if (
        isinstance(first, Paragraph)
        and not response.description
        and len(first.text.plain) < _LONGEST_MEANING
    ):
        response.description = " ".join(first.text.plain.split())
        reading.ledger.use(first.at)


def _aside(reading: OperationReading, block: Group, following: Block | None) -> None:
    first = block.children[0] if block.children else None
    if isinstance(first, Paragraph):
        plain = first.text.plain
        found = words.section(plain)
        if len(block.children) == 1 and found.kind and len(plain) < 90:
            announce(reading, found, plain, block.at)
            reading.ledger.use(first.at)
            return
        if isinstance(following, Code) and len(plain) < 120:
            reading.state.lead, reading.state.lead_at = plain, first.at
            status = re.search(r"\b([1-5]\d\d)\b", plain)
            if LEAD_RESPONSE.search(plain):
                reading.state.label = Section(
                    kind="example-response", status=status[1] if status else ""
                )
                reading.state.status = status[1] if status else ""
                reading.ledger.use(first.at)
            elif LEAD_REQUEST.search(plain):
                reading.state.label = Section(kind="parameters", place="body")
                reading.ledger.use(first.at)
            return
    for child in block.children:
        if isinstance(child, Paragraph):
            read_authentication(reading, child)


def _expandable(reading: OperationReading, block: Group) -> None:
    found = words.section(block.title)
    if (
        found.kind in ("parameters", "response", "statuses")
        and not fields_in(block.children, reading.style, reading.ledger).alternatives
    ):
        saved = reading.state.label, reading.state.status
        announce(reading, found, block.title, block.at)
        reading.read_blocks(block.children)
        reading.state.label, reading.state.status = saved
        return
    inner = fields_in(block.children, reading.style, reading.ledger)
    if not inner.fields and not inner.alternatives:
        reading.read_blocks(block.children)
        return
    in_response = reading.section.kind in (
        "response",
        "success",
        "example-response",
    ) or any(made.location == "response" for made in inner.fields)
    target = (
        reading.collected(reading.state.status or reading.unstated_status, block.at)
        if in_response
        else reading.body
    )
    if (
        target is reading.body
        and inner.fields
        and all(made.location in ("path", "query", "header") for made in inner.fields)
    ):
        reading.params.extend((made, made.location) for made in inner.fields)
        return
    target.at = target.at or block.at
    if inner.fields and not inner.alternatives:
        target.alternatives.append((block.title, inner.fields, block.at))
    else:
        target.add(inner)


def read_status(reading: OperationReading, block: Status) -> None:
    """Reads what a page says of one status."""
    reading.ledger.use(block.at)
    code = block.code or reading.unstated_status
    code = code if code.isdigit() else code.upper() if code.lower() != "default" else "default"
    response = reading.response(code, block.at)
    if block.text and not response.description:
        response.description = " ".join(block.text.plain.split())
    saved = reading.state.label, reading.state.status, reading.state.error
    reading.state.label, reading.state.status, reading.state.error = (
        Section(kind="response", status=code),
        code,
        False,
    )
    reading.read_blocks(block.children)
    reading.state.label, reading.state.status, reading.state.error = saved
