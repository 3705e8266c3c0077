"""Media types: what kind of content each one is, and so which Python type and which row of the
operation table it gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum as PyEnum
from typing import Final

from docbound.annotations import NONE, OBJECT, Style, generic, runtime, union
from docbound.lower.context import Context
from docbound.lower.operations.deep_objects import style_of
from docbound.package import Annotation, MediaRow, PartRow
from docbound.service import (
    Alias,
    Anything,
    Array,
    Encoding,
    MediaType,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
)
from docbound.tables import media_kinds
from docbound.tables.runtime_names import module_of

_RESPONSES: Final = module_of("ApiResponse")


class Kind(PyEnum):
    """What a body is made of."""

    JSON = "json"
    FORM = "form"
    TEXT = "text"
    BINARY = "binary"
    STREAM = "stream"


_OF_A_TWIN: Final = frozenset({Kind.BINARY, Kind.STREAM})
"""What is given in another class in each of the twins."""
_OCTETS: Final = Primitive(kind="string", format="binary")


def is_file(media: MediaType, context: Context) -> bool:
    """Whether a body is given as a file."""
    return _body_kind(media, context) is Kind.BINARY


def kind_of(media: MediaType, context: Context) -> Kind:
    """The kind of a media type; an unknown one is judged by its schema: structured data is JSON, as
    most services mean it.
    """
    name = media_kinds.essence(media.content_type)
    if _is_octets(media.type, context):
        return Kind.BINARY
    if media.item_type is not None or media.is_positional or media_kinds.is_stream(name):
        return Kind.STREAM
    if media_kinds.is_form(name):
        return Kind.FORM
    if media_kinds.is_json(name):
        return Kind.JSON
    if media_kinds.is_text(name):
        return Kind.TEXT
    return _by_schema(name, media.type, context)


def is_stream(content_type: str) -> bool:
    """Whether a media type is one of a stream by its name alone."""
    return media_kinds.is_stream(media_kinds.essence(content_type))


def _is_octets(type_: Type | None, context: Context) -> bool:
    """Whether a whole body is octets by its schema, under whatever label: ``type: file`` of
    Swagger, ``format: binary``.
    """
    return behind_names(type_, context) == _OCTETS


def _by_schema(name: str, type_: Type | None, context: Context) -> Kind:
    if media_kinds.is_binary(name):
        return Kind.BINARY
    plain = behind_names(type_, context)
    match plain:
        case None:
            return Kind.JSON if name == "*/*" else Kind.BINARY
        case Primitive(kind="string"):
            # An unknown label: the schema decides.
            return Kind.JSON if name in ("*/*", "application/*") else Kind.TEXT
        case Anything():
            return Kind.JSON if name in ("*/*", "application/*") else Kind.BINARY
        case _:
            return Kind.JSON


def behind_names(type_: Type | None, context: Context) -> Type | None:
    """A type behind its aliases."""
    for _ in range(20):
        if not isinstance(type_, Named):
            break
        definition = context.api.definitions.get(type_.pointer)
        if not isinstance(definition, Alias):
            break
        type_ = definition.type
    return type_


# --- responses
def response_types(
    media: tuple[MediaType, ...], context: Context, *, is_async: bool
) -> list[Annotation]:
    """What a response's body can be, for a caller.

    A text form of what there is as JSON too (XML beside JSON) is left out: JSON is what is asked
    for.
    """
    found = [
        _response_type(item, kind_of(item, context), context, is_async=is_async)
        for item in media
        if not _is_there_as_json(item, media, context)
    ]
    return found or [NONE]


def _is_there_as_json(item: MediaType, media: tuple[MediaType, ...], context: Context) -> bool:
    """Whether a media type of ``media`` is a text form of what another one has as JSON."""
    return (
        item.type is not None
        and kind_of(item, context) is Kind.TEXT
        and any(other.type == item.type and kind_of(other, context) is Kind.JSON for other in media)
    )


def results_of(
    context: Context, contents: Iterable[tuple[MediaType, ...]]
) -> tuple[Annotation, Annotation]:
    """What a call returns, in each of the twins.

    Args:
        context: the inputs of lowering.
        contents: the media types of each response that may come.
    """
    given = list(contents)

    def result(*, is_async: bool) -> Annotation:
        types = (response_types(media, context, is_async=is_async) for media in given)
        return union([each for found in types for each in found], Style.RESULT)

    sync = result(is_async=False)
    is_alike = all(kind_of(item, context) not in _OF_A_TWIN for media in given for item in media)
    return sync, sync if is_alike else result(is_async=True)


def _response_type(media: MediaType, kind: Kind, context: Context, *, is_async: bool) -> Annotation:
    match kind:
        case Kind.TEXT:
            return context.annotator.result(Primitive(kind="string"))
        case Kind.BINARY:
            name = "AsyncBinaryResponse" if is_async else "BinaryResponse"
            return runtime(name, _RESPONSES, "file")
        case Kind.STREAM:
            item = context.annotator.result(_item(media, context))
            return generic("AsyncStream" if is_async else "Stream", _RESPONSES, item)
        case Kind.JSON | Kind.FORM:
            return context.annotator.result(media.type or Anything())


def response_rows(media: tuple[MediaType, ...], context: Context) -> tuple[MediaRow, ...]:
    """A response's rows in the operation table.

    A text form of what there is as JSON too has the type of the JSON, which no text is read as: so
    ``Accept`` does not name it, and one that comes all the same is a mismatch.
    """
    return tuple(
        (
            MediaRow(content_type=item.content_type, type_code=_code(item.type, context))
            if _is_there_as_json(item, media, context)
            else _response_row(item, context)
        )
        for item in media
    )


def _response_row(media: MediaType, context: Context) -> MediaRow:
    match kind_of(media, context):
        case Kind.TEXT:
            code: str | None = "str"
        case Kind.BINARY:
            code = "BinaryResponse"
        case Kind.STREAM:
            code = context.annotator.marked(_item(media, context)).code
            errors = context.settings.error_events
            return MediaRow(
                content_type=media.content_type,
                type_code=code,
                item=True,
                error_events=None if errors == ("error",) else errors,
                events=tuple(
                    (name, context.annotator.marked(type_).code) for name, type_ in media.events
                ),
                is_event_data=media.is_event_data,
            )
        case Kind.JSON | Kind.FORM:
            code = _code(media.type, context)
    return MediaRow(content_type=media.content_type, type_code=code)


def _code(type_: Type | None, context: Context) -> str | None:
    return None if type_ is None else context.annotator.marked(type_).code


def _item(media: MediaType, context: Context) -> Type:
    """The type of a stream's items: ``itemSchema``; the items of an array whose parts are sent one
    by one; or the schema itself, which older descriptions use for one item.
    """
    if media.is_positional:
        return _list_of_parts(media, context).items
    return media.item_type or media.type or Anything()


# --- bodies
def body_types(media: tuple[MediaType, ...], context: Context) -> list[Annotation]:
    """What a body can be given as; text forms of what there is as JSON or a form too are left
    out.
    """
    kinds = {item.content_type: _body_kind(item, context) for item in media}
    structured = {item.type for item in media if kinds[item.content_type] in (Kind.JSON, Kind.FORM)}
    found: list[Annotation] = []
    for item in media:
        kind = kinds[item.content_type]
        if kind is Kind.TEXT and item.type is not None and item.type in structured:
            continue
        found.append(_body_type(item, kind, context))
        if "*" in item.content_type and _is_string(item.type, context):
            # Any media type carries any octets; a text is one way to give them.
            found.append(context.annotator.argument(Primitive(kind="string", format="binary")))
    return found


def _is_string(type_: Type | None, context: Context) -> bool:
    plain = behind_names(type_, context)
    return isinstance(plain, Primitive) and plain.kind == "string"


def _body_kind(media: MediaType, context: Context) -> Kind:
    """The kind of a body; one of parts by position is a form, whatever types its parts."""
    return Kind.FORM if media.is_positional else kind_of(media, context)


def _body_type(media: MediaType, kind: Kind, context: Context) -> Annotation:
    if media.is_positional and media.item_type is not None:
        return generic("Iterable", "collections.abc", context.annotator.argument(media.item_type))
    match kind:
        case Kind.TEXT:
            return context.annotator.argument(Primitive(kind="string"))
        case Kind.BINARY:
            return context.annotator.argument(Primitive(kind="string", format="binary"))
        case Kind.STREAM:
            item = context.annotator.argument(_item(media, context))
            return generic("Iterable", "collections.abc", item)
        case Kind.JSON | Kind.FORM:
            return context.annotator.argument(media.type) if media.type else OBJECT


def example_type(media: MediaType, context: Context) -> Type:
    """The type that an example of a body has: a text where structured data are sent as text (XML),
    a list for a stream.
    """
    match _body_kind(media, context):
        case Kind.TEXT:
            return Primitive(kind="string")
        case Kind.BINARY:
            return Primitive(kind="string", format="binary")
        case Kind.STREAM:
            return Array(items=_item(media, context))
        case Kind.JSON | Kind.FORM:
            if media.is_positional and media.type is None:
                return _list_of_parts(media, context)
            return media.type or Anything()


def body_row(media: MediaType, context: Context) -> MediaRow:
    """A body's row in the operation table."""
    if media.is_positional:
        return MediaRow(
            content_type=media.content_type,
            type_code=_code(_list_of_parts(media, context), context),
            prefix=tuple(_part_row(each, context) for each in media.prefix_encodings),
            part=_part_row(media.item_encoding or Encoding(field=""), context),
        )
    kind = kind_of(media, context)
    match kind:
        case Kind.TEXT:
            return MediaRow(content_type=media.content_type, type_code="str")
        case Kind.BINARY:
            return MediaRow(content_type=media.content_type, type_code="bytes")
        case Kind.STREAM:
            code = context.annotator.marked(_item(media, context)).code
            return MediaRow(content_type=media.content_type, type_code=code, item=True)
        case Kind.JSON | Kind.FORM:
            return MediaRow(
                content_type=media.content_type,
                type_code=_code(media.type, context),
                parts=_parts(media, context) if kind is Kind.FORM else (),
            )


