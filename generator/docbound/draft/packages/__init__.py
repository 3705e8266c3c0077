"""Python client packages as a source, read with ``ast``; nothing of them is imported or run.

Which generator made a package is seen from how its modules are built; one module here for each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docbound.draft.errors import DraftError
from docbound.draft.facts import Draft
from docbound.draft.used_statements import UsedStatements


def is_package(source: Path) -> bool:
    """Whether a folder is a Python package, or a distribution with one inside."""
    if (source / "__init__.py").exists():
        return True
    built = any(
        (source / name).exists() for name in ("pyproject.toml", "setup.py", "setup.cfg", "PKG-INFO")
    )
    inside = any(source.glob("*/__init__.py")) or any(source.glob("src/*/__init__.py"))
    return inside and (built or not any(source.glob("*.md")))


def read_package(source: Path, key_of: Callable[[Path], str], ledger: UsedStatements) -> Draft:
    """The facts of a package.

    Args:
        source: the folder.
        key_of: gives the key of a file as a source.
        ledger: where used lines are noted.

    Raises:
        DraftError: no generator that is known made it.
    """
    from docbound.draft.packages import (
        docbound_package,
        fern,
        openapi_generator,
        openapi_python_client,
        stainless,
    )
    from docbound.draft.packages.modules import load

    package = load(source, key_of, ledger)
    for reader in (
        docbound_package,
        openapi_generator,
        openapi_python_client,
        fern,
        stainless,
    ):
        if reader.made(package):
            draft: Draft = reader.read(package)
            if draft.operations:
                draft.package = package.name
                draft.package_at = package.first_place()
                return draft
    raise DraftError(
        f"{source} is a Python package in which no operation was found; read are packages of"
        " openapi-generator, openapi-python-client, Fern, Stainless and docbound."
    )
