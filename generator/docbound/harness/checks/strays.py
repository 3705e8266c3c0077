"""Folders and files of a project that no client uses: what is left of one that was renamed or
removed, and fixtures that nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.harness.errors import problem, shown

if TYPE_CHECKING:
    from ..clients import Client
    from ..project import Project

_BESIDE: Final = ("client.yaml", "documented.yaml", "names.yaml")
_SHOWN: Final = 200
_MANIFEST: Final = ".docbound.json"


def of_generated(project: Project) -> Iterator[tuple[str, Diagnostic]]:
    """Settings without a description, and packages that no description makes; each with the name of
    its folder.
    """
    for folder in _unknown_folders(project, project.specs):
        file = next((folder / name for name in _BESIDE if (folder / name).is_file()), None)
        if file is not None:
            yield (
                folder.name,
                problem(
                    "no-description",
                    f"{shown(folder)} has no openapi.yaml",
                    "put the description there, or remove the folder and what was made from it",
                    position=_top(file),
                ),
            )
    for folder in _unknown_folders(project, project.generated):
        if (folder / _MANIFEST).is_file():
            yield (
                folder.name,
                problem(
                    "package-without-description",
                    f"no description makes the package in {shown(folder)}",
                    f"remove the folder, or restore {shown(project.specs / folder.name)}",
                    position=_top(folder / _MANIFEST),
                    severity=Severity.WARNING,
                ),
            )


def of_fixtures(project: Project) -> Iterator[tuple[str, Diagnostic]]:
    """Folders of fixtures that belong to no client, each with its name."""
    for folder in _unknown_folders(project, project.fixtures):
        file = next(iter(sorted(folder.glob("*.yaml"))), None)
        if file is not None and "interactions:" in file.read_text(
            encoding="utf-8", errors="replace"
        ):
            yield (
                folder.name,
                problem(
                    "fixture-without-client",
                    f"{shown(folder)} has fixtures, and there is no client {folder.name!r}",
                    "rename the folder, or remove it",
                    position=_top(file),
                ),
            )


def unread(client: Client) -> Iterator[Diagnostic]:
    """Files among a client's fixtures whose names are not those of fixtures."""
    folder = client.project.fixtures / client.name
    for path in sorted((*folder.glob("*.yml"), *folder.glob("*/*.y*ml"))):
        yield problem(
            "unread-fixture",
            f"{shown(path)} is not read: fixtures are {shown(folder)}/*.yaml",
            "rename or move it",
            position=_top(path),
            severity=Severity.WARNING,
        )


def _top(path: Path) -> Position:
    """The first line of a file, as much as is shown of it."""
    with path.open(encoding="utf-8", errors="replace") as file:
        line = file.readline(_SHOWN).rstrip("\r\n")
    return Position(file=shown(path), line=1, column=1, excerpt=line)


def _unknown_folders(project: Project, place: Path) -> list[Path]:
    known = project.clients()
    return [
        folder
        for folder in (sorted(place.iterdir()) if place.is_dir() else ())
        if folder.is_dir() and folder.name not in known and not folder.name.startswith(".")
    ]
