"""Dates and times on the wire (RFC 3339), in bodies, queries, headers, paths and forms."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from ..call_site import warn_caller
from .exact import ExactDateTime, ExactTime

_UTC: Final = "+00:00"


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


def _aware(value: datetime) -> datetime:
    offset = value.utcoffset()
    if offset is None:
        _warn_naive("date-time")
        return value.replace(tzinfo=UTC)
    # RFC 3339 knows no seconds in an offset; local times before the zones were made have some.
    return value.astimezone(UTC) if offset % timedelta(minutes=1) else value


def _warn_naive(what: str) -> None:
    warn_caller(
        f"a {what} without an offset is sent as UTC; give it a tzinfo (datetime.UTC, or"
        " zoneinfo.ZoneInfo(...))",
        UserWarning,
    )
