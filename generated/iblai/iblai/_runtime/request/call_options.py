"""The keyword arguments of a call that no parameter of its method takes: options, and the fields of
the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..service.operations import Operation
from ..service.options import NO_OPTIONS, NOT_GIVEN, OPTIONS, CallOptions


def call_arguments(
    operation: Operation[Any],
    values: tuple[object, ...],
    given: Mapping[str, object],
    api: type,
) -> tuple[tuple[object, ...], CallOptions]:
    """The values of a call, and its options as one value.

    Args:
        operation: a row of the operation table.
        values: one for each parameter, then the body if the row has one.
        given: the ``**options`` of a generated method: options, or fields of the body by the names
            of their attributes.
        api: the class that has the method, for an error.

    Raises:
        ApiTypeError: a name is that of no option, argument or field; a required argument is
            missing; or both the body and fields of it are given.
    """
    fields = {name: value for name, value in given.items() if name not in OPTIONS}
    if fields:
        from .body_fields import with_fields

        values = with_fields(operation, values, fields, api)
    elif operation.body is not None and any(value is NOT_GIVEN for value in values):
        from .body_fields import without_body

        values = without_body(operation, values, api)
    if not given:
        return values, NO_OPTIONS
    named = {OPTIONS[name]: value for name, value in given.items() if name in OPTIONS}
    return values, CallOptions(**cast("dict[str, Any]", named))
