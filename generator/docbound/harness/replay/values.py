"""Compares a call's result with the JSON that was on the wire."""

from __future__ import annotations

import base64
import datetime
import decimal
import enum
import json
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final, cast

from .matching import json_equal

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class _Missing:
    """What is where a path leads to nothing."""


MISSING: Final = _Missing()


def attribute(value: object, path: str) -> object:
    """Follows a path of Python attributes such as ``data[0].status``; MISSING where there is
    nothing.
    """
    for step in _STEP.finditer(path):
        if step[1] is not None:
            items = cast("list[object]", value)
            value = (
                items[int(step[1])]
                if isinstance(value, list) and int(step[1]) < len(items)
                else MISSING
            )
        elif isinstance(value, Mapping):
            value = cast(Mapping[str, object], value).get(step[2], MISSING)
        else:
            value = getattr(value, step[2], MISSING)
    return value


def means(value: object, wire: object) -> bool:
    """Tells whether ``value`` means the same as the JSON value ``wire``."""
    match value:
        case datetime.datetime():
            try:
                return isinstance(wire, str) and value == datetime.datetime.fromisoformat(wire)
            except (ValueError, TypeError):
                return False
        case datetime.date() | datetime.time():
            return value.isoformat() == wire
        case uuid.UUID():
            return isinstance(wire, str) and str(value) == wire.lower()
        case enum.Enum():
            return means(value.value, wire)
        case list() if isinstance(wire, list):
            items, wires = cast("list[object]", value), cast("list[object]", wire)
            return len(items) == len(wires) and all(map(means, items, wires))
        case _:
            return json_equal(plain(value), wire)


def plain(value: object) -> object:
    """Turns what a call gave into plain JSON data, by the models' own encoding."""
    match value:
        case enum.Enum():
            return plain(value.value)
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [plain(item) for item in cast("list[object]", value)]
        case dict():
            return {
                str(key): plain(item) for key, item in cast("dict[object, object]", value).items()
            }
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case datetime.date() | datetime.time():
            return value.isoformat()
        case uuid.UUID() | decimal.Decimal():
            return str(value)
        case _:
            return _encoded(value)


def _encoded(value: Any) -> object:
    if hasattr(value, "to_json"):
        return json.loads(value.to_json())
    for name in ("value", "payload", "root"):  # an unknown variant, or a wrapper
        if hasattr(value, name):
            return plain(getattr(value, name))
    return str(value)
