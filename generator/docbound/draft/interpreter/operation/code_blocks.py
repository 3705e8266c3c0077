"""Blocks of code about an operation: samples, calls, HTTP messages, written types."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import At, Code, Text
from docbound.draft.facts import Parameter, Schema
from docbound.draft.interpreter.calls import find_calls, find_response
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.sections import LEAD_REQUEST, LEAD_RESPONSE
from docbound.draft.interpreter.operation_facts import Collected
from docbound.draft.interpreter.written_types import read_written_fields, read_written_type
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.word_lists import split_words
from docbound.draft.vocabulary.words import Section

_OTHER_LANGUAGES: Final = frozenset(
    split_words(
        "python ruby php java go golang csharp c# kotlin swift typescript ts tsx jsx node nodejs",
        "perl r rust dart elixir objc scala clojure python3 http.client xml html sql graphql",
        "haskell lua",
    )
)
_ANSWERS: Final = frozenset({"response", "example-response"})
_PLACES: Final = frozenset({"path", "query", "header", "cookie"})


def read_code(reading: OperationReading, block: Code) -> None:
    """Reads a block of code: a type, calls, an HTTP message or a sample in JSON."""
    state = reading.state
    language = block.language
    state_lead, state.lead = state.lead, ""
    if language in ("typescript", "ts") and _written_type(reading, block):
        return
    if language == "xml" and reading.style.listed_schemas:
        _xml_sample(reading, block)
    if language in _OTHER_LANGUAGES and not language.startswith("http"):
        return
    answer = find_response(block.text, block.at)
    calls = find_calls(block.text, block.at) if language not in ("json", "javascript", "js") else ()
    if calls:
        reading.calls.extend(calls)
        reading.ledger.use(block.at)
    if answer:
        _message(reading, answer)
        reading.ledger.use(block.at)
    if calls or answer:
        return
    text = block.text.strip()
    if not text.startswith(("{", "[")):
        _empty_response(reading, block, text)
        return
    _sample(reading, block, state_lead)


def _written_type(reading: OperationReading, block: Code) -> bool:
    """A type that is written out: of parameters, of the body or of a response."""
    section = reading.section
    placed = section.kind == "parameters" and section.place in _PLACES
    read = read_written_fields if placed and "{" not in block.text[:1] else read_written_type
    schema = read(block.text, block.at) if not reading.style.generated else None
    if schema is None:
        return False
    if placed:
        for name, prop in (schema.fields or {}).items():
            reading.operation.parameters.setdefault(
                (section.place, name),
                Parameter(
                    name=name,
                    place=section.place,
                    schema=prop.schema,
                    at=prop.at,
                    required=True if section.place == "path" else prop.required,
                ),
            )
            reading.ledger.use(prop.at)
    elif section.kind == "parameters":
        _add_written(reading, reading.body, schema)
    elif reading.state.last_status or reading.state.status or section.kind in _ANSWERS:
        # Generators write the type below the status of a list that it belongs to.
        code = reading.state.last_status or reading.state.status or reading.unstated_status
        _add_written(reading, reading.collected(code, block.at), schema)
    else:
        return False
    reading.ledger.use(block.at)
    return True


def _add_written(reading: OperationReading, collected: Collected, schema: Schema) -> None:
    collected.at = collected.at or schema.at
    collected.refs.append(schema)
    known = [media for media in collected.media_type.split(",") if media]
    if reading.state.media_type and reading.state.media_type not in known:
        collected.media_type = ",".join([*known, reading.state.media_type])
    reading.state.media_type = ""


def media_type_alone(reading: OperationReading, text: Text) -> bool:
    """A line that is nothing but a media type: that of the code after it."""
    if not re.fullmatch(r"(?:application|text|multipart)/[\w.+*-]+", text.plain):
        return False
    reading.state.media_type = text.plain
    reading.ledger.use(text.at)
    return True


def _xml_sample(reading: OperationReading, block: Code) -> None:
    """A sample in XML, of which Slate's generators write one for each media type."""
    section = reading.section
    if section.kind in ("response", "example-response"):
        code = reading.state.status or reading.unstated_status
        reading.collected(code, block.at).has_xml = True
    elif section.kind == "parameters" and section.place == "body":
        reading.body.has_xml = True


def _empty_response(reading: OperationReading, block: Code, text: str) -> None:
    found = re.match(r"([1-5]\d\d)\b", block.title)
    if found and not text:
        reading.response(found[1], block.at).no_body = True
        reading.ledger.use(block.at)
    elif (
        found
        and reading.section.kind in ("response", "example-response")
        and block.language in ("text", "plaintext", "")
        and text
    ):
        reading.response(found[1], block.at)


def _sample(reading: OperationReading, block: Code, lead: str) -> None:
    state, section = reading.state, reading.section
    title = re.match(r"(?:HTTP\s*)?(?:status\s*)?([1-5]\d\d)\b", block.title, re.I)
    titled = words.section(block.title) if block.title else Section()
    if title:
        reading.response(title[1], block.at)
        reading.collected(title[1], block.at).samples.append(block)
    elif (
        section.kind == "parameters"
        or titled.kind == "parameters"
        or (
            section.kind == "example-request"
            and (
                titled.kind == "example-request"
                or re.search(r"\b(request|body|payload)\b", block.title, re.I)
            )
        )
    ):
        if section.place in ("body", "", "form") or titled.place == "body":
            reading.body.samples.append(block)
    elif (
        section.kind in ("response", "example-response", "success", "errors")
        or titled.kind in ("response", "example-response")
        or state.error
    ):
        reading.collected(state.status or reading.unstated_status, block.at).samples.append(block)
    elif section.kind == "statuses" or section.kind == "other":
        return
    elif LEAD_RESPONSE.search(lead):
        reading.collected(state.status or reading.unstated_status, block.at).samples.append(block)
    elif LEAD_REQUEST.search(lead) and reading.operation.method not in (
        "get",
        "head",
        "delete",
    ):
        reading.other_bodies.get(state.sent_as, reading.body).samples.append(block)
    elif re.search(r"response|result|reply|output", block.title, re.I) or (
        reading.calls and section.kind in ("example-request", "")
    ):
        reading.collected(state.status or reading.unstated_status, block.at).samples.append(block)


def _message(reading: OperationReading, answer: tuple[int, dict[str, str], str, At, At]) -> None:
    status, headers, body, at, body_at = answer
    code = str(status)
    reading.response(code, at)
    collected = reading.collected(code, at)
    media = next(
        (value for name, value in headers.items() if name.lower() == "content-type"),
        "",
    )
    if body.strip():
        collected.samples.append(Code(text=body, at=body_at))
        collected.media_type = collected.media_type or media.split(";")[0].strip()
