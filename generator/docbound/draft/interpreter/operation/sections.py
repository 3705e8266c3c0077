"""What a heading, a label or a tab announces about the blocks below it."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import At, Group, Heading
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.vocabulary import words
from docbound.draft.vocabulary.words import Section

STATUS: Final = re.compile(
    r"^\W*(?:status[- ]?)?(?P<code>[1-5]\d\d|[1-5]XX|default)\b(?:\W|$)", re.I
)
ERROR_WORDS: Final = re.compile(
    r"\b(error|fail|invalid|denied|unauthori[sz]ed|forbidden|not found|not"
    r" allowed|exception|missing|timeout|conflict)",
    re.I,
)
LEAD_RESPONSE: Final = re.compile(
    r"\b(returns?|respon[ds]\w*|answers?|replies|reply|result|output|comes back|looks"
    r" like|structured like)\b",
    re.I,
)
LEAD_REQUEST: Final = re.compile(
    r"\b(request body|post body|body|payload|send|sent|sending)\b", re.I
)
LISTED_SECTIONS: Final = frozenset({"parameters", "response", "statuses", "example-response"})
_OTHER_CALLS: Final = re.compile(r"callbacks?|webhooks?", re.I)
"""Headings over calls that the service makes itself."""


def read_heading(reading: OperationReading, block: Heading) -> None:
    """Opens the section of a heading and closes those of its level and below."""
    state = reading.state
    if _OTHER_CALLS.fullmatch(block.text.plain.strip()):
        state.skipped = block.level
        return
    while state.outer and state.outer[-1][0] >= block.level:
        state.outer.pop()
    found = words.section(block.text.plain)
    above = state.outer[-1][1] if state.outer else Section()
    if not found.kind and state.outer:
        found = above
    if found.kind in ("success", "errors") or (found.kind == "response" and above.kind == "errors"):
        state.error = found.kind == "errors"
    elif found.kind in (
        "response",
        "example-response",
        "example-request",
        "parameters",
    ):
        state.error = found.kind.endswith("response") and bool(ERROR_WORDS.search(block.text.plain))
    name = block.text.plain.strip("* ")
    if not words.section(name).kind and _is_type_above(reading, name):
        found = Section(kind="schema", place=name)
    if found.kind:
        state.outer.append((block.level, found))
        reading.ledger.use(block.at)
    state.section, state.label, state.sent_as = found, Section(), ""
    state.last_status, state.media_type = "", ""
    state.status = found.status
    state.lead = ""
    if found.status:
        reading.response(found.status, block.at)


def _is_type_above(reading: OperationReading, name: str) -> bool:
    """Whether a heading is the name of a type that a field above it has."""
    if reading.style.generated or not re.fullmatch(r"[A-Z]\w*", name):
        return False
    collected = [reading.body, *reading.responses.values()]
    fields = [made for made, _ in reading.params]
    fields += [made for part in collected for made in part.fields]
    word = re.compile(rf"(?<![\w.]){name}(?![\w.])")
    return any(word.search(made.type) for made in fields)


def announce(reading: OperationReading, found: Section, plain: str, at: At) -> None:
    """Makes a label what the blocks below it are about.

    Args:
        reading: the operation.
        found: what the label says.
        plain: its text.
        at: where it is.
    """
    state = reading.state
    state.label = found
    state.status = found.status
    state.error = found.kind == "errors" or (
        found.kind in ("response", "example-response") and bool(ERROR_WORDS.search(plain))
    )
    reading.ledger.use(at)
    if found.status:
        reading.response(found.status, at)


def announce_group(reading: OperationReading, block: Group) -> None:
    """What a tab or an example announces about its content."""
    state = reading.state
    if block.kind in ("request-example", "response-example"):
        is_request = block.kind == "request-example"
        state.label = Section(kind="example-request" if is_request else "example-response")
        state.status, state.error = "", False
    elif block.title:
        found = words.section(block.title)
        about = reading.section.kind
        if found.kind == "errors":
            state.error = True
        elif found.kind and not (found.kind == "authorization" and about == "errors"):
            state.label, state.status = found, found.status
        elif about in (
            "response",
            "example-response",
            "success",
        ) and ERROR_WORDS.search(block.title):
            state.error = True
        state.lead = block.title
