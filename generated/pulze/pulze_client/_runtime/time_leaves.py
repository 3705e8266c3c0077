"""Points in time: date-time, date and time of RFC 3339, formats of the OpenAPI format registry."""

from __future__ import annotations

import datetime
import re
from typing import Final

from pydantic_core import core_schema as cs

from .formatted import formatted, reading, taking
from .leaf import MISFIT, Leaf

_DATE: Final = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_OFFSET: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_HELD_TIME: Final = rf"{_CLOCK}(?:\.[0-9]{{1,6}})?(?:Z|[+-]{_OFFSET})"
_HELD_DATE_TIME: Final = rf"{_DATE}T{_HELD_TIME}"
_VALID_TIME: Final = (
    rf"(?:{_CLOCK}|(?:[01][0-9]|2[0-3]):[0-5][0-9]:60)(?:\.[0-9]+)?(?:[Zz]|[+-]{_OFFSET})"
)


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
    return re.fullmatch(_VALID_TIME, text) is not None


def _is_date_time(text: str) -> bool:
    return text[10:11] in ("T", "t") and _is_date(text[:10]) and _is_time(text[11:])


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


_READ_DATE_TIME: Final = reading(
    _HELD_DATE_TIME, datetime.datetime.fromisoformat, _is_date_time
)
_READ_DATE: Final = reading(_DATE, datetime.date.fromisoformat, _is_date)
_READ_TIME: Final = reading(_HELD_TIME, datetime.time.fromisoformat, _is_time)

DATE_TIME: Final = Leaf(
    expected="a date-time (RFC 3339)",
    held=(datetime.datetime,),
    read=_READ_DATE_TIME,
    json=formatted(
        _HELD_DATE_TIME,
        datetime.datetime.fromisoformat,
        cs.simple_ser_schema("datetime"),
    ),
    python=taking(_READ_DATE_TIME, cs.datetime_schema()),
    native=cs.datetime_schema(strict=True),
    salvage=_salvage_date_time,
)
DATE: Final = Leaf(
    expected="a date (YYYY-MM-DD)",
    held=(datetime.date,),
    read=_READ_DATE,
    json=cs.date_schema(strict=True),  # exactly YYYY-MM-DD
    python=taking(_READ_DATE, cs.date_schema()),
    native=cs.date_schema(strict=True),
)
TIME: Final = Leaf(
    expected="a time (RFC 3339)",
    held=(datetime.time,),
    read=_READ_TIME,
    json=formatted(
        _HELD_TIME, datetime.time.fromisoformat, cs.simple_ser_schema("time")
    ),
    python=taking(_READ_TIME, cs.time_schema()),
    native=cs.time_schema(strict=True),
    salvage=_salvage_time,
)

BY_TYPE: Final[dict[object, Leaf]] = {
    datetime.datetime: DATE_TIME,
    datetime.date: DATE,
    datetime.time: TIME,
}
