"""Known exceptions to the two laws: ``exceptions.yaml``, a reason each. An entry that is no longer
needed is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("exceptions.yaml")
LAWS = ("lossless", "requests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One exception: at ``pointer`` of ``document`` the ``law`` does not hold, for a ``reason``."""

    document: str
    law: str
    pointer: str
    reason: str


@cache
def known() -> tuple[Known, ...]:
    """All entries."""
    return tuple(Known(**row) for row in yaml.safe_load(FILE.read_text()) or ())


def broken(result: dict[str, Any], law: str) -> Iterator[tuple[str, str]]:
    """Yields where ``law`` is broken in the result of one document, and what happened; known
    exceptions are left out.
    """
    excused = {item.pointer for item in known() if (item.document, item.law) == (result["id"], law)}
    for pointer, what in result.get(law, {}).get("broken", {}).items():
        if pointer not in excused:
            yield pointer, what


def unexpected(result: dict[str, Any]) -> Iterator[str]:
    """A line for everything that is broken and is no known exception."""
    for law in LAWS:
        for pointer, what in broken(result, law):
            yield f"{result['id']} {pointer}: {law}: {what}"


def unneeded(result: dict[str, Any]) -> Iterator[str]:
    """The exceptions of one document that are none any more."""
    for item in known():
        still = item.pointer in result.get(item.law, {}).get("broken", {})
        if item.document == result["id"] and not still:
            yield f"{item.document} {item.pointer}: {item.law}: no longer an exception"
