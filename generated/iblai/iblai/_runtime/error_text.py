"""The message of an error: the service's own sentence and its code, from the response body."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast

from .lazy_patterns import lazy_pattern

_DETAIL_KEYS = ("message", "detail", "error_description", "title", "error", "errors")


_READ = 65536
"""Characters of a body that are looked at for a sentence."""


def error_detail(body: str, hide: Callable[[str], str] = str) -> str:
    """The sentence of an error body that a person wants to read, on one line of at most 200
    characters.

    Args:
        body: the text.
        hide: takes credentials out of a text. That comes before cutting: half a credential is
            still one.
    """
    if not body:
        return ""
    text = body.lstrip()
    if text.startswith("{") and len(body) <= _READ:
        try:
            found = _find_detail(json.loads(body))
        except (ValueError, RecursionError):
            found = ""
        if found:
            return one_line(hide(found[:_READ]))
    return one_line(hide(body[:_READ]))


def _find_detail(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and depth < 3:
        fields = cast("dict[str, object]", value)
        for key in _DETAIL_KEYS:
            found = _find_detail(fields.get(key), depth + 1)
            if found:
                return found
    if isinstance(value, list) and value and depth < 3:
        return _find_detail(cast("list[object]", value)[0], depth + 1)
    return ""


_UNSEEN = lazy_pattern("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would steer a terminal, turn the line round, or not be printable at all."""


def one_line(text: str, limit: int = 200) -> str:
    """``text`` on one line, without what would steer a terminal, cut at ``limit`` characters."""
    line = _UNSEEN.sub("\ufffd", " ".join(text[: limit * 4].split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


_REQUEST_ID_FIELDS = (
    "x-request-id",
    "request-id",
    "x-requestid",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-correlation-id",
    "x-trace-id",
    "cf-ray",
)


def request_id(headers: Mapping[str, str]) -> str | None:
    """The name that the service gave to a request, if one of the usual header fields has it."""
    return next((headers[name] for name in _REQUEST_ID_FIELDS if name in headers), None)
