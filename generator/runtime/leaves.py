"""The scalars: what each is on the wire, and what Python holds for it.

Decoding is strict and exact: a string never becomes a number, a boolean never counts as one, and a text that Python cannot
hold exactly (a seventh fractional digit, a leap second) stays ``str``. Constructing is as lax as pydantic usually is.

Formats are those of the OpenAPI format registry: RFC 3339 for ``date-time``, ``date`` and ``time``, RFC 4122 for ``uuid``, RFC
4648 for ``byte``.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import math
import re
import uuid
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final, TypeAlias

from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs

from .jsontext import is_array, is_object
from .records import record


class Misfit(Enum):
    """Tells "does not fit" from any value that fits."""

    MISFIT = "misfit"


MISFIT: Final = Misfit.MISFIT

Read: TypeAlias = Callable[[object], object]
"""From a JSON value to the Python value, or MISFIT."""


@record(eq=False)
class Leaf:
    """A kind of scalar.

    Attributes:
        expected: what a reader of a mismatch is told, "a date (YYYY-MM-DD)".
        held: the Python types of a value that is already converted.
        read: the exact reading of one JSON value; the repair walk uses it.
        json: the same for pydantic-core: it may refuse what ``read`` can still take, never the other way round.
        python: what constructing a model takes.
        salvage: a last attempt at a value that does not fit but can be held and written back verbatim (a date-time
            without an offset), or None.
    """

    expected: str
    held: tuple[type, ...]
    read: Read
    json: CoreSchema
    python: CoreSchema
    salvage: Read | None = None


# --- JSON's own scalars ----------------------------------------------------------------------------------------------------


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

# --- strings with a format -------------------------------------------------------------------------------------------------

_DATE: Final = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_OFFSET: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_HELD_TIME: Final = rf"{_CLOCK}(?:\.[0-9]{{1,6}})?(?:Z|[+-]{_OFFSET})"
_HELD_DATE_TIME: Final = rf"{_DATE}T{_HELD_TIME}"
_VALID_TIME: Final = re.compile(
    rf"(?:{_CLOCK}|(?:[01][0-9]|2[0-3]):[0-5][0-9]:60)(?:\.[0-9]+)?(?:[Zz]|[+-]{_OFFSET})"
)
_DATE_TIME_BREAK: Final = re.compile("[Tt]")


def _is_date(text: str) -> bool:
    """Whether ``text`` is a full-date of RFC 3339: a day that exists, the year 0000 included."""
    if re.fullmatch(_DATE, text) is None:
        return False
    # Python's calendar begins with year 1; 2000 is a leap year as 0000 is.
    year = text[:4] if text[:4] != "0000" else "2000"
    try:
        datetime.date.fromisoformat(year + text[4:])
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    return _VALID_TIME.fullmatch(text) is not None


def _is_date_time(text: str) -> bool:
    day, *rest = _DATE_TIME_BREAK.split(text, maxsplit=1)
    return bool(rest) and _is_date(day) and _is_time(rest[0])


def _reading(
    held: str, convert: Callable[[str], object], is_valid: Callable[[str], bool]
) -> Read:
    """A reader of formatted strings: converts what Python holds exactly, keeps other valid text, refuses the rest."""
    exact = re.compile(held)

    def read(value: object) -> object:
        if not isinstance(value, str):
            return MISFIT
        if exact.fullmatch(value) is not None:
            try:
                return convert(value)
            except ValueError:  # a day that does not exist, or the year 0000
                pass
        return value if is_valid(value) else MISFIT

    return read


def _formatted(
    held: str, convert: Callable[[str], object], kind: cs.SimpleSerSchema | None = None
) -> CoreSchema:
    """The fast path of the same: only what Python holds exactly; all else goes to the repair walk."""
    return cs.no_info_after_validator_function(
        convert,
        cs.str_schema(strict=True, pattern=f"^{held}$"),
        serialization=kind or cs.simple_ser_schema("any"),
    )


def _taking(read: Read, usual: CoreSchema) -> CoreSchema:
    """What constructing takes: text as it is read from JSON, so that no digit is lost; all else as pydantic has it."""

    def take(value: object, lax: cs.ValidatorFunctionWrapHandler) -> object:
        found = read(value) if isinstance(value, str) else MISFIT
        return lax(value) if found is MISFIT else found

    return cs.no_info_wrap_validator_function(
        take, usual, serialization=cs.simple_ser_schema("any")
    )


def _salvage_date_time(value: object) -> object:
    """A date-time without an offset, where writing it back gives the same text."""
    if not isinstance(value, str):
        return MISFIT
    try:
        naive = datetime.datetime.fromisoformat(value)
    except ValueError:
        return MISFIT
    return naive if naive.tzinfo is None and naive.isoformat() == value else MISFIT


def _salvage_time(value: object) -> object:
    if not isinstance(value, str):
        return MISFIT
    try:
        naive = datetime.time.fromisoformat(value)
    except ValueError:
        return MISFIT
    return naive if naive.tzinfo is None and naive.isoformat() == value else MISFIT


_READ_DATE_TIME: Final = _reading(
    _HELD_DATE_TIME, datetime.datetime.fromisoformat, _is_date_time
)
_READ_DATE: Final = _reading(_DATE, datetime.date.fromisoformat, _is_date)
_READ_TIME: Final = _reading(_HELD_TIME, datetime.time.fromisoformat, _is_time)

DATE_TIME: Final = Leaf(
    expected="a date-time (RFC 3339)",
    held=(datetime.datetime,),
    read=_READ_DATE_TIME,
    json=_formatted(
        _HELD_DATE_TIME,
        datetime.datetime.fromisoformat,
        cs.simple_ser_schema("datetime"),
    ),
    python=_taking(_READ_DATE_TIME, cs.datetime_schema()),
    salvage=_salvage_date_time,
)
DATE: Final = Leaf(
    expected="a date (YYYY-MM-DD)",
    held=(datetime.date,),
    read=_READ_DATE,
    json=cs.date_schema(strict=True),  # exactly YYYY-MM-DD
    python=_taking(_READ_DATE, cs.date_schema()),
)
TIME: Final = Leaf(
    expected="a time (RFC 3339)",
    held=(datetime.time,),
    read=_READ_TIME,
    json=_formatted(
        _HELD_TIME, datetime.time.fromisoformat, cs.simple_ser_schema("time")
    ),
    python=_taking(_READ_TIME, cs.time_schema()),
    salvage=_salvage_time,
)

_UUID_TEXT: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

UUID: Final = Leaf(
    expected="a UUID",
    held=(uuid.UUID,),
    read=_reading(_UUID_TEXT, uuid.UUID, lambda text: False),
    # Of the other ways to write a UUID none has 36 characters.
    json=cs.chain_schema(
        [cs.str_schema(strict=True, min_length=36, max_length=36), cs.uuid_schema()]
    ),
    python=cs.uuid_schema(),
)


def _decimal(text: str) -> Decimal | str:
    """The number in ``text``, or the text itself where a Decimal would be written otherwise (``+1``, ``1e5``, ``.5``)."""
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        return text
    return number if str(number) == text else text


_DECIMAL_TEXT: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?"


def _read_decimal(value: object) -> object:
    if not isinstance(value, str) or re.fullmatch(_DECIMAL_TEXT, value) is None:
        return MISFIT
    return _decimal(value)


DECIMAL: Final = Leaf(
    expected="a decimal number in a string",
    held=(Decimal,),
    read=_read_decimal,
    json=_formatted(_DECIMAL_TEXT, _decimal),
    python=cs.union_schema(
        [cs.decimal_schema(), cs.str_schema(pattern=f"^{_DECIMAL_TEXT}$")]
    ),
)

_BASE64_TEXT: Final = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"


class TextOctets(bytes):
    """Octets that stood in JSON as they are (``format: binary``), and are written back so."""

    __slots__ = ()


def base64_text(value: object) -> object:
    """Octets as base64 with the standard alphabet and padding; anything else as it is."""
    match value:
        case TextOctets():
            return value.decode(errors="surrogatepass")
        case bytes() | bytearray():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def plain_octets(value: Any) -> Any:
    """Untyped data with its octets as base64; the same object where there are none.

    Pydantic would write them with the alphabet for URLs.
    """
    match value:
        case bytes() | bytearray():
            return base64_text(value)
        case _ if is_object(value):
            changed = {key: plain_octets(item) for key, item in value.items()}
            return (
                value
                if all(changed[key] is item for key, item in value.items())
                else changed
            )
        case _ if is_array(value):
            items = [plain_octets(item) for item in value]
            return (
                value
                if all(new is old for new, old in zip(items, value, strict=True))
                else items
            )
        case _:
            return value


def _octets(value: object) -> bytes:
    """What constructing takes for octets: bytes as they are, a string as base64 text."""
    match value:
        case bytes() | bytearray():
            return bytes(value)
        case str() if re.fullmatch(_BASE64_TEXT, value) is not None:
            return binascii.a2b_base64(value)
        case _:
            raise ValueError("bytes or base64 text (RFC 4648, section 4) expected")


# In a union it may be asked to write what another member holds: a list of octets, say.
_WRITE_BASE64: Final = cs.plain_serializer_function_ser_schema(
    plain_octets, when_used="json"
)

BASE64: Final = Leaf(
    expected="base64 (RFC 4648, section 4)",
    held=(bytes,),
    read=_reading(_BASE64_TEXT, binascii.a2b_base64, lambda text: False),
    json=cs.no_info_after_validator_function(
        binascii.a2b_base64,
        cs.str_schema(strict=True, pattern=f"^{_BASE64_TEXT}$"),
        serialization=_WRITE_BASE64,
    ),
    python=cs.no_info_plain_validator_function(_octets, serialization=_WRITE_BASE64),
)


def _read_octets(value: object) -> object:
    return (
        TextOctets(value.encode(errors="surrogatepass"))
        if isinstance(value, str)
        else MISFIT
    )


def _given_octets(value: object) -> object:
    """What constructing takes for a file: octets, text, or whatever a form can send (a path, an open file, a pair)."""
    if isinstance(value, bytearray):
        return bytes(value)
    if value is None or isinstance(value, (bool, int, float, list, dict)):
        raise ValueError("bytes, text or a file expected")
    return TextOctets(value.encode()) if isinstance(value, str) else value


BYTES: Final = Leaf(
    expected="a string",
    held=(bytes,),
    read=_read_octets,
    json=cs.no_info_after_validator_function(
        lambda text: TextOctets(text.encode()),
        cs.str_schema(strict=True),
        serialization=_WRITE_BASE64,
    ),
    python=cs.no_info_plain_validator_function(
        _given_octets, serialization=_WRITE_BASE64
    ),
)

BY_TYPE: Final[dict[object, Leaf]] = {
    str: STRING,
    bool: BOOLEAN,
    int: INTEGER,
    float: NUMBER,
    type(None): NULL,
    datetime.datetime: DATE_TIME,
    datetime.date: DATE,
    datetime.time: TIME,
    uuid.UUID: UUID,
    Decimal: DECIMAL,
    bytes: BYTES,
}
"""The leaf that a plain Python type stands for. ``float`` alone reads as a number too: 1 must stay 1."""
