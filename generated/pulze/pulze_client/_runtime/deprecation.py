"""Warnings about what the description calls deprecated, shown where the caller uses it."""

from __future__ import annotations

import warnings
from typing import Any

from .connections import callers_frame
from .operations import Operation


def warn_deprecated(
    operation: Operation[Any],
    parameters: tuple[tuple[int, str], ...],
    values: tuple[object, ...],
) -> None:
    """Warns of a deprecated operation, and of each deprecated parameter that has a value, at the line of the caller.

    Args:
        operation: what is called.
        parameters: index and name of its deprecated parameters.
        values: the call's values.
    """
    texts = (
        [f"{operation.method} {operation.path} is deprecated."]
        if operation.deprecated
        else []
    )
    texts += [
        f"the parameter {name!r} of {operation.name} is deprecated."
        for index, name in parameters
        if values[index] is not None
    ]
    frame = callers_frame()
    for text in texts:
        if frame is None:
            warnings.warn(text, DeprecationWarning, stacklevel=2)
        else:
            warnings.warn_explicit(
                text,
                DeprecationWarning,
                frame.f_code.co_filename,
                frame.f_lineno,
                # Code from exec may be in no module; without one the warning would be dropped.
                frame.f_globals.get("__name__") or "<unknown>",
                frame.f_globals.setdefault("__warningregistry__", {}),
            )
