"""Plain YAML scalars, read as JSON would.

YAML 1.1 turns ``no`` into false, ``0123`` into 83, ``12:30`` into 750 and ``2024-01-01`` into a
date; none of that is meant in a description of a JSON service. A plain scalar is null, a boolean or
a decimal number where YAML 1.2 and JSON agree about it, and text otherwise.

Source: YAML 1.2.2, 10.2 (JSON schema) and 10.3 (core schema); OpenAPI 3.1.1, "Format", which asks
for the JSON schema's types and for keys that are strings.
"""

from __future__ import annotations

import math
import re
from typing import Final

from docbound.document.syntax.number_literals import number_of
from docbound.document.syntax.syntax_problems import MAX_DIGITS

_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT: Final = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z"
)
_NOT_FINITE: Final = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")

FIRST_CHARACTERS: Final = frozenset("0123456789+-.~nNtTfF")
"""Only a plain scalar that starts with one of these, or is empty, can be anything but text."""


def is_not_finite(text: str) -> bool:
    """Whether ``text`` spells an infinity or "not a number", or a number beyond every double: JSON
    has none of them.
    """
    if _NOT_FINITE.match(text):
        return True
    return bool(_FLOAT.match(text)) and not isinstance(read_plain(text), int | float)


def read_plain(text: str) -> bool | int | float | str | None:
    """The value of a plain scalar.

    Numbers that JSON or Python cannot hold (infinities, more than 4,300 digits) stay text.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) <= MAX_DIGITS else text
    if _FLOAT.match(text):
        value = float(text)
        return number_of(text, value) if math.isfinite(value) else text
    return text
