"""The model classes that the data of each exception class may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.annotations import ANY, Style, union
from docbound.lower.context import Context
from docbound.lower.operations.media_types import Kind, kind_of
from docbound.lower.response_signs import types_of_errors
from docbound.package import Annotation, ErrorClass
from docbound.service import Operation, Response, Type
from docbound.tables import exception_names

_MOST: Final = 8
"""A class whose operations declare more models than this gets ``Any``: no one reads, or tells
apart, a longer union.
"""

_UNNAMED: Final = (380, 480, 580)
"""Statuses that no registry names; each means all of its hundred that an operation does not
declare by number.
"""

_DOCS: Final = {
    exception_names.BASE: "The service answered with a status outside 200-299.",
    exception_names.SERVER: "A status from 500 on.",
} | {name: f"Status {status}." for status, name in exception_names.BY_STATUS.items()}


def error_classes(context: Context) -> tuple[ErrorClass, ...]:
    """The classes of responses that say no, each with the type of its data; the base class comes
    first.

    Nothing where no operation declares a model for any of them.
    """
    found: dict[str, dict[Type, None]] = {name: {} for name in _DOCS}
    for operation in context.api.operations:
        for status, response in _error_responses(operation):
            for type_ in _json_types(response, context):
                for name in {
                    exception_names.BASE,
                    exception_names.name_for(status),
                }:
                    found[name].setdefault(type_)
    for type_, statuses in types_of_errors(context):
        for name in {exception_names.BASE, *map(exception_names.name_for, statuses)}:
            found[name].setdefault(type_)
    if not any(found.values()):
        return ()
    return tuple(
        ErrorClass(name=name, doc=_DOCS[name], data=_data(list(types), context))
        for name, types in found.items()
    )


def _error_responses(operation: Operation) -> Iterator[tuple[int, Response]]:
    """Each status outside 200-299 that matters, with what the operation declares for it: by its own
    number, by its hundred, or by ``default`` (OpenAPI 3.1, Responses Object)."""
    declared = {response.status.upper(): response for response in operation.responses}
    numbers = {int(status) for status in declared if status.isdecimal()}
    for status in (*sorted(numbers.union(exception_names.BY_STATUS)), *_UNNAMED):
        if 200 <= status <= 299:
            continue
        for key in (str(status), f"{status // 100}XX", "DEFAULT"):
            if key in declared:
                yield status, declared[key]
                break


def _json_types(response: Response, context: Context) -> Iterator[Type]:
    for media in response.contents:
        if media.type is not None and kind_of(media, context) is Kind.JSON:
            yield media.type


def _data(types: list[Type], context: Context) -> Annotation:
    """The declared types or ``Any``: the body of a response may be undeclared (plain data), or no
    JSON at all (None).

    With ``Any`` in the union, type checkers and completion know the declared models, and no check
    for None is made.
    """
    written = {item.code: item for item in map(context.annotator.result, types)}
    declared = union(written.values(), Style.RESULT)
    if declared.code == ANY.code or len(written) > _MOST:
        return ANY
    return Annotation(
        code=f"{declared.code} | Any",
        prose=declared.prose,
        models=declared.models,
        imports=declared.imports | ANY.imports,
        neighbours=declared.neighbours,
    )
