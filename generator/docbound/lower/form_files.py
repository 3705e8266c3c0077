"""The fields of forms that are files: a model of such a body takes a file in every form, as calls
do.

Source: OpenAPI 3.1, "Considerations for multipart Content"; Swagger 2.0, ``type: file``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from docbound.annotations import FORM_FILE
from docbound.interpret.schema.types import objects_in
from docbound.service import (
    Alias,
    Api,
    Array,
    Definition,
    Named,
    Pointer,
    Primitive,
    Type,
    Union,
)

_MULTIPART: Final = "multipart/"
_MOST_NAMES: Final = 20

_Definitions = Mapping[Pointer, Definition]


def forms_of(api: Api) -> frozenset[Pointer]:
    """The objects that are sent as a form with parts."""
    return frozenset(
        form.about.pointer
        for operation in api.operations
        for media in (operation.body.contents if operation.body else ())
        if media.type is not None and media.content_type.lower().startswith(_MULTIPART)
        for form in objects_in(media.type, api.definitions)
    )


def as_part(type_: Type, definitions: _Definitions) -> Type:
    """The type of a field of such an object, with files for what is binary: the value itself, the
    items of a list, the alternatives of a choice, behind their names.
    """
    return _as_part(type_, definitions, _MOST_NAMES) or type_


def _as_part(type_: Type, definitions: _Definitions, names: int) -> Type | None:
    """None where there is no file."""
    match type_:
        case Primitive(kind="string", format="binary"):
            return replace(type_, format=FORM_FILE)
        case Array(prefix=()):
            items = _as_part(type_.items, definitions, names)
            return None if items is None else replace(type_, items=items)
        case Union(members=members):
            parts = [_as_part(member, definitions, names) for member in members]
            if not any(parts):
                return None
            pairs = zip(parts, members, strict=True)
            return replace(type_, members=tuple(part or member for part, member in pairs))
        case Named(pointer=pointer) if names:
            behind = definitions.get(pointer)
            return (
                _as_part(behind.type, definitions, names - 1) if isinstance(behind, Alias) else None
            )
        case _:
            return None
