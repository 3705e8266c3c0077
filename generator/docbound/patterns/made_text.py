"""Texts that match a regular expression, made by walking the tree that Python's own parser makes of
it.

It is a rough maker: what it makes counts only where the pattern is found in it.
"""

from __future__ import annotations

import importlib
import random
import re
import warnings
from collections.abc import Iterable
from typing import Any, Final

_parser: Any = importlib.import_module("re._parser")

_ALPHABET = "aB3_ -.z09Z/+@:,;#é"
"""What is tried for a class that excludes or describes characters."""

_CATEGORIES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_SPACE": " ",
    "CATEGORY_WORD": "abcXYZ019_",
    "CATEGORY_NOT_DIGIT": "ab-_ ",
    "CATEGORY_NOT_SPACE": "abc019-_",
    "CATEGORY_NOT_WORD": "-+ .",
}
_STEPS: Final = 10_000
"""Nodes of a pattern that are gone through for one text."""
MOST_REPEATS = 3
"""How often more than it must be something is repeated."""

# Spellings of ECMA 262 that Python has in another form.
_SPELLINGS = (
    (re.compile(r"\\[pP]\{[^}]*\}"), "[A-Za-z]"),
    (re.compile(r"\\/"), "/"),
    (re.compile(r"\(\?<(?![=!])"), "(?P<"),
    (re.compile(r"\\u([0-9A-Fa-f]{4})"), r"\\u\1"),
    (re.compile(r"\\Z"), "$"),
)


def text_of(pattern: str, chance: random.Random, least: int = 0) -> str | None:
    """A text that ``pattern`` most often finds itself in; None if the pattern cannot be read, or
    takes too much.

    Args:
        pattern: a regular expression as ECMA 262 or Python has it.
        chance: which ways are taken.
        least: everything that may be repeated is, so often.
    """
    for old, new in _SPELLINGS:
        pattern = old.sub(new, pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parser.parse(pattern)
        return _Walk(chance, least).text(tree)
    except (re.error, OverflowError, RecursionError):
        return None


class _Walk:
    """Makes the text of one parsed pattern.

    Args:
        chance, least: as for :func:`text_of`.
    """

    def __init__(self, chance: random.Random, least: int) -> None:
        self._chance = chance
        self._least = least
        self._groups: dict[int, str] = {}
        self._left = _STEPS

    def text(self, nodes: Iterable[tuple[Any, Any]]) -> str:
        """The texts of a sequence of nodes, one behind the other."""
        self._left -= 1
        if self._left < 0:
            raise OverflowError
        return "".join(self._one(str(kind), value) for kind, value in nodes)

    def _one(self, kind: str, value: Any) -> str:
        match kind:
            case "LITERAL":
                return chr(value)
            case "NOT_LITERAL":
                return self._chance.choice([c for c in _ALPHABET if ord(c) != value])
            case "ANY":
                return self._chance.choice(_ALPHABET)
            case "IN":
                return self._member(value)
            case "BRANCH":
                return self.text(self._chance.choice(value[1]))
            case "SUBPATTERN":
                made = self.text(value[3])
                if value[0] is not None:
                    self._groups[value[0]] = made
                return made
            case "ATOMIC_GROUP":
                return self.text(value)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeated(*value)
            case "GROUPREF":
                return self._groups.get(value, "")
            case _:  # places and looks around: what they demand is left to luck
                return ""

    def _repeated(self, least: int, most: int, inner: Any) -> str:
        count = (
            min(most, max(least, self._least))
            if self._least
            else self._chance.randint(least, min(most, least + MOST_REPEATS))
        )
        return "".join(self.text(inner) for _ in range(count))

    def _member(self, items: list[tuple[Any, Any]]) -> str:
        if str(items[0][0]) == "NEGATE":
            excluded = "".join(map(self._of_class, items[1:]))
            return self._chance.choice([c for c in _ALPHABET if c not in excluded] or ["~"])
        return self._chance.choice(self._of_class(self._chance.choice(items)) or "a")

    def _of_class(self, item: tuple[Any, Any]) -> str:
        match str(item[0]), item[1]:
            case "LITERAL", int() as code:
                return chr(code)
            case "RANGE", (low, high):
                return "".join(map(chr, range(low, min(high, low + 200) + 1)))
            case "CATEGORY", category:
                return _CATEGORIES.get(str(category), "a")
            case _:
                return ""
