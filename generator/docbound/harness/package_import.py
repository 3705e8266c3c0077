"""Imports generated packages where they are, without installing them."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Final

from docbound.harness.errors import failure, shown

_APART: Final[dict[str, dict[str, ModuleType]]] = {}
"""The modules of packages that were imported :func:`apart`, by package."""


@contextmanager
def apart(package: str) -> Generator[None]:
    """Keeps what is imported inside to itself.

    Somebody else in this process may use the package as it is installed, and its classes are not
    those of the copy under ``generated/``. Both stay imported; each is there when it is its turn.

    Args:
        package: the import package.
    """
    path = list(sys.path)
    others = _taken(package)
    sys.modules.update(_APART.get(package, {}))
    try:
        yield
    finally:
        _APART[package] = _taken(package)
        sys.modules.update(others)
        sys.path[:] = path


def _taken(package: str) -> dict[str, ModuleType]:
    """Takes a package and its modules out of those that are imported."""
    names = [name for name in sys.modules if name == package or name.startswith(f"{package}.")]
    return {name: sys.modules.pop(name) for name in names}


def load(folder: Path, package: str, module: str = "") -> ModuleType:
    """Imports a module of a generated package.

    A package of the same name that was imported from elsewhere is let go first: two clients may be
    called alike.

    Args:
        folder: the distribution's folder.
        package: the import package.
        module: a module inside of it, such as ``models``; the package itself by default.

    Raises:
        HarnessError: it is not there, or something that it needs is not installed.
    """
    place = str(folder.absolute())
    inside = package.replace(".", os.sep)
    name = f"{package}.{module}" if module else package
    known = sys.modules.get(package)
    is_ours = getattr(known, "__file__", None) == f"{place}{os.sep}{inside}{os.sep}__init__.py"
    if is_ours and name in sys.modules:
        return sys.modules[name]
    if not (folder / inside).is_dir():
        raise failure(
            "no-package",
            f"{shown(folder)} has no package {package!r}",
            "`docbound regenerate` makes it",
        )
    if known is not None and not is_ours:
        _taken(package)
    if place in sys.path:
        sys.path.remove(place)
    sys.path.insert(0, place)
    importlib.invalidate_caches()
    with importing(name, folder):
        return importlib.import_module(name)


@contextmanager
def importing(name: str, folder: Path) -> Generator[None]:
    """Says what is missing where a package, or one of its modules that load on demand, cannot be
    imported.

    Args:
        name: what is imported.
        folder: the distribution's folder.
    """
    package = name.partition(".")[0]
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == package.partition(".")[0]:
            raise failure(
                "no-package", f"{name} cannot be imported: {error}", "run `docbound regenerate`"
            ) from None
        raise failure(
            "missing-requirement",
            f"{name} cannot be imported: {error.name} is not installed",
            f"`pip install {shown(folder)}` installs the package and what it needs",
        ) from None
