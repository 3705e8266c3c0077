"""Markers for defaults that one Python value cannot express: constants, read-only, JSON defaults.

They are functions with the look of classes, as pydantic's ``Field`` is, so that no field can have
their name.
"""

from __future__ import annotations

from typing import Any

from ...records import record


@record
class FieldDefault:
    """The arguments of one of the functions below.

    Attributes:
        required: whether a response without the field does not fit.
        read_only: whether it is left out of requests.
        constant: whether it is sent although it was not set.
        value: the default as JSON has it; None where there is none.
    """

    required: bool = False
    read_only: bool = False
    constant: bool = False
    value: Any = None


def ReadOnly(*, optional: bool = False) -> Any:
    """A field that responses have and requests do not (``readOnly``): it need not be given, and
    is never sent.

    Args:
        optional: whether a response may be without it.
    """
    return FieldDefault(required=not optional, read_only=True)


def Constant(value: Any) -> Any:
    """A required field that can only have one value: it is filled in, and sent.

    Args:
        value: as JSON has it.
    """
    return FieldDefault(required=True, constant=True, value=value)


def JSONDefault(value: Any) -> Any:
    """A default that Python holds otherwise than JSON: a date, an object. It is read as a response
    would be.

    Args:
        value: as JSON has it.
    """
    return FieldDefault(value=value)
