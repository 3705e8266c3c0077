"""Reports entries of ``responses`` in client.yaml that name nothing, or decide nothing."""

from __future__ import annotations

from collections.abc import Iterable

from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.lower.context import Context
from docbound.lower.operations.methods import successes
from docbound.lower.operations.response_kinds import answer_named, choice_of, deciding_names
from docbound.lower.operations.streaming import streaming_of
from docbound.lower.setting_references import names_of
from docbound.service import Operation, Response
from docbound.settings.responses import ResponseSettings


def report_response_settings(context: Context) -> None:
    """An error for every entry whose operation would have the types that it has without it."""
    settings = context.settings.responses
    if not settings:
        return
    for operation in context.api.operations:
        names = context.names.operations[operation.pointer]
        for key in names_of(operation, names):
            if key in settings:
                _check(context, operation, key, settings[key])
                break


def _check(context: Context, operation: Operation, key: str, entry: ResponseSettings) -> None:
    names, found = context.names.operations[operation.pointer], successes(operation)
    known = deciding_names(context, operation, names)
    streaming = streaming_of(context, operation, names, found)
    if streaming is not None:
        _report(
            context,
            (key,),
            "wrong-value",
            f"{streaming.row.name!r} decides already whether the response is a stream",
            "remove the entry",
        )
    elif entry.argument not in known:
        message = f"{key!r} has no parameter or field {entry.argument!r}"
        _report(context, (key, "argument"), "unknown-name", message, _near(entry.argument, known))
    elif not _check_values(context, key, entry, found) and not choice_of(
        context, operation, names, found
    ):
        _report(
            context,
            (key, "values"),
            "wrong-value",
            "all of these values get a response of the same type",
            "name a media type, or a member of the response's choice, for each value",
        )


def _check_values(
    context: Context, key: str, entry: ResponseSettings, responses: tuple[Response, ...]
) -> bool:
    """Whether an answer is none of the operation's, which is said."""
    wrong = [
        (value, name)
        for value, name in entry.values.items()
        if answer_named(context, responses, name) is None
    ]
    media = [each.content_type for response in responses for each in response.contents]
    for value, name in wrong:
        message = f"no response of {key!r} is {name!r}"
        _report(context, (key, "values", value), "unknown-name", message, _near(name, media))
    return bool(wrong)


def _near(name: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    near = did_you_mean(name, names)
    if near:
        return f"did you mean {near!r}?"
    return f"there is {', '.join(names)}" if names else "remove the entry"


def _report(context: Context, place: tuple[str, ...], code: str, message: str, hint: str) -> None:
    context.diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code=code,
            message=f"`responses`: {message}",
            hint=hint,
            position=context.settings.position("responses", *place),
        )
    )
