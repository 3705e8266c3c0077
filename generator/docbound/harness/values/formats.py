"""Formats that the lossless law asserts: RFC 3339 moments, RFC 4122 UUIDs, RFC 4648 base64, decimal
numbers.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from typing import Any

# jsonschema has no types of its own; those of typeshed are a distribution that a checker may or may
# not have.
from jsonschema import FormatChecker  # type: ignore[import-untyped,unused-ignore]

FORMATS: Any = FormatChecker(())

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"


def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    found = re.fullmatch(rf"(\d{{4}}-\d\d-\d\d)[Tt]{_CLOCK}", value, re.ASCII)
    return bool(found and datetime.date.fromisoformat(found[1]))


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) and datetime.date.fromisoformat(value)
    )


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(_CLOCK, value, re.ASCII))


def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", value)
    )


def _is_byte(value: object) -> bool:
    if isinstance(value, str):
        base64.b64decode(value, validate=True)
    return True


def _is_decimal(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?", value, re.ASCII)
    )


for _name, _check, _raises in (
    ("date-time", _is_date_time, ValueError),
    ("date", _is_date, ValueError),
    ("time", _is_time, ()),
    ("uuid", _is_uuid, ()),
    ("byte", _is_byte, (binascii.Error, ValueError)),
    ("decimal", _is_decimal, ()),
):
    FORMATS.checks(_name, raises=_raises)(_check)
