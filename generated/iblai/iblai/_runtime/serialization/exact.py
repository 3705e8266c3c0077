"""Values of Python's own types that keep the text of the wire, where the type alone cannot hold all
of it.

A ``float`` has some 16 digits, a ``datetime`` microseconds. What has more is held as nearly as the
type can, so that it can be reckoned with, and is written back digit by digit. See
docs/decisions/0022.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, Final, Self


class ExactFloat(float):
    """A number with more digits, or a larger exponent, than a ``float`` has.

    It is the nearest ``float`` (an infinity where there is none) and is written as it came.

    Attributes:
        text: the number as JSON text; ``Decimal(number.text)`` has all of it.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """The number that ``text`` is."""
        self = super().__new__(cls, text)
        self.text = text
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
    RFC 3339 asks for.

    It is the last moment that Python can hold before the one that it stands for, and is written as
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
        """The date-time as it came; None for one that was made in the program."""
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
        """The time as it came; None for one that was made in the program."""
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


_MANY_DIGITS: Final = re.compile(rb"\.(?:[0-9]{8}|(?<=[0-9]{8}\.))")
"""A point with eight digits before it or after it: any number beyond the 15 digits that are always
safe has one.

It begins with a plain character, for which an expression is looked through five times as fast."""
_LONG_NUMBER: Final = re.compile(rb"(?<![0-9.])(?=[0-9.]{17})[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?")
_LARGE_EXPONENTS: Final = re.compile(rb"e\+?[0-9]{3}"), re.compile(rb"E\+?[0-9]{3}")
_BLANKS: Final = b" \t\n\r"
_RESPELT: Final = re.compile(rb"\.[0-9]*0(?![0-9])|\.[0-9]*[eE]")


def may_lose_digits(body: bytes) -> bool:
    """Whether a number in JSON text may be none that a double can hold; text in strings that looks
    like one counts too.
    """
    if _MANY_DIGITS.search(body) is None:
        return False
    # Most often they are doubles, in the shortest form that there is.
    if _comes_back(body):
        return False
    numbers = _LONG_NUMBER.findall(body)
    if not numbers or _comes_back(b"[%b]" % b",".join(numbers)):
        return False
    return any(isinstance(exact_number(each.decode()), ExactFloat) for each in numbers)


def _comes_back(body: bytes) -> bool:
    """Whether JSON text is the same after all its numbers went through doubles; it is not where it
    escapes more than it must.
    """
    from pydantic_core import from_json, to_json

    try:
        again = to_json(from_json(body))
    except ValueError:
        return False
    return again.translate(None, _BLANKS) == body.translate(None, _BLANKS)


def may_overflow(body: bytes) -> bool:
    """Whether JSON text may have a number beyond the largest double."""
    small, large = _LARGE_EXPONENTS
    return small.search(body) is not None or (b"E" in body and large.search(body) is not None)


def may_respell(body: bytes) -> bool:
    """Whether a number in JSON text may be written otherwise than Python would write it, such as
    ``1.10``.
    """
    return _RESPELT.search(body) is not None
