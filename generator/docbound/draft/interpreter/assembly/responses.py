"""Responses, their media types and their schemas."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Final

from docbound.draft.facts import Content, Operation, Origin, Response, Schema
from docbound.draft.interpreter.assembly.collected_schemas import (
    JSON,
    schema_of_collected,
    with_samples,
)
from docbound.draft.interpreter.calls import Call
from docbound.draft.interpreter.operation_facts import Collected, OperationFacts
from docbound.draft.interpreter.samples import merge_samples
from docbound.draft.merging import fill_from_sample

_EMPTY_SUCCESSES: Final = frozenset({"204", "205"})
_OTHER_SUCCESSES: Final = frozenset({"202", "203", "206", "207"})
"""Beside another success, these have its body in half of the cases only."""
_UNSTATED: Final = frozenset({"success", "error"})


def accepted_type(facts: OperationFacts, calls: Sequence[Call]) -> str:
    """The media type that the samples of a generator ask for: that of the responses."""
    if not facts.style.listed_schemas:
        return ""
    accept_fields = {call.header("accept").strip().lower() for call in calls}
    only = accept_fields.pop() if len(accept_fields) == 1 else ""
    return only if re.fullmatch(r"[\w.+-]+/[\w.+-]+", only) else ""


def add_responses(facts: OperationFacts, accepted: str) -> None:
    """Responses by status, those first of which the page tells the status.

    Args:
        facts: what was read about the operation.
        accepted: the media type that its samples ask for; empty where they ask for none.
    """
    operation = facts.operation
    _generated_return(facts)
    # What is said of a status counts before samples whose status is not said.
    by_status = sorted(facts.responses.items(), key=lambda pair: pair[0] in _UNSTATED)
    for code, collected in by_status:
        status, known = _final_status(operation, code)
        response = operation.responses.get(status)
        if response is None:
            response = Response(status=status, at=collected.at or operation.at, status_known=known)
            operation.responses[status] = response
        collected.media_type = collected.media_type or accepted
        _fill_response(facts, response, collected)
    operation.responses = dict(
        sorted(
            operation.responses.items(),
            key=lambda pair: (pair[0] == "default", pair[0]),
        )
    )


def _final_status(operation: Operation, code: str) -> tuple[str, bool]:
    """The status of a response, and whether the page shows it."""
    if code == "success":
        shown = [status for status in operation.responses if status.startswith("2")]
        return (shown[0], True) if shown else ("200", False)
    if code == "error":
        return "default", False
    return code, True


def _fill_response(facts: OperationFacts, response: Response, collected: Collected) -> None:
    at = collected.at or response.at
    schema = schema_of_collected(facts, collected, collected.samples, at)
    if schema is None:
        return
    for number, media in enumerate(_shown_media_types(facts, collected)):
        shown = copy.deepcopy(schema) if number else schema
        _add_content(response, media, shown, stated=bool(collected.media_type))


def _shown_media_types(facts: OperationFacts, collected: Collected) -> list[str]:
    """The media types of a response: those that are stated, and those of the samples that Slate's
    generators write, one for each.
    """
    stated = (collected.media_type or JSON).split(",")
    return with_samples(facts, collected, stated) if len(stated) == 1 else stated


def _add_content(response: Response, media: str, schema: Schema, *, stated: bool) -> None:
    existing = response.content.get(media)
    if existing is not None:
        if existing.schema.ref:
            return
        shown_only = existing.schema.empty or existing.schema.origin is Origin.SAMPLE
        if shown_only and schema.origin is Origin.STATED:
            fill_from_sample(schema, existing.schema)
            existing.schema, existing.at = schema, schema.at
        elif shown_only:
            existing.schema = merge_samples([existing.schema, schema]) or schema
        else:
            fill_from_sample(existing.schema, schema)
        return
    response.content[media] = Content(media_type=media, schema=schema, at=schema.at, stated=stated)


def _generated_return(facts: OperationFacts) -> None:
    """The return type of a generated page is that of 200 and 201, else of the other successes with
    a body, else of the default.
    """
    if facts.returns is None or facts.void:
        return
    operation = facts.operation
    codes = sorted(code for code in operation.responses if code.startswith("2"))
    codes = [code for code in codes if code not in _EMPTY_SUCCESSES] or codes[:1]
    codes = [code for code in codes if code not in _OTHER_SUCCESSES] or codes
    at = operation.returns_at or operation.at
    for code in codes or ["default" if "default" in operation.responses else "200"]:
        response = operation.responses.setdefault(
            code, Response(status=code, at=at, status_known=False)
        )
        for media in facts.accept or [JSON]:
            response.content[media] = Content(
                media_type=media,
                schema=copy.deepcopy(facts.returns),
                at=at,
                stated=bool(facts.accept),
            )
