"""JSON's own scalars, and which kind of scalar a Python type stands for.

Strings with a format have modules of their own, which are loaded for a model that has one: :mod:`.time_leaves`,
:mod:`.text_leaves` and :mod:`.octet_leaves`.
"""

from __future__ import annotations

import datetime
import math
import uuid
from decimal import Decimal
from typing import Final

from pydantic_core import core_schema as cs

from .leaf import MISFIT, Leaf


def _read_string(value: object) -> object:
    return value if isinstance(value, str) else MISFIT


def _read_boolean(value: object) -> object:
    return value if isinstance(value, bool) else MISFIT


def _read_null(value: object) -> object:
    return None if value is None else MISFIT


def _read_number(value: object) -> object:
    match value:
        case bool():
            return MISFIT
        case int():
            return value
        case float() if math.isfinite(value):
            return value
        case _:
            return MISFIT


def _read_integer(value: object) -> object:
    # 1.0 is the integer 1 in JSON Schema (draft 2020-12, section 4.2.3 of the core).
    number = _read_number(value)
    if isinstance(number, float):
        return int(number) if number.is_integer() else MISFIT
    return number


_STRICT_INT: Final = cs.int_schema(strict=True)
_STRICT_NUMBER: Final = cs.union_schema(
    # An integer beyond 2**53 must not pass through a double, nor 1.0 become 1; the union takes the member of the very kind.
    # It tries the double first: that one takes integers too, and for a member that refuses, pydantic-core makes an error.
    [cs.float_schema(strict=True, allow_inf_nan=False), _STRICT_INT],
    serialization=cs.simple_ser_schema("any"),
)

STRING: Final = Leaf(
    expected="a string",
    held=(str,),
    read=_read_string,
    json=cs.str_schema(strict=True),
    python=cs.str_schema(),
)
BOOLEAN: Final = Leaf(
    expected="a boolean",
    held=(bool,),
    read=_read_boolean,
    json=cs.bool_schema(strict=True),
    python=cs.bool_schema(),
    native=cs.bool_schema(strict=True),
)
NULL: Final = Leaf(
    expected="null",
    held=(type(None),),
    read=_read_null,
    json=cs.none_schema(),
    python=cs.none_schema(),
)
INTEGER: Final = Leaf(
    expected="an integer",
    held=(int,),
    read=_read_integer,
    json=_STRICT_INT,
    python=cs.int_schema(),
)
NUMBER: Final = Leaf(
    expected="a finite number",
    held=(int, float),
    read=_read_number,
    json=_STRICT_NUMBER,
    python=cs.union_schema([cs.int_schema(), cs.float_schema(allow_inf_nan=False)]),
)

_BY_TYPE: Final[dict[object, Leaf]] = {
    str: STRING,
    bool: BOOLEAN,
    int: INTEGER,
    # Alone it is a number too: 1 must stay 1.
    float: NUMBER,
    type(None): NULL,
}


def leaf_of(cls: type) -> Leaf | None:
    """The kind of scalar that a plain Python type stands for; None for any other type."""
    if cls in _BY_TYPE:
        return _BY_TYPE[cls]
    if cls in (datetime.datetime, datetime.date, datetime.time):
        from . import time_leaves

        return time_leaves.BY_TYPE[cls]
    if cls in (uuid.UUID, Decimal):
        from . import text_leaves

        return text_leaves.BY_TYPE[cls]
    if cls is bytes:
        from . import octet_leaves

        return octet_leaves.BYTES
    return None
