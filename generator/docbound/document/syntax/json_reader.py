"""JSON text to plain data, at the speed of the standard library's scanner."""

from __future__ import annotations

import json
import math
import re
from typing import Final

from docbound.diagnostics.diagnostic import Severity
from docbound.document.syntax.number_literals import number_of
from docbound.document.syntax.syntax_problems import (
    LONGEST_KEY,
    MAX_DEPTH,
    MAX_DIGITS,
    SyntaxProblem,
    UnreadableError,
    too_deep,
    too_long,
)
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import JSONValue

_WORDS: Final = {
    "Expecting value": "a value is missing here",
    "Expecting ',' delimiter": "a comma is missing here",
    "Expecting ':' delimiter": "a colon is missing here",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing here",
    "Illegal trailing comma before end of object": "this comma has nothing after it",
    "Illegal trailing comma before end of array": "this comma has nothing after it",
    "Unterminated string starting at": "this string has no end",
    "Invalid control character at": "a control character is unescaped in a string",
    "Invalid \\escape": "this escape sequence does not exist",
    "Invalid \\uXXXX escape": "an escape of four hexadecimal digits is broken here",
    "Extra data": "there is more text after the end of the document",
}
# A high half without a low one behind it, or a low one without a high one before it. Where the
# backslash itself is escaped this finds too much, which costs a walk and does no harm.
_LONE_ESCAPE: Final = lazy_pattern(
    r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
# Most texts have no halves at all, and a pattern that begins with a text of its own is searched for
# ten times as fast.
_HALF: Final = r"\\u[dD]"
_LONE_SURROGATE: Final = r"[\ud800-\udfff]"
_TOKEN: Final = r'(?s)"(?:[^"\\]++|\\.)*+"|[\[\]{}]'


class _Reader:
    """The hooks of one run of the scanner, and what they saw."""

    __slots__ = ("duplicates", "long_key", "odd_numbers")

    def __init__(self) -> None:
        self.duplicates = False
        self.long_key = False
        self.odd_numbers: list[str] = []

    def pairs(self, pairs: list[tuple[str, JSONValue]]) -> dict[str, JSONValue]:
        result = dict(pairs)
        if len(result) != len(pairs):
            self.duplicates = True
        # Few objects have so many letters in their keys: one look at all keys is cheaper than one
        # at each.
        if len("".join(result)) > LONGEST_KEY and len(max(result, key=len)) > LONGEST_KEY:
            self.long_key = True
        return result

    def constant(self, text: str) -> str:
        self.odd_numbers.append(text)
        return text

    def floating(self, text: str) -> float | str:
        value = float(text)
        return number_of(text, value) if math.isfinite(value) else self.constant(text)

    def integer(self, text: str) -> int | str:
        return int(text) if len(text) <= MAX_DIGITS else self.constant(text)


def looks_like_json(text: str) -> bool:
    """Whether ``text`` starts as a JSON object or array does."""
    return text.lstrip(" \t\n")[:1] in {"{", "["}


def read_json(text: str, problems: list[SyntaxProblem]) -> tuple[JSONValue, bool]:
    """Reads a JSON text.

    Args:
        text: the whole document.
        problems: receives what is odd but readable.

    Returns:
        The data, and whether an object has a key twice (the last one won).

    Raises:
        UnreadableError: the text is not JSON, nests too deeply, or has a key that is too long.
    """
    reader = _Reader()
    try:
        data = _scan(text, reader)
    except json.JSONDecodeError as error:
        words = _WORDS.get(error.msg, error.msg)
        problem = SyntaxProblem(
            code="invalid-json", message=f"not valid JSON: {words}", offset=error.pos
        )
        raise UnreadableError(problem) from None
    except RecursionError:
        raise too_deep(_offset_of_depth(text)) from None
    if _is_deep(data):
        raise too_deep(_offset_of_depth(text))
    if reader.long_key:
        raise too_long(_offset_of_long_key(text))
    for number in reader.odd_numbers:
        problems.append(_odd_number(number, text))
    if re.search(_HALF, text) and _LONE_ESCAPE.search(text):
        data = _without_surrogates(data, text, problems)
    return data, reader.duplicates


def _scan(text: str, reader: _Reader) -> JSONValue:
    """Runs the scanner; integers take the slow path only where one is too long for the fast one."""
    try:
        data: JSONValue = json.loads(
            text,
            object_pairs_hook=reader.pairs,
            parse_float=reader.floating,
            parse_constant=reader.constant,
        )
    except json.JSONDecodeError:
        raise
    except ValueError:
        reader.odd_numbers.clear()
        data = json.loads(
            text,
            object_pairs_hook=reader.pairs,
            parse_float=reader.floating,
            parse_int=reader.integer,
            parse_constant=reader.constant,
        )
    return data


def _odd_number(number: str, text: str) -> SyntaxProblem:
    shown = number if len(number) <= 40 else f"{number[:37]}..."
    return SyntaxProblem(
        code="number-out-of-range",
        message=f"{shown} is not a number that JSON and Python can hold; it is kept as text",
        offset=max(text.find(number), 0),
        severity=Severity.WARNING,
    )


def _is_deep(data: JSONValue) -> bool:
    """Walks the data level by level, which is the cheapest way to learn its depth."""
    level: list[JSONValue] = [data]
    for _ in range(MAX_DEPTH):
        level = [
            value
            for container in level
            for value in (
                container.values()
                if isinstance(container, dict)
                else container if isinstance(container, list) else ()
            )
            if isinstance(value, dict | list)
        ]
        if not level:
            return False
    return True


def _offset_of_depth(text: str) -> int:
    depth = 0
    for match in re.finditer(_TOKEN, text):
        match match[0]:
            case "{" | "[":
                depth += 1
            case "}" | "]":
                depth -= 1
            case _:
                continue
        if depth > MAX_DEPTH:
            return match.start()
    return 0


def _offset_of_long_key(text: str) -> int:
    """Where the first key is that is too long; a string may be shorter than it is written."""
    for match in re.finditer(_TOKEN, text):
        if len(match[0]) > LONGEST_KEY and re.compile(r"[ \t\n]*:").match(text, match.end()):
            key: str = json.loads(match[0], strict=False)
            if len(key) > LONGEST_KEY:
                return match.start()
    return 0


def _without_surrogates(data: JSONValue, text: str, problems: list[SyntaxProblem]) -> JSONValue:
    """Half a surrogate pair is no character and cannot be written to any file: it becomes U+FFFD,
    with a warning.
    """
    found = False

    def clean(value: JSONValue) -> JSONValue:
        nonlocal found
        match value:
            case str():
                if re.search(_LONE_SURROGATE, value):
                    found = True
                    return re.sub(_LONE_SURROGATE, "\ufffd", value)
                return value
            case dict():
                return {str(clean(key)): clean(item) for key, item in value.items()}
            case list():
                return [clean(item) for item in value]
            case _:
                return value

    cleaned = clean(data)
    if not found:
        return data
    problems.append(
        SyntaxProblem(
            code="lone-surrogate",
            message="a string has half of a surrogate pair; it is replaced by U+FFFD",
            offset=_lone_offset(text),
            severity=Severity.WARNING,
        )
    )
    return cleaned


def _lone_offset(text: str) -> int:
    for match in re.finditer(_TOKEN, text):
        if match[0][0] == '"' and re.search(
            _LONE_SURROGATE, str(json.loads(match[0], strict=False))
        ):
            return match.start()
    return 0
