"""Which operations a package has: filters, and what remains in use under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.diagnostics.suggestions import did_you_mean
from docbound.interpret.usage import in_requests, in_responses, reached
from docbound.service import Api, Object, Operation
from docbound.settings.filters import NO_FILTERS, Filters, OperationSet

Placed: TypeAlias = Callable[..., Position | None]
"""Where a setting is in client.yaml, by the keys that lead to it."""


def _nowhere(*_path: str) -> Position | None:
    """The command line has no places."""
    return None


def select(api: Api, filters: Filters, diagnostics: Diagnostics, placed: Placed = _nowhere) -> Api:
    """Keeps the operations that ``filters`` name, and the definitions that they reach.

    Args:
        api: the whole service.
        filters: which operations stay, and which go; nothing given keeps everything.
        diagnostics: gets a finding for a filter that fits no operation.
        placed: where the filters are written.

    Returns:
        The service as far as it is wanted. Webhooks stay; a callback goes with its operation.
    """
    if filters == NO_FILTERS:
        return api
    before = _names(api)
    kept = _named(api, filters, ("filters",), placed, diagnostics)
    if not any(_patterns(filters)):
        kept = {item.pointer for item in api.operations}
    kept -= _named(api, filters.exclude, ("filters", "exclude"), placed, diagnostics)
    operations = tuple(item for item in api.operations if item.pointer in kept)
    gone = tuple(f"{item.pointer}/" for item in api.operations if item.pointer not in kept)
    payloads = tuple(item for item in api.payloads if not item.pointer.startswith(gone))
    used = reached(api.definitions, [*in_requests(operations), *in_responses(operations, payloads)])
    selected = replace(
        api,
        operations=operations,
        payloads=payloads,
        tags=tuple(tag for tag in api.tags if any(tag.name in item.tags for item in operations)),
        definitions={pointer: item for pointer, item in api.definitions.items() if pointer in used},
    )
    return replace(selected, left_out=before - _names(selected))


def _names(api: Api) -> frozenset[str]:
    """What the settings of a client may name: operations, tags, fields, and places."""
    fields = (
        field.name
        for definition in api.definitions.values()
        if isinstance(definition, Object)
        for field in definition.fields
    )
    operations = (
        name
        for item in api.operations
        for name in (item.operation_id, item.pointer, *item.tags)
        if name
    )
    payloads = (item.pointer for item in api.payloads)
    return frozenset((*fields, *operations, *api.definitions, *payloads))


def _named(
    api: Api,
    wanted: OperationSet,
    path: tuple[str, ...],
    placed: Placed,
    diagnostics: Diagnostics,
) -> set[str]:
    """The pointers of the operations in a set."""
    found: set[str] = set()
    for kind, pattern, place in _patterns(wanted):
        fitting = {item.pointer for item in api.operations if _fits(item, kind, pattern)}
        if not fitting:
            diagnostics.add(_useless(api, kind, pattern, placed(*path, *place)))
        found |= fitting
    return found


def _patterns(wanted: OperationSet) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """What each filter is of, what it says, and its place among the filters."""
    named: Iterable[tuple[str, str, tuple[str, ...]]] = (
        ("tag", "tags", wanted.tags),
        ("path", "paths", wanted.paths),
        ("operationId", "operations", wanted.operations),
    )
    return (
        (kind, pattern, (key, str(index)))
        for kind, key, patterns in named
        for index, pattern in enumerate(patterns)
    )


def _fits(operation: Operation, kind: str, pattern: str) -> bool:
    match kind:
        case "tag":
            return pattern in operation.tags
        case "path":
            stem = pattern.removesuffix("*")
            return operation.path == pattern or (
                stem != pattern and operation.path.startswith(stem)
            )
        case _:
            return pattern == operation.operation_id


def _useless(api: Api, kind: str, pattern: str, position: Position | None) -> Diagnostic:
    known = {
        "tag": (tag for item in api.operations for tag in item.tags),
        "path": (item.path for item in api.operations),
    }.get(kind, (item.operation_id or "" for item in api.operations))
    near = did_you_mean(pattern.removesuffix("*"), {name for name in known if name})
    hint = "look at the spelling"
    if kind == "path":
        hint = "a path may end with * to take all below it"
    return Diagnostic(
        severity=Severity.ERROR,
        code="useless-filter",
        message=f"the filters name the {kind} {pattern!r}, which no operation has",
        hint=f"did you mean {near!r}?" if near else hint,
        position=position,
    )
