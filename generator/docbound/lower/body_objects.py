"""The objects that a body can be."""

from __future__ import annotations

from collections.abc import Iterator

from docbound.lower.context import Context
from docbound.lower.operations.media_types import Kind, behind_names, kind_of
from docbound.service import Named, Object, Operation, Pointer, Type, Union, UnionDefinition


def body_objects(context: Context, operation: Operation) -> list[Object]:
    """Each object that a body of the operation can be, as JSON or as a form, seen through names and
    choices.
    """
    found: dict[Pointer, Object] = {}
    for media in operation.body.contents if operation.body else ():
        if kind_of(media, context) in (Kind.JSON, Kind.FORM):
            for each in _objects_in(media.type, context, frozenset()):
                found.setdefault(each.about.pointer, each)
    return list(found.values())


def _objects_in(type_: Type | None, context: Context, seen: frozenset[Pointer]) -> Iterator[Object]:
    plain = behind_names(type_, context)
    if isinstance(plain, Union):
        for member in plain.members:
            yield from _objects_in(member, context, seen)
    if not isinstance(plain, Named) or plain.pointer in seen:
        return
    match context.api.definitions.get(plain.pointer):
        case Object() as definition:
            yield definition
        case UnionDefinition(members=members):
            for member in members:
                yield from _objects_in(member, context, seen | {plain.pointer})
        case _:
            pass
