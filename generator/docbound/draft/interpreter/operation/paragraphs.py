"""Paragraphs about an operation: its description, and what a sentence states."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import Block, Code, Listing, Paragraph, Table
from docbound.draft.interpreter.declarations.line_forms import label_of
from docbound.draft.interpreter.fields.list_fields import paragraph_fields
from docbound.draft.interpreter.operation.code_blocks import media_type_alone
from docbound.draft.interpreter.operation.placed_fields import place_fields
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.sections import LISTED_SECTIONS, announce
from docbound.draft.interpreter.operation.stated_schemas import links_as_schema
from docbound.draft.interpreter.operation.stated_security import (
    read_authentication,
    read_authorization,
)
from docbound.draft.interpreter.operation_facts import Collected
from docbound.draft.vocabulary import languages, words
from docbound.draft.vocabulary.type_words import read_type
from docbound.draft.vocabulary.words import Section

_STATUS_ALONE: Final = re.compile(
    r"(?:HTTP(?:/[\d.]+)?\s+|status(?: code)?\s*+(?::\s*+)?)?(?P<code>[1-5]\d\d)"
    r"(?:\s+[A-Z][A-Za-z -]{1,30})?",
    re.I,
)
"""A paragraph that is nothing but a status."""
_ADDRESS: Final = re.compile(r"\s*(?:base|root) ?(?:url|uri|path|address)\b", re.I)


def read_paragraph(reading: OperationReading, block: Paragraph, following: Block | None) -> None:
    """Reads a paragraph: a label, a field, or a sentence that states something."""
    text = block.text
    plain = text.plain
    state = reading.state
    if _generated_paragraph(reading, block) or media_type_alone(reading, text):
        return
    found = words.section(plain) if block.label or len(plain) < 50 else Section()
    single_line = "\n" not in plain.strip()
    if block.label and single_line and found.kind and found.kind != "other":
        announce(reading, found, plain, block.at)
        return
    if (
        single_line
        and found.kind in (*LISTED_SECTIONS, "example-request")
        and isinstance(following, Table | Listing | Code)
        and not plain.rstrip().endswith((".", ";"))
        and not reading.style.generated
    ):
        announce(reading, found, plain, block.at)
        return
    if state.label.kind.startswith("example"):
        # "Code samples" over a block of code says nothing about what comes after the prose
        # that follows.
        state.label = Section()
    if _field_paragraph(reading, block):
        return
    read_authentication(reading, block)
    _sent_media_type(reading, block)
    state.lead, state.lead_at = plain, block.at
    status = _STATUS_ALONE.fullmatch(plain.strip()) or re.search(
        r"(?:\b(?:answers?|returns?|responds? with|replies with|status(?:"
        r" code)?|HTTP)\b[^.\n]{0,30}?|\bresponses?\s*[:：]\s*)\b(?P<code>[1-5]\d\d)\b",
        languages.heading(plain),
        re.I,
    )
    if status and (isinstance(following, Code) or len(plain) < 60):
        reading.response(status["code"], block.at)
        state.status = status["code"]
        reading.ledger.use(block.at)
        if isinstance(following, Code):
            state.label = Section(kind="example-response", status=status["code"])
        return
    if reading.section.kind in ("parameters", "response") or state.status:
        _statement_about_body(reading, block)
    _describe(reading, block)


def _field_paragraph(reading: OperationReading, block: Paragraph) -> bool:
    """A paragraph in a section of parameters that is one of them."""
    if reading.style.generated or reading.section.kind != "parameters":
        return False
    fields = paragraph_fields(block.text, block.at)
    place_fields(reading, fields, block.at)
    reading.ledger.use(*(made.at for made in fields))
    return bool(fields)


def _sent_media_type(reading: OperationReading, block: Paragraph) -> None:
    """``sending Content-Type: application/json-patch+json``: a further form of the body."""
    found = re.search(
        r"Content-Type:?+\s*+(?:`:?+\s*+|:\s*+)?+(?P<media>(?:application|text|multipart)/[\w.+-]+)",
        block.text.value,
        re.I,
    )
    if not found or reading.operation.method in ("get", "head", "delete"):
        return
    if not re.search(
        r"\b(using|send|sends|sending|request|supported|use|with)\b", block.text.plain, re.I
    ):
        return
    reading.state.sent_as = found["media"]
    if re.search(r"\bresponse\b", block.text.plain, re.I):
        return
    collected = reading.other_bodies.setdefault(found["media"], Collected())
    collected.at = collected.at or block.at
    reading.ledger.use(block.at)


def _describe(reading: OperationReading, block: Paragraph) -> None:
    """Prose before the first section is the operation's description."""
    operation = reading.operation
    if (
        reading.state.section.kind in ("", "declaration")
        and not reading.state.label.kind
        and not operation.description
    ):
        if re.match(r"https?://\S+$|[A-Z]+ (?:/|https?://)", block.text.plain) or block.label:
            return
        if any(label_of(line)[0] for line in block.text.plain.split("\n")):
            return
        if _ADDRESS.match(languages.heading(block.text.plain)):
            return
        operation.description = " ".join(block.text.value.split())
        reading.ledger.use(block.at)


def _generated_paragraph(reading: OperationReading, block: Paragraph) -> bool:
    """Paragraphs of pages that generators write: return type, authorization."""
    kind, plain = reading.state.section.kind, block.text.plain
    operation = reading.operation
    if kind == "returns":
        operation.returns, operation.returns_at = plain.strip("* "), block.at
        if (
            re.match(
                r"void\b|nil\b|null\b|\(?empty response"
                r" body|none\b|unit\b|`?\{?\}?`?\s*\(empty",
                plain.strip("* ("),
                re.I,
            )
            or "empty response body" in plain
        ):
            reading.void = True
        else:
            # Pages for PowerShell name the class of the result as well.
            shown = re.sub(r"(?<!\s)\s++\(PSCustomObject\)\s*+$", "", block.text.value)
            reading.returns = read_type(shown, block.at, block.text.links).schema
        reading.ledger.use(block.at)
        return True
    if kind == "authorization" and reading.style.generated:
        read_authorization(reading, block)
        return True
    if kind == "parameters" and re.match(
        r"this endpoint does not need any parameter|this endpoint (does not|doesn't)"
        r" (need|have)",
        plain,
        re.I,
    ):
        reading.ledger.use(block.at)
        return True
    return False


def _statement_about_body(reading: OperationReading, block: Paragraph) -> None:
    kind, place = reading.section.kind, reading.section.place
    if kind == "parameters" and place in ("body", "form"):
        before = len(reading.body.refs)
        links_as_schema(reading, "body", block.text, block.at)
        media = re.search(r"\b(application|text|multipart)/[\w.+-]+", block.text.plain)
        reading.body.media_type = reading.body.media_type or (media[0] if media else "")
        if len(reading.body.refs) > before or media:
            reading.body.at = reading.body.at or block.at
            reading.ledger.use(block.at)
    elif kind == "response" or reading.state.status:
        code = reading.state.status or ""
        before = sum(len(collected.refs) for collected in reading.responses.values())
        if code:
            links_as_schema(reading, code, block.text, block.at)
        if sum(len(collected.refs) for collected in reading.responses.values()) > before:
            reading.ledger.use(block.at)
