"""Points in time: date-time, date and time of RFC 3339, formats of the OpenAPI format registry."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Final

from pydantic_core import core_schema as cs

from ...lazy_patterns import lazy_pattern
from ...serialization.date_times import BEYOND_MICROSECONDS, with_offset
from ...serialization.exact import ExactDateTime, ExactTime
from ...serialization.wire_values import WRITE
from .base import INVALID, Read, ScalarType
from .formats import exact_reader, fast_schema, first_of, lenient_schema

_DATE: Final = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)"
_OFFSET: Final = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_USUAL_TIME: Final = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
"""What Python's own types hold and read without help."""
_TIME: Final = rf"{_CLOCK}(?:\.[0-9]+)?{_OFFSET}"
_DATE_TIME: Final = rf"{_DATE}[Tt]{_TIME}"
_LEAP_SECOND: Final = lazy_pattern(r":60(?:\.[0-9]+)?")
_NUMBER: Final = lazy_pattern(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")
_NEVER_BEYOND: Final = len("2024-02-29T10:11:12.123456Z")
"""The length up to which no text has more digits than Python can hold."""


def _date_time(text: str) -> datetime.datetime:
    """A date-time of the pattern; ValueError for a day that does not exist, and for the year
    0000.
    """
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:  # a leap second, or small letters
        near = _LEAP_SECOND.sub(":59.999999", text.upper(), count=1)
        return ExactDateTime.keeping(text, datetime.datetime.fromisoformat(near))
    if len(text) > _NEVER_BEYOND and BEYOND_MICROSECONDS.search(text):
        return ExactDateTime.keeping(text, moment)
    return moment


def _time(text: str) -> datetime.time:
    try:
        moment = datetime.time.fromisoformat(text)
    except ValueError:  # a leap second, or small letters
        near = _LEAP_SECOND.sub(":59.999999", text.upper(), count=1)
        return ExactTime.keeping(text, datetime.time.fromisoformat(near))
    if BEYOND_MICROSECONDS.search(text):
        return ExactTime.keeping(text, moment)
    return moment


def _salvage_date_time(value: object) -> object:
    """A date-time that RFC 3339 would write otherwise, most often without its offset."""
    if not isinstance(value, str) or len(value) <= len("2024-02-29") or _NUMBER.fullmatch(value):
        return INVALID
    try:
        return ExactDateTime.keeping(value, datetime.datetime.fromisoformat(value))
    except ValueError:
        return INVALID


def _salvage_time(value: object) -> object:
    if not isinstance(value, str):
        return INVALID
    try:
        return ExactTime.keeping(value, datetime.time.fromisoformat(value))
    except ValueError:
        return INVALID


def _no_day(value: object) -> object:
    """A day is no moment; which of its moments is meant, and in which zone, only the caller
    knows.
    """
    is_text = isinstance(value, str) and re.fullmatch(_DATE, value) is not None
    if is_text or isinstance(value, datetime.date):
        raise ValueError("a date-time expected, not a date")
    return _no_number(value)


def _no_moment(value: object) -> object:
    """Which day a moment belongs to depends on the zone, which only the caller knows."""
    if isinstance(value, datetime.datetime):
        raise ValueError("a date expected, not a date-time; give its date()")
    return _no_number(value)


def _no_number(value: object) -> object:
    """A number of seconds, or is it of milliseconds, since which moment? Only the caller knows."""
    is_text = isinstance(value, str) and _NUMBER.fullmatch(value.strip()) is not None
    if is_text or isinstance(value, (int, float, Decimal)):
        raise ValueError("a date or time of RFC 3339 expected, not a number")
    return value


def _with_all_digits(read: Read) -> Read:
    """A reader of what a program gives: a text without an offset is in UTC, as ever, and keeps the
    digits that pydantic would cut off.
    """

    def take(value: object) -> object:
        found = read(value)
        if found is not INVALID or not isinstance(value, str):
            return found
        return read(with_offset(value)) if BEYOND_MICROSECONDS.search(value) else INVALID

    return take


_READ_DATE_TIME: Final = exact_reader(_DATE_TIME, _date_time)
_READ_DATE: Final = exact_reader(_DATE, datetime.date.fromisoformat)
_READ_TIME: Final = exact_reader(_TIME, _time)

DATE_TIME: Final = ScalarType(
    expected="a date-time (RFC 3339)",
    python_types=(datetime.datetime,),
    read=_READ_DATE_TIME,
    json=first_of(
        fast_schema(rf"{_DATE}T{_USUAL_TIME}", datetime.datetime.fromisoformat),
        fast_schema(_DATE_TIME, _date_time),
    ),
    python=lenient_schema(
        _with_all_digits(_READ_DATE_TIME),
        datetime.datetime,
        cs.no_info_before_validator_function(_no_day, cs.datetime_schema()),
    ),
    native=cs.datetime_schema(strict=True),
    salvage=_salvage_date_time,
)
DATE: Final = ScalarType(
    expected="a date (YYYY-MM-DD)",
    python_types=(datetime.date,),
    read=_READ_DATE,
    # By itself pydantic-core's date takes the text of a timestamp for a day, too; and after a check
    # of the text it would count as a worse fit than any string, in a union with one.
    json=fast_schema(_DATE, datetime.date.fromisoformat),
    python=cs.no_info_before_validator_function(
        _no_moment,
        lenient_schema(_READ_DATE, datetime.date, cs.date_schema()),
        serialization=WRITE,
    ),
    native=cs.date_schema(strict=True),
)
TIME: Final = ScalarType(
    expected="a time (RFC 3339)",
    python_types=(datetime.time,),
    read=_READ_TIME,
    json=first_of(
        fast_schema(_USUAL_TIME, datetime.time.fromisoformat),
        fast_schema(_TIME, _time),
    ),
    python=lenient_schema(
        _with_all_digits(_READ_TIME),
        datetime.time,
        cs.no_info_before_validator_function(_no_number, cs.time_schema()),
    ),
    native=cs.time_schema(strict=True),
    salvage=_salvage_time,
)

BY_TYPE: Final[dict[object, ScalarType]] = {
    datetime.datetime: DATE_TIME,
    datetime.date: DATE,
    datetime.time: TIME,
}
