"""Schemas of bodies that are no JSON: a model cannot be read from a picture or a text, so what such
a schema says of members, items or numbers is not carried.

Specification: "Media Type Object", "XML Object". Schemas of texts and octets are not reported, nor
a text beside the same data as JSON: there JSON is what is sent and asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.records import field, record
from docbound.service import (
    Alias,
    Anything,
    Array,
    Definition,
    Enum,
    Literal,
    MediaType,
    Operation,
    Pointer,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)
from docbound.service import Mapping as MappingType
from docbound.tables import media_kinds

from ..document import child

_NAMED: Final = 3
"""Media types that a finding names; the rest are counted."""

_Definitions = Mapping[Pointer, Definition]


@record(frozen=False)
class _Place:
    """A schema that is not read, and the media types that it is written for."""

    is_sent: bool
    words: tuple[str, ...]
    names: dict[str, None] = field(default_factory=dict[str, None])


def findings(
    operations: tuple[Operation, ...], definitions: _Definitions, *, swagger: bool
) -> Iterator[Diagnostic]:
    """A note for each schema that says more of a body than a text or octets have.

    Args:
        operations: those of the service.
        definitions: what their types refer to.
        swagger: whether the description is in Swagger 2.0, where one schema is for all media types.
    """
    places: dict[Pointer, _Place] = {}
    for pointer, is_sent, contents in _bodies(operations):
        read = _also_structured(contents, is_sent=is_sent)
        for media in contents:
            if not _is_opaque(media, read):
                continue
            words = _words(media.type, definitions)
            if words:
                steps = ("schema",) if swagger else ("content", media.content_type, "schema")
                place = places.setdefault(
                    child(pointer, *steps), _Place(is_sent=is_sent, words=words)
                )
                place.names.setdefault(media_kinds.essence(media.content_type))
    for pointer, place in places.items():
        yield _finding(pointer, place, swagger=swagger)


def _bodies(
    operations: tuple[Operation, ...],
) -> Iterator[tuple[Pointer, bool, tuple[MediaType, ...]]]:
    """Each body: its place, whether it is sent, its representations."""
    for operation in operations:
        if operation.body is not None:
            yield operation.body.pointer, True, operation.body.contents
        for response in operation.responses:
            yield response.pointer, False, response.contents


def _also_structured(contents: tuple[MediaType, ...], *, is_sent: bool) -> set[Type | None]:
    """The types of what there is as JSON too, or is sent as a form."""
    return {
        media.type
        for media in contents
        for name in (media_kinds.essence(media.content_type),)
        if media_kinds.is_json(name) or (is_sent and media_kinds.is_form(name))
    }


def _is_opaque(media: MediaType, read: set[Type | None]) -> bool:
    """Whether a body is given as a text or octets, whatever its schema says."""
    name = media_kinds.essence(media.content_type)
    if media.item_type is not None or media.is_positional:
        return False
    if media_kinds.is_stream(name) or media_kinds.is_form(name) or media_kinds.is_json(name):
        return False
    if media_kinds.is_text(name):
        return media.type not in read
    return media_kinds.is_binary(name)


def _words(type_: Type | None, definitions: _Definitions) -> tuple[str, ...]:
    """The words of JSON Schema for what a value may be besides a text; nothing where it may be
    anything.
    """
    found: dict[str, None] = {}
    seen: set[Pointer] = set()
    waiting: list[Type] = [] if type_ is None else [type_]
    while waiting:
        match waiting.pop(0):
            case Anything():
                return ()
            case Primitive(kind=kind):
                found.setdefault(kind)
            case Literal(values=values):
                found.update(dict.fromkeys(map(_word, values)))
            case Array():
                found.setdefault("array")
            case MappingType():
                found.setdefault("object")
            case Union(members=members):
                waiting.extend(members)
            case named if named.pointer not in seen:
                seen.add(named.pointer)
                match definitions[named.pointer]:
                    case Alias(type=behind):
                        waiting.append(behind)
                    case UnionDefinition(members=members):
                        waiting.extend(members)
                    case Enum(values=values):
                        found.update(dict.fromkeys(map(_word, values)))
                    case _:
                        found.setdefault("object")
            case _:
                continue
    return tuple(word for word in found if word not in ("string", "null"))


def _word(value: bool | int | float | str | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case _:
            return "string"


def _finding(pointer: Pointer, place: _Place, *, swagger: bool) -> Diagnostic:
    texts = {media_kinds.is_text(name) for name in place.names}
    is_xml = any(map(media_kinds.is_xml, place.names))
    says = " or ".join(f"`{word}`" for word in place.words)
    made = "a text" if texts == {True} else "octets" if texts == {False} else "a text or octets"
    return Diagnostic(
        severity=Severity.NOTE,
        code="ignored-schema",
        message=f"the schema says {says}, but a body of {_listed(list(place.names))} is {made}",
        hint=_hint(place, swagger=swagger, is_text=texts == {True}),
        pointer=pointer,
        effect=Effect.DROP if is_xml else Effect.HARMLESS,
        action=f"{made} {'is' if texts == {True} else 'are'}"
        f" {'sent as given' if place.is_sent else 'returned as received'}",
    )


def _listed(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names[:_NAMED]]
    if len(names) > _NAMED:
        shown.append(f"{len(names) - _NAMED} more")
    return " or ".join(shown)


def _hint(place: _Place, *, swagger: bool, is_text: bool) -> str:
    key = "consumes" if place.is_sent else "produces"
    other = f"list `application/json` in `{key}`" if swagger else "describe it as JSON"
    own = "`type: string`" if is_text else "`type: string, format: binary`"
    return f"write {own}; or, if the service has JSON, {other}"
