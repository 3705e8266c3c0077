"""Pagination: the settings' words about an operation's pages, checked against what the operation
really has.
"""

from __future__ import annotations

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.lower.context import Context
from docbound.lower.references import setting_for
from docbound.package import PaginationRow
from docbound.pagination_kinds import PAGINATION_KINDS
from docbound.service import (
    Alias,
    Anything,
    Array,
    Mapping,
    MediaType,
    Named,
    Object,
    Operation,
    Pointer,
    Primitive,
    Type,
    Union,
)
from docbound.settings.settings import PaginationSettings


def lower_pagination(context: Context, operation: Operation) -> PaginationRow | None:
    """How an operation's pages follow each other, or None.

    What the settings name and the operation does not have is reported, and then there is no
    iterator.
    """
    names = context.names.operations[operation.pointer]
    wanted = setting_for(context.settings.pagination, operation, names)
    if wanted is None:
        return None
    parameters = {parameter.name for parameter in operation.parameters}
    body = _body_type(operation)
    for parameter in filter(None, (wanted.parameter, wanted.size)):
        in_body = body is not None and follow(context, body, (parameter,)) is not None
        if parameter not in parameters and not in_body:
            _report(context, operation, f"it has no parameter {parameter!r}")
            return None
    for needed in PAGINATION_KINDS[wanted.kind].needs:
        if not getattr(wanted, needed):
            _report(context, operation, f"`kind: {wanted.kind}` needs a `{needed}`")
            return None
    response = _response_type(operation)
    items = None if response is None else follow(context, response, wanted.items)
    item = None if items is None else _item_of(context, items)
    if item is None:
        _report(
            context,
            operation,
            f"its response has no list at {'.'.join(wanted.items) or 'its top'!r}",
        )
        return None
    if response and wanted.next and follow(context, response, wanted.next) is None:
        _report(context, operation, f"its response has no {'.'.join(wanted.next)!r}")
        return None
    return _row(context, wanted, item)


def _row(context: Context, wanted: PaginationSettings, item: Type) -> PaginationRow:
    return PaginationRow(
        kind=wanted.kind,
        item=context.annotator.result(item),
        items=wanted.items,
        next=wanted.next,
        parameter=wanted.parameter,
        size_parameter=wanted.size,
    )


def follow(context: Context, type_: Type, path: tuple[str, ...]) -> Type | None:
    """The type at a path of wire names inside a type, or None where there is nothing."""
    for name in path:
        found = _member(context, type_, name)
        if found is None:
            return None
        type_ = found
    return type_


def _member(context: Context, type_: Type, name: str) -> Type | None:
    plain = _behind_names(context, type_)
    match plain:
        case Anything():
            return plain
        case Mapping():
            return plain.values
        case Named():
            definition = context.api.definitions.get(plain.pointer)
            if not isinstance(definition, Object):
                return None
            fields = {field.name: field.type for field in definition.fields}
            return fields.get(name, definition.additional)
        case _:
            return None


def _item_of(context: Context, type_: Type) -> Type | None:
    plain = _behind_names(context, type_)
    match plain:
        case Array():
            return plain.items
        case Anything():
            return plain
        case _:
            return None


def _behind_names(context: Context, type_: Type) -> Type:
    """A type behind its aliases, without null."""
    seen: set[Pointer] = set()
    while True:
        match type_:
            case Union():
                others = [m for m in type_.members if m != Primitive(kind="null")]
                if len(others) != 1:
                    return type_
                type_ = others[0]
            case Named(pointer=pointer) if pointer not in seen:
                seen.add(pointer)
                definition = context.api.definitions.get(pointer)
                if not isinstance(definition, Alias):
                    return type_
                type_ = definition.type
            case _:
                return type_


def _body_type(operation: Operation) -> Type | None:
    """The type of the request's body: what moves the pages on may also be a field of it."""
    contents = operation.body.contents if operation.body else ()
    return next((media.type for media in contents if media.type is not None), None)


def _response_type(operation: Operation) -> Type | None:
    contents: list[MediaType] = [
        media
        for response in operation.responses
        if response.status.startswith("2")
        for media in response.contents
    ]
    return next((media.type for media in contents if media.type is not None), None)


def _report(context: Context, operation: Operation, reason: str) -> None:
    settings = context.settings
    names = context.names.operations[operation.pointer]
    keys = [key for key in (operation.operation_id, names.method) if key]
    position = next(
        (found for key in keys if (found := settings.position("pagination", key))), None
    )
    context.diagnostics.add(
        Diagnostic(
            severity=Severity.WARNING,
            code="pagination",
            message=f"{names.method} gets no iterator: {reason}",
            hint="name the wire names as the description has them",
            pointer=operation.pointer,
            position=position,
            effect=Effect.DROP,
        )
    )
