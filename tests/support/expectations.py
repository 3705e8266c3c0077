"""What a fixture's ``expect`` block says, held against what a call gave. The format is told in tests/fixtures/README.md."""

from __future__ import annotations

import datetime
import enum
import importlib
import re
import uuid
from collections.abc import Mapping
from typing import Final, cast

from tests.support.wire import json_equal

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")

MISSING: Final = object()


def attribute(value: object, path: str) -> object:
    """Follows a path of Python attributes such as ``data[0].status``; MISSING where it leads nowhere."""
    for step in _STEP.finditer(path):
        if step[1] is not None:
            value = cast(list[object], value)[int(step[1])]
        elif isinstance(value, Mapping):
            value = cast(Mapping[str, object], value).get(step[2], MISSING)
        else:
            value = getattr(value, step[2], MISSING)
    return value


def means(value: object, wire: object, package: str) -> bool:
    """Tells whether ``value`` means the same as the JSON value ``wire``."""
    match value:
        case datetime.datetime():
            return isinstance(wire, str) and value == datetime.datetime.fromisoformat(
                wire
            )
        case datetime.date() | datetime.time():
            return value.isoformat() == wire
        case uuid.UUID():
            return isinstance(wire, str) and value == uuid.UUID(wire)
        case enum.Enum():
            return means(value.value, wire, package)
        case _:
            return json_equal(plain(value, package), wire)


def plain(value: object, package: str) -> object:
    """Turns what a call gave into plain JSON data, by the package's own encoding."""
    encoding = importlib.import_module(f"{package}._runtime.encoding")
    result: object = encoding.to_plain(value)
    return result


def check_value(value: object, expect: Mapping[str, object], package: str) -> None:
    """Holds a returned value (or an error's ``data``) against ``attributes``, ``present``, ``absent`` and ``value``."""
    if "value" in expect:
        assert json_equal(plain(value, package), expect["value"])
    for path, wire in cast(
        Mapping[str, object], expect.get("attributes") or {}
    ).items():
        got = attribute(value, path)
        assert got is not MISSING, f"{path} is not there"
        assert means(got, wire, package), f"{path}: expected {wire!r}, got {got!r}"
    fields = cast(set[str], getattr(value, "model_fields_set", set()))
    for name in cast(list[str], expect.get("present") or []):
        assert name in fields, f"{name} was on the wire"
    for name in cast(list[str], expect.get("absent") or []):
        assert name not in fields, f"{name} was not on the wire"


def check_type(value: object, wanted: str | None, models: object) -> None:
    """Holds the type of ``value`` against ``none``, ``plain``, ``Model`` or ``list[Model]``."""
    match wanted:
        case None | "none":
            assert value is None
        case "plain":
            assert value is None or isinstance(
                value, str | int | float | bool | list | dict
            )
        case _ if wanted.startswith("list["):
            assert isinstance(value, list)
            for item in cast(list[object], value):
                assert type(item).__name__ == wanted[5:-1]
        case _:
            assert isinstance(value, getattr(models, wanted)), type(value)
