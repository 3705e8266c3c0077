"""How values of Python's own types are written in JSON, where pydantic would write them otherwise.

The rules are the same for declared fields and for data of no declared type: octets are base64 with
the standard alphabet, a date-time has an offset, and what keeps the text of the wire is written as
that text.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, Final

from pydantic_core import core_schema as cs

from ..errors import ApiValueError
from .base64 import base64_text
from .date_times import date_time_text, time_text
from .exact import ExactFloat, JSONDecimal
from .json_text import is_array, is_object, is_set

_AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None)})
_SERIALIZER: Final = "__pydantic_serializer__"
"""What the classes of models have, and nothing else."""


class _Noticed(threading.local):
    """Whether a number was written here that pydantic-core cannot write digit by digit."""

    digits = False


_NOTICED: Final = _Noticed()


def wire_value(value: Any) -> Any:
    """``value`` with all that is in it as JSON has it, for pydantic-core to write; the same object
    where nothing differs.

    A decimal number is left as it is and noticed, see :func:`noticed_digits`. An ``ExactFloat`` is
    left too, for :func:`holds_exact_float` to find.
    """
    kind = type(value)  # pyright: ignore[reportUnknownVariableType]
    if kind in _AS_THEY_ARE or (kind is datetime and value.tzinfo is UTC):
        return value
    match value:
        case datetime():
            return date_time_text(value, utc="Z")
        case time():
            return time_text(value, utc="Z")
        case bytes() | bytearray():
            return base64_text(value)
        case JSONDecimal():
            _NOTICED.digits = True
            return value
        case _ if is_object(value):
            changed = {key: wire_value(item) for key, item in value.items()}
            same = all(changed[key] is item for key, item in value.items())
            return value if same else changed
        case _ if is_array(value):
            if all(hasattr(each, _SERIALIZER) for each in set(map(type, value)) - _AS_THEY_ARE):
                return value
            items = [wire_value(item) for item in value]
            same = all(new is old for new, old in zip(items, value, strict=True))
            return value if same else items
        case _:
            return value


def json_decimal(value: object) -> object:
    """A field that is a decimal number in JSON: the ``float`` or ``int`` with the very digits,
    where there is one.
    """
    if not isinstance(value, Decimal):
        return wire_value(value)
    if not value.is_finite():
        raise ApiValueError(f"{value} is no number that JSON can carry")
    text = str(value)
    if text.lstrip("-").isdigit():
        return int(text)
    near = float(text)
    if repr(near) == text:
        return near
    _NOTICED.digits = True
    return near


WRITE: Final = cs.plain_serializer_function_ser_schema(wire_value, when_used="json")
"""Writes what is held, of whatever type."""
WRITE_DECIMAL: Final = cs.plain_serializer_function_ser_schema(json_decimal, when_used="json")


def holds_exact_float(value: object) -> bool:
    """Whether a number with more digits than a double holds is anywhere in ``value``.

    Args:
        value: models and plain data, no part of which holds itself.
    """
    waiting: list[Iterable[object]] = [(value,)]
    while waiting:
        for item in waiting.pop():
            kind = type(item)
            if kind in _AS_THEY_ARE:
                continue
            if kind is ExactFloat:
                return True
            if is_object(item):
                waiting.append(item.values())
            elif is_array(item) or is_set(item):
                waiting.append(item)
            elif hasattr(kind, _SERIALIZER):
                waiting.append(vars(item).values())
                waiting.append((getattr(item, "__pydantic_extra__", None),))
    return False


def noticed_digits() -> bool:
    """Whether something was noticed since the last call, in this thread."""
    noticed = _NOTICED.digits
    _NOTICED.digits = False
    return noticed
