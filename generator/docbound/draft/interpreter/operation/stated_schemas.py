"""Schemas that a cell, a link or a tag states for a body or a response."""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import At, Code, Field, Text
from docbound.draft.facts import Body, Content, Schema
from docbound.draft.interpreter.json_schema import schema_from
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation_facts import Collected
from docbound.draft.interpreter.written_types import read_written_type
from docbound.draft.vocabulary.type_words import read_type
from docbound.json_values import is_object

_JSON: Final = "application/json"
_BY_MEDIA: Final = re.compile(r"\W*+(?P<media>\w[\w.+-]*+/[\w.+*-]++)[^\w:]*+:\s*+(?P<type>\S.*)")


def schema_by_media(reading: OperationReading, collected: Collected, cell: Text, at: At) -> bool:
    """``application/json: Pet``, a line for each media type; False where a cell has none.

    Args:
        reading: the operation.
        collected: what is known of the body; it gets schemas and media types.
        cell: the text of the cell.
        at: its line.
    """
    lines = (_BY_MEDIA.fullmatch(line.strip()) for line in cell.value.split("\n"))
    found = [line for line in lines if line]
    for line in found:
        written = line["type"].startswith(("{", "["))
        schema = (read_written_type(line["type"].replace("**", ""), at) if written else None) or (
            read_type(line["type"], at, cell.links).schema
        )
        if not schema.empty:
            collected.refs.append(schema)
    if found:
        collected.media_type = ",".join(line["media"] for line in found)
    return bool(found)


def status_schema(reading: OperationReading, code: str, cell: Text, at: At) -> None:
    """The schema of a response, from the cell of its row in a table of statuses.

    Args:
        reading: the operation.
        code: the status.
        cell: the text of the cell.
        at: its line.
    """
    value = cell.plain
    if value.lower() in ("", "none", "-", "n/a", "void"):
        reading.response(code, at).no_body = value.lower() in ("none", "void")
        return
    collected = reading.collected(code, at)
    if schema_by_media(reading, collected, cell, at):
        return
    if value.startswith(("{", "[{")):
        collected.samples.append(Code(text=value, at=at))
        return
    schema = read_type(cell.value, at, cell.links).schema
    if value.lower() == "inline":
        return
    if not schema.empty:
        collected.refs.append(schema)


def links_as_schema(reading: OperationReading, code: str, text: Text, at: At) -> None:
    """``JSON, a [Plot](#Plot)``: the type of a body in prose.

    Args:
        reading: the operation.
        code: the status, or ``body`` for the request.
        text: the prose.
        at: its line.
    """
    for link in text.links:
        label = link.label.strip("`")
        if not label:
            continue
        if link.target.startswith(("#", "./")) or link.target.split("#")[0].endswith(".md"):
            before = text.plain.partition(label)[0]
            array = re.search(r"\b(array|list)\s+of\s*$", before, re.I)
            ref = Schema(at=at, ref=label)
            collected = reading.body if code == "body" else reading.collected(code, at)
            collected.refs.append(Schema(at=at, type="array", items=ref) if array else ref)
            media = re.search(r"\b(application|text|multipart)/[\w.+-]+", text.plain)
            collected.media_type = collected.media_type or (
                media[0] if media else _JSON if re.search(r"\bJSON\b", text.plain) else ""
            )
            return


def carried_content(reading: OperationReading, block: Field, code: str) -> None:
    """OpenAPI's own ``content`` in a tag."""
    content = block.schema.get("content") if block.schema else None
    reading.ledger.use(block.at)
    for media, inner in content.items() if is_object(content) else ():
        schema = (
            schema_from(inner.get("schema"), block.at) if is_object(inner) else Schema(at=block.at)
        )
        made = Content(media_type=str(media), schema=schema, at=block.at)
        if code == "body":
            reading.operation.body = reading.operation.body or Body(
                at=block.at, required=block.required
            )
            reading.operation.body.content[str(media)] = made
        else:
            reading.response(code, block.at).content[str(media)] = made
