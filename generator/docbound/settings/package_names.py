"""What an import package may be called."""

from __future__ import annotations

import keyword
import sys
import unicodedata
from typing import Final

LIBRARIES: Final = frozenset({"pydantic", "pydantic_core", "urllib3", "aiohttp"})
"""What a generated package imports, beside Python's own modules."""

_LONGEST: Final = 100
"""Bytes that a name may have: it becomes a folder's, with others below it."""


def fault(name: str) -> str:
    """What is wrong with ``name``, dotted or not, as the name of an import package.

    Returns:
        Words that end a sentence about the name, or an empty string where nothing is wrong.
    """
    parts = name.split(".")
    for part in parts:
        if not part.isidentifier() or part != unicodedata.normalize("NFKC", part):
            return "is not the name of a Python package"
        if keyword.iskeyword(part):
            return f"is not the name of a Python package: {part!r} is a keyword"
        if part.startswith("__"):
            return (
                "is not the name of a package: Python gives names with `__` a meaning of their own"
            )
        if len(part.encode()) > _LONGEST:
            return "is too long for the name of a package"
    if parts[0] in sys.stdlib_module_names:
        return "would never be imported: Python has a module of that name"
    if parts[0] in LIBRARIES:
        return "is the name of a library that the package needs"
    return ""
