"""Which operations a package has: the ``filters`` of client.yaml, and what remains in use under
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.interpret.usage import in_requests, in_responses, reached
from docbound.service import Api, Operation
from docbound.settings.filters import NO_FILTERS, Filters, OperationSet


def select(api: Api, filters: Filters, diagnostics: Diagnostics) -> Api:
    """Keeps the operations that ``filters`` name, and the definitions that they reach.

    Args:
        api: the whole service.
        filters: which operations stay, and which go; nothing given keeps everything.
        diagnostics: told about a filter that fits no operation.

    Returns:
        The service as far as it is wanted. Webhooks stay; a callback goes with its operation.
    """
    if filters == NO_FILTERS:
        return api
    kept = _named(api, filters, diagnostics)
    if not any(_wishes(filters)):
        kept = {item.pointer for item in api.operations}
    kept -= _named(api, filters.exclude, diagnostics)
    operations = tuple(item for item in api.operations if item.pointer in kept)
    gone = tuple(f"{item.pointer}/" for item in api.operations if item.pointer not in kept)
    payloads = tuple(item for item in api.payloads if not item.pointer.startswith(gone))
    used = reached(api.definitions, [*in_requests(operations), *in_responses(operations, payloads)])
    return replace(
        api,
        operations=operations,
        payloads=payloads,
        tags=tuple(tag for tag in api.tags if any(tag.name in item.tags for item in operations)),
        definitions={pointer: item for pointer, item in api.definitions.items() if pointer in used},
    )


def _named(api: Api, wanted: OperationSet, diagnostics: Diagnostics) -> set[str]:
    """The pointers of the operations in a set."""
    found: set[str] = set()
    for kind, wish in _wishes(wanted):
        fitting = {item.pointer for item in api.operations if _fits(item, kind, wish)}
        if not fitting:
            diagnostics.add(_useless(kind, wish))
        found |= fitting
    return found


def _wishes(wanted: OperationSet) -> Iterator[tuple[str, str]]:
    named: Iterable[tuple[str, tuple[str, ...]]] = (
        ("tag", wanted.tags),
        ("path", wanted.paths),
        ("operationId", wanted.operations),
    )
    return ((kind, wish) for kind, wishes in named for wish in wishes)


def _fits(operation: Operation, kind: str, wish: str) -> bool:
    match kind:
        case "tag":
            return wish in operation.tags
        case "path":
            stem = wish.removesuffix("*")
            return operation.path == wish or (stem != wish and operation.path.startswith(stem))
        case _:
            return wish == operation.operation_id


def _useless(kind: str, wish: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="useless-filter",
        message=f"the filters name the {kind} {wish!r}, which no operation has",
        hint="look at the spelling; a path may end with * to stand for all below it",
    )
