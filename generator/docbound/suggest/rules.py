"""What is proposed. Another kind of proposal is another row here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from . import errors, idempotency, pagination, resources, retries, streams, webhooks
from .suggestion import Described, Suggestion

Rule: TypeAlias = Callable[[Described], Iterator[Suggestion]]

RULES: Final[dict[str, Rule]] = {
    "pagination": pagination.suggest,
    "idempotency": idempotency.suggest,
    "errors": errors.suggest,
    "retries": retries.suggest,
    "streams": streams.suggest,
    "webhooks": webhooks.suggest,
    "resources": resources.suggest,
}
"""The kinds of proposals by the word that ``--only`` takes."""


def suggestions(described: Described, only: tuple[str, ...] = ()) -> list[Suggestion]:
    """All proposals, in the order of the table.

    Args:
        described: the description and what client.yaml says.
        only: the kinds that are wanted; all, unless given.
    """
    return [
        found
        for name, rule in RULES.items()
        if not only or name in only
        for found in rule(described)
    ]
