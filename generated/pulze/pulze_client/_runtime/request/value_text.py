"""Text of scalar values: dates, numbers and booleans on the wire."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import TypeAlias, cast
from uuid import UUID

from ..errors import ApiValueError, InvalidJSONError
from ..http.media_types import known_charset
from ..serialization.date_times import date_time_text, time_text
from ..serialization.exact import ExactDecimal, ExactFloat

Plain: TypeAlias = "str | list[str] | dict[str, str | list[str]]"
"""A value as text: a scalar, items, or properties (of which one may be a list)."""


def scalar(value: object) -> str | None:
    """The text of a scalar; None if ``value`` is none of those that are known here.

    Booleans are ``true`` and ``false``; a date-time follows RFC 3339 with an offset, UTC where it
    has none of its own.
    """
    match value:
        case Enum():
            return scalar(cast("object", value.value))
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | UUID():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return date_time_text(value)
        case time():
            return time_text(value)
        case date():
            return value.isoformat()
        case ExactDecimal():
            return value.text
        case Decimal():
            return format(value, "f") if value.is_finite() else _number(float(value))
        case numbers.Integral():
            return str(int(value))
        case numbers.Real():
            return _number(float(value))
        case _:
            return None


def _number(value: float) -> str:
    if isinstance(value, ExactFloat):
        return value.text
    if not isfinite(value):
        raise ApiValueError(f"{value} is no number that can be sent")
    return repr(value)


def with_date_formats(value: object, datetimes: str | None, dates: str | None) -> object:
    """``value`` with its dates written by ``strftime`` formats, for services that expect another
    form than RFC 3339.
    """
    match value:
        case datetime() if datetimes:
            return value.strftime(datetimes)
        case datetime():
            return value
        case date() if dates:
            return value.strftime(dates)
        case list() | tuple():
            items = cast("Iterable[object]", value)
            return [with_date_formats(item, datetimes, dates) for item in items]
        case _:
            return value


def to_text(value: object) -> Plain:
    """``value`` as text, items or properties; what is None inside is left out, as RFC 6570 asks."""
    text = value if type(value) is str else scalar(value)
    if text is not None:
        return text
    match value:
        case list() | tuple() | set() | frozenset():
            items = cast("Iterable[object]", value)
            return [_inner(item) for item in items if item is not None]
        case Mapping():
            return _properties(cast("Mapping[object, object]", value))
        case Sequence() if not isinstance(value, (bytes, bytearray, memoryview)):
            return to_text(list(cast("Iterable[object]", value)))
        case _:
            return to_text(to_json_data(value))


def joined_items(value: object, separators: str) -> object:
    """An array of arrays with its items as texts (Swagger 2.0, ``collectionFormat`` of the Items
    Object); anything else as it is.

    Args:
        value: what is sent.
        separators: what is between the items of an item, a character for each level.
    """
    if not separators or not isinstance(value, (list, tuple)):
        return value
    return [_joined_item(item, separators) for item in cast("Iterable[object]", value)]


def _joined_item(item: object, separators: str) -> object:
    inner = joined_items(item, separators[1:])
    if not isinstance(inner, (list, tuple)):
        return item
    texts = [_inner(each) for each in cast("Iterable[object]", inner) if each is not None]
    separator = separators[:1]
    if any(separator in text for text in texts):
        from ..call_site import warn_caller

        warn_caller(
            f"the items of an inner list are separated by {separator!r}, which one of them holds,"
            " too; the service cannot tell where it ends",
            UserWarning,
        )
    return separator.join(texts)


def _properties(value: Mapping[object, object]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name, item in value.items():
        if item is None:
            continue
        if isinstance(item, (list, tuple, set, frozenset)):
            items = cast("Iterable[object]", item)
            found[str(name)] = [_inner(each) for each in items if each is not None]
        else:
            found[str(name)] = _inner(item)
    return found


def _inner(value: object) -> str:
    """A value inside another one; the specification leaves deeper ones open, JSON is what services
    expect.
    """
    text = scalar(value)
    if text is not None:
        return text
    data = to_json_data(value)
    return data if isinstance(data, str) else json_text(data)


def in_charset(text: str, content_type: str) -> bytes:
    """``text`` as octets, in the charset that its content type names, else in UTF-8.

    Raises:
        ApiValueError: the charset is unknown, or it does not have a character of the text.
    """
    charset = known_charset(content_type)
    if charset is None:
        raise ApiValueError(f"{content_type!r} names an unknown charset")
    try:
        return text.encode(charset)
    except UnicodeEncodeError as error:
        character = ord(text[error.start])
        if charset == "utf-8":
            raise
        raise ApiValueError(
            f"the text holds U+{character:04X}, which the charset of {content_type!r} does not"
            " have; give bytes, or another content type"
        ) from None


def json_text(value: object) -> str:
    """``value`` as compact JSON."""
    from ..models.encoder import encode_json

    return encode_json(value, request=True).decode()


def field_json(value: object) -> str:
    """The JSON of a form's field. A text that is the JSON of an object or an array is sent as it
    is: descriptions call such a field a string that holds JSON.
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        from ..serialization.json_text import loads

        try:
            loads(value.encode())
        except (InvalidJSONError, UnicodeEncodeError):
            return json_text(value)
        return value
    return json_text(value)


def to_json_data(value: object) -> object:
    """``value`` as JSON-compatible data."""
    from ..models.encoder import to_plain

    return to_plain(value, request=True)
