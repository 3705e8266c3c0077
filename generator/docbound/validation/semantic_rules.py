"""Finds where rules beyond the schema are broken, as the validator reports no place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docbound.document import Document, child, split
from docbound.records import record
from docbound.service import JSONValue, Pointer
from docbound.validation.harmlessness import Weight

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


def broken_rule(document: Document, error: RuleError, place: tuple[str, ...]) -> Finding | None:
    """The finding for a broken rule, or None where nothing is known of it here.

    Args:
        document: the description.
        error: which rule, and what breaks it.
        place: the part that it is about.
    """
    at = document.locate(place)
    match error.rule:
        case "path-parameter":
            return _path_parameter(document, error, at, place)
        case "operation-id":
            return _operation_id(document, at)
        case "parameter":
            return _twice(document, error, at)
        case "required":
            return _undefined_required(error, at)
        case "tag":
            return _tag(document, error, at)
        case "schema":
            return _schema(document, error, at)


def _path_parameter(
    document: Document,
    error: RuleError,
    at: Pointer,
    place: tuple[str, ...],
) -> Finding:
    name = _name(error)
    path = place[1] if len(place) > 1 else ""
    declared = None if f"{{{name}}}" in path else _declaration(document, name, at, place)
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


def is_misread(document: Document, error: RuleError, place: tuple[str, ...]) -> bool:
    """Whether a path parameter is said to be missing that is not.

    The validator reads paths as Python formats: of ``{id:}`` it sees the name ``id``.
    """
    name = _name(error)
    if error.rule != "path-parameter" or len(place) < 2:
        return False
    written = re.search(rf"\{{({re.escape(name)}(?:[!:][^{{}}]*)?)\}}", place[1])
    at = document.locate(place)
    return written is not None and _declaration(document, written[1], at, place) is not None


def _declaration(
    document: Document, name: str, at: Pointer, place: tuple[str, ...]
) -> Pointer | None:
    """Where an operation, or its path, declares a path parameter."""
    for holder in (at, document.locate(place[:2])):
        for pointer, parameter in _parameters(document, holder):
            if parameter.get("name") == name and parameter.get("in") == "path":
                return child(pointer, "name")
    return None


def _operation_id(document: Document, at: Pointer) -> Finding:
    pointer = child(at, "operationId")
    name = _member(document, at, "operationId")
    hint = "give each operation an operationId of its own"
    for other, operation in _operations(document):
        if operation.get("operationId") == name and other != at:
            position = document.position(child(other, "operationId"))
            if position is not None:
                hint = f"line {position.line} has it too; {hint}"
            break
    return Finding(
        code="duplicate-operation-id",
        message=f"the operationId {name!r} is not unique",
        hint=hint,
        pointer=pointer,
    )


def _twice(document: Document, error: RuleError, at: Pointer) -> Finding:
    name = _name(error)
    seen: set[str] = set()
    pointer = at
    for inner, parameter in _listed(document, at):
        location = parameter.get("in")
        if parameter.get("name") == name and isinstance(location, str):
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


def _tag(document: Document, error: RuleError, at: Pointer) -> Finding:
    name = _name(error)
    pointer = at
    for inner, tag in _listed(document, at):
        if tag.get("name") == name:
            pointer = child(inner, "name")  # the last one, where there are two
    if error.message.startswith("Duplicate"):
        code, message = "duplicate-tag", f"the tag {name!r} is declared twice"
    else:
        code, message = (
            "bad-tag",
            f"tags: {error.message[:1].lower()}{error.message[1:]}",
        )
    return Finding(code=code, message=message, pointer=pointer)


def _schema(document: Document, error: RuleError, at: Pointer) -> Finding | None:
    """What is no schema at all, or one in a language that the validator does not know."""
    value = _value(document, at)
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


def _member(document: Document, pointer: Pointer, key: str) -> JSONValue:
    value = _value(document, pointer)
    return value.get(key) if isinstance(value, dict) else None


def _value(document: Document, pointer: Pointer) -> JSONValue:
    try:
        return document.get(pointer)
    except KeyError:
        return None


def _parameters(
    document: Document, holder: Pointer
) -> Iterator[tuple[Pointer, Mapping[str, JSONValue]]]:
    yield from _listed(document, child(holder, "parameters"))


def _listed(
    document: Document, pointer: Pointer
) -> Iterator[tuple[Pointer, Mapping[str, JSONValue]]]:
    """The objects of a list, each behind its reference if it is one."""
    value = _value(document, pointer)
    for index, item in enumerate(value if isinstance(value, list) else ()):
        place = child(pointer, index)
        ref = item.get("$ref") if isinstance(item, dict) else None
        target = document.resolve(ref, place) if isinstance(ref, str) else None
        behind, at = (item, place) if target is None else target
        if isinstance(behind, dict):
            yield at, behind


def _operations(
    document: Document,
) -> Iterator[tuple[Pointer, Mapping[str, JSONValue]]]:
    paths = document.root.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if isinstance(operation, dict):
                yield child("#/paths", path, method), operation


def tokens_of(pointer: Pointer) -> tuple[str, ...]:
    """The steps of a pointer, without its file."""
    return split(pointer)[1]
