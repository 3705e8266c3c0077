"""Python client packages as a source, read with ``ast``; nothing of them is imported or run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docbound.draft.errors import DraftError
from docbound.draft.facts import Draft
from docbound.draft.ledger import Ledger


def is_package(source: Path) -> bool:
    """Whether a folder is a Python package, or a distribution with one inside."""
    return (source / "__init__.py").exists() or (
        any((source / name).exists() for name in ("pyproject.toml", "setup.py"))
        and any(source.glob("*/__init__.py"))
    )


def read_package(source: Path, key_of: Callable[[Path], str], ledger: Ledger) -> Draft:
    """The facts of a package.

    Raises:
        DraftError: no known generator made it.
    """
    raise DraftError(
        f"{source} is a Python package of a kind that draft does not read."
    )
