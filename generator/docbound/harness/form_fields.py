"""The fields of a form as values that schemas can judge: urlencoded, and in parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from docbound.json_values import is_array
from docbound.records import record
from docbound.traffic.messages import is_json, media_type
from docbound.traffic.multipart import Part

from .described_service import Node, Service
from .parameter_values import kinds_of, scalar

_NESTED: Final = frozenset({"array", "object"})


@record
class FormField:
    """One value of a form.

    Attributes:
        name: the field's.
        pointer: the place within its value, as a JSON pointer; empty for the whole.
        schema: what describes it.
        value: what was sent; a text where it cannot be read as its schema says.
    """

    name: str
    pointer: str
    schema: Node
    value: object


def urlencoded_fields(
    service: Service, schema: Node, pairs: Sequence[tuple[str, str]]
) -> Iterator[FormField]:
    """The fields of a urlencoded form that are scalars, or lists of scalars as repeated names.

    Nested ones have no spelling that all services share, and are left out.

    Args:
        service: the description.
        schema: that of the form.
        pairs: names and values, percent-decoded.
    """
    for name, inner in _properties(service, schema):
        texts = [text for key, text in pairs if key in (name, f"{name}[]")]
        kinds = kinds_of(service, inner)
        if len(texts) == 1 and not kinds & _NESTED:
            yield FormField(name=name, pointer="", schema=inner, value=scalar(texts[0], kinds))
        elif texts and kinds == frozenset({"array"}) and "," not in "".join(texts):
            items = service.resolve(inner).get("items")
            of_items = kinds_of(service, items) if items else _NESTED
            if not of_items & _NESTED:
                values = [scalar(text, of_items) for text in texts]
                yield FormField(name=name, pointer="", schema=inner, value=values)


def part_fields(service: Service, schema: Node, parts: Sequence[Part]) -> Iterator[FormField]:
    """The parts of a form that are no files (RFC 7578).

    Args:
        service: the description.
        schema: that of the form.
        parts: what was sent.
    """
    for name, inner in _properties(service, schema):
        own = [part for part in parts if part.option("name") in (name, f"{name}[]")]
        items = service.resolve(inner).get("items")
        is_list = items is not None and kinds_of(service, inner) == frozenset({"array"})
        for index, part in enumerate(own):
            value = _part_value(service, items if is_list and items else inner, part)
            if value is None:
                continue
            # A list may be one part of JSON, or a part for each of its items.
            is_item = is_list and items is not None and not (len(own) == 1 and is_array(value))
            described = items if is_item and items is not None else inner
            pointer = f"/{index}" if is_item else ""
            yield FormField(name=name, pointer=pointer, schema=described, value=value)


def _properties(service: Service, schema: Node) -> Iterator[tuple[str, Node]]:
    properties = service.resolve(schema).get("properties")
    yield from properties.items() if properties else ()


def _part_value(service: Service, schema: Node, part: Part) -> object:
    """The value of a part; None for files and octets."""
    if part.option("filename") is not None or _is_octets(service.resolve(schema)):
        return None
    try:
        text = part.content.decode()
    except UnicodeDecodeError:
        return None
    kinds = kinds_of(service, schema)
    media = media_type(part.headers.get("content-type", ""))[0]
    if is_json(media) or (not media and kinds <= _NESTED):
        try:
            value: object = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return value
    return None if kinds & _NESTED else scalar(text, kinds)


def _is_octets(schema: Node) -> bool:
    return (
        schema.text("format") in ("binary", "byte", "base64")
        or schema.text("type") == "file"
        or schema.has("contentEncoding")
        or schema.has("contentMediaType")
    )
