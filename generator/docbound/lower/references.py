"""Settings that name something of the description: finding it, and saying so where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.diagnostics.suggestions import closest
from docbound.lower.context import Context
from docbound.naming import OperationName
from docbound.service import Object, Operation

T = TypeVar("T")


def setting_for(
    settings: Mapping[str, T], operation: Operation, names: OperationName
) -> T | None:
    """The entry for an operation, by its operationId or by its method's name."""
    found = settings.get(operation.operation_id) if operation.operation_id else None
    return settings.get(names.method) if found is None else found


def report_unknown(context: Context) -> None:
    """Warns about every setting that names something that is not in the description."""
    api, names, settings = context.api, context.names, context.settings
    schemes = [scheme.name for scheme in api.security_schemes]
    operations = {operation.operation_id for operation in api.operations} - {""}
    operations |= {name.method for name in names.operations.values()}
    fields = {
        field.name
        for definition in api.definitions.values()
        if isinstance(definition, Object)
        for field in definition.fields
    }
    _check(context, "credentials", "security scheme", settings.credentials, schemes)
    _check(context, "pagination", "operation", settings.pagination, operations)
    _check(context, "idempotency", "operation", settings.idempotency, operations)
    _check(context, "body_names", "operation", settings.body_names, operations)
    _check(context, "accessors", "tag", settings.accessors, names.apis)
    for index, field in enumerate(settings.secret_fields):
        _check(context, "secret_fields", "field", [field], fields, str(index))
    for index, helper in enumerate(settings.helpers):
        _check(
            context, "helpers", "security scheme", [helper.scheme], schemes, str(index)
        )


def _check(
    context: Context,
    setting: str,
    what: str,
    given: Iterable[str],
    known: Iterable[str],
    entry: str | None = None,
) -> None:
    names = sorted(known)
    for name in given:
        if name in names:
            continue
        near = closest(name, names)
        context.diagnostics.add(
            Diagnostic(
                severity=Severity.WARNING,
                code="unknown-name",
                message=f"`{setting}` names the {what} {name!r}, and the description has none of that name",
                hint=f"did you mean {near!r}?" if near else "remove the entry",
                position=context.settings.position(setting, entry or name),
            )
        )
