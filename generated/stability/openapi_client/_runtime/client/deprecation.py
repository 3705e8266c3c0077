"""Warnings about deprecated operations and parameters, at the caller's line."""

from __future__ import annotations

from typing import Any

from ..call_site import warn_caller
from ..service.operations import Operation


def warn_deprecated(
    operation: Operation[Any],
    parameters: tuple[tuple[int, str], ...],
    values: tuple[object, ...],
) -> None:
    """Warns of a deprecated operation, and of each deprecated parameter that has a value, at the
    line of the caller.

    Args:
        operation: what is called.
        parameters: index and name of its deprecated parameters.
        values: the call's values.
    """
    texts = [f"{operation.method} {operation.path} is deprecated."] if operation.deprecated else []
    texts += [
        f"the parameter {name!r} of {operation.name} is deprecated."
        for index, name in parameters
        if values[index] is not None
    ]
    for text in texts:
        warn_caller(text, DeprecationWarning)
