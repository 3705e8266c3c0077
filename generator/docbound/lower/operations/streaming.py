"""Operations that respond with one value or with a stream of items, and what decides which.

Services let a field of the body decide (``"stream": true``), a parameter, or the media types that a
client accepts (RFC 9110, section 12.5.1).
"""

from __future__ import annotations

from typing import Final

from docbound.annotations import Style, union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.operations.media_types import Kind, kind_of, response_types
from docbound.naming import OperationName
from docbound.package import Annotation, Argument, Import, ParameterRow, StreamingRow
from docbound.records import record
from docbound.service import Literal, MediaType, Operation, Primitive, Response, Type, Union

STREAM: Final = "stream"
"""What the deciding field or parameter is called, and the argument where there is neither."""


@record
class Streaming:
    """What decides whether a call gets a stream.

    Attributes:
        row: the same for the operation table.
        name: the deciding argument, or the attribute of the deciding field.
        plain, streamed: what a call without and with a stream returns, in each of the twins.
    """

    row: StreamingRow
    name: str
    plain: tuple[Annotation, Annotation]
    streamed: tuple[Annotation, Annotation]

    @property
    def by_default(self) -> tuple[Annotation, Annotation]:
        """What a call returns that does not say."""
        return self.streamed if self.row.default else self.plain


def streaming_of(
    context: Context, operation: Operation, names: OperationName, responses: tuple[Response, ...]
) -> Streaming | None:
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
    plain, streamed = (
        _results(context, responses, streamed=False),
        _results(context, responses, streamed=True),
    )
    return Streaming(row=row, name=name, plain=plain, streamed=streamed)


_BOOL: Final = Annotation(code="bool", prose="bool")


def media_type_argument(streaming: Streaming, index: int) -> Argument:
    """The argument that chooses among the media types of the response.

    Args:
        streaming: what decides.
        index: its place in the operation table's values.
    """
    return Argument(
        name=streaming.name,
        wire_name=streaming.name,
        location=streaming.row.location,
        index=index,
        annotation=_BOOL,
        type=_BOOL,
        required=False,
        doc="Whether the response is asked for as a stream.",
        keyword_only=True,
        default="False",
    )


def media_type_row(streaming: Streaming) -> ParameterRow:
    """The same in the operation table."""
    return ParameterRow(
        wire_name=streaming.row.name,
        location=streaming.row.location,
        style="",
        explode=False,
        required=False,
        allow_reserved=False,
        content_type="",
        deprecated=False,
        argument=streaming.name,
        type_code="bool",
    )


def literal(value: bool) -> Annotation:
    """The type that has one boolean."""
    return Annotation(
        code=f"Literal[{value}]",
        prose="bool",
        imports=frozenset({Import(module="typing", name="Literal")}),
    )


def _by_field(context: Context, operation: Operation) -> tuple[StreamingRow, str] | None:
    objects = body_objects(context, operation)
    deciding = [
        (each, field)
        for each in objects
        for field in each.fields
        if field.name == STREAM and _is_boolean(field.type) and not field.read_only
    ]
    if not deciding or len(deciding) < len(objects):
        return None
    definition, field = deciding[0]
    row = StreamingRow(location="body", name=STREAM, default=field.default is True)
    return row, context.names.fields[definition.about.pointer][STREAM]


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
    taken = {*names.arguments, names.body}
    for each in body_objects(context, operation):
        taken.update(context.names.fields[each.about.pointer].values())
    if STREAM in taken:
        return None
    return StreamingRow(location="accept", name=STREAM), STREAM


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


def _results(
    context: Context, responses: tuple[Response, ...], *, streamed: bool
) -> tuple[Annotation, Annotation]:
    """What a call returns in each of the twins, if it gets a stream or if it gets none."""
    found: list[Annotation] = []
    for is_async in (False, True):
        types: list[Annotation] = []
        for response in responses:
            contents = response.contents
            if _has_both(context, response):
                contents = tuple(
                    media for media in contents if _is_stream(context, media) is streamed
                )
            types += response_types(contents, context, is_async=is_async)
        found.append(union(types, Style.RESULT))
    return found[0], found[1]
