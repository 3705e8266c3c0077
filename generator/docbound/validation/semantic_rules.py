"""Finds where rules beyond the schema are broken, as the validator reports no place."""

from __future__ import annotations

import re

from docbound.document import child, split
from docbound.records import record
from docbound.service import Pointer
from docbound.validation.harmlessness import Weight

from .named_items import NamedItems
from .objections import RuleError
from .wording import kind, show


@record
class Finding:
    """What is wrong, and the pointer where it is; ``key``: the position of the key counts.

    ``weight`` is what it does to the package, where that does not follow from the code alone.
    """

    code: str
    message: str
    pointer: Pointer
    hint: str = ""
    key: bool = False
    weight: Weight | None = None


def broken_rule(items: NamedItems, error: RuleError, place: tuple[str, ...]) -> Finding | None:
    """The finding for a broken rule, or None where nothing is known of it here.

    Args:
        items: the description, and its items by their names.
        error: which rule, and what breaks it.
        place: the part that it is about.
    """
    at = items.document.locate(place)
    match error.rule:
        case "path-parameter":
            return _path_parameter(items, error, at, place)
        case "operation-id":
            return _operation_id(items, at)
        case "parameter":
            return _twice(items, error, at)
        case "required":
            return _undefined_required(error, at)
        case "tag":
            return _tag(items, error, at)
        case "schema":
            return _schema(items, error, at)


def _path_parameter(
    items: NamedItems,
    error: RuleError,
    at: Pointer,
    place: tuple[str, ...],
) -> Finding:
    name = _name(error)
    path = place[1] if len(place) > 1 else ""
    declared = None if f"{{{name}}}" in path else _declaration(items, name, at, place)
    if declared is None:
        return Finding(
            code="undeclared-path-parameter",
            message=(
                f"the path {path} needs {name!r}, but this operation declares no path parameter of"
                " that name"
            ),
            hint=f"add a parameter with name: {name}, in: path and required: true",
            pointer=at,
            key=True,
        )
    return Finding(
        code="unused-path-parameter",
        message=f"the path parameter {name!r} does not occur in {path}",
        hint=f"write {{{name}}} into the path, or remove the parameter",
        pointer=declared,
    )


def is_misread(items: NamedItems, error: RuleError, place: tuple[str, ...]) -> bool:
    """Whether a path parameter is said to be missing that is not.

    The validator reads paths as Python formats: of ``{id:}`` it sees the name ``id``.
    """
    name = _name(error)
    if error.rule != "path-parameter" or len(place) < 2:
        return False
    written = re.search(rf"\{{({re.escape(name)}(?:[!:][^{{}}]*)?)\}}", place[1])
    at = items.document.locate(place)
    return written is not None and _declaration(items, written[1], at, place) is not None


def _declaration(
    items: NamedItems, name: str, at: Pointer, place: tuple[str, ...]
) -> Pointer | None:
    """Where an operation, or its path, declares a path parameter."""
    for holder in (at, items.document.locate(place[:2])):
        for pointer, parameter in items.named(child(holder, "parameters"), name):
            if parameter.get("in") == "path":
                return child(pointer, "name")
    return None


def _operation_id(items: NamedItems, at: Pointer) -> Finding:
    pointer = child(at, "operationId")
    operation = items.value(at)
    name = operation.get("operationId") if isinstance(operation, dict) else None
    hint = "give each operation an operationId of its own"
    other = next((other for other in items.operations(name) if other != at), None)
    position = other and items.document.position(child(other, "operationId"))
    if position:
        hint = f"line {position.line} has it too; {hint}"
    return Finding(
        code="duplicate-operation-id",
        message=f"the operationId {name!r} is not unique",
        hint=hint,
        pointer=pointer,
    )


def _twice(items: NamedItems, error: RuleError, at: Pointer) -> Finding:
    name = _name(error)
    seen: set[str] = set()
    pointer = at
    for inner, parameter in items.named(at, name):
        location = parameter.get("in")
        if isinstance(location, str):
            if location in seen:
                pointer = inner
                break
            seen.add(location)
    return Finding(
        code="duplicate-parameter",
        message=f"the parameter {name!r} is declared twice in the same place",
        hint="remove one of them",
        pointer=pointer,
    )


def _undefined_required(error: RuleError, at: Pointer) -> Finding:
    names = ", ".join(sorted(error.names))
    return Finding(
        code="undefined-required",
        message=f"required names what no part of this schema declares: {names}",
        hint="declare it under properties, or take it out of required",
        pointer=child(at, "required"),
    )


def _tag(items: NamedItems, error: RuleError, at: Pointer) -> Finding:
    name = _name(error)
    pointer = at
    for inner, _ in items.named(at, name)[-1:]:
        pointer = child(inner, "name")  # the last one, where there are two
    if error.message.startswith("Duplicate"):
        code, message = "duplicate-tag", f"the tag {name!r} is declared twice"
    else:
        code, message = (
            "bad-tag",
            f"tags: {error.message[:1].lower()}{error.message[1:]}",
        )
    return Finding(code=code, message=message, pointer=pointer)


def _schema(items: NamedItems, error: RuleError, at: Pointer) -> Finding | None:
    """What is no schema at all, or one in a language that the validator does not know."""
    value = items.value(at)
    if not isinstance(value, dict | bool):
        return Finding(
            code="wrong-type",
            message=f"{show(value)} is {kind(value)}, but an object is expected here",
            pointer=at,
        )
    if "dialect" not in error.message:
        return None
    dialect = value.get("$schema") if isinstance(value, dict) else None
    pointer = "#/jsonSchemaDialect" if dialect is None else child(at, "$schema")
    return Finding(
        code="unknown-dialect",
        message=f"the JSON Schema dialect {_name(error)!r} is not known",
        hint="leave it out: the dialect of OpenAPI itself is meant by default",
        pointer=pointer,
    )


def _name(error: RuleError) -> str:
    return error.names[0] if error.names else ""


def tokens_of(pointer: Pointer) -> tuple[str, ...]:
    """The steps of a pointer, without its file."""
    return split(pointer)[1]
