"""Which of several kinds of response a call asks for.

A call that asks for one of them is made with a row of the operation table that has that kind alone.
So ``Accept``, decoding and the check of the content type follow without a question of their own.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..service.operations import Choice, Operation, ResponseMedia, Responses, Stream
from .deciding_value import DecidingValue


def chosen_row(
    operation: Operation[Any],
    choice: Choice,
    values: tuple[object, ...],
    *fields: object,
) -> Operation[Any]:
    """The row that a call is made with.

    Args:
        operation: a row of the operation table.
        choice: its ``choice``.
        values: one for each parameter of the row, then the body if the row has one.
        fields: header fields that the call or its client sets. Where they have ``Accept``, anything
            described may come.
    """
    if any(map(_has_accept, fields)):
        return operation
    value = DecidingValue(operation, choice.location, choice.name).of(values)
    if value is None:
        value = choice.default
    value = getattr(value, "value", value)
    if not isinstance(value, str | bool) or value not in choice.media:
        return operation
    row: Operation[Any] | None = choice.rows.get(value)
    if row is None:
        # Two threads may both make it; they are equal, and one of them stays.
        row = choice.rows[value] = _row_for(operation, choice.media[value])
    return row


def _row_for(
    operation: Operation[Any], wanted: Sequence[str] | Mapping[str, str]
) -> Operation[Any]:
    row = copy.copy(operation)
    row.choice, row.compiled = None, None
    row.responses, row.preferred = narrowed(operation.responses, wanted), tuple(wanted)
    return row


def _has_accept(fields: object) -> bool:
    """Whether header fields name ``Accept``; what is wrong with them is said where they are
    written.
    """
    names = cast("Mapping[object, object]", fields) if isinstance(fields, Mapping) else ()
    return any(isinstance(name, str) and name.lower() == "accept" for name in names)


def narrowed(
    responses: Responses, wanted: Sequence[str] | Mapping[str, str]
) -> dict[str, ResponseMedia]:
    """The responses of a row, each success with some of its media types.

    Args:
        responses: those of a row.
        wanted: the media types; a mapping has the type of each. A success that has none of them
            stays as it is.
    """
    has_success = any(status.startswith("2") for status in responses)
    types: Mapping[str, str] = wanted if isinstance(wanted, Mapping) else {}
    found: dict[str, ResponseMedia] = {}
    for status, described in responses.items():
        is_success = status.startswith("2") or (status == "default" and not has_success)
        kept: dict[str, Any] = {
            media: code if isinstance(code, Stream) else types.get(media, code)
            for media, code in described.items()
            if is_success and media in wanted
        }
        found[status] = kept or described
    return found
