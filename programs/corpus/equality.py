"""Equality of JSON values as the lossless law has it."""

from __future__ import annotations

import base64
import binascii
import datetime
import math
import re
from typing import Any
from uuid import UUID

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d.*|\d\d:\d\d:\d\d.*|\d{4}-\d\d-\d\d")


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal as the law has it: only moments, UUIDs and base64 may be
    respelt.
    """
    match left, right:
        case (dict(), dict()):
            return left.keys() == right.keys() and all(
                same(value, right[key]) for key, value in left.items()
            )
        case (list(), list()):
            return len(left) == len(right) and all(
                same(*pair) for pair in zip(left, right, strict=True)
            )
        case (bool(), _) | (_, bool()):
            return left is right
        case (int() | float(), int() | float()):
            return left == right or (math.isnan(left) and math.isnan(right))
        case (str(), str()):
            return left == right or respelt(left, right)
        case _:
            return left is None and right is None


def respelt(left: str, right: str) -> bool:
    """Whether both texts name the same moment (with its offset), the same UUID or the same
    octets.
    """
    if _MOMENT.fullmatch(left) and _MOMENT.fullmatch(right):
        try:
            return _moment(left) == _moment(right)
        except ValueError:
            return False
    try:
        return UUID(left) == UUID(right)
    except ValueError:
        pass
    try:
        return base64.b64decode(left, validate=True) == base64.b64decode(right, validate=True)
    except (binascii.Error, ValueError):
        return False


def _moment(text: str) -> tuple[object, object]:
    if text[2:3] == ":":
        time = datetime.time.fromisoformat(text)
        return time.replace(tzinfo=None), time.utcoffset()
    moment = datetime.datetime.fromisoformat(text)
    return moment.replace(tzinfo=None), moment.utcoffset()
