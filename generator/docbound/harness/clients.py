"""A client of a project: its description, settings, package, fixtures and facts, each read when
first needed.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from docbound.build_request import BuildResult
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics
from docbound.fixtures import Cassette
from docbound.harness import described_service, fixtures, package_import
from docbound.harness.described_service import Service
from docbound.settings import settings
from docbound.settings.settings import Settings

from ..documented import reader
from ..documented.facts import Documented
from .errors import failure, raise_errors, shown
from .project import Project

if TYPE_CHECKING:
    from .serve.stub import Stub
    from .values import Judge


_MOST_KEPT: Final = 64 << 20
"""Bytes of fixtures that are kept; further ones are read whenever they are asked for."""


class _Kept:
    """A fixture that was read, and what is wrong with it, once that was asked."""

    __slots__ = ("cassette", "misfits", "stamp")

    def __init__(self, stamp: tuple[int, int, int], cassette: Cassette) -> None:
        self.stamp = stamp
        self.cassette = cassette
        self.misfits: tuple[Diagnostic, ...] | None = None


class Client:
    """One client.

    Args:
        project: where it belongs.
        name: its folder's name under specs/, generated/ and the fixtures.
    """

    def __init__(self, project: Project, name: str) -> None:
        self.project = project
        self.name = name
        self.outcome: BuildResult | None = None
        """The comparison of its generated files, once it was made."""
        self.stub: Stub | None = None
        """A stub of its service, once one was needed."""
        self._kept: dict[Path, _Kept] = {}
        self._kept_size = 0

    def __str__(self) -> str:
        return self.name

    @property
    def specs(self) -> Path:
        """The folder of its description."""
        return self.project.specs / self.name

    @property
    def folder(self) -> Path:
        """The folder of its distribution."""
        return self.project.generated / self.name

    @property
    def fixtures(self) -> list[Path]:
        """Its fixture files, sorted."""
        return sorted((self.project.fixtures / self.name).glob("*.yaml"))

    def cassette(self, path: Path) -> Cassette:
        """One of its fixtures. It is kept while the file stays as it is: most checks ask for it.

        Raises:
            HarnessError: it is no fixture.
        """
        known = self._kept.get(path)
        stat = path.stat()
        stamp = stat.st_mtime_ns, stat.st_size, stat.st_ino
        if known is not None and known.stamp == stamp:
            return known.cassette
        cassette = fixtures.load(path)
        if self._kept_size + stat.st_size <= _MOST_KEPT:
            self._kept_size += stat.st_size
            self._kept[path] = _Kept(stamp, cassette)
        return cassette

    def misfits(self, cassette: Cassette) -> tuple[Diagnostic, ...]:
        """What a fixture says otherwise than the description."""
        from .fixtures import validity

        known = self._kept.get(cassette.path)
        if known is None or known.cassette is not cassette:
            return tuple(validity.findings(cassette, self.service, self.judge))
        if known.misfits is None:
            known.misfits = tuple(validity.findings(cassette, self.service, self.judge))
        return known.misfits

    @cached_property
    def settings(self) -> Settings:
        """What client.yaml says; the usual settings where there is none.

        Raises:
            HarnessError: it is wrong.
        """
        path = self.specs / "client.yaml"
        if not path.is_file():
            return Settings()
        diagnostics = Diagnostics()
        found = settings.load(path, diagnostics)
        raise_errors(diagnostics)
        return found or Settings()

    @cached_property
    def service(self) -> Service:
        """Its description, overlays applied.

        Raises:
            HarnessError: it cannot be read.
        """
        return described_service.load(self.specs / "openapi.yaml", self.settings.overlays)

    @cached_property
    def judge(self) -> Judge:
        """Tells which values the schemas of its description accept."""
        from .values import Judge

        return Judge(self.service.document)

    @cached_property
    def facts(self) -> Documented | None:
        """What its documentation states; None where there is no documented.yaml.

        Raises:
            HarnessError: the file is wrong.
        """
        path = self.specs / "documented.yaml"
        if not path.is_file():
            return None
        diagnostics = Diagnostics()
        found = reader.load(path, diagnostics)
        raise_errors(diagnostics)
        return found

    @cached_property
    def package(self) -> str:
        """The name of its import package, as it is under generated/.

        Raises:
            HarnessError: it has not been generated.
        """
        name = package_name(self.folder)
        if name is None:
            raise failure(
                "no-package",
                f"{shown(self.folder)} holds no package",
                f"`docbound regenerate {self.name}` makes it",
            )
        return name

    def module(self, name: str = "") -> ModuleType:
        """A module of its package.

        Raises:
            HarnessError: it is not there, or cannot be imported.
        """
        return package_import.load(self._place, self.package, name)

    @cached_property
    def _place(self) -> Path:
        return self.folder.absolute()

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and the digest of its description's root file, byte for byte."""
        return digest(self.specs / "openapi.yaml")


def digest(path: Path) -> str:
    """``sha256:`` and the digest of a file."""
    import hashlib

    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def package_name(folder: Path) -> str | None:
    """The import package inside of a distribution's folder: the uppermost one that is typed."""
    found = sorted(folder.glob("**/py.typed"), key=lambda path: (len(path.parts), path))
    return ".".join(found[0].parent.relative_to(folder).parts) if found else None
