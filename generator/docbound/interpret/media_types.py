"""Bodies: media types, the encoding of forms, and headers.

Specification: "Media Type Object", "Encoding Object", "Header Object".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import (
    MISSING,
    Anything,
    Encoding,
    Header,
    JSONValue,
    MediaType,
    Missing,
    Pointer,
    Primitive,
    Type,
)

from ..document.reader import Node, Reader
from .event_items import event_items
from .schema.metadata import SchemaMetadata
from .schema.schemas import Schemas

_MEDIA_TYPE: Final = re.compile(r"[\w*!#$&^.+-]+/[\w*!#$&^.+-]+\s*(;.*)?")
_USUAL_WORDS: Final = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "text": "text/plain",
    "xml": "application/xml",
}
"""What is written for a media type, and the one that is meant."""
_SHAPES: Final = ("type", "properties", "items", "enum", "allOf", "oneOf", "anyOf")
"""Keywords by which a schema is known that stands where a media type should be."""
_BESIDE_SCHEMA: Final = frozenset({"encoding", "example", "examples"})
_IGNORED_HEADERS: Final = frozenset({"content-type"})


def media_types(schemas: Schemas, content: Node | None) -> tuple[MediaType, ...]:
    """The representations of a ``content`` map, in document order.

    Representations whose schemas are equal word for word share the type of the first, so that a
    body that may be sent as JSON or as a form is one model.
    """
    shared: list[tuple[JSONValue, Type]] = []
    found: list[MediaType] = []
    members = schemas.reader.members(content)
    for written, node in members.items():
        name = meant_media_type(
            schemas.reader,
            written,
            members,
            node.pointer,
            has_schema=node.member("schema") is not None,
        )
        if name is None:
            continue
        reader = schemas.reader
        follow = reader.follow if reader.media_types_refer else reader.follow_in_place
        target = follow(node)
        if target is None or target.value is None:
            found.append(MediaType(content_type=name, type=None))
            continue
        found.append(_media_type(schemas, name, target, shared))
    return tuple(found)


def meant_media_type(
    reader: Reader, name: str, beside: Iterable[str], pointer: Pointer, *, has_schema: bool
) -> str | None:
    """The media type that a key or an entry of a list stands for, and a report where it is none.

    Args:
        reader: takes the report.
        name: the media type as it is written.
        beside: all names of the map or list.
        pointer: where it is written.
        has_schema: whether something says what such a body looks like.

    Returns:
        None where it is left out: names of fields end up beside media types when examples are taken
        for representations.
    """
    meant = read_as(name, beside, has_schema=has_schema)
    if meant != name:
        left_out = "it is left out, as media types stand beside it"
        reader.warn(
            "invalid-media-type",
            f"`{name}` is not a media type",
            pointer,
            effect=Effect.GUESS,
            action=left_out if meant is None else f"it is read as `{meant}`",
            key_at=pointer,
        )
    return meant


def read_as(name: str, beside: Iterable[str], *, has_schema: bool) -> str | None:
    """As :func:`meant_media_type`, without a report."""
    if _MEDIA_TYPE.fullmatch(name):
        return name
    usual = _USUAL_WORDS.get(name.strip().lower())
    if any(map(_MEDIA_TYPE.fullmatch, beside)) and not (usual and has_schema):
        return None
    parts = filter(_MEDIA_TYPE.fullmatch, re.split(r"[,\s]+", name))
    return next(parts, usual or "*/*")


def _media_type(
    schemas: Schemas, name: str, node: Node, shared: list[tuple[JSONValue, Type]]
) -> MediaType:
    reader = schemas.reader
    reader.members(node)
    items = node.member("itemSchema")
    schema = node.member("schema") if items is not None else _schema_in(reader, node)
    is_positional = _is_positional(reader, name, schema, items)
    if not is_positional:
        _report_positions(reader, node)
    # Before 3.2 the schema of an event stream is often that of one event.
    described = items or schema
    events = None if described is None else event_items(schemas, name, described)
    if events is None:
        item_type = None if items is None else schemas.type_of(items)
    else:
        item_type, schema = events.item, None
    return MediaType(
        content_type=name,
        type=None if schema is None else _shared_type(schemas, schema, shared),
        item_type=item_type,
        events=() if events is None else events.by_name,
        is_event_data=None if events is None else events.is_data,
        encodings=_encodings(schemas, name, node.member("encoding"), is_positional=is_positional),
        is_positional=is_positional,
        prefix_encodings=_prefix_encodings(schemas, name, node) if is_positional else (),
        item_encoding=_item_encoding(schemas, name, node) if is_positional else None,
        example=example_beside(schemas, node, schema),
    )


def _is_positional(reader: Reader, name: str, schema: Node | None, items: Node | None) -> bool:
    """Whether the parts of a body are known by their position (3.2, "Encoding By Position"): those
    of a list. The parts of ``multipart/form-data`` have names (RFC 7578, section 4.2).
    """
    kind = name.partition(";")[0].strip().lower()
    if not kind.startswith("multipart/") or kind == "multipart/form-data":
        return False
    if items is not None:
        return True
    described = None if schema is None else reader.follow(schema)
    kinds = described.value.get("type") if described and isinstance(described.value, dict) else None
    return kinds == "array" or (isinstance(kinds, list) and "array" in kinds)


def _report_positions(reader: Reader, node: Node) -> None:
    for key in ("prefixEncoding", "itemEncoding"):
        if node.has(key):
            reader.warn(
                "ignored-encoding",
                f"`{key}` counts for the items of an array in a multipart body whose parts need no"
                " names",
                f"{node.pointer}/{key}",
                effect=Effect.DROP,
                hint="give the parts names and `encoding`, or the body `multipart/mixed` and an"
                " array",
            )


def _prefix_encodings(schemas: Schemas, name: str, node: Node) -> tuple[Encoding, ...]:
    reader = schemas.reader
    listed = node.member("prefixEncoding")
    members: tuple[Node, ...] = () if listed is None else reader.items(listed)
    return tuple(_encoding(schemas, name, "", each) for each in members)


def _item_encoding(schemas: Schemas, name: str, node: Node) -> Encoding | None:
    found = node.member("itemEncoding")
    return None if found is None else _encoding(schemas, name, "", found)


def _schema_in(reader: Reader, node: Node) -> Node | None:
    """The schema of a media type: under ``schema``, or its keywords beside where it should be."""
    if node.has("schema") or not any(node.has(key) for key in _SHAPES):
        return node.member("schema")
    _report_misplaced(reader, node)
    return node.without(_BESIDE_SCHEMA)


def _report_misplaced(reader: Reader, node: Node) -> None:
    reader.warn(
        "misplaced-type",
        "since OpenAPI 3.0 the type is under `schema`",
        node.pointer,
        effect=Effect.HARMLESS,
        action="read as if it were there",
        hint="put what describes the value under `schema`",
    )


def _shared_type(schemas: Schemas, schema: Node, shared: list[tuple[JSONValue, Type]]) -> Type:
    for value, type_ in shared:
        if value == schema.value:
            return type_
    found = schemas.type_of(schema)
    shared.append((schema.value, found))
    return found


def example_beside(schemas: Schemas, holder: Node, schema: Node | None) -> JSONValue | Missing:
    """The first example that a media type or parameter gives, or else its schema's own."""
    if isinstance(holder.value, dict):
        for key in ("example", "x-example"):
            if key in holder.value:
                return holder.value[key]
        examples = holder.member("examples")
        given = schemas.reader.members(examples) if examples is not None else {}
        for node in given.values():
            target = schemas.reader.follow(node)
            for key in ("value", "dataValue"):
                if target is not None and isinstance(target.value, dict) and key in target.value:
                    return target.value[key]
    if schema is None:
        return MISSING
    return SchemaMetadata(schemas.expander.expand((schema,))).example


