"""The body of a request: its media types and their schemas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docbound.draft.blocks import At, Code
from docbound.draft.facts import Body, Content, Origin, Property, Schema
from docbound.draft.interpreter.assembly.collected_schemas import (
    JSON,
    schema_of_collected,
    with_samples,
)
from docbound.draft.interpreter.calls import Call, essence
from docbound.draft.interpreter.operation_facts import Collected, OperationFacts
from docbound.draft.interpreter.samples import sample_schema


def add_body(facts: OperationFacts, calls: Sequence[Call]) -> None:
    """The body with its media types; none where the page neither states nor sends one."""
    collected = facts.body
    operation = facts.operation
    sent = [call for call in calls if call.body is not None or call.form]
    json_calls = [call for call in sent if call.body is not None and "json" in call.media_type]
    at = collected.at or (sent[0].at if sent else None)
    if at is None and not (collected.fields or collected.refs or collected.samples):
        return
    stated = bool(collected.fields or collected.refs or facts.content_types)
    if operation.method in ("get", "head") and not stated:
        return
    if operation.method == "delete" and not (stated or collected.samples or json_calls):
        return  # a form that a command sends with DELETE is left from another command
    at = at or (collected.samples[0].at if collected.samples else operation.at)
    samples = list(collected.samples)
    samples += [Code(text=call.body or "", at=call.body_at or call.at) for call in json_calls]
    schema = schema_of_collected(facts, collected, samples, at)
    form_schema = _form_schema(sent, schema if collected.fields else None, at)
    body = operation.body or Body(at=at)
    operation.body = body
    types = dict(_media_types(collected, sent, calls))
    for media in with_samples(facts, collected, list(types)):
        types.setdefault(media, True)
    for media, stated in types.items():
        form = media.startswith("multipart/") or media == "application/x-www-form-urlencoded"
        chosen = form_schema if form and form_schema is not None else schema
        if chosen is not None:
            body.content[media] = Content(media_type=media, schema=chosen, at=at, stated=stated)
        else:
            body.content[media] = Content(
                media_type=media, schema=Schema(at=at), at=at, stated=stated
            )
    if (
        body.required is None
        and schema is not None
        and any(prop.required for prop in (schema.fields or {}).values())
    ):
        body.required = True


def add_other_bodies(facts: OperationFacts) -> None:
    """Further media types that the page names for the body, with what it shows of each."""
    operation = facts.operation
    for media, collected in facts.other_bodies.items():
        at = collected.at or operation.at
        body = operation.body or Body(at=at)
        operation.body = body
        if media not in body.content:
            schema = schema_of_collected(facts, collected, collected.samples, at) or Schema(at=at)
            body.content[media] = Content(media_type=media, schema=schema, at=at)


def _media_types(
    collected: Collected, sent: Sequence[Call], calls: Sequence[Call]
) -> list[tuple[str, bool]]:
    stated = [media for media in collected.media_type.split(",") if media]
    if stated:
        return [(media, True) for media in dict.fromkeys(stated)]
    shown = list(
        dict.fromkeys(
            call.media_type for call in sent if call.media_type and "/" in call.media_type
        )
    )
    # A body that is written as JSON and sent as text is JSON.
    shown = [
        (
            JSON
            if media == "text/plain"
            and any((call.body or "").lstrip().startswith("{") for call in sent)
            else media
        )
        for media in shown
    ]
    if shown:
        return [(media, True) for media in dict.fromkeys(shown)]
    headers = (essence(call.header("content-type")) for call in calls)
    named = [media for media in headers if re.fullmatch(r"[\w.+-]+/[\w.+*-]+", media)]
    if named:
        return [(media, True) for media in dict.fromkeys(named)]
    if any(re.search(r"\bfile\b|binary", made.type, re.I) for made in collected.fields):
        return [("multipart/form-data", False)]
    return [(JSON, False)]


def _form_schema(sent: Sequence[Call], stated: Schema | None, at: At) -> Schema | None:
    """The fields that calls send as a form, added to those that the page states."""
    forms = [call for call in sent if call.form]
    if not forms:
        return stated
    schema = stated or Schema(at=at, origin=Origin.SAMPLE, type="object", fields={})
    if schema.fields is None:
        schema.fields = {}
    for call in forms:
        for name, text in call.form:
            known = schema.fields.get(name)
            if text is None:
                shown = Schema(
                    at=call.at,
                    origin=Origin.SAMPLE,
                    type="string",
                    format="binary",
                    format_at=call.at,
                )
            else:
                shown = sample_schema(text, call.at)
            if known is None:
                schema.fields[name] = Property(
                    name=name, schema=shown, at=call.at, origin=Origin.SAMPLE
                )
            elif known.schema.empty:
                known.schema = shown
    return schema
