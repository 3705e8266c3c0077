"""Rewriting single values of a JSON text; everything else keeps its spelling, numbers and spaces
included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

Path = tuple[str | int, ...]

_TOKEN: Final = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|-?[0-9][0-9eE.+-]*|true|false|null', re.DOTALL
)

Rewrite = Callable[[Path, object], object]
"""Takes a place and the text, number, boolean or null there (a key: the place ends in it, and
``KEY`` follows); gives what shall be there."""

KEY: Final = -1
"""The last step of the place of a key itself."""


class _Level:
    """An object or array that is being read."""

    __slots__ = ("expects_key", "index", "is_object", "key")

    def __init__(self, is_object: bool) -> None:
        self.is_object = is_object
        self.expects_key = is_object
        self.key: str = ""
        self.index = 0

    @property
    def step(self) -> str | int:
        return self.key if self.is_object else self.index


def rewrite_json(text: str, rewrite: Rewrite) -> str:
    """``text`` with each scalar and key as ``rewrite`` has it.

    Args:
        text: a JSON text; what is no JSON comes back as it can.
        rewrite: what to do with each scalar and key.
    """
    out: list[str] = []
    levels: list[_Level] = []
    end = 0
    for match in _TOKEN.finditer(text):
        out.append(text[end : match.start()])
        end = match.end()
        out.append(_token(match[0], levels, rewrite))
    out.append(text[end:])
    return "".join(out)


def tokens(text: str) -> Iterator[str]:
    """The tokens of a JSON text, as they are spelled."""
    return (match[0] for match in _TOKEN.finditer(text))


def texts(text: str) -> list[str]:
    """The values of a JSON text that are strings, in order."""
    found: list[str] = []

    def note(path: Path, value: object) -> object:
        if isinstance(value, str) and not (path and path[-1] is KEY):
            found.append(value)
        return value

    rewrite_json(text, note)
    return found


def _token(token: str, levels: list[_Level], rewrite: Rewrite) -> str:
    match token:
        case "{" | "[":
            levels.append(_Level(token == "{"))
            return token
        case "}" | "]":
            if levels:
                levels.pop()
            return token
        case ",":
            if levels:
                levels[-1].index += 1
                levels[-1].expects_key = levels[-1].is_object
            return token
        case ":":
            return token
        case _:
            return _scalar(token, levels, rewrite)


def _scalar(token: str, levels: list[_Level], rewrite: Rewrite) -> str:
    try:
        value: object = json.loads(token, strict=False)
    except ValueError:
        return token
    is_key = bool(levels) and levels[-1].expects_key and isinstance(value, str)
    if is_key:
        levels[-1].key = str(value)
        levels[-1].expects_key = False
    place = tuple(level.step for level in levels)
    changed = rewrite((*place, KEY) if is_key else place, value)
    if changed == value and type(changed) is type(value):
        return token
    return json.dumps(changed, ensure_ascii=False)
