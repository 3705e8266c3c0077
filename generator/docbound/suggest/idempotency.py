"""Keys that make a retry safe: header parameters by which services know a repeated request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.lower.setting_references import rule_for

from .pagination import plain
from .suggestion import Described, Suggestion

_KEYS: Final = frozenset(("idempotencykey", "xidempotencykey", "idempotencytoken", "xidempotency"))
_IDEMPOTENT: Final = frozenset(("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"))


def suggest(described: Described) -> Iterator[Suggestion]:
    """A proposal for each operation that takes such a header and may not be repeated without it."""
    context = described.context
    for operation in context.api.operations:
        if operation.method in _IDEMPOTENT:
            continue
        names = context.names.operations[operation.pointer]
        if rule_for(context.settings.idempotency, operation, names) is not None:
            continue
        for parameter in operation.parameters:
            if parameter.location == "header" and plain(parameter.name) in _KEYS:
                name = described.name(operation)
                yield Suggestion(
                    section="idempotency",
                    key=name,
                    value=parameter.name,
                    reason=f"{operation.method} {operation.path}: its header `{parameter.name}`"
                    " makes a retry safe, so it is retried, with a key of its own",
                    operations=(name,),
                    lines=described.lines((operation.pointer, parameter.pointer)),
                )
                break
