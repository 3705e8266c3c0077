"""The request of a run and its result. Cheap to import where nothing is generated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Diagnostics, Identity
from docbound.output.changes import Changes, Drift
from docbound.output.manifest import FileTree
from docbound.records import field, record
from docbound.settings.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docbound.package import Package
    from docbound.service import Api

NAMES_FILE: Final = "names.yaml"
CHANGELOG_FILE: Final = "CHANGELOG.md"


@record
class BuildRequest:
    """What a package is made from.

    Attributes:
        description: the OpenAPI or Swagger document; ``-`` is standard input.
        config: its client.yaml, if it has one.
        package: the import package's name, where the caller gives one.
        output: the distribution's folder.
        names: the committed names file, if the client keeps one; otherwise names live in the
            output's manifest.
        handwritten: a folder of modules copied into the package as they are, if there is one.
        fixtures: the folder of its fixtures, which its pages show, if it has one.
        overlays: Overlay documents applied before anything else, after those of client.yaml.
        lenient: whether what the validator rejects is repaired or dropped instead of refused,
            whatever its effect.
        strict: whether all that the validator rejects is refused, harmless or not.
        strict_keys: whether a duplicate key is an error.
        allowed_paths: files and folders outside of the project that the description may refer to.
        filters: which operations the package has, instead of the filters of client.yaml.
        force: whether files edited by hand are replaced without a copy.
        standalone: whether it is one document with its output, and no client of a project.
    """

    description: Path
    output: Path
    config: Path | None = None
    package: str | None = None
    names: Path | None = None
    handwritten: Path | None = None
    fixtures: Path | None = None
    overlays: tuple[Path, ...] = ()
    lenient: bool = False
    strict: bool = False
    strict_keys: bool = False
    allowed_paths: tuple[Path, ...] = ()
    filters: Filters | None = None
    force: bool = False
    standalone: bool = True

    @property
    def changelog(self) -> Path | None:
        """Where the changelog is, if there is one: beside client.yaml."""
        return self.config.parent / CHANGELOG_FILE if self.config else None


@record
class OperationRow:
    """An operation of the package, as a report names it; ``method`` is in capitals."""

    method: str
    path: str
    operation_id: str | None


@record
class Generated:
    """A package in memory: its files, the names to keep, and both forms that it went through.

    Attributes:
        files: what belongs into its folder.
        names: the names to keep, by pointer.
        reported_once: finds the identities of findings that a run which starts from these names has
            no longer, such as a clash that they settle; None where it makes something else. Asked
            where the run is remembered.
        inputs: the files that were read or missed; None where some of them are not on this machine.
        handwritten: the folder of its hand-written modules.
        api, package: the service and the package.
    """

    files: FileTree
    names: Mapping[str, str]
    reported_once: Callable[[], frozenset[Identity] | None]
    inputs: frozenset[Path] | None
    handwritten: Path | None
    api: Api
    package: Package


@record(frozen=False)
class BuildResult:
    """The result of one source: everything a report says.

    Attributes:
        operations: what the package has; None when the description had to be refused.
        generated: the package itself; None as well when it did not have to be made again.
        changes: what was written, for a writing run.
        drift: the differences, for a comparing run.
    """

    source: BuildRequest
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    operations: tuple[OperationRow, ...] | None = None
    generated: Generated | None = None
    changes: Changes | None = None
    drift: list[Drift] = field(default_factory=list[Drift])

    @property
    def failed(self) -> bool:
        """Whether there are findings that end in exit code 1."""
        return self.operations is None or self.diagnostics.has_errors or bool(self.drift)


def client_source(
    root: Path,
    client: str,
    *,
    specs: Path | None = None,
    generated: Path | None = None,
    fixtures: Path | None = None,
    force: bool = False,
) -> BuildRequest:
    """The source of a client that has a folder under ``specs/``.

    Args:
        root: the project's folder.
        client: the name of the client's folder.
        specs, generated, fixtures: the folders of descriptions, packages and fixtures, where they
            are not ``specs/``, ``generated/`` and ``tests/fixtures/``.
        force: see :class:`BuildRequest`.
    """
    folder = (specs or root / "specs") / client
    handwritten = folder / "handwritten"
    recorded = (fixtures or root / "tests" / "fixtures") / client
    config = folder / "client.yaml"
    return BuildRequest(
        description=folder / "openapi.yaml",
        output=(generated or root / "generated") / client,
        config=config if config.is_file() else None,
        names=folder / NAMES_FILE,
        handwritten=handwritten if handwritten.is_dir() else None,
        fixtures=recorded if recorded.is_dir() else None,
        force=force,
        standalone=False,
        strict=True,
    )


def clients(root: Path) -> list[str]:
    """The names of all clients under ``specs/``, sorted."""
    return sorted(path.parent.name for path in (root / "specs").glob("*/openapi.yaml"))
