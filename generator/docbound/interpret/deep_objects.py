"""Lists in parameters and fields of style ``deepObject``, which the specification leaves open.

Specification: Parameter Object, "Style Values": ``deepObject`` is defined for an object of scalars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.service import (
    Array,
    Definition,
    MediaType,
    Operation,
    Pointer,
    Type,
    Union,
)
from docbound.service import Mapping as MappingType

from .schema.types import objects_in, references, types_in

CODE: Final = "lists-in-deep-objects"
_STYLE: Final = "deepObject"

_Definitions = Mapping[Pointer, Definition]


def assumptions(
    operations: tuple[Operation, ...], definitions: _Definitions
) -> Iterator[Diagnostic]:
    """A warning for each parameter and each field of a form that may hold a list, and does not say
    how it is sent.

    Args:
        operations: those of the service.
        definitions: what their types refer to.
    """
    reported: set[tuple[Pointer, str]] = set()
    for operation in operations:
        for name, pointer, type_ in _deep(operation, definitions):
            if (pointer, name) not in reported and _has_lists(type_, definitions):
                reported.add((pointer, name))
                yield _assumption(name, pointer)


def _assumption(name: str, pointer: Pointer) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code=CODE,
        message=f"the style `deepObject` of `{name}` does not say how lists are sent",
        hint="say `deep_object_lists: mixed`, `numbered` or `brackets` in client.yaml",
        pointer=pointer,
        effect=Effect.GUESS,
        action="scalars repeat their name, objects are numbered",
    )


def _deep(operation: Operation, definitions: _Definitions) -> Iterator[tuple[str, Pointer, Type]]:
    """What an operation sends in this style: name, place, type."""
    for parameter in operation.parameters:
        if parameter.style == _STYLE and not parameter.content_type:
            yield parameter.name, parameter.pointer, parameter.type
    for media in operation.body.contents if operation.body else ():
        yield from _fields(media, definitions)


def _fields(media: MediaType, definitions: _Definitions) -> Iterator[tuple[str, Pointer, Type]]:
    names = {encoding.field for encoding in media.encodings if encoding.style == _STYLE}
    if names and media.type is not None:
        for form in objects_in(media.type, definitions):
            for field in form.fields:
                if field.name in names:
                    yield field.name, form.about.pointer, field.type


def _has_lists(type_: Type, definitions: _Definitions) -> bool:
    """Whether a list may be anywhere in a value."""
    seen: set[Pointer] = set()
    waiting = [type_]
    while waiting:
        item = waiting.pop()
        match item:
            case Array():
                return True
            case MappingType(values=values):
                waiting.append(values)
            case Union(members=members):
                waiting.extend(members)
            case _:
                for pointer in set(references(item)) - seen:
                    seen.add(pointer)
                    waiting.extend(types_in(definitions[pointer]))
    return False
