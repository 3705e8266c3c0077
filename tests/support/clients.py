"""The clients under specs/, as the tests need them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import yaml

from tests.support.blocks import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One documented client.

    Attributes:
        name: its folder's name under specs/, generated/ and tests/fixtures/.
        package: the import package.
        folder: the distribution's folder.
        settings: client.yaml as it stands.
    """

    name: str
    package: str
    folder: Path
    settings: dict[str, object]

    @property
    def source(self) -> Path:
        """The import package's folder."""
        return self.folder / self.package

    def __str__(self) -> str:
        return self.name


def read_client(specs: Path, folder: Path) -> Client:
    """Reads the client whose description stands in ``specs`` and whose distribution in ``folder``."""
    text = (specs / "client.yaml").read_text(encoding="utf-8")
    settings = cast(dict[str, object], yaml.safe_load(text))
    package = str(settings["package"])
    return Client(name=specs.name, package=package, folder=folder, settings=settings)


def _clients() -> list[Client]:
    return [
        read_client(path.parent, ROOT / "generated" / path.parent.name)
        for path in sorted((ROOT / "specs").glob("*/client.yaml"))
        if (ROOT / "generated" / path.parent.name).is_dir()
    ]


CLIENTS: Final = _clients()
"""Every client that has been generated."""


def make_importable() -> None:
    """Puts every generated distribution on the import path, as installing it would."""
    for client in CLIENTS:
        if str(client.folder) not in sys.path:
            sys.path.append(str(client.folder))
