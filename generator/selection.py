"""Which operations a package has: the ``filters`` of client.yaml, and what remains in use under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.api import Api, Operation
from generator.build.reach import reached, replied, requested
from generator.diagnostics import Diagnostic, Diagnostics, Severity
from generator.settings import Filters


def select(api: Api, filters: Filters, diagnostics: Diagnostics) -> Api:
    """Keeps the operations that ``filters`` name, and the definitions that they reach.

    Args:
        api: the whole service.
        filters: tags, paths and operationIds; an operation that fits one of them stays. Nothing given keeps everything.
        diagnostics: told about a filter that fits no operation.

    Returns:
        The service as far as it is wanted. Webhooks stay; a callback goes with its operation.
    """
    wishes = list(_wishes(filters))
    if not wishes:
        return api
    kept: set[str] = set()
    for kind, wish in wishes:
        fitting = {item.pointer for item in api.operations if _fits(item, kind, wish)}
        if not fitting:
            diagnostics.add(_useless(kind, wish))
        kept |= fitting
    operations = tuple(item for item in api.operations if item.pointer in kept)
    gone = tuple(
        f"{item.pointer}/" for item in api.operations if item.pointer not in kept
    )
    payloads = tuple(item for item in api.payloads if not item.pointer.startswith(gone))
    used = reached(
        api.definitions, [*requested(operations), *replied(operations, payloads)]
    )
    return replace(
        api,
        operations=operations,
        payloads=payloads,
        tags=tuple(
            tag for tag in api.tags if any(tag.name in item.tags for item in operations)
        ),
        definitions={
            pointer: item
            for pointer, item in api.definitions.items()
            if pointer in used
        },
    )


def _wishes(filters: Filters) -> Iterator[tuple[str, str]]:
    named: Iterable[tuple[str, tuple[str, ...]]] = (
        ("tags", filters.tags),
        ("paths", filters.paths),
        ("operations", filters.operations),
    )
    return ((kind, wish) for kind, wishes in named for wish in wishes)


def _fits(operation: Operation, kind: str, wish: str) -> bool:
    match kind:
        case "tags":
            return wish in operation.tags
        case "paths":
            stem = wish.removesuffix("*")
            return operation.path == wish or (
                stem != wish and operation.path.startswith(stem)
            )
        case _:
            return wish == operation.operation_id


def _useless(kind: str, wish: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="useless-filter",
        message=f"no operation fits {wish!r} under filters.{kind} of the settings",
        hint="look at the spelling; a path may end with * to stand for all below it",
    )
