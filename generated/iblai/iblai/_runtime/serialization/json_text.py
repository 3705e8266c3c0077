"""JSON text to plain data and back, without loss and to any depth.

The standard library does the work. Where its recursion ends, a slower reading with a stack of its
own takes over, so that no text can crash a program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Any, Final, TypeGuard

from ..errors import InvalidJSONError
from ..lazy_patterns import lazy_pattern
from ..mismatch_record import Path
from .exact import ExactFloat, JSONDecimal, exact_number


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether ``value`` is a JSON object as Python holds it."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether ``value`` is a JSON array as Python holds it."""
    return isinstance(value, (list, tuple))


def is_set(value: object) -> TypeGuard[set[Any] | frozenset[Any]]:
    """Whether ``value`` is a set; it is written as an array."""
    return isinstance(value, (set, frozenset))


def loads(body: bytes, number: Callable[[str], float] = exact_number) -> Any:
    """Parses JSON text in UTF-8 (UTF-16 and UTF-32 are recognised too).

    Numbers lose no digit; of duplicate keys the last one counts; a lone surrogate escape is kept.
    ``NaN`` and ``Infinity``, which some services write although JSON has no such numbers, are read
    as floats, as pydantic-core does.

    Args:
        body: the text.
        number: reads a number with a fraction or an exponent.

    Raises:
        InvalidJSONError: the text is not JSON.
    """
    try:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
    except UnicodeDecodeError as error:
        raise InvalidJSONError(f"not UTF-8 at byte {error.start}") from None
    text = text.removeprefix("\ufeff")
    try:
        try:
            return json.loads(text, parse_float=number)
        except RecursionError:
            return _DeepEncoder(text, number).parse()
    except json.JSONDecodeError as error:
        raise InvalidJSONError(
            f"{error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except (
        ValueError
    ) as error:  # an integer of more digits than Python reads (sys.set_int_max_str_digits)
        raise InvalidJSONError(str(error)) from None


def dumps(value: Any, *, exact: bool = False) -> bytes:
    """Writes plain data compactly, in UTF-8.

    Args:
        value: the data.
        exact: whether numbers in it keep their text, which is written then.

    Raises:
        ValueError: a number is not finite, or a container holds itself.
        TypeError: something in it is not plain data.
    """
    text = None if exact else _quickly(value)
    if text is None:
        text = "".join(_pieces(value))
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate can only be written as an escape
        return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _quickly(value: Any) -> str | None:
    """What the json module writes; None for data that are too deep for it."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        return None


_CONSTANT: Final = lazy_pattern(rb"(?:^|[:,\[\s])-?(?:NaN|Infinity)")


def has_constants(body: bytes) -> bool:
    """Whether a text may have ``NaN`` or ``Infinity`` where a number should be; a string with such
    words counts too.
    """
    # To look for one letter takes a thirtieth of the time.
    return ((b"N" in body and b"NaN" in body) or (b"I" in body and b"Infinity" in body)) and bool(
        _CONSTANT.search(body)
    )


def unwritable(value: object, path: Path) -> Iterator[tuple[Path, float]]:
    """The numbers in plain data that JSON cannot carry (NaN and the infinities), each with its
    place.

    Args:
        value: data of any depth.
        path: the place of ``value`` itself.
    """
    waiting: list[tuple[Path, object]] = [(path, value)]
    while waiting:
        place, item = waiting.pop()
        if isinstance(item, float):
            if not isfinite(item) and not isinstance(item, ExactFloat):
                yield place, item
        elif is_object(item):
            waiting.extend(((place, key), item[key]) for key in reversed(item))
        elif is_array(item):
            last = len(item) - 1
            waiting.extend(((place, last - back), held) for back, held in enumerate(reversed(item)))


# --- beyond the recursion limit

_SPACE: Final = lazy_pattern(r"[ \t\n\r]*")
_KEY: Final = json.JSONDecoder()


class _DeepEncoder:
    """Parses with a stack of its own."""

    def __init__(self, text: str, number: Callable[[str], float]) -> None:
        self._text = text
        self._scalar = json.JSONDecoder(parse_float=number)
        self._at = 0
        self._open: list[list[Any] | dict[str, Any]] = []
        self._keys: list[str] = []

    def parse(self) -> Any:
        while True:
            match self._next():
                case "[" | "{" as mark:
                    container: list[Any] | dict[str, Any] = [] if mark == "[" else {}
                    self._at += 1
                    if self._next() != _END[type(container)]:
                        self._open.append(container)
                        self._read_key()
                        continue
                    self._at += 1
                    value: Any = container
                case _:
                    value, self._at = self._scalar.raw_decode(self._text, self._at)
            if self._close(value):
                return self._result

    def _close(self, value: Any) -> bool:
        """Puts a complete value into its container, and that one into its own if it ends here.
        Tells when all is read.
        """
        while self._open:
            container = self._open[-1]
            if isinstance(container, list):
                container.append(value)
            else:
                container[self._keys.pop()] = value
            mark = self._next()
            self._at += 1
            if mark == ",":
                self._read_key()
                return False
            if mark != _END[type(container)]:
                raise json.JSONDecodeError("Expecting ',' delimiter", self._text, self._at - 1)
            value = self._open.pop()
        if self._next():
            raise json.JSONDecodeError("Extra data", self._text, self._at)
        self._result = value
        return True

    def _read_key(self) -> None:
        if isinstance(self._open[-1], list):
            return
        if self._next() != '"':
            raise json.JSONDecodeError(
                "Expecting property name enclosed in double quotes",
                self._text,
                self._at,
            )
        key, self._at = _KEY.raw_decode(self._text, self._at)
        if self._next() != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", self._text, self._at)
        self._at += 1
        self._keys.append(key)

    def _next(self) -> str:
        """The next character that is no white space, or an empty string at the end."""
        found = _SPACE.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return self._text[self._at : self._at + 1]


_END: Final = {list: "]", dict: "}"}


def _pieces(value: Any) -> Iterator[str]:
    """The text of deep data, piece by piece."""
    open_containers: list[tuple[Iterator[tuple[str, Any]], str]] = [(iter([("", value)]), "")]
    while open_containers:
        items, end = open_containers[-1]
        for lead, item in items:
            yield lead
            if is_array(item):
                yield "["
                open_containers.append((_indented(("", element) for element in item), "]"))
                break
            if is_object(item):
                yield "{"
                open_containers.append(
                    (
                        _indented((f"{_scalar(key)}:", element) for key, element in item.items()),
                        "}",
                    )
                )
                break
            yield _scalar(item)
        else:
            yield end
            open_containers.pop()


def _indented(items: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Puts a comma before every item but the first."""
    comma = ""
    for lead, item in items:
        yield comma + lead, item
        comma = ","


def _scalar(value: Any) -> str:
    if isinstance(value, (ExactFloat, JSONDecimal)):
        return value.text
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
