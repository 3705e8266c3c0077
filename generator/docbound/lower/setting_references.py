"""Reports settings that name an operation, schema or scheme which does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.lower.context import Context
from docbound.naming import OperationName, candidates
from docbound.service import Object, Operation
from docbound.settings.operation_rules import TAG, is_rule, rule_keys

T = TypeVar("T")


def setting_for(settings: Mapping[str, T], operation: Operation, names: OperationName) -> T | None:
    """The entry for an operation; see :func:`names_of`."""
    if not settings:
        return None
    found = (settings[name] for name in names_of(operation, names) if name in settings)
    return next(found, None)


def names_of(operation: Operation, names: OperationName) -> Iterator[str]:
    """What client.yaml may call an operation: its operationId; its method's name, with the
    attributes that lead to it where the name alone would not do (``chat.completions.create``);
    method and path (``GET /pets``).
    """
    if operation.operation_id:
        yield operation.operation_id
    yield names.label
    yield f"{operation.method} {operation.path}"


def rule_for(settings: Mapping[str, T], operation: Operation, names: OperationName) -> T | None:
    """As :func:`setting_for`; where there is none for the operation itself, the rule for one of its
    tags or for all.
    """
    own = setting_for(settings, operation, names)
    if own is not None:
        return own
    return next((settings[key] for key in rule_keys(operation.tags) if key in settings), None)


def report_unknown(context: Context) -> None:
    """An error for every setting that names something that is not in the description: what it asks
    for would be missing.
    """
    api, names, settings = context.api, context.names, context.settings
    schemes = [scheme.name for scheme in api.security_schemes]
    fields = {
        field.name
        for definition in api.definitions.values()
        if isinstance(definition, Object)
        for field in definition.fields
    }
    _check(context, "credentials", "security scheme", settings.credentials, schemes)
    _check_sign_in(context)
    for setting, given in (
        ("pagination", settings.pagination),
        ("errors", settings.errors),
        ("idempotency", settings.idempotency),
    ):
        _check_operations(context, setting, [name for name in given if not is_rule(name)])
        _check_tags(context, setting, given)
    _check_operations(context, "body_names", settings.body_names)
    _check_operations(context, "polling", settings.polling)
    _check_operations(context, "responses", settings.responses)
    tags = {name.tag for name in names.apis.values() if name.tag is not None}
    _check(context, "accessors", "tag", settings.accessors, tags)
    for index, field in enumerate(settings.secret_fields):
        _check(context, "secret_fields", "field", [field], fields, str(index))
    for index, helper in enumerate(settings.helpers):
        _check(context, "helpers", "security scheme", [helper.scheme], schemes, str(index))


def _check_sign_in(context: Context) -> None:
    """Tokens are fetched for schemes that send one."""
    for scheme in context.api.security_schemes:
        credential = context.settings.credentials.get(scheme.name)
        if credential is None or credential.sign_in is None or scheme.kind.signs_in:
            continue
        context.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="wrong-value",
                message=f"`sign_in` has no use for {scheme.name!r}, which sends"
                f" {scheme.kind.words} and no token",
                hint="remove it, or write it for a scheme of the type oauth2, openIdConnect or"
                " http (bearer)",
                position=context.settings.position("credentials", scheme.name),
            )
        )


def _check_tags(context: Context, setting: str, given: Iterable[str]) -> None:
    tags = {tag for operation in context.api.operations for tag in operation.tags}
    for name in given:
        if name.startswith(TAG):
            _check(context, setting, "tag", [name.removeprefix(TAG)], tags, name)


def _operations(context: Context) -> set[str]:
    """Whatever an operation may be called by in the settings."""
    operations = context.names.operations
    return {
        name
        for operation in context.api.operations
        for name in names_of(operation, operations[operation.pointer])
    }


def _check_operations(context: Context, setting: str, given: Iterable[str]) -> None:
    """An operation whose operationId changed is named by its new one; what was wanted of it must
    not get lost.
    """
    known = _operations(context)
    now = _renamed_operations(context, given)
    for name in given:
        if name in known or name not in now:
            continue
        context.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="renamed-operation",
                message=(
                    f"`{setting}` names the operation {name!r}, whose operationId is now"
                    f" {now[name]!r}"
                ),
                hint=f"write {now[name]}",
                position=context.settings.position(setting, name),
            )
        )
    others = [name for name in given if name not in now]
    ids = [operation.operation_id for operation in context.api.operations]
    _check(context, setting, "operation", others, known, shown=ids)


def _renamed_operations(context: Context, given: Iterable[str]) -> dict[str, str]:
    """What operations were called before, and their operationIds now.

    Where the last run kept no operationId, the name of the method tells what it was made from.
    """
    by_method = {candidates.method_candidates(name, "", "")[0]: name for name in given}
    found: dict[str, str] = {}
    for operation in context.api.operations:
        names = context.names.operations[operation.pointer]
        if operation.operation_id and names.method in by_method:
            found.setdefault(by_method[names.method], operation.operation_id)
        if names.former_id and operation.operation_id:
            found[names.former_id] = operation.operation_id
    return found


def _check(
    context: Context,
    setting: str,
    what: str,
    given: Iterable[str],
    known: Iterable[str],
    entry: str | None = None,
    shown: Iterable[str] | None = None,
) -> None:
    names = sorted(known)
    for name in given:
        if name in names or name in context.api.left_out:
            continue
        near = did_you_mean(name, names if shown is None else sorted(shown))
        context.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="unknown-name",
                message=(
                    f"`{setting}` names the {what} {name!r}, and the description has none of that"
                    " name"
                ),
                hint=f"did you mean {near!r}?" if near else "remove the entry",
                position=context.settings.position(setting, entry or name),
            )
        )
