"""The architecture in one page: each stage takes a value and returns a value, and only :func:`run`
touches the disk.

``description ─ load ─ validate ─ build ─► Api ─ name, lower ─► Package ─ render, format ─► FileTree
─ write or compare``
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docbound import document, judging, lower, naming, render
from docbound.commands import names_file
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.diff.changelog import CHANGELOG_FILE
from docbound.diff.places import Places
from docbound.diff.surface import SURFACE_FILE, Surface, surface_of
from docbound.diff.text import to_text as surface_text
from docbound.interpret import selection
from docbound.output import tree
from docbound.output.tree import FileTree
from docbound.package import Package
from docbound.records import record
from docbound.render import formatting, handwritten
from docbound.request import (
    NAMES_FILE,
    BuildRequest,
    BuildResult,
    Generated,
    OperationRow,
    client_source,
    clients,
)
from docbound.service import Api
from docbound.settings import settings

__all__ = [
    "NAMES_FILE",
    "BuildRequest",
    "BuildResult",
    "Generated",
    "Interpreted",
    "client_source",
    "clients",
    "generate",
    "interpret",
    "run",
]


@record
class Interpreted:
    """A package before it is written down.

    Attributes:
        package, api, names: its three forms: the package, the service, and the names that lead from
            one to the other.
        document: the description.
        settings: what client.yaml says.
        overlays: the Overlay documents that were applied.
        handwritten: the folder of its hand-written modules.
        changelog: its changelog, if it has one.
    """

    package: Package
    api: Api
    names: naming.Names
    document: document.Document
    settings: settings.Settings
    overlays: tuple[Path, ...]
    handwritten: Path | None
    changelog: Path | None

    @property
    def surface(self) -> Surface:
        """What the package's users may rely on."""
        places = Places(document=self.document)
        return surface_of(self.package, self.api, self.names, places)


_ELSEWHERE: Final = "choose another folder with --output, or move away or delete what is in the way"


def generate(
    source: BuildRequest, diagnostics: Diagnostics, kept: Mapping[str, str]
) -> Generated | None:
    """Makes a package in memory: the same inputs give the same bytes.

    Args:
        source: what to read.
        diagnostics: collects every finding.
        kept: the names given in earlier runs, by pointer; they stay.

    Returns:
        The package, or None when an error stands in ``diagnostics``.
    """
    made = interpret(source, diagnostics, kept)
    if made is None:
        return None
    return Generated(
        files=_files(made, diagnostics),
        names=made.names.kept(),
        kept=kept,
        inputs=_inputs(made.document, made.overlays, source),
        handwritten=made.handwritten,
        api=made.api,
        package=made.package,
    )


def interpret(
    source: BuildRequest, diagnostics: Diagnostics, kept: Mapping[str, str]
) -> Interpreted | None:
    """Everything that :func:`generate` does before it writes the package down; arguments and result
    as there.
    """
    wishes = settings.load(source.config, diagnostics) if source.config else None
    if source.config and wishes is None:
        return None
    overlays = (*(wishes.overlays if wishes else ()), *source.overlays)
    hosts = frozenset(wishes.allowed_hosts if wishes else ())
    loaded = document.load(
        source.description,
        diagnostics,
        strict_keys=source.strict_keys,
        overlays=overlays,
        allowed_hosts=hosts,
        allowed_paths=(
            *(wishes.allowed_paths if wishes else ()),
            *source.allowed_paths,
        ),
    )
    if loaded is None:
        return None
    lenient = source.lenient or bool(wishes and wishes.lenient)
    policy = judging.policy_of(strict=source.strict, lenient=lenient)
    api, accepted = judging.judge(loaded, diagnostics, policy)
    if not accepted:
        return None
    wishes = settings.named(
        wishes or settings.Settings(),
        api.title,
        source.package,
        source.output.resolve().name,
    )
    by_hand = source.handwritten or wishes.handwritten
    api = selection.select(api, source.filters or wishes.filters, diagnostics)
    names = naming.resolve_names(api, wishes, kept, diagnostics)
    package = lower.lower(
        api,
        names,
        wishes,
        diagnostics,
        handwritten=handwritten.read(by_hand, diagnostics),
    )
    diagnostics.locate(loaded.position)
    if diagnostics.has_errors:
        return None
    return Interpreted(
        package=package,
        api=api,
        names=names,
        document=loaded,
        settings=wishes,
        overlays=overlays,
        handwritten=by_hand,
        changelog=_changelog(source),
    )


