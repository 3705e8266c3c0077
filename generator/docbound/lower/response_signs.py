"""Responses that mean something else than their status: rules of client.yaml, for operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.lower.context import Context
from docbound.lower.setting_references import names_of, rule_for, setting_for
from docbound.naming import OperationName
from docbound.package import PollingRow, ReportedErrorRow, SignRow, ThrottlingRow
from docbound.service import Named, Operation, Pointer, Type
from docbound.settings.operation_rules import ALL
from docbound.settings.response_signs import ErrorSettings, SignSettings
from docbound.settings.retries import RetrySettings


def reported_errors(context: Context) -> dict[str, tuple[ReportedErrorRow, ...]]:
    """The rules for errors by ``GET /path``, and ``*`` for the operations without one of their
    own.
    """
    settings = context.settings.errors
    if not settings:
        return {}
    rows = {
        key: tuple(_row(context, key, each) for each in given) for key, given in settings.items()
    }
    found = {ALL: rows[ALL]} if ALL in rows else {}
    keys = {id(given): key for key, given in settings.items()}
    for operation in context.api.operations:
        given = rule_for(settings, operation, context.names.operations[operation.pointer])
        key = None if given is None else keys[id(given)]
        if key is not None and key != ALL:
            found[f"{operation.method} {operation.path}"] = rows[key]
    return found


def throttling(settings: RetrySettings) -> tuple[ThrottlingRow, ...]:
    """How responses say that a call came too early."""
    return tuple(
        ThrottlingRow(sign=_sign(each.sign), statuses=each.statuses, wait=each.wait, safe=each.safe)
        for each in settings.when
    )


def polling(context: Context, operation: Operation, names: OperationName) -> PollingRow | None:
    """When the calls of an operation that are repeated have come to their end."""
    found = setting_for(context.settings.polling, operation, names)
    if found is None:
        return None
    name = f"{names.method}_until_done"
    if any(other.method == name for other in context.names.operations.values()):
        context.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="wrong-value",
                message=f"`polling` would make a second method called {name}",
                hint="give the operation of that name another one with `resources`",
                position=next(
                    (
                        context.settings.position("polling", key)
                        for key in names_of(operation, names)
                        if key in context.settings.polling
                    ),
                    None,
                ),
            )
        )
    return PollingRow(
        done=_sign(found.done),
        failed=None if found.failed is None else _sign(found.failed),
        code=found.code,
        every=found.every,
        timeout=found.timeout,
    )


def types_of_errors(context: Context) -> Iterator[tuple[Type, tuple[int, ...]]]:
    """The types of client.yaml for errors in successful responses, each with the statuses that it
    names for them.
    """
    for rules in context.settings.errors.values():
        for rule in rules:
            pointer = _pointer(context, rule.model) if rule.model else None
            if pointer is not None:
                yield Named(pointer=pointer), tuple(rule.statuses.values())


def _row(context: Context, key: str, rule: ErrorSettings) -> ReportedErrorRow:
    pointer = _pointer(context, rule.model) if rule.model else None
    if rule.model and pointer is None:
        _report_unknown(context, key, rule.model)
    return ReportedErrorRow(
        sign=None if rule.sign is None else _sign(rule.sign),
        code=rule.code,
        statuses=rule.statuses,
        data=None if pointer is None else context.annotator.marked(Named(pointer=pointer)),
    )


def _sign(sign: SignSettings) -> SignRow:
    return SignRow(path=sign.field, values=sign.values, others=sign.others)


def _names(context: Context) -> Mapping[str, Pointer]:
    """The schemas with a name of their own, by it."""
    return {
        pointer.rpartition("/")[2]: pointer
        for pointer in context.api.definitions
        if pointer.rpartition("/")[0].endswith(("#/components/schemas", "#/definitions"))
    }


def _pointer(context: Context, model: str) -> Pointer | None:
    if model in context.api.definitions:
        return model
    return _names(context).get(model)


def _report_unknown(context: Context, key: str, model: str) -> None:
    near = did_you_mean(model, sorted(_names(context)))
    context.diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code="unknown-name",
            message=f"`errors` names the schema {model!r}, and the description has none of that"
            " name",
            hint=f"did you mean {near!r}?" if near else "write the name of a schema",
            position=context.settings.position("errors", key),
        )
    )
