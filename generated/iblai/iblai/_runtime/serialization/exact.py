"""Numbers, dates and times that keep the text of the wire where Python's types cannot.

A ``float`` has some 16 digits, a ``datetime`` microseconds. What has more is held as nearly as the
type can, so that it can be reckoned with, and is written back digit by digit. See
docs/decisions/0022.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from math import isfinite
from typing import Any, Final, Self

from ..lazy_patterns import lazy_pattern


class _Existence:
    """Whether there was ever an :class:`ExactFloat` in this process. Most programs never see one,
    and need not look for it in what they send.
    """

    exact_floats = False


_EXISTENCE: Final = _Existence()


def exact_floats_exist() -> bool:
    """Whether this process has made an :class:`ExactFloat`."""
    return _EXISTENCE.exact_floats


class ExactFloat(float):
    """A number with more digits, or a larger exponent, than a ``float`` has.

    It is the nearest ``float`` (an infinity where there is none) and is written as received.

    Attributes:
        text: the number as JSON text; ``Decimal(number.text)`` has all of it.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """The number that ``text`` is."""
        self = super().__new__(cls, text)
        self.text = text
        _EXISTENCE.exact_floats = True
        return self

    def __repr__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.text,)


class ExactDecimal(Decimal):
    """A decimal number in a string that ``Decimal`` would write in another way, such as ``+1``,
    ``.5`` or ``1e5``.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """The number that ``text`` is."""
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.text,)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any, /) -> Self:
        return self


class JSONDecimal(ExactDecimal):
    """A decimal number that JSON has as a number (``type: number, format: decimal``), with its
    digits as they were written.
    """

    __slots__ = ()


class ExactDateTime(datetime.datetime):
    """A date-time with more digits than microseconds, of a leap second, or without the offset that
    RFC 3339 demands.

    It is the last moment that Python can hold before the one that it means, and is written as
    it came. What is made of it by arithmetic, ``replace`` or ``astimezone`` is written as any
    other.
    """

    __slots__ = ("_text",)

    _text: str

    @classmethod
    def keeping(cls, text: str, near: datetime.datetime) -> Self:
        """``near`` with the text that it came from."""
        self = cls(near.year, near.month, near.day, *_time_parts(near))
        self._text = text
        return self

    @property
    def text(self) -> str | None:
        """The date-time as received; None for one that was made in the program."""
        return getattr(self, "_text", None)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _date_time, (
            self.text,
            self.year,
            self.month,
            self.day,
            *_time_parts(self),
        )


class ExactTime(datetime.time):
    """A time of day; see :class:`ExactDateTime`."""

    __slots__ = ("_text",)

    _text: str

    @classmethod
    def keeping(cls, text: str, near: datetime.time) -> Self:
        """``near`` with the text that it came from."""
        self = cls(*_time_parts(near))
        self._text = text
        return self

    @property
    def text(self) -> str | None:
        """The time as received; None for one that was made in the program."""
        return getattr(self, "_text", None)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _time, (self.text, *_time_parts(self))


def _date_time(text: str | None, *parts: Any) -> datetime.datetime:
    """Undoes pickling."""
    near = datetime.datetime(*parts)
    return near if text is None else ExactDateTime.keeping(text, near)


def _time(text: str | None, *parts: Any) -> datetime.time:
    near = datetime.time(*parts)
    return near if text is None else ExactTime.keeping(text, near)


def _time_parts(
    value: datetime.datetime | datetime.time,
) -> tuple[int, int, int, int, datetime.tzinfo | None]:
    return value.hour, value.minute, value.second, value.microsecond, value.tzinfo


# --- numbers in JSON text


def exact_number(text: str) -> float:
    """The number of JSON text with a fraction or an exponent: a ``float`` where that is the very
    number.
    """
    value = float(text)
    if repr(value) == text or (isfinite(value) and _equals(value, text)):
        return value
    return ExactFloat(text)


def as_written(text: str) -> float:
    """The same, for text whose very digits count: a ``float`` only where Python writes it in the
    same way.
    """
    value = float(text)
    return value if repr(value) == text else ExactFloat(text)


def _equals(value: float, text: str) -> bool:
    try:
        return Decimal(text) == Decimal(repr(value))
    except InvalidOperation:  # an exponent beyond what Decimal holds
        return False


LARGEST_PLAIN: Final = 1e16
"""From here on a double is no longer the only number with its 16 digits, and an integer with an
exponent may have more digits than it shows."""
_MANY_DIGITS: Final = lazy_pattern(rb"\.(?:[0-9]{8}|(?<=[0-9]{8}\.))")
"""A point with eight digits before it or after it: any number beyond the 15 digits that are always
safe has one, or an exponent.

