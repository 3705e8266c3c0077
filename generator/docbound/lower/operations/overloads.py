"""The forms of a call that type checkers distinguish: the body as one argument, or its fields as
keyword arguments; one for each kind of response.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from docbound.annotations import MAPPING, NONE, REQUEST_TYPES, Style, request_type, union
from docbound.annotations.composed_types import split_union
from docbound.lower.body_objects import body_objects
from docbound.lower.context import Context
from docbound.lower.fields_as_arguments import (
    FieldTypes,
    by_case,
    field_types,
    names_by_case,
    with_options,
)
from docbound.lower.operations.response_choice import Case, ResponseChoice, Results, field_of
from docbound.lower.request_types import place_of, request_dict
from docbound.package import Annotation, Argument, Overload, RequestDict
from docbound.service import Operation


def overloads_of(
    context: Context,
    operation: Operation,
    arguments: Sequence[Argument],
    results: Results,
    choice: ResponseChoice | None,
) -> tuple[Overload, ...]:
    """The forms of a call of ``operation``; none, where there is only one.

    Args:
        context: the inputs of lowering.
        operation: the operation.
        arguments: those of the form that has the body as one argument.
        results: what a call returns, in each of the twins.
        choice: what decides which of several kinds of response it gets, or None.
    """
    whole = _returning(Overload(arguments=tuple(arguments), options=None, result=NONE), results)
    taken = frozenset({"self", *(argument.name for argument in arguments)})
    fields = field_types(context, operation, taken)
    beside = replace(whole, arguments=_beside_fields(arguments))
    if choice is not None and choice.in_body:
        return (
            *_bodies_by_case(context, operation, whole, choice),
            *(form for each in fields for form in _fields_by_case(beside, each, choice)),
        )
    forms = [whole, *(_with_fields(beside, each) for each in fields)]
    if choice is not None:
        return tuple(each for form in forms for each in _by_argument(form, choice))
    return tuple(forms) if fields else ()


def _returning(form: Overload, results: Results) -> Overload:
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


# --- for each kind of response


def _by_argument(form: Overload, choice: ResponseChoice) -> Iterator[Overload]:
    """A form for the values of the deciding argument that ask for one kind of response, the usual
    one first, and one for a value that is not known.
    """
    deciding = next(item for item in form.arguments if item.name == choice.name)
    order = sorted(range(len(choice.cases)), key=lambda index: index != choice.default)
    for index in order:
        case = choice.cases[index]
        argument = _asking(deciding, choice, case, is_default=index == choice.default)
        yield _returning(_in_place(form, deciding, argument), case.results)
    may_be_left_out = choice.default is None or deciding.default == "None"
    unknown = deciding if may_be_left_out else replace(deciding, required=True)
    yield _in_place(form, deciding, unknown)


def _asking(
    deciding: Argument, choice: ResponseChoice, case: Case, *, is_default: bool
) -> Argument:
    """The deciding argument with the values of one kind."""
    values = choice.literal(case)
    if not is_default:
        return replace(
            deciding,
            annotation=values,
            required=True,
            keyword_only=deciding.keyword_only or not deciding.required,
        )
    if not deciding.required and deciding.default == "None":
        values = union((values, NONE), Style.ARGUMENT)
    return replace(deciding, annotation=values)


def _in_place(form: Overload, old: Argument, new: Argument) -> Overload:
    return replace(form, arguments=tuple(new if item is old else item for item in form.arguments))


def _bodies_by_case(
    context: Context, operation: Operation, whole: Overload, choice: ResponseChoice
) -> Iterator[Overload]:
    """The body as one argument: a model, a mapping for each kind of response, and one of which
    nothing is known.

    A model does not show type checkers what it asks for, unless its class allows one kind only.
    """
    plain: dict[int, list[str]] = {}
    models: dict[int, list[Annotation]] = {}
    names: list[str] = []
    needs: list[RequestDict] = []
    for definition in body_objects(context, operation):
        field = field_of(definition, choice.row.name)
        place = None if field is None else place_of(definition, choice.row.name)
        pointer = definition.about.pointer
        for index, name in enumerate(context.annotator.request_names.get(pointer, ())):
            split = by_case(request_dict(context, definition, index), place, choice, (definition,))
            names.append(name)
            needs += split.needs
            for case, one in split.names.items():
                plain.setdefault(case, []).append(one)
        asked = choice.asked_by(field)
        if len(asked) == 1:
            models.setdefault(asked[0], []).append(context.annotator.named(pointer))
    body = next(item for item in whole.arguments if item.location == "body")
    yield from _models_by_case(whole, body, models, names, choice)
    order = sorted(plain, key=lambda case: case != choice.default)
    for case in order:
        data = union([request_type(name) for name in plain[case]], Style.ARGUMENT)
        is_optional = case == choice.default and not body.required
        form = _with_body(whole, body, data, is_optional=is_optional)
        yield replace(_returning(form, choice.cases[case].results), needs=tuple(needs))
    unknown = [request_type(name) for name in names]
    if MAPPING.code in split_union(body.annotation.code):
        unknown.append(MAPPING)
    yield _with_body(
        whole,
        body,
        union(unknown, Style.ARGUMENT),
        is_optional=choice.default is None and not body.required,
    )


def _models_by_case(
    whole: Overload,
    body: Argument,
    models: Mapping[int, list[Annotation]],
    names: Sequence[str],
    choice: ResponseChoice,
) -> Iterator[Overload]:
    """The forms that take a model: those of which the kind is known, and the others."""
    known = {model.code for each in models.values() for model in each}
    for case, given in models.items():
        form = _with_body(whole, body, union(given, Style.ARGUMENT), is_optional=False)
        yield _returning(form, choice.cases[case].results)
    parts = [
        part
        for part in split_union(body.annotation.code)
        if part not in (*names, *known, MAPPING.code, "None")
    ]
    if parts:
        model = replace(
            body.annotation,
            code=" | ".join(parts),
            neighbours=frozenset(
                each for each in body.annotation.neighbours if each.module != REQUEST_TYPES
            ),
        )
        yield _with_body(whole, body, model, is_optional=False)


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


def _fields_by_case(
    beside: Overload, fields: FieldTypes, choice: ResponseChoice
) -> Iterator[Overload]:
    """The fields: a form for each kind of response, and one for a value that is not known."""
    names = names_by_case(fields.name, choice, fields.objects)
    needs: tuple[RequestDict, ...] = ()
    if fields.own:
        has_key = choice.name in fields.attributes
        place = fields.attributes.index(choice.name) if has_key else None
        needs = by_case(fields.own, place, choice, fields.objects).needs
    order = sorted(names, key=lambda case: case != choice.default)
    forms = [(names[case], choice.cases[case].results) for case in order]
    if len(forms) > 1 or not forms:
        forms.append((fields.name, choice.results))
    for name, results in forms:
        given = with_options(name)
        form = replace(beside, options=request_type(given.name), needs=(*needs, given))
        yield _returning(form, results)
