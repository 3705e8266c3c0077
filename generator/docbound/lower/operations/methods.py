"""Operations become methods: arguments in signature order, results, and the row of the operation
table.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Final, cast

from docbound.annotations import NONE, UNDESCRIBED, Style, optional_argument, union
from docbound.fixtures.files import file_of_range
from docbound.lower.context import Context
from docbound.lower.example_validation import is_valid
from docbound.lower.notes import parameter_notes
from docbound.lower.operations.argument_limits import limits_of
from docbound.lower.operations.deep_objects import style_of
from docbound.lower.operations.media_types import (
    Kind,
    body_row,
    body_types,
    example_type,
    is_file,
    kind_of,
    response_rows,
    results_of,
)
from docbound.lower.operations.overloads import overloads_of
from docbound.lower.operations.pagination import lower_pagination
from docbound.lower.operations.response_choice import (
    ACCEPT,
    ResponseChoice,
    Results,
    negotiated_argument,
    negotiated_row,
)
from docbound.lower.operations.response_kinds import choice_of
from docbound.lower.operations.streaming import streaming_of
from docbound.lower.response_signs import polling
from docbound.lower.servers import server_rows
from docbound.lower.setting_references import rule_for, setting_for
from docbound.lower.standard_texts import with_deprecation, with_link
from docbound.naming import MethodName, OperationName
from docbound.package import (
    Argument,
    BodyRow,
    ChoiceRow,
    Method,
    ParameterRow,
    ResponseRow,
    StreamingRow,
)
from docbound.runtime.http.methods import IDEMPOTENT
from docbound.service import (
    MISSING,
    JSONValue,
    Missing,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Security,
)
from docbound.writing.markdown import prose
from docbound.writing.python_source import (
    flat,
)
from docbound.writing.text import string_literal


def lower_method(context: Context, operation: Operation, place: MethodName) -> Method:
    """One operation as a method of an API class.

    Args:
        context: what every part of lowering looks at.
        operation: the operation.
        place: its own method, or a further one.
    """
    names = context.names.operations[operation.pointer]
    found = successes(operation)
    choice = streaming_of(context, operation, names, found) or choice_of(
        context, operation, names, found
    )
    arguments = _arguments(context, operation, names, choice)
    result, async_result = choice.results if choice else results_of_operation(context, operation)
    return Method(
        name=place.method,
        label=place.label,
        constant=place.constant,
        operation_id=operation.operation_id,
        http_method=operation.method,
        path=operation.path,
        summary=prose(operation.summary),
        description=with_link(prose(operation.description), prose(operation.external_docs)),
        arguments=arguments,
        result=result,
        async_result=None if async_result == result else async_result,
        parameters=_rows(context, operation, names, choice),
        body=_body(context, operation.body),
        responses=tuple(_response(context, response) for response in operation.responses),
        security=tuple(
            tuple(requirement.scheme for requirement in alternative)
            for alternative in operation.security
        ),
        scopes=_scopes(operation.security),
        servers=server_rows(operation.servers),
        deprecated=operation.deprecated,
        pagination=lower_pagination(context, operation),
        polling=polling(context, operation, names),
        idempotency_key=_idempotency_key(context, operation, names),
        example=_success_example(context, operation),
        streaming=choice.row if choice and isinstance(choice.row, StreamingRow) else None,
        choice=choice.row if choice and isinstance(choice.row, ChoiceRow) else None,
        overloads=overloads_of(context, operation, arguments, (result, async_result), choice),
        former_arguments=names.former_arguments,
        now=place.now,
    )


def _idempotency_key(context: Context, operation: Operation, names: OperationName) -> str:
    """The header that makes a retry safe; a rule for many is for the methods that need one."""
    settings = context.settings.idempotency
    if operation.method.upper() in IDEMPOTENT:
        return setting_for(settings, operation, names) or ""
    return rule_for(settings, operation, names) or ""


def _success_example(context: Context, operation: Operation) -> tuple[int, str, str] | None:
    """The example that the description has for a JSON response that means success, where it fits
    its type.
    """
    for response in successes(operation):
        for media in response.contents:
            if media.type is None or kind_of(media, context) is not Kind.JSON:
                continue
            found = context.examples.documented(media.example, media.type)
            if found is not MISSING:
                status = int(response.status) if response.status.isdecimal() else 200
                text = json.dumps(found, ensure_ascii=False)
                return status, media.content_type, text
    return None


# --- arguments
def _arguments(
    context: Context, operation: Operation, names: OperationName, choice: ResponseChoice | None
) -> tuple[Argument, ...]:
    """Those that may be given by position, in their kept order, then the others, required ones
    first.
    """
    found = [
        _argument(context, parameter, name, index)
        for index, (parameter, name) in enumerate(
            zip(operation.parameters, names.arguments, strict=True)
        )
    ]
    if choice is not None and choice.row.location == ACCEPT:
        found.append(negotiated_argument(choice, len(found)))
    if operation.body is not None:
        found.append(_body_argument(context, operation.body, names.body, len(found)))
    by_name = {argument.name: argument for argument in found}
    positional = [by_name[name] for name in names.positional]
    named = [
        replace(argument, keyword_only=True)
        for argument in sorted(found, key=lambda argument: not argument.required)
        if argument.name not in names.positional
    ]
    return (*_without_gaps(positional), *named)


def _without_gaps(arguments: list[Argument]) -> list[Argument]:
    """An optional argument before a required one has to be given too, if only as None: Python knows
    no gaps.
    """
    last = max(
        (index for index, argument in enumerate(arguments) if argument.required),
        default=-1,
    )
    return [
        replace(argument, required=True) if index < last else argument
        for index, argument in enumerate(arguments)
    ]


def _argument(context: Context, parameter: Parameter, name: str, index: int) -> Argument:
    type_ = context.annotator.argument(parameter.type)
    documented = context.examples.documented(parameter.example, parameter.type)
    only = _only_value(context, parameter)
    return Argument(
        name=name,
        wire_name=parameter.name,
        location=parameter.location,
        index=index,
        annotation=type_ if parameter.required else optional_argument(type_),
        type=type_,
        required=parameter.required and not only,
        default=only or "None",
        doc=with_deprecation(prose(parameter.description), deprecated=parameter.deprecated),
        notes=parameter_notes(parameter),
        deprecated=parameter.deprecated,
        example=_example(context, parameter, name, documented),
        example_is_documented=documented is not MISSING,
    )


def _only_value(context: Context, parameter: Parameter) -> str:
    """The source of the only value that a required parameter can have; an empty text where there is
    none, or no Python value that an argument is written with.
    """
    value, definitions = parameter.only, context.api.definitions
    if not parameter.required or value is MISSING or isinstance(value, list | dict | None):
        return ""
    if not is_valid(value, parameter.type, definitions):
        return ""
    if isinstance(value, str):
        return flat(string_literal(value))
    return repr(float(value) if isinstance(value, float) else value)


def _example(
    context: Context, parameter: Parameter, name: str, documented: JSONValue | Missing
) -> JSONValue:
    if documented is not MISSING:
        return documented
    default = context.examples.documented(parameter.default, parameter.type)
    if default is not MISSING and default is not None:
        return default
    return context.examples.of(parameter.type, name, constraints=parameter.constraints)


def _body_argument(context: Context, body: RequestBody, name: str, index: int) -> Argument:
    type_ = union(body_types(body.contents, context), Style.ARGUMENT)
    first = body.contents[0]
    plain = example_type(first, context)
    documented = context.examples.documented(first.example, plain)
    made = context.examples.of(plain, name) if documented is MISSING else documented
    of_range = file_of_range(first.content_type)
    if documented is MISSING and of_range is not None and is_file(first, context):
        made = cast("JSONValue", of_range)
    return Argument(
        name=name,
        wire_name="",
        location="body",
        index=index,
        annotation=type_ if body.required else optional_argument(type_),
        type=type_,
        required=body.required,
        doc=prose(body.description),
        notes=_body_notes(body),
        example=made,
        example_is_documented=documented is not MISSING,
    )


def _body_notes(body: RequestBody) -> tuple[str, ...]:
    notes = () if body.required else ("optional",)
    names = [media.content_type for media in body.contents]
    if any(file_of_range(name) is not None for name in names):
        return (*notes, f"a file of {' or '.join(names)} whose name tells its media type")
    return notes


# --- results
_WITHOUT_BODY: Final = frozenset({"204", "205"})
_SAYS_EMPTY: Final = re.compile(
    r"\b(?:no|without(?: a)?|empty)(?: response)? (?:body|content|payload)\b|\bempty response\b",
    re.IGNORECASE,
)
"""Descriptions of responses that state that nothing comes."""


def successes(operation: Operation) -> tuple[Response, ...]:
    """The responses that are a success; ``default`` is one only where nothing else is declared."""
    declared = [response for response in operation.responses if response.status.startswith("2")]
    if not declared and all(response.status == "default" for response in operation.responses):
        declared = list(operation.responses)
    return tuple(declared)


def results_of_operation(context: Context, operation: Operation) -> Results:
    """What a call returns, in each of the twins: any of the success responses' bodies, ``None`` for
    one without a body.

    What a GET gives is its body (RFC 9110, 9.3.1). Where a description names no content for one,
    frameworks left it out (a file, a stream, a redirect), and the call returns what comes: the type
    must not say that nothing does, unless the description does.
    """
    found = successes(operation)
    results = results_of(context, [each.contents for each in found] or [()])
    if operation.method != "GET" or results != (NONE, NONE):
        return results
    is_empty = found and all(
        each.status in _WITHOUT_BODY or _SAYS_EMPTY.search(each.description) for each in found
    )
    return results if is_empty else (UNDESCRIBED, UNDESCRIBED)


# --- the row of the operation table
def _rows(
    context: Context, operation: Operation, names: OperationName, choice: ResponseChoice | None
) -> tuple[ParameterRow, ...]:
    rows = [
        _row(context, parameter, name)
        for parameter, name in zip(operation.parameters, names.arguments, strict=True)
    ]
    if choice is not None and choice.row.location == ACCEPT:
        rows.append(negotiated_row(choice))
    return tuple(rows)


def _row(context: Context, parameter: Parameter, name: str) -> ParameterRow:
    return ParameterRow(
        wire_name=parameter.name,
        location=parameter.location,
        style=style_of(context, parameter.style),
        explode=parameter.explode,
        required=parameter.required,
        allow_reserved=parameter.allow_reserved,
        content_type=parameter.content_type,
        deprecated=parameter.deprecated,
        separators=parameter.separators,
        argument=name,
        type_code=_checked_type(context, parameter),
        limits=limits_of(context, parameter),
    )


def _checked_type(context: Context, parameter: Parameter) -> str:
    """The type that values are checked against; files come in many forms, and a whole query also as
    text.
    """
    code = context.annotator.marked(parameter.type).code
    if code in ("Any", "bytes"):
        return "Any"
    is_text_too = parameter.location == "querystring" and "str" not in code.split(" | ")
    return f"{code} | str" if is_text_too else code


def _body(context: Context, body: RequestBody | None) -> BodyRow | None:
    if body is None:
        return None
    return BodyRow(
        required=body.required,
        media=tuple(body_row(media, context) for media in body.contents),
    )


def _response(context: Context, response: Response) -> ResponseRow:
    return ResponseRow(
        status=response.status,
        description=prose(response.description),
        media=response_rows(response.contents, context),
        headers=tuple((header.name, prose(header.description)) for header in response.headers),
    )


def _scopes(security: Security) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each scheme, the scopes that any alternative needs, each once."""
    found: dict[str, dict[str, None]] = {}
    for alternative in security:
        for requirement in alternative:
            if requirement.scopes:
                found.setdefault(requirement.scheme, {}).update(dict.fromkeys(requirement.scopes))
    return tuple((scheme, tuple(scopes)) for scheme, scopes in found.items())
