"""JSON pointers with a file in front: ``file#/json/pointer``.

The pointer part is that of RFC 6901 (``~0`` for ``~`` and ``~1`` for ``/``), without
percent-encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from docbound.service import Pointer

NUMBERED: Final = re.compile(r"(?:/(?:oneOf|anyOf|allOf|parameters)/|(?<=.)#)\d+(?=[/#]|$)")
"""What ends at a numbered place: an item of a list whose order says nothing, or a synthesised
combination of such.
"""


def numbered_places(pointer: Pointer) -> Iterator[Pointer]:
    """The numbered places at or above ``pointer``, the outermost first."""
    for match in NUMBERED.finditer(pointer):
        yield pointer[: match.end()]


def escape(token: str) -> str:
    """Writes one reference token so that it may be in a pointer."""
    if "~" in token or "/" in token:
        return token.replace("~", "~0").replace("/", "~1")
    return token


def unescape(token: str) -> str:
    """Reads one reference token of a pointer."""
    if "~" in token:
        return token.replace("~1", "/").replace("~0", "~")
    return token


def split(pointer: Pointer) -> tuple[str, tuple[str, ...]]:
    """Takes a pointer apart.

    Returns:
        The file (empty for the root description) and the unescaped tokens.
    """
    file, _, path = pointer.partition("#")
    if not path:
        return file, ()
    return file, tuple(unescape(token) for token in path.split("/")[1:])


def join(file: str, tokens: Iterable[str]) -> Pointer:
    """Puts a pointer together from a file and unescaped tokens."""
    return f"{file}#" + "".join(f"/{escape(token)}" for token in tokens)


def child(pointer: Pointer, *tokens: str | int) -> Pointer:
    """The pointer to what is below ``pointer``: ``child("#/paths", "/pets", "get")``."""
    return pointer + "".join(f"/{escape(str(token))}" for token in tokens)


def is_remote(reference: str) -> bool:
    """Whether ``reference`` names another host (``https://…``, ``//host/…``) or another scheme
    altogether.
    """
    parts = urlsplit(reference)
    # A scheme of one letter is a drive of Windows.
    return bool(parts.netloc) or len(parts.scheme) > 1
