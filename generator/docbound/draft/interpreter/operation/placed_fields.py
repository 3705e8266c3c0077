"""Fields, put where the section of the page says that they belong."""

from __future__ import annotations

from collections.abc import Iterable

from docbound.draft.blocks import At, Field
from docbound.draft.facts import Schema, placeholders
from docbound.draft.interpreter.fields.block_fields import Fields
from docbound.draft.interpreter.fields.field_schemas import fill_object
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.stated_schemas import carried_content
from docbound.draft.interpreter.operation.stated_security import read_authorization_field
from docbound.draft.vocabulary.words import Section


def place_fields(
    reading: OperationReading, fields: Iterable[Field], at: At, section: Section | None = None
) -> None:
    """Adds fields to a schema, a response, the body or the parameters.

    Args:
        reading: the operation.
        fields: the fields of a table or a list.
        at: where it begins.
        section: what the fields are about; by default what the page announces.
    """
    section = section or reading.section
    fields = list(fields)
    if not fields:
        return
    if section.kind == "schema":
        schema = Schema(at=at, type="object", closed=True)
        parts = Fields(fields=fields, alternatives=[], samples=[])
        fill_object(schema, parts, reading.style, reading.ledger, 0)
        reading.draft.schemas.setdefault(section.place, schema)
    elif section.kind in (
        "response",
        "example-response",
        "success",
        "properties",
        "errors",
    ) or (reading.state.status and section.kind != "parameters"):
        reading.collected(
            reading.state.status or section.status or reading.unstated_status, at
        ).fields.extend(fields)
    elif section.kind == "response-headers":
        for made in fields:
            reading.response(reading.state.status or "200", at).headers.setdefault(
                made.name, made.at
            )
    else:
        reading.params.extend((made, made.location or section.place) for made in fields)
        reading.body.media_type = reading.body.media_type or (
            section.media_type if section.place in ("body", "form", "") else ""
        )


def read_field(reading: OperationReading, block: Field) -> None:
    """Reads a tag that is one field: by its own location, else by the section."""
    section = reading.section
    if block.location == "authorization":
        read_authorization_field(reading, block)
        return
    if block.location == "response" or (
        block.location in ("", "body")
        and section.kind in ("response", "success", "example-response")
        and block.location != "body"
    ):
        code = reading.state.status or section.status or reading.unstated_status
        if not block.name and block.schema is not None:
            carried_content(reading, block, code)
            return
        reading.collected(code, block.at).fields.append(block)
        return
    if not block.name and block.schema is not None:
        carried_content(reading, block, "body")
        return
    if (
        block.location == "path"
        and section.place == "query"
        and block.name not in placeholders(reading.operation.path)
    ):
        reading.params.append((block, "query"))
        return
    reading.params.append((block, block.location or section.place))
