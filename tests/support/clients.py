"""The clients of this repository, which is a project like any other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from docbound.harness import clients, project
from tests.support.blocks import ROOT


class Client(clients.Client):
    """One client.

    Args:
        project: where it belongs.
        name: its folder's name under specs/, generated/ and tests/fixtures/.
        specs: the folder of its description, where it is not that of the project.
        folder: the distribution's folder, likewise.
    """

    def __init__(
        self,
        project: project.Project,
        name: str,
        *,
        specs: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(project, name)
        self._specs = specs
        self._folder = folder

    @property
    def specs(self) -> Path:
        return self._specs or super().specs

    @property
    def folder(self) -> Path:
        return self._folder or super().folder

    @property
    def source(self) -> Path:
        """The import package's folder."""
        return self.folder.joinpath(*self.package.split("."))


PROJECT: Final = project.read(ROOT)


def read_client(specs: Path, folder: Path) -> Client:
    """The client whose description is in ``specs`` and whose distribution in ``folder``."""
    return Client(PROJECT, specs.name, specs=specs, folder=folder)


CLIENTS: Final = [
    Client(PROJECT, name) for name in PROJECT.clients() if (PROJECT.generated / name).is_dir()
]
"""Every client that has been generated."""


def make_importable() -> None:
    """Puts every generated distribution on the import path, as installing it would."""
    for client in CLIENTS:
        if str(client.folder) not in sys.path:
            sys.path.append(str(client.folder))
