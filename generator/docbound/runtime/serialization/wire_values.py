"""JSON forms of Python values that pydantic would write differently.

The rules are the same for declared fields and for data of no declared type: octets are base64 with
the standard alphabet, a date-time has an offset, and what keeps the text of the wire is written as
that text.
"""

from __future__ import annotations

import numbers
import reprlib
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Final, cast
from uuid import UUID

from pydantic_core import core_schema as cs

from ..errors import ApiTypeError, ApiValueError, kind_of
from .base64 import base64_text
from .date_times import date_time_text, time_text
from .exact import ExactFloat, JSONDecimal
from .json_text import is_array, is_object, is_set

_AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None), UUID, date})
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
            changed = {wire_key(key): wire_value(item) for key, item in value.items()}
            same = all(changed.get(key, value) is item for key, item in value.items())
            return value if same else changed
        case _ if is_array(value):
            if all(hasattr(each, _SERIALIZER) for each in set(map(type, value)) - _AS_THEY_ARE):
                return value
            items = [wire_value(item) for item in value]
            same = all(new is old for new, old in zip(items, value, strict=True))
            return value if same else items
        case _:
            return value if hasattr(value, _SERIALIZER) else _rare_value(value)


def wire_key(key: object) -> str:
    """The name that a key of a mapping means in a JSON object.

    Raises:
        ApiTypeError: it means none.
    """
    match key:
        case str():
            return key
        case Enum():
            return wire_key(cast("object", key.value))
        case bool():
            return "true" if key else "false"
        case int() | float() | UUID():
            return str(key)
        case datetime() | time() | date() | bytes() | Decimal():
            return str(wire_value(key))
        case _:
            raise ApiTypeError(
                f"a key of a JSON object is a str, not a {kind_of(key)}: {reprlib.repr(key)}"
            )


def _rare_value(value: Any) -> Any:
    """What pydantic-core does not write, or writes without looking at what is inside."""
    match value:
        case Enum():
            return wire_value(value.value)
        case set() | frozenset() | deque() | Iterator():
            return [wire_value(item) for item in cast("Iterable[object]", value)]
        case Mapping():
            return wire_value(dict(cast("Mapping[object, object]", value)))
        case memoryview():
            return base64_text(bytes(cast("memoryview[int]", value)))
        case int() | float() | Decimal():
            return value
        case numbers.Integral():
            return int(value)
        case numbers.Real():
            return float(value)
        case numbers.Complex():
            raise ApiTypeError(f"no JSON form: {kind_of(cast('object', value))}")
        case _ if is_dataclass(value) and not isinstance(value, type):
            names = [each.name for each in fields(value)]
            return {name: wire_value(getattr(value, name)) for name in names}
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
