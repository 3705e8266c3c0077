"""Guesses, made only with ``--guess``, and marked as such: what samples suggest and never state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbound.draft.facts import Draft, Origin, Schema, schemas_of
from docbound.draft.secrets import carries_secret

_MOST_VALUES: Final = 8
_STATE_NAME: Final = re.compile(
    r"(^|_)(status|state|type|kind|mode|role|level|scope|currency)$", re.I
)


def add_guesses(draft: Draft) -> None:
    """Makes a field required that every sample of its object has.

    A parameter in the path of every call is required anyway; other parameters stay optional, since
    a sample shows only what was sent once.
    """
    for schema in _sampled(draft):
        for prop in (schema.fields or {}).values():
            if (
                prop.origin is Origin.SAMPLE
                and prop.required is None
                and not prop.schema.nullable
                and prop.in_every_sample
            ):
                prop.required, prop.required_at, prop.origin = (
                    True,
                    prop.at,
                    Origin.GUESS,
                )
            values = prop.schema.seen
            if (
                prop.origin is not Origin.STATED
                and prop.schema.type == "string"
                and not prop.schema.format
                and _STATE_NAME.search(prop.name)
                and not carries_secret(prop.name)
                and 1 < len(set(values)) <= _MOST_VALUES
                and len(values) > len(set(values))
            ):
                prop.schema.enum = [*sorted(set(values))]
                prop.schema.enum_at, prop.schema.origin = prop.at, Origin.GUESS


def _sampled(draft: Draft) -> Iterator[Schema]:
    for schema in draft.schemas.values():
        yield from schema.walk()
    for operation in draft.operations.values():
        yield from schemas_of(operation)
