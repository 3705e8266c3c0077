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
        settings: client.yaml as it stands.
    """

    name: str
    package: str
    settings: dict[str, object]

    @property
    def folder(self) -> Path:
        """The distribution's folder."""
        return ROOT / "generated" / self.name

    @property
    def source(self) -> Path:
        """The import package's folder."""
        return self.folder / self.package

    def __str__(self) -> str:
        return self.name


def _clients() -> list[Client]:
    found: list[Client] = []
    for path in sorted((ROOT / "specs").glob("*/client.yaml")):
        settings = cast(
            dict[str, object], yaml.safe_load(path.read_text(encoding="utf-8"))
        )
        if (ROOT / "generated" / path.parent.name).is_dir():
            found.append(
                Client(
                    name=path.parent.name,
                    package=str(settings["package"]),
                    settings=settings,
                )
            )
    return found


CLIENTS: Final = _clients()
"""Every client that has been generated."""


def make_importable() -> None:
    """Puts every generated distribution on the import path, as installing it would."""
    for client in CLIENTS:
        if str(client.folder) not in sys.path:
            sys.path.append(str(client.folder))
