"""Pagination: what the settings and the description say about an operation's pages, checked against
what the operation really has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.lower.context import Context
from docbound.lower.operations.pagination_extensions import read_extension
from docbound.lower.setting_references import names_of, setting_for
from docbound.package import PaginationRow
from docbound.records import record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import (
    Alias,
    Anything,
    Array,
    Mapping,
    MediaType,
    Missing,
    Named,
    Object,
    Operation,
    Pointer,
    Primitive,
    Type,
    Union,
)
from docbound.settings.operation_rules import ALL, TAG, is_rule, rule_keys
from docbound.settings.pagination import HEADER, PaginationSettings
from docbound.tables.pagination_kinds import PAGINATION_KINDS

_WIRE_NAMES: Final = "name the wire names as the description has them"
EACH: Final = "*"
"""The number that a call without one means, where nothing says otherwise."""


def lower_pagination(context: Context, operation: Operation) -> PaginationRow | None:
    """How an operation's pages follow each other, or None.

    What is said of many operations counts less than what is said of one: the operation's own
    setting, an extension of the description, a rule for a tag, the rule for all. A rule counts
    where it fits. What the operation's own setting names and the operation does not have is
    an error.
    """
    names = context.names.operations[operation.pointer]
    own = setting_for(context.settings.pagination, operation, names)
    if own is not None:
        return _row_of(context, operation, own[0])
    extension = read_extension(operation)
    if isinstance(extension, str):
        _report_extension(context, operation, extension)
    elif extension is not None:
        found = extension.kind != "none" and _fitted(context, operation, extension)
        if isinstance(found, Misfit):
            _report_extension(context, operation, found.reason)
        return found if isinstance(found, PaginationRow) else None
    for _, rule in _rules(context, operation):
        row = None if rule.kind == "none" else _fitted(context, operation, rule)
        if not isinstance(row, Misfit):
            return row
    return None


def settings_of(context: Context, operation: Operation) -> PaginationSettings | None:
    """What counts of all that is said of an operation's pages: its own setting, an extension, or
    the first rule that fits; None where it has no pages.
    """
    names = context.names.operations[operation.pointer]
    own = setting_for(context.settings.pagination, operation, names)
    if own is not None:
        return own[0] if own[0].kind != "none" and fits(context, operation, own[0]) else None
    extension = read_extension(operation)
    if isinstance(extension, PaginationSettings):
        has_pages = extension.kind != "none" and fits(context, operation, extension)
        return extension if has_pages else None
    for _, rule in _rules(context, operation):
        if rule.kind == "none":
            return None
        if fits(context, operation, rule):
            return rule
    return None


def fits(context: Context, operation: Operation, wanted: PaginationSettings) -> bool:
    """Whether an operation has all that is said of its pages."""
    return isinstance(_fitted(context, operation, wanted), PaginationRow)


def is_settled(context: Context, operation: Operation) -> bool:
    """Whether a setting, a rule or an extension says how an operation's pages follow each other, or
    that it has none.
    """
    names = context.names.operations[operation.pointer]
    if setting_for(context.settings.pagination, operation, names) is not None:
        return True
    if operation.pagination[0]:
        return True
    return any(
        rule.kind == "none" or fits(context, operation, rule)
        for _, rule in _rules(context, operation)
    )


def report_unused_rules(context: Context) -> None:
    """A warning for every rule that fits none of the operations that it is for."""
    for key, entries in context.settings.pagination.items():
        if not is_rule(key) or all(entry.kind == "none" for entry in entries):
            continue
        operations = [
            operation
            for operation in context.api.operations
            if key == ALL or key.removeprefix(TAG) in operation.tags
        ]
        fits = any(
            isinstance(_fitted(context, operation, entry), PaginationRow)
            for operation in operations
            for entry in entries
            if entry.kind != "none"
        )
        if not fits:
            context.diagnostics.add(
                Diagnostic(
                    severity=Severity.WARNING,
                    code="pagination",
                    message=f"the rule {key!r} of `pagination` fits no operation",
                    hint="name the wire names as the description has them, or remove the rule",
                    position=context.settings.position("pagination", key),
                    effect=Effect.HARMLESS,
                )
            )


def _rules(context: Context, operation: Operation) -> Iterator[tuple[str, PaginationSettings]]:
    """The rules for an operation, those of its tags first."""
    for key in rule_keys(operation.tags):
        for rule in context.settings.pagination.get(key, ()):
            yield key, rule


def _row_of(
    context: Context, operation: Operation, wanted: PaginationSettings
) -> PaginationRow | None:
    if wanted.kind == "none":
        return None
    found = _fitted(context, operation, wanted)
    if isinstance(found, Misfit):
        _report(context, operation, found)
        return None
    return found


@record
class Misfit:
    """Why an operation does not fit what is said of its pages.

    Attributes:
        reason: the end of a sentence about the operation.
        name: the wire name that it does not have.
        known: those that it has in its place.
    """

    reason: str
    name: str = ""
    known: tuple[str, ...] = ()


def _fitted(
    context: Context, operation: Operation, wanted: PaginationSettings
) -> PaginationRow | Misfit:
    """The row, or why there is none."""
    for parameter in filter(None, (wanted.parameter, wanted.size)):
        if not _has_parameter(context, operation, parameter):
            return _without_parameter(context, operation, parameter)
    for needed in PAGINATION_KINDS[wanted.kind].needs:
        # An empty path is the response itself, which is no cursor; the last item may be one.
        if not any(getattr(wanted, name) or _is_given(wanted, name) for name in needed):
            return Misfit(reason=f"`kind: {wanted.kind}` needs a `{needed[0]}`")
    response = response_type(operation)
    items = None if response is None else _gathered(context, response, wanted.items)
    item = None if items is None else _item_of(context, items)
    if item is None or response is None:
        reason = f"its response has no list at {'.'.join(wanted.items) or 'its top'!r}"
        return _without(context, reason, response, wanted.items)
    for path in (wanted.next, wanted.more, wanted.end, wanted.total, wanted.total_pages):
        if path and not path[0].startswith(HEADER) and _gathered(context, response, path) is None:
            return _without(context, f"its response has no {'.'.join(path)!r}", response, path)
    if wanted.last_item and follow(context, item, wanted.last_item) is None:
        reason = f"its items have no {'.'.join(wanted.last_item)!r}"
        return _without(context, reason, item, wanted.last_item)
    return PaginationRow(
        kind=PAGINATION_KINDS[wanted.kind],
        item=context.annotator.result(item),
        items=wanted.items,
        next=wanted.next,
        parameter=wanted.parameter,
        size_parameter=wanted.size,
        first=_first(context, operation, wanted),
        more=wanted.more,
        end=wanted.end,
        total=wanted.total,
        total_pages=wanted.total_pages,
        last_item=wanted.last_item,
    )


def _without_parameter(context: Context, operation: Operation, name: str) -> Misfit:
    reason = f"it has no parameter {name!r}"
    parameters = tuple(parameter.name for parameter in operation.parameters)
    body = body_type(operation)
    if body is None:
        return Misfit(reason=reason, name=name, known=parameters)
    missing = _without(context, reason, body, tuple(name.removeprefix("body:").split(".")))
    return replace(missing, known=(*parameters, *missing.known))


def _without(context: Context, reason: str, type_: Type | None, path: tuple[str, ...]) -> Misfit:
    """What is missing at the first step of a path that leads nowhere."""
    for name in path:
        if type_ is None:
            break
        following = _each(context, type_) if name == EACH else _member(context, type_, name)
        if following is None:
            return Misfit(reason=reason, name=name, known=_fields(context, type_))
        type_ = following
    return Misfit(reason=reason)


def _fields(context: Context, type_: Type) -> tuple[str, ...]:
    plain = behind_names(context, type_)
    definition = context.api.definitions.get(plain.pointer) if isinstance(plain, Named) else None
    return (
        tuple(field.name for field in definition.fields) if isinstance(definition, Object) else ()
    )


def _is_given(wanted: PaginationSettings, name: str) -> bool:
    return name == "last_item" and wanted.last_item is not None


def _has_parameter(context: Context, operation: Operation, name: str) -> bool:
    if any(parameter.name == name for parameter in operation.parameters):
        return True
    body, path = body_type(operation), name.removeprefix("body:").split(".")
    return body is not None and follow(context, body, tuple(path)) is not None


_FROM_ZERO: Final = lazy_pattern(
    r"\b(?:zero|0)[- ]?(?:based|indexed)\b"
    r"|\b(?:start|begin|count|number|index)(?:s|ing|ning|ed)? (?:at|from|with) (?:0|zero)\b"
    r"|\bfirst page (?:is|has) (?:the )?(?:number )?(?:0|zero)\b"
    r"|\b(?:0|zero) (?:is|means) the first\b",
    re.IGNORECASE,
)
"""How descriptions say that the first page has the number 0."""


def _first(context: Context, operation: Operation, wanted: PaginationSettings) -> int | None:
    """The number that a call without one means: as the settings say, by the default of the schema,
    by its least value, or by words of its description that leave no doubt; None where that is what
    the kind means anyway.
    """
    usual = PAGINATION_KINDS[wanted.kind].first
    if usual is None:
        return None
    default, limits, description = _schema_of_parameter(context, operation, wanted.parameter)
    least = _least(limits)
    candidates = (
        wanted.first,
        _whole(default),
        least if least in (0, 1) else None,
        0 if _FROM_ZERO.search(description) else None,
    )
    found = next((each for each in candidates if isinstance(each, int)), usual)
    return None if found == usual else found


def _least(limits: dict[str, object]) -> int | None:
    """The least whole number that a parameter takes; up to 3.0 ``exclusiveMinimum`` is a flag."""
    least, over = limits.get("minimum"), limits.get("exclusiveMinimum")
    if over is True:
        over = least
    found = _whole(over)
    return _whole(least) if found is None else found + 1


def _schema_of_parameter(
    context: Context, operation: Operation, name: str
) -> tuple[object, dict[str, object], str]:
    """The default, the limits and the description of a parameter, or of a field of the body."""
    for parameter in operation.parameters:
        if parameter.name == name:
            return parameter.default, dict(parameter.constraints), parameter.description
    *path, last = name.split(".")
    body = body_type(operation)
    holder = None if body is None else follow(context, body, tuple(path))
    plain = None if holder is None else behind_names(context, holder)
    definition = context.api.definitions.get(plain.pointer) if isinstance(plain, Named) else None
    for field in definition.fields if isinstance(definition, Object) else ():
        if field.name == last:
            return field.default, dict(field.constraints), field.description
    return Missing.MISSING, {}, ""


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)) and value == int(value):
        return int(value)
    return int(value) if isinstance(value, str) and value.removeprefix("-").isdecimal() else None


def _gathered(context: Context, type_: Type, path: tuple[str, ...]) -> Type | None:
    """As :func:`follow`, for paths that may hold ``*``: the list of what is there in every item."""
    if EACH not in path:
        return follow(context, type_, path)
    index = path.index(EACH)
    holder = follow(context, type_, path[:index])
    each = None if holder is None else _each(context, holder)
    found = None if each is None else _gathered(context, each, path[index + 1 :])
    if found is None:
        return None
    item = _item_of(context, found) if path[index + 1 :] else None
    return Array(items=item or found)


def _each(context: Context, type_: Type) -> Type | None:
    """The type of a list's items, or of a mapping's values."""
    plain = behind_names(context, type_)
    if isinstance(plain, Mapping):
        return plain.values
    if isinstance(plain, Named):
        definition = context.api.definitions.get(plain.pointer)
        return definition.additional if isinstance(definition, Object) else None
    return _item_of(context, plain)


def follow(context: Context, type_: Type, path: tuple[str, ...]) -> Type | None:
    """The type at a path of wire names inside a type, or None where there is nothing."""
    for name in path:
        found = _member(context, type_, name)
        if found is None:
            return None
        type_ = found
    return type_


def _member(context: Context, type_: Type, name: str) -> Type | None:
    plain = behind_names(context, type_)
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
    plain = behind_names(context, type_)
    match plain:
        case Array():
            return plain.items
        case Anything():
            return plain
        case _:
            return None


def behind_names(context: Context, type_: Type) -> Type:
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


def body_type(operation: Operation) -> Type | None:
    """The type of the request's body: what moves the pages on may also be a field of it."""
    contents = operation.body.contents if operation.body else ()
    return next((media.type for media in contents if media.type is not None), None)


