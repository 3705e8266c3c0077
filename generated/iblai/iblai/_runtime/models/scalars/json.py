"""JSON's own scalars, and which kind of scalar a Python type means.

Strings with a format have modules of their own, which are loaded for a model that has one:
:mod:`.temporal`, :mod:`.identifiers` and :mod:`.binary`.
"""

from __future__ import annotations

import datetime
import math
import sys
import uuid
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic_core import core_schema as cs

from ...lazy_patterns import lazy_pattern
from ...serialization.exact import LARGEST_PLAIN, ExactFloat, JSONDecimal, exact_number
from ...serialization.wire_values import WRITE_DECIMAL
from .base import INVALID, ScalarType


def _read_string(value: object) -> object:
    return value if isinstance(value, str) else INVALID


def _read_boolean(value: object) -> object:
    return value if isinstance(value, bool) else INVALID


def _read_null(value: object) -> object:
    return None if value is None else INVALID


def _read_number(value: object) -> object:
    match value:
        case bool():
            return INVALID
        case int() | ExactFloat():
            return value
        case float() if math.isfinite(value):
            return value
        case Decimal() if value.is_finite() and not isinstance(value, JSONDecimal):
            # JSON as other readers give it (``parse_float=Decimal``), by from_dict.
            return _of_digits(str(value))
        case _:
            return INVALID


def _read_integer(value: object) -> object:
    # 1.0 is the integer 1 in JSON Schema (draft 2020-12, section 4.2.3 of the core).
    number = _read_number(value)
    if isinstance(number, ExactFloat):
        return _whole(number.text)
    if isinstance(number, float):
        return int(number) if number.is_integer() else INVALID
    return number


def _whole(text: str) -> object:
    """The integer that a number with a fraction or an exponent is; its digits are limited as those
    of other integers are.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return INVALID
    # The remainder would be one of the decimal context, and raise where it has too few digits.
    if number.adjusted() >= _most_digits() or number != number.to_integral_value():
        return INVALID
    return int(number)


def _most_digits() -> int:
    """How many digits an integer may have; a program may have set Python's own limit to none."""
    return sys.get_int_max_str_digits() or sys.int_info.default_max_str_digits


def _decimal_number(value: object) -> JSONDecimal:
    """What constructing takes for a decimal number that JSON has as a number."""
    match value:
        case JSONDecimal():
            return value
        case Decimal() | str() | int() | float() if not isinstance(value, bool):
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return JSONDecimal(str(number))
        case _:
            pass
    raise ValueError("a finite decimal number expected")


def _read_decimal_number(value: object) -> object:
    if isinstance(value, Decimal):
        return _decimal_number(value) if value.is_finite() else INVALID
    number = _read_number(value)
    match number:
        case ExactFloat() | int() | float():
            try:
                return JSONDecimal(repr(number))
            except InvalidOperation:
                return number
        case _:
            return INVALID


# Written as what it is: a boolean that came under an integer is no 1.
_WRITE_ANY: Final = cs.simple_ser_schema("any")
_STRICT_INT: Final = cs.int_schema(strict=True, serialization=_WRITE_ANY)


def no_boolean(value: object) -> object:
    """``True`` would be written as 1, where the description knows no boolean."""
    if isinstance(value, bool):
        raise ValueError("a boolean is no number")
    return value


_LAX_INT: Final = cs.no_info_before_validator_function(
    no_boolean, cs.int_schema(), serialization=_WRITE_ANY
)
_STRICT_NUMBER: Final = cs.union_schema(
    # An integer beyond 2**53 must not pass through a double, nor 1.0 become 1; the union takes the
    # member of the very kind. It tries the double first: that one takes integers too, and for a
    # member that refuses, pydantic-core makes an error. A double beyond the bounds may mean an
    # integer of more digits (``123…890e5``), which the repair walk reads exactly.
    [
        cs.float_schema(strict=True, allow_inf_nan=False, gt=-LARGEST_PLAIN, lt=LARGEST_PLAIN),
        _STRICT_INT,
    ],
    serialization=_WRITE_ANY,
)
_IS_EXACT: Final = cs.is_instance_schema(ExactFloat)
_NUMBER_TEXT: Final = lazy_pattern(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?")


def _exactly_given(value: object, lax: cs.ValidatorFunctionWrapHandler) -> object:
    """A decimal number, or the text of a number, with all its digits; a ``float`` has only some 16
    of them.
    """
    if isinstance(value, Decimal) and value.is_finite():
        text = str(value)
    elif isinstance(value, str) and _NUMBER_TEXT.fullmatch(value):
        text = value
    else:
        return lax(no_boolean(value))
    # A union sees a conversion by what its member's validator has taken: beside a string, the text
    # ``1.10`` stays one.
    lax("0")
    return _of_digits(text)


def _of_digits(text: str) -> int | float:
    digits = text.removeprefix("-")
    if digits.isdigit() and len(digits) < _most_digits():
        return int(text)
    return exact_number(text)


STRING: Final = ScalarType(
    expected="a string",
    python_types=(str,),
    read=_read_string,
    json=cs.str_schema(strict=True),
    python=cs.str_schema(),
)
BOOLEAN: Final = ScalarType(
    expected="a boolean",
    python_types=(bool,),
    read=_read_boolean,
    json=cs.bool_schema(strict=True),
    python=cs.bool_schema(),
    native=cs.bool_schema(strict=True),
)
NULL: Final = ScalarType(
    expected="null",
    python_types=(type(None),),
    read=_read_null,
    json=cs.none_schema(),
    python=cs.none_schema(),
)
INTEGER: Final = ScalarType(
    expected="an integer",
    python_types=(int,),
    read=_read_integer,
    json=_STRICT_INT,
    python=_LAX_INT,
)
NUMBER: Final = ScalarType(
    expected="a finite number",
    python_types=(int, float),
    read=_read_number,
    json=_STRICT_NUMBER,
    python=cs.no_info_wrap_validator_function(
        _exactly_given,
        cs.union_schema(
            [_IS_EXACT, cs.int_schema(), cs.float_schema(allow_inf_nan=False)],
            custom_error_type="number_type",
            custom_error_message="Input should be a finite number",
        ),
        serialization=_WRITE_ANY,
    ),
)
DECIMAL_NUMBER: Final = ScalarType(
    expected="a finite number",
    python_types=(Decimal,),
    read=_read_decimal_number,
    json=cs.no_info_after_validator_function(
        lambda number: JSONDecimal(repr(number)),
        _STRICT_NUMBER,
        serialization=WRITE_DECIMAL,
    ),
    python=cs.no_info_plain_validator_function(_decimal_number, serialization=WRITE_DECIMAL),
)

_BY_TYPE: Final[dict[object, ScalarType]] = {
    str: STRING,
    bool: BOOLEAN,
    int: INTEGER,
    # Alone it is a number too: 1 must stay 1.
    float: NUMBER,
    type(None): NULL,
}


def leaf_of(cls: type) -> ScalarType | None:
    """The kind of scalar that a plain Python type means; None for any other type."""
    if cls in _BY_TYPE:
        return _BY_TYPE[cls]
    if cls in (datetime.datetime, datetime.date, datetime.time):
        from . import temporal

        return temporal.BY_TYPE[cls]
    if cls in (uuid.UUID, Decimal):
        from . import identifiers

        return identifiers.BY_TYPE[cls]
    if cls is bytes:
        from . import binary

        return binary.BYTES
    return None
