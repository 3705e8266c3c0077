"""Lists about an operation: statuses, parts of the page, media types, fields."""

from __future__ import annotations

import re
from dataclasses import replace

from docbound.draft.blocks import Code, Field, Item, Listing
from docbound.draft.interpreter.fields.list_fields import list_fields
from docbound.draft.interpreter.operation.code_blocks import media_type_alone
from docbound.draft.interpreter.operation.placed_fields import place_fields
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.sections import LISTED_SECTIONS, STATUS, announce
from docbound.draft.interpreter.operation.stated_schemas import links_as_schema
from docbound.draft.interpreter.operation.stated_security import read_security_item
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.words import Section


def read_list(reading: OperationReading, block: Listing) -> None:
    """Reads a list by what its items are: media types, statuses, sections or fields."""
    if reading.state.section.kind == "transport":
        _transport(reading, block)
        return
    statuses = [item for item in block.items if _status_of_item(reading, item)]
    if statuses and len(statuses) >= len(block.items) / 2:
        for item in statuses:
            _status_item(reading, item)
        reading.state.last_status = _status_of_item(reading, statuses[-1])
        return
    if len(block.items) == 1 and media_type_alone(reading, block.items[0].text):
        return
    for item in block.items:
        read_security_item(reading, item)
    if _coded_list(reading, block) or _section_list(reading, block):
        return
    if reading.section.kind == "enum" or reading.state.section.kind in (
        "other",
        "errors",
        "authorization",
    ):
        return
    fields = list_fields(block, reading.ledger)
    if fields and _parts_of_items(reading, fields):
        return
    about = (
        reading.state.lead if reading.section.kind in ("", "declaration", "example-request") else ""
    )
    if fields and (
        reading.section.kind in ("parameters", "response", "properties") or reading.state.status
    ):
        place_fields(reading, fields, block.at)
    elif fields and re.search(
        r"\b(body|mapping|attributes|parameters|fields|arguments|containing|payload)\b",
        about,
        re.I,
    ):
        place = (
            "response"
            if re.search(r"\bresponse\b", about, re.I)
            else (
                "query"
                if re.search(r"query", about, re.I)
                else ("body" if re.search(r"body|payload|mapping|attributes", about, re.I) else "")
            )
        )
        place_fields(
            reading,
            fields,
            block.at,
            (
                Section(kind="response")
                if place == "response"
                else Section(kind="parameters", place=place)
            ),
        )


def _section_list(reading: OperationReading, block: Listing) -> bool:
    """``- Body``, ``- Responses``: items that announce the parts below them."""
    found = [
        words.section(item.text.plain) if item.term is None and item.children else Section()
        for item in block.items
    ]
    if not any(section.kind in LISTED_SECTIONS for section in found):
        return False
    if any("`" in item.text.value for item in block.items):
        return False  # Fields: one of them has a name such as "headers".
    for item, section in zip(block.items, found, strict=True):
        if section.kind not in LISTED_SECTIONS:
            continue
        saved = reading.state.label, reading.state.status, reading.state.error
        announce(reading, section, item.text.plain, item.at)
        reading.read_blocks(item.children)
        reading.state.label, reading.state.status, reading.state.error = saved
    return True


def _coded_list(reading: OperationReading, block: Listing) -> bool:
    """``Code: 200 OK`` and ``Content: {"id": 1}``, item by item or in one."""
    code, used = "", False
    for item in block.items:
        text = item.text.plain
        status = re.search(r"\b(?:status )?code\s*:\s*(?P<code>[1-5]\d\d)\b", text, re.I)
        content = re.search(r"\bcontent\s*:\s*(?P<json>[{\[].*[}\]])\s*$", text, re.I | re.S)
        if status:
            code, used = status["code"], True
            reading.response(code, item.at)
            reading.ledger.use(item.at)
        if content and code:
            sample = Code(text=content["json"], at=item.at, language="json")
            reading.collected(code, item.at).samples.append(sample)
            reading.ledger.use(item.at)
        if code:
            saved = reading.state.label, reading.state.status
            reading.state.label = Section(kind="response", status=code)
            reading.state.status = code
            reading.read_blocks(item.children)
            reading.state.label, reading.state.status = saved
    return used


def _parts_of_items(reading: OperationReading, fields: list[Field]) -> bool:
    """``Each request has the following attributes:``: the fields of the items of a list named
    before.
    """
    found = re.match(r"\s*each (?:of the )?(?P<noun>[\w-]+)\b", reading.state.lead, re.I)
    if not found:
        return False
    noun = found["noun"].lower()
    for index, (made, place) in enumerate(reading.params):
        if made.name.lower() in (
            noun,
            noun + "s",
            noun + "es",
        ) or made.name.lower() == noun.rstrip("s"):
            kind = made.type or ("array" if made.name.lower() != noun else "")
            reading.params[index] = (
                replace(made, type=kind, children=(*made.children, *fields)),
                place,
            )
            return True
    return False


def _status_of_item(reading: OperationReading, item: Item) -> str:
    text = (item.term or item.text).plain
    found = re.match(r"\|?(?:status-)?(?P<code>[1-5]\d\d)\b\|?", text) or STATUS.match(text)
    return found["code"] if found else ""


def _status_item(reading: OperationReading, item: Item) -> None:
    code = _status_of_item(reading, item)
    text = item.text.plain
    if not item.term:
        text = re.sub(r"^\W*(?:status-)?[1-5]\d\d\W*", "", text)
    response = reading.response(code, item.at)
    shown = re.search(r"`(?P<json>[{\[][^`]*)`\s*$", item.text.value)
    if shown:
        sample = Code(text=shown["json"], at=item.text.at, language="json")
        reading.collected(code, item.at).samples.append(sample)
        text = ""
    response.description = response.description or " ".join(text.split())
    reading.ledger.use(item.at)
    links_as_schema(reading, code, item.text, item.at)
    saved = reading.state.status
    reading.state.status = code
    label, reading.state.label = reading.state.label, Section(kind="response", status=code)
    reading.read_blocks(item.children)
    reading.state.status, reading.state.label = saved, label


def _transport(reading: OperationReading, block: Listing) -> None:
    for item in block.items:
        key, _, value = item.text.plain.partition(":")
        # Markdown takes the stars of `*/*` for emphasis.
        parts = (part.strip("` ") for part in value.split(","))
        types = ["*/*" if part == "/" else part for part in parts if "/" in part]
        reading.ledger.use(item.at)
        if key.strip("* ").lower() == "content-type":
            reading.content_types = types
            reading.operation.content_types_at = item.at
        elif key.strip("* ").lower() == "accept":
            reading.accept = types
            reading.operation.accept, reading.operation.accept_at = types, item.at
