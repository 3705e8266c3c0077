"""Reads multipart bodies with a parser that is not the program's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

from docbound.traffic import HttpRequest


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a multipart body. JSON content is reduced to one spelling."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def parts(request: HttpRequest) -> list[FormPart]:
    """Reads the parts of a multipart body (RFC 7578), in order."""
    boundary = parse_options_header(request.header("content-type"))[1]["boundary"]
    decoder = MultipartDecoder(boundary.encode(), max_form_memory_size=None)
    decoder.receive_data(request.body)
    decoder.receive_data(None)
    found: list[FormPart] = []
    head: Field | File | None = None
    content = bytearray()
    while not isinstance(event := decoder.next_event(), Epilogue):
        match event:
            case Field() | File():
                head, content = event, bytearray()
            case Data():
                content += event.data
                if not event.more_data and head is not None:
                    found.append(_part(head, bytes(content)))
            case _:
                continue
    return found


def _part(head: Field | File, content: bytes) -> FormPart:
    media = parse_options_header(head.headers.get("content-type", ""))[0]
    if media == "application/json":
        content = _one_spelling(content, json.loads)
    filename = head.filename if isinstance(head, File) else None
    return FormPart(head.name, filename, "" if media == "text/plain" else media, content)


def _one_spelling(content: bytes, loads: Callable[[bytes], object]) -> bytes:
    return json.dumps(loads(content), sort_keys=True, ensure_ascii=False).encode()
