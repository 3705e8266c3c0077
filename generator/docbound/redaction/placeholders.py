"""The placeholder of a secret in a fixture: stable, and of the secret's shape."""

from __future__ import annotations

import base64
import re
from typing import Final

_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_WORD: Final = "redacted"
_ENCODED: Final = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_MARKED: Final = re.compile(
    r"(?i)redacted|^0{8}-0000-4000-8000-0{9}\d{3}$|^0*\d{1,3}$|^x+\d*$|^$|^cmVkYWN0ZWQ"
)


def is_placeholder(value: str) -> bool:
    """Whether ``value`` is a stand-in that this module makes, or contains one."""
    return bool(_MARKED.search(value))


class Placeholders:
    """Gives each value its stand-in. Values with one name are numbered in the order in which they
    come.
    """

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._short = 0

    def of(self, value: str, name: str) -> str:
        """The stand-in of ``value``, which has been found under ``name``."""
        known = self._given.get(value)
        if known is None:
            slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "value"
            known = self._short_one(value)
            if known is None:
                number = self._counts[slug] = self._counts.get(slug, 0) + 1
                known = _shaped(value, slug, number)
            self._given[value] = known
        return known

    def _short_one(self, value: str) -> str | None:
        """A stand-in of the same length for a value that is shorter than the word that marks
        stand-ins, or barely longer.
        """
        if len(value) > len(_WORD) + 4 or value.isdigit():
            return None
        self._short += 1
        number = str(self._short)
        lead = _WORD if len(value) >= len(_WORD) + len(number) else "x" * (len(value) - len(number))
        return f"{lead}{number}"[: max(len(value), 1)] if value else ""

    def fix(self, value: str, placeholder: str) -> None:
        """Settles the stand-in of ``value`` beforehand."""
        self._given.setdefault(value, placeholder)

    @property
    def given(self) -> dict[str, str]:
        """Every value so far, with its stand-in."""
        return self._given


def _shaped(value: str, slug: str, number: int) -> str:
    """A stand-in that fits where the value did: a UUID for a UUID, digits for digits, no longer
    than a short value.
    """
    if _UUID.fullmatch(value):
        return f"00000000-0000-4000-8000-{number:012d}"
    if value.isascii() and value.isdigit():
        return f"{number:0{len(value)}d}"
    text = f"{_WORD}-{slug}" + (f"-{number}" if number > 1 else "")
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-zA-Z]+", value):
        return f"{text}@example.org"
    if _ENCODED.fullmatch(value) and re.search(r"[+/=]", value) and len(value) % 4 == 0:
        return base64.b64encode(text.encode()).decode()
    return text