def _changelog(source: BuildRequest) -> Path | None:
    """The changelog beside client.yaml."""
    path = source.config.parent / CHANGELOG_FILE if source.config else None
    return path if path is not None and path.is_file() else None


def _files(made: Interpreted, diagnostics: Diagnostics) -> FileTree:
    """All files of a package, hand-written modules among them, as black leaves them."""
    files = handwritten.lay_over(
        render.render(made.package), made.package, made.handwritten, diagnostics
    )
    files = formatting.format_tree(files)
    files[SURFACE_FILE] = surface_text(made.surface)
    if made.changelog is not None:
        files[CHANGELOG_FILE] = made.changelog.read_text(encoding="utf-8")
    return dict(sorted(files.items()))


def run(source: BuildRequest, *, write: bool) -> BuildResult:
    """Generates one package and writes it, or compares it with what is on the disk.

    Args:
        source: what to read and where the package belongs.
        write: True brings the output folder up to date; False only compares.

    Returns:
        The outcome; nothing was written if it has errors.
    """
    outcome = BuildResult(source=source)
    try:
        if write:
            tree.recover(source.output)
        kept = _kept_names(source)
    except ValueError as error:
        outcome.diagnostics.add(_failure("unreadable-names", str(error)))
        return outcome
    except (OSError, tree.ForeignFileError) as error:
        outcome.diagnostics.add(_failure("cannot-write", str(error), _ELSEWHERE))
        return outcome
    generated = outcome.generated = generate(source, outcome.diagnostics, kept)
    if generated is None:
        return outcome
    outcome.operations = _rows(generated.api)
    names = None if source.names else generated.names
    if not write:
        outcome.drift = tree.compare(source.output, generated.files)
        if kept != generated.names:
            outcome.drift.append(_names_drift(source, generated.names))
        return outcome
    try:
        outcome.changes = tree.write(
            source.output, generated.files, names=names, force=source.force
        )
        if source.names:
            names_file.write(source.names, generated.names)
    except (OSError, tree.ForeignFileError) as error:
        outcome.diagnostics.add(_failure("cannot-write", str(error), _ELSEWHERE))
    return outcome


def _names_drift(source: BuildRequest, names: Mapping[str, str]) -> tree.Drift:
    """The difference of the kept names: in the names file, or in the manifest where there is
    none.
    """
    if source.names is None:
        return tree.Drift(kind="changed", path=tree.MANIFEST)
    path = source.names.as_posix()
    if not source.names.exists():
        return tree.Drift(kind="missing", path=path, outside=True)
    diff = tree.unified_diff(path, source.names.read_bytes(), names_file.text(names))
    return tree.Drift(kind="changed", path=path, diff=diff, outside=True)


def _inputs(
    loaded: document.Document, overlays: tuple[Path, ...], source: BuildRequest
) -> frozenset[Path] | None:
    asked = loaded.store.loaded_paths
    log = [source.config.parent / CHANGELOG_FILE] if source.config else []
    return None if asked is None else asked.union(overlays, log)


def _rows(api: Api) -> tuple[OperationRow, ...]:
    return tuple(
        OperationRow(method=item.method.upper(), path=item.path, operation_id=item.operation_id)
        for item in api.operations
    )


def _failure(code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(severity=Severity.ERROR, code=code, message=message, hint=hint)


def _kept_names(source: BuildRequest) -> Mapping[str, str]:
    return (
        names_file.read(source.names) if source.names else tree.read_manifest(source.output).names
    )