def _list_of_parts(media: MediaType, context: Context) -> Array:
    """The list whose items are the parts of a body; one type for all of them."""
    if media.item_type is not None:
        return Array(items=media.item_type)
    found = behind_names(media.type, context)
    if not isinstance(found, Array):
        return Array(items=Anything())
    return Array(items=Union(members=(*found.prefix, found.items)) if found.prefix else found.items)


def _part_row(encoding: Encoding, context: Context, type_: Type | None = None) -> PartRow:
    """How a part is sent; ``type_`` is that of the field."""
    return PartRow(
        field=encoding.field,
        content_type=encoding.content_type,
        style=style_of(context, encoding.style),
        explode=encoding.explode,
        allow_reserved=encoding.allow_reserved,
        headers=tuple(header.name for header in encoding.headers),
        separators=encoding.separators,
        file=_is_file(type_, context),
    )


def _parts(media: MediaType, context: Context) -> tuple[PartRow, ...]:
    """The fields of a form that have an encoding of their own, or are files."""
    rows = {
        each.field: _part_row(each, context, _field_type(media.type, each.field, context))
        for each in media.encodings
    }
    for name in _file_fields(media.type, context):
        rows.setdefault(name, PartRow(field=name, file=True))
    return tuple(rows.values())


def _object_of(type_: Type | None, context: Context) -> Object | None:
    plain = behind_names(type_, context)
    if not isinstance(plain, Named):
        return None
    definition = context.api.definitions.get(plain.pointer)
    return definition if isinstance(definition, Object) else None


def _field_type(type_: Type | None, name: str, context: Context) -> Type | None:
    definition = _object_of(type_, context)
    fields = definition.fields if definition else ()
    return next((field.type for field in fields if field.name == name), None)


def _file_fields(type_: Type | None, context: Context) -> list[str]:
    definition = _object_of(type_, context)
    fields = definition.fields if definition else ()
    return [field.name for field in fields if _is_file(field.type, context)]


def _is_file(type_: Type | None, context: Context, seen: frozenset[Pointer] = frozenset()) -> bool:
    match type_:
        case Primitive(kind="string", format="binary"):
            return True
        case Array():
            return _is_file(type_.items, context, seen)
        case Union():
            return any(_is_file(member, context, seen) for member in type_.members)
        case Named(pointer=pointer) if pointer not in seen:
            definition = context.api.definitions.get(pointer)
            return isinstance(definition, Alias) and _is_file(
                definition.type, context, seen | {pointer}
            )
        case _:
            return False