def _encodings(
    schemas: Schemas, media_type: str, node: Node | None, *, is_positional: bool
) -> tuple[Encoding, ...]:
    if node is None or node.value is None:
        return ()
    if is_positional:
        schemas.reader.note(
            "ignored-encoding",
            "the parts of an array have no names; `prefixEncoding` and `itemEncoding` count",
            node.pointer,
        )
        return ()
    if not media_type.lower().startswith(("multipart/", "application/x-www-form-urlencoded")):
        schemas.reader.note(
            "ignored-encoding",
            "`encoding` counts for forms and multipart bodies only",
            node.pointer,
        )
        return ()
    reader = schemas.reader
    return tuple(
        _encoding(schemas, media_type, name, item)
        for name, item in reader.members(node).items()
        if reader.members(item) or item.value == {}
    )


def _report_nested(reader: Reader, node: Node) -> None:
    """Reports an encoding inside of one (3.2, "Nested Encoding"): a part that is multipart itself
    is not put together here.
    """
    for key in ("encoding", "prefixEncoding", "itemEncoding"):
        if node.has(key):
            reader.warn(
                "ignored-encoding",
                f"`{key}` inside of an encoding is not carried over: a part is not made of parts",
                f"{node.pointer}/{key}",
                effect=Effect.DROP,
                hint="describe the part as `type: string, format: binary`, and give its octets",
            )