def response_type(operation: Operation) -> Type | None:
    """The type of a successful response, the first that has one."""
    contents: list[MediaType] = [
        media
        for response in operation.responses
        if response.status.startswith("2")
        for media in response.contents
    ]
    return next((media.type for media in contents if media.type is not None), None)


def _report(context: Context, operation: Operation, misfit: Misfit) -> None:
    settings = context.settings
    near = did_you_mean(misfit.name, misfit.known)
    names = context.names.operations[operation.pointer]
    position = next(
        (
            found
            for key in names_of(operation, names)
            if (found := settings.position("pagination", key))
        ),
        None,
    )
    context.diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code="pagination",
            message=f"{names.label} gets no iterator: {misfit.reason}",
            hint=f"did you mean {near!r}?" if near else _WIRE_NAMES,
            pointer=operation.pointer,
            position=position,
        )
    )


def _report_extension(context: Context, operation: Operation, reason: str) -> None:
    names = context.names.operations[operation.pointer]
    key = operation.pagination[0]
    context.diagnostics.add(
        Diagnostic(
            severity=Severity.WARNING,
            code="pagination",
            message=f"`{key}` gives {names.label} no iterator: {reason}",
            hint="say how its pages follow each other under `pagination` in client.yaml",
            pointer=operation.pointer,
            effect=Effect.HARMLESS,
        )
    )
