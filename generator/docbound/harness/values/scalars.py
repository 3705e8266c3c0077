"""Strings, numbers and values of any kind, as rough as the rest of :mod:`.instances`."""

from __future__ import annotations

import base64
import math
import random
from collections.abc import Mapping
from typing import Any

from docbound.patterns.made_text import text_of

from .budget import BudgetExceededError, at_least, at_most

_FORMATS: Mapping[str, tuple[str, ...]] = {
    "date-time": (
        "2020-07-04T12:00:00Z",
        "2024-02-29T23:59:59.123456+05:30",
        "2016-12-31T23:59:60Z",
        "1985-04-12T23:20:50.5200000Z",
        "2020-07-04T12:00:00.000Z",
    ),
    "date": ("2020-02-29", "1999-12-31"),
    "time": ("12:00:00Z", "23:59:59.5+02:00"),
    "uuid": (
        "123e4567-e89b-12d3-a456-426614174000",
        "123E4567-E89B-12D3-A456-426614174000",
    ),
    "byte": (
        base64.b64encode(b"\xfb\xff\xfe docbound").decode(),
        "",
        base64.b64encode(b"ab").decode(),
    ),
    "email": ("a@example.org",),
    "uri": ("https://example.org/a?b=c#d",),
    "url": ("https://example.org/",),
    "hostname": ("example.org",),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "decimal": ("1.10", "1e5", "0.1"),
    "duration": ("P1DT2H",),
}
_TEXTS = (
    "",
    "a",
    "Zoë \u202e \U0001f600",
    'quote " and \\ slash',
    "123",
    "true",
    "null",
    "2020-07-04",
    "x" * 40,
    "a b/c?d=e&f#g",
    "100% a+b",
    "a,b;c|d",
    "é%2F!$'()*[]~",
    "..",
    "two",
    "word-1_b",
)
INTEGERS = (0, 1, -1, 7, 50, 2**31, 9007199254740993)
NUMBERS = (0, 1, -1.5, 0.1, 1.0, 1e-7, 12345678901234567, 2.5e10)
_ANYTHING: tuple[Any, ...] = (
    "text",
    1,
    1.5,
    True,
    None,
    [],
    [1, "a", None],
    {"a": {"b": [1.0]}},
)


_PLAIN_TEXTS = ("example", "text", "one", "two", "three", "lorem ipsum")
PLAIN_INTEGERS = (1, 2, 3, 5, 10, 42)
PLAIN_NUMBERS = (1, 2.5, 10, 0.25, 42)
"""What a reader takes for an example."""


def string(schema: Mapping[str, Any], chance: random.Random, *, plain: bool = False) -> str:
    """A text of the schema's format, pattern or length.

    Raises:
        BudgetExceededError: it must be too long.
    """
    word = schema.get("format")
    if schema.get("contentEncoding") == "base64":
        word = "byte"
    least, most = at_least(schema, "minLength"), at_most(schema, "maxLength")
    known = _FORMATS.get(word, ()) if isinstance(word, str) else ()
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and (not known or chance.random() < 0.5):
        made = text_of(pattern, chance)
        if made is not None and len(made) < least:
            made = text_of(pattern, chance, least)
        if made is not None:
            return made[:most]
    if known:
        return chance.choice(known)
    text = chance.choice(_PLAIN_TEXTS if plain else _TEXTS)
    text += "y" * max(0, least - len(text))
    return text[:most]


def number(schema: Mapping[str, Any], choices: tuple[float, ...], chance: random.Random) -> float:
    """A number within the schema's limits, of ``choices`` if one of them is.

    Raises:
        BudgetExceededError: the limits are beyond what can be reckoned with.
    """
    try:
        return _number(schema, choices, chance)
    except OverflowError:
        raise BudgetExceededError from None


def _number(schema: Mapping[str, Any], choices: tuple[float, ...], chance: random.Random) -> float:
    low = _limit(schema, "minimum", "exclusiveMinimum")
    high = _limit(schema, "maximum", "exclusiveMaximum")
    step: Any = schema.get("multipleOf")
    if _is_number(step) and step > 0:
        least = math.ceil(low / step) if low is not None else 0
        made: float = (least + chance.randrange(1, 4)) * step
        return made
    fitting = [
        value
        for value in choices
        if (low is None or value > low) and (high is None or value < high)
    ]
    if fitting:
        return chance.choice(fitting)
    if low is not None and high is not None and choices in (NUMBERS, PLAIN_NUMBERS):
        return chance.choice((low, (low + high) / 2, high))
    return low if low is not None else high if high is not None else 0


def anything(chance: random.Random) -> Any:
    """A value of any kind."""
    return chance.choice(_ANYTHING)


def _limit(schema: Mapping[str, Any], *keywords: str) -> float | None:
    for keyword in keywords:
        if _is_number(schema.get(keyword)):
            found: float = schema[keyword]
            return found
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
