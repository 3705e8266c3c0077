"""Dates and times on the wire (RFC 3339), in bodies, queries, headers, paths and forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final

from ..call_site import warn_caller
from ..lazy_patterns import lazy_pattern
from .exact import ExactDateTime, ExactTime

_UTC: Final = "+00:00"
BEYOND_MICROSECONDS: Final = lazy_pattern(r"[.,][0-9]{6}0*[1-9]")
"""Digits of a second that Python's types do not hold."""


def date_time_text(value: datetime, utc: str = _UTC) -> str:
    """A date-time of RFC 3339, section 5.6; one without an offset is taken for UTC, and the caller
    is warned.

    Args:
        value: the date-time.
        utc: how the offset of UTC is spelt.
    """
    kept = value.text if isinstance(value, ExactDateTime) else None
    if kept is not None:
        return kept
    text = _aware(value).isoformat()
    return text.removesuffix(_UTC) + utc if text.endswith(_UTC) else text


def time_text(value: time, utc: str = _UTC) -> str:
    """A time of RFC 3339; see :func:`date_time_text`."""
    kept = value.text if isinstance(value, ExactTime) else None
    if kept is not None:
        return kept
    if value.tzinfo is None:
        _warn_naive("time")
        value = value.replace(tzinfo=UTC)
    text = value.isoformat()
    return text.removesuffix(_UTC) + utc if text.endswith(_UTC) else text


def with_offset(text: str) -> str:
    """The text of a date-time or time as it is sent: as it is where it has an offset, else as a
    value without one is, except that no digit of a second is lost.
    """
    moment = _read(text)
    if moment is None or moment.tzinfo is not None:
        return text
    _warn_naive("time" if isinstance(moment, time) else "date-time", text)
    spelt = moment.replace(tzinfo=UTC).isoformat()
    if not BEYOND_MICROSECONDS.search(text):
        return spelt
    digits = re.split("[.,]", text)[1]
    return f"{spelt.partition('.')[0].removesuffix(_UTC)}.{digits}{_UTC}"


def _read(text: str) -> datetime | time | None:
    """None for what has small letters or a leap second, and therefore an offset."""
    for kind in (datetime, time):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return None


def _aware(value: datetime) -> datetime:
    offset = value.utcoffset()
    if offset is None:
        _warn_naive("date-time")
        return value.replace(tzinfo=UTC)
    # RFC 3339 knows no seconds in an offset; local times before the zones were made have some.
    return value.astimezone(UTC) if offset % timedelta(minutes=1) else value


def _warn_naive(what: str, text: str = "") -> None:
    remedy = (
        f"write it, such as {text}Z"
        if text
        else "give it a tzinfo (datetime.UTC, or zoneinfo.ZoneInfo(...))"
    )
    warn_caller(f"a {what} without an offset is sent as UTC; {remedy}", UserWarning)