def _encoding(schemas: Schemas, media_type: str, name: str, node: Node) -> Encoding:
    reader = schemas.reader
    _report_nested(reader, node)
    content_type = reader.text(node, "contentType")
    described = headers(schemas, node.member("headers"))
    if reader.source.version.startswith("3.0") and "urlencoded" not in media_type:
        for keyword in ("style", "explode", "allowReserved"):
            if node.has(keyword):
                reader.note(
                    "ignored-encoding",
                    f"until OpenAPI 3.1 `{keyword}` counts in urlencoded forms only",
                    node.pointer,
                )
        return Encoding(field=name, content_type=content_type, headers=described)
    return Encoding(
        field=name,
        content_type=content_type,
        style=reader.text(node, "style"),
        explode=reader.maybe_flag(node, "explode"),
        allow_reserved=reader.flag(node, "allowReserved"),
        headers=described,
    )


def headers(schemas: Schemas, section: Node | None) -> tuple[Header, ...]:
    """The documented headers of a response or a part."""
    if section is None or section.value is None:
        return ()
    found: list[Header] = []
    for name, node in schemas.reader.members(section).items():
        if name.lower() in _IGNORED_HEADERS and not schemas.reader.swagger:
            schemas.reader.note(
                "ignored-header",
                f"the specification says to ignore a header named `{name}` here",
                node.pointer,
                effect=Effect.HARMLESS,
            )
            continue
        target = schemas.reader.follow(node)
        if target is None or not isinstance(target.value, dict):
            found.append(Header(name=name, type=Anything()))
            continue
        found.append(
            Header(
                name=name,
                type=_header_type(schemas, target),
                required=schemas.reader.flag(target, "required"),
                description=schemas.reader.text(target, "description"),
            )
        )
    return tuple(found)


def _header_type(schemas: Schemas, node: Node) -> Type:
    schema = schema_of(schemas, node)
    if schema is None:
        return Primitive(kind="string")
    return schemas.type_of(schema)


_BESIDE_TYPE: Final = frozenset(
    {
        "name",
        "in",
        "description",
        "required",
        "allowEmptyValue",
        "collectionFormat",
        "style",
        "explode",
        "deprecated",
        "allowReserved",
        "example",
        "examples",
        "schema",
        "content",
    }
)
"""What a parameter or header says of itself and not of its values."""


def schema_of(schemas: Schemas, node: Node) -> Node | None:
    """The schema of a parameter or header: under ``schema``, in its one ``content``, or (2.0) its
    own keywords.
    """
    if node.has("schema"):
        return node.member("schema")
    content = node.member("content")
    if content is not None:
        for media in schemas.reader.members(content).values():
            target = schemas.reader.follow(media)
            return None if target is None else target.member("schema")
        return None
    if not node.has("type") and not node.has("enum") and not node.has("items"):
        return None
    if not schemas.reader.swagger:
        _report_misplaced(schemas.reader, node)
    return node.without(_BESIDE_TYPE)
