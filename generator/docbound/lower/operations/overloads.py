"""The forms of a call that type checkers distinguish: the body as one argument, or its fields as
keyword arguments; with a stream, or without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docbound.annotations import NONE, Style, request_type, union
from docbound.annotations.composed_types import split_union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.field_types import FieldTypes, by_stream, field_types, with_options
from docbound.lower.operations.streaming import Streaming, literal
from docbound.lower.request_types import PLAIN, STREAMING, place_of, request_dict
from docbound.package import Annotation, Argument, Overload, RequestDict
from docbound.service import Operation


def overloads_of(
    context: Context,
    operation: Operation,
    arguments: Sequence[Argument],
    results: tuple[Annotation, Annotation],
    streaming: Streaming | None,
) -> tuple[Overload, ...]:
    """The forms of a call of ``operation``; none, where there is only one.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        arguments: those of the form that has the body as one argument.
        results: what a call returns, in each of the twins.
        streaming: what decides whether it gets a stream, or None.
    """
    whole = _returning(Overload(arguments=tuple(arguments), options=None, result=NONE), results)
    taken = frozenset({"self", *(argument.name for argument in arguments)})
    fields = field_types(context, operation, taken)
    beside = replace(whole, arguments=_beside_fields(arguments))
    if streaming is not None and streaming.row.location == "body":
        return (
            *_bodies_by_stream(context, operation, whole, streaming),
            *(form for each in fields for form in _fields_by_stream(beside, each, streaming)),
        )
    forms = [whole, *(_with_fields(beside, each) for each in fields)]
    if streaming is not None:
        return tuple(each for form in forms for each in _by_argument(form, streaming))
    return tuple(forms) if fields else ()


def _returning(form: Overload, results: tuple[Annotation, Annotation]) -> Overload:
    result, async_result = results
    return replace(
        form, result=result, async_result=None if async_result == result else async_result
    )


def _beside_fields(arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    """The arguments that fields of the body are beside. What comes after the body is given by
    name, since the body has a place before it.
    """
    before: list[Argument] = []
    after: list[Argument] = []
    for argument in arguments:
        if argument.location == "body" or after:
            after.append(replace(argument, keyword_only=True))
        else:
            before.append(argument)
    named = sorted(after[1:], key=lambda argument: not argument.required)
    return (*before, *named)


def _with_fields(beside: Overload, fields: FieldTypes) -> Overload:
    given = with_options(fields.name)
    needs = (*([fields.own] if fields.own else []), given)
    return replace(beside, options=request_type(given.name), needs=needs)


# --- with a stream, or without one


def _by_argument(form: Overload, streaming: Streaming) -> Iterator[Overload]:
    """A form for each value of the deciding argument, and one for a value that is not known."""
    deciding = next(item for item in form.arguments if item.name == streaming.name)
    default = streaming.row.default
    usual = literal(default)
    if not deciding.required and deciding.default == "None":
        usual = union((usual, NONE), Style.ARGUMENT)
    other = replace(
        deciding,
        annotation=literal(not default),
        required=True,
        keyword_only=deciding.keyword_only or not deciding.required,
    )
    is_unknown = deciding if deciding.default == "None" else replace(deciding, required=True)
    for argument, results in (
        (replace(deciding, annotation=usual), streaming.by_default),
        (other, streaming.plain if default else streaming.streamed),
        (is_unknown, None),
    ):
        arguments = tuple(argument if item is deciding else item for item in form.arguments)
        changed = replace(form, arguments=arguments)
        yield changed if results is None else _returning(changed, results)


def _bodies_by_stream(
    context: Context, operation: Operation, whole: Overload, streaming: Streaming
) -> Iterator[Overload]:
    """The body as one argument: a model, which does not show what it requests; a mapping without a
    stream, one with a stream, and one of which nothing is known.
    """
    names: list[str] = []
    needs: list[RequestDict] = []
    for definition in body_objects(context, operation):
        place = place_of(definition, streaming.row.name)
        for index, name in enumerate(context.annotator.request_names[definition.about.pointer]):
            names.append(name)
            needs += by_stream(request_dict(context, definition, index), place, streaming)
    body = next(item for item in whole.arguments if item.location == "body")
    parts = [part for part in split_union(body.annotation.code) if part not in (*names, "None")]
    model = replace(body.annotation, code=" | ".join(parts))
    yield _with_body(whole, body, model, is_optional=False)
    default = streaming.row.default
    for end, results, is_default in (
        (PLAIN, streaming.plain, not default),
        (STREAMING, streaming.streamed, default),
    ):
        data = union([request_type(name + end) for name in names], Style.ARGUMENT)
        form = _with_body(whole, body, data, is_optional=is_default and not body.required)
        yield replace(_returning(form, results), needs=tuple(needs))
    data = union([request_type(name) for name in names], Style.ARGUMENT)
    yield _with_body(whole, body, data, is_optional=False)


def _with_body(
    whole: Overload, body: Argument, annotation: Annotation, *, is_optional: bool
) -> Overload:
    """The form with the body as an argument of this type; arguments that may be left out stand
    before none that may not.
    """
    given = replace(
        body,
        annotation=union((annotation, NONE), Style.ARGUMENT) if is_optional else annotation,
        required=not is_optional,
    )
    return replace(
        whole, arguments=tuple(given if item is body else item for item in whole.arguments)
    )


def _fields_by_stream(
    beside: Overload, fields: FieldTypes, streaming: Streaming
) -> Iterator[Overload]:
    """The fields: without a stream, with one, and with a value that is not known."""
    needs: tuple[RequestDict, ...] = ()
    if fields.own:
        place = fields.attributes.index(streaming.name)
        needs = by_stream(fields.own, place, streaming)
    for end, results in ((PLAIN, streaming.plain), (STREAMING, streaming.streamed), ("", None)):
        given = with_options(fields.name + end)
        form = replace(beside, options=request_type(given.name), needs=(*needs, given))
        yield form if results is None else _returning(form, results)