It begins with a plain character, for which an expression is looked through five times as fast."""
_NEGATIVE_EXPONENTS: Final = tuple(
    lazy_pattern(
        rb"%b(?:(?<=[0-9]{15}%b)|(?<=[0-9]%b)[0-9]{3,}(?=[ \t\n\r,\]}]|\Z))" % (sign, sign, sign)
    )
    for sign in (b"e-", b"E-")
)
"""How an exponent begins that may be too small for a double, or one behind a long mantissa without
a point, and where it is one."""
_POSITIVE_EXPONENTS: Final = tuple(
    lazy_pattern(rb"%b(?=[+0-9])(?:\+?[0-9]{3}|(?<=[0-9]{15}%b)\+?[0-9])" % (letter, letter))
    for letter in (b"e", b"E")
)
"""The letter is in most words, so what follows it is looked at before the alternatives."""
_DIGITS: Final = b"0123456789."
_NUMBER: Final = lazy_pattern(
    rb"(?:(?<=[ \t\n\r,:\[])|\A)-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?=[ \t\n\r,\]}]|\Z)"
)
_WINDOW: Final = 40
"""Bytes before a point in which a number must begin for it to be looked at more closely."""
_BYTES_PER_NUMBER: Final = 128
_SAMPLE: Final = 16
"""Where so many long numbers follow one another this closely, all of the text is compared at
once."""
_BLANKS: Final = b" \t\n\r"
_RESPELT: Final = (
    lazy_pattern(rb"\.[0-9]*(?:0(?![0-9])|[eE])"),
    *(
        lazy_pattern(
            rb"%b(?=[+\-0-9])(?<=[0-9]%b)[+-]?[0-9]+(?=[ \t\n\r,\]}]|\Z)" % (letter, letter)
        )
        for letter in (b"e", b"E")
    ),
)


def may_lose_digits(body: bytes) -> bool:
    """Whether a number in JSON text may be none that a double can hold.

    Numbers of :data:`LARGEST_PLAIN` and more that have an exponent and no point are left to the
    schema, and to :func:`may_overflow` where there is none.
    """
    for pattern in _NEGATIVE_EXPONENTS:
        if any(_loses_digits(body, found.start()) for found in pattern.finditer(body)):
            return True
    if b"." not in body or _MANY_DIGITS.search(body) is None:
        return False
    # Most often they are doubles, in the shortest form that there is.
    if _is_crowded(body) and _comes_back(body):
        return False
    return any(_loses_digits(body, found.start()) for found in _MANY_DIGITS.finditer(body))


def _is_crowded(body: bytes) -> bool:
    """Whether there seem to be so many long numbers that it costs less to compare the whole
    text."""
    places = [found.start() for found in islice(_MANY_DIGITS.finditer(body), _SAMPLE)]
    return len(places) == _SAMPLE and places[-1] - places[0] < _SAMPLE * _BYTES_PER_NUMBER


def _loses_digits(body: bytes, point: int) -> bool:
    """Whether the number around a point, or before an exponent, is none that a double can hold;
    text in a string is no number.
    """
    start = max(0, point - _WINDOW)
    before = body[start:point]
    begin = start + len(before.rstrip(_DIGITS))
    if begin == start and start:
        return True  # It is longer than anything that a double has digits for.
    if body[begin - 1 : begin] == b"-":
        begin -= 1
    number = _NUMBER.match(body, begin)
    return number is not None and isinstance(exact_number(number[0].decode()), ExactFloat)


def _comes_back(body: bytes) -> bool:
    """Whether JSON text is the same after all its numbers went through doubles; it is not where it
    escapes more than it must.
    """
    from pydantic_core import from_json, to_json

    try:
        again = to_json(from_json(body))
    except ValueError:
        return False
    if again == body:
        return True
    # What was written now has blanks in strings only.
    dense = body.translate(None, _BLANKS)
    return again == dense or again.translate(None, _BLANKS) == dense


def may_overflow(body: bytes) -> bool:
    """Whether JSON text may have a number beyond the largest double, or one of more digits than a
    double has, with an exponent and no point.
    """
    small, large = _POSITIVE_EXPONENTS
    return small.search(body) is not None or (b"E" in body and large.search(body) is not None)


def may_respell(body: bytes) -> bool:
    """Whether a number in JSON text may be written otherwise than Python would write it, such as
    ``1.10`` or ``1e5``.
    """
    return any(pattern.search(body) is not None for pattern in _RESPELT)
