"""Operations that respond with one value or with a stream of items, and what decides which.

Services let a field of the body decide (``"stream": true``), a parameter, or the media types that a
client accepts (RFC 9110, section 12.5.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.operations.media_types import Kind, kind_of, results_of
from docbound.lower.operations.response_choice import (
    ACCEPT,
    Case,
    ResponseChoice,
    Results,
    field_of,
    may_be_named,
    only_values,
)
from docbound.lower.request_types import PLAIN, STREAMING
from docbound.naming import OperationName
from docbound.package import StreamingRow
from docbound.service import Field, Literal, MediaType, Operation, Primitive, Response, Type, Union

STREAM: Final = "stream"
"""What the deciding field or parameter is called, and the argument where there is neither."""


def streaming_of(
    context: Context, operation: Operation, names: OperationName, responses: tuple[Response, ...]
) -> ResponseChoice | None:
    """What decides whether a response is a stream; None, where it is always one or never, or where
    nothing that is called ``stream`` says so.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        names: its names.
        responses: those that are a success.
    """
    if not any(_has_both(context, response) for response in responses):
        return None
    found = (
        _by_field(context, operation)
        or _by_parameter(context, operation, names)
        or _by_media_type(context, operation, names)
    )
    if found is None:
        return None
    row, name = found
    cases = tuple(
        Case(
            values=(value,),
            end=STREAMING if value else PLAIN,
            asks_for="a stream" if value else "no stream",
            results=_results(context, responses, streamed=value),
        )
        for value in (False, True)
    )
    return ResponseChoice(
        row=row,
        name=name,
        cases=cases,
        default=int(row.default),
        results=results_of(context, [each.contents for each in responses]),
    )


def _by_field(context: Context, operation: Operation) -> tuple[StreamingRow, str] | None:
    """A field ``stream`` of every object that the body can be, or of some that leave no other
    choice: an object without the field asks for what comes by default.
    """
    objects = body_objects(context, operation)
    fields = [field_of(each, STREAM) for each in objects]
    found = [field for field in fields if field is not None]
    if not found or not all(_is_boolean(field.type) for field in found):
        return None
    if len(found) < len(objects) and any(only_values(field) is None for field in found):
        return None
    deciding = objects[fields.index(found[0])]
    row = StreamingRow(location="body", name=STREAM, default=_default(found))
    return row, context.names.fields[deciding.about.pointer][STREAM]


def _default(fields: Sequence[Field]) -> bool:
    """Whether a body without the field asks for a stream. A default beside a constant is that of
    one object alone.
    """
    return any(field.default is True and only_values(field) is None for field in fields)


def _by_parameter(
    context: Context, operation: Operation, names: OperationName
) -> tuple[StreamingRow, str] | None:
    for parameter, name in zip(operation.parameters, names.arguments, strict=True):
        if parameter.name.lower() == STREAM and _is_boolean(parameter.type):
            row = StreamingRow(
                location=parameter.location,
                name=parameter.name,
                default=parameter.default is True,
            )
            return row, name
    return None


def _by_media_type(
    context: Context, operation: Operation, names: OperationName
) -> tuple[StreamingRow, str] | None:
    if not may_be_named(context, operation, STREAM, {*names.arguments, names.body}):
        return None
    return StreamingRow(location=ACCEPT, name=STREAM), STREAM


def _is_boolean(type_: Type) -> bool:
    match type_:
        case Primitive(kind="boolean"):
            return True
        case Literal(values=values):
            return {type(each) for each in values if each is not None} == {bool}
        case Union(members=members):
            return any(map(_is_boolean, members)) and all(
                _is_boolean(each) or each == Primitive(kind="null") for each in members
            )
        case _:
            return False


def _has_both(context: Context, response: Response) -> bool:
    return len({_is_stream(context, media) for media in response.contents}) == 2


def _is_stream(context: Context, media: MediaType) -> bool:
    return kind_of(media, context) is Kind.STREAM


def _results(context: Context, responses: tuple[Response, ...], *, streamed: bool) -> Results:
    """What a call returns in each of the twins, if it gets a stream or if it gets none."""
    return results_of(
        context,
        [
            (
                tuple(media for media in each.contents if _is_stream(context, media) is streamed)
                if _has_both(context, each)
                else each.contents
            )
            for each in responses
        ],
    )
