"""A mismatch: a place where a response does not fit its description."""

from __future__ import annotations

from typing import Final, TypeAlias

from .lazy_patterns import lazy_pattern
from .records import record

HIDDEN: Final = "**********"
"""Replaces a secret wherever one would be shown."""

_PLAIN_KEY: Final = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_]*")
_SHORT: Final = 80


@record
class Mismatch:
    """One place where a response does not fit its description.

    Attributes:
        path: the place in the response, such as ``$.data[3].status``.
        expected: what the description says, "one of 'ACTIVE', 'VOIDED'".
        got: what kind of value was there, "a string"; "nothing" for a required key that is absent.
        value: the value itself; long texts are cut, containers and secrets left out.
        novel: whether it is of the right kind, only not among the values or variants that the
            description knows.
        place: the path without what differs from item to item: ``$.data[*].status``.
    """

    path: str
    expected: str
    got: str
    value: object = None
    novel: bool = False
    place: str = ""

    def __str__(self) -> str:
        shown = f" ({self.value!r})" if self.value is not None else ""
        return f"{self.path}: expected {self.expected}, got {self.got}{shown}"


class MapKey(str):
    """A key of a map, in a path: any text, where the name of a property is one of the
    description's.
    """

    __slots__ = ()


_ANY_ITEM: Final = MapKey("*")

Path: TypeAlias = "tuple[Path, str | int] | None"
"""A place in a value: the key or index in the place above; None is the value itself. Most are never
shown.
"""


def mismatch(path: Path, expected: str, value: object, *, novel: bool = False) -> Mismatch:
    """A mismatch at ``path``, with a short description of ``value``.

    Args:
        path: where it is: keys and positions, the innermost first; None for the whole.
        expected: what the description has there, in words (``a string``).
        value: what came.
        novel: whether it is only something new, such as an unknown enum value.
    """
    return Mismatch(
        path=shown(path),
        expected=expected,
        got=_kind(value),
        value=_short(value),
        novel=novel,
        place=placed(path),
    )


def absence(path: Path, expected: str) -> Mismatch:
    """A mismatch at ``path``, where nothing is."""
    return Mismatch(path=shown(path), expected=expected, got="nothing", place=placed(path))


def shown(path: Path) -> str:
    """A path as users read it: ``$.data[3]['odd key']``."""
    parts: list[str] = []
    while path is not None:
        path, key = path
        if key is _ANY_ITEM:
            parts.append("[*]")
        elif isinstance(key, str) and _PLAIN_KEY.fullmatch(key):
            parts.append(f".{key}")
        else:
            parts.append(f"[{key!r}]")
    return "$" + "".join(reversed(parts))


def placed(path: Path) -> str:
    """A path without what differs from item to item: ``$.data[*]['odd key']``."""
    steps: list[str | int] = []
    while path is not None:
        path, key = path
        steps.append(key)
    general: Path = None
    for key in reversed(steps):
        general = (general, _ANY_ITEM if isinstance(key, (int, MapKey)) else key)
    return shown(general)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case list() | tuple():
            return "an array"
        case dict():
            return "an object"
        case _:
            return f"a {type(value).__name__}"


def _short(value: object) -> object:
    match value:
        case str():
            return value if len(value) <= _SHORT else f"{value[:_SHORT]}…"
        case bool() | int() | float():
            return value
        case _:
            return None
