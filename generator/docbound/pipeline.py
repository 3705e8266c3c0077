"""The architecture in one page: each stage takes a value and returns a value.

``description ─ load, validate, interpret ─► Api ─ name, lower ─► Package ─ render ─► files``

Nothing here touches the output folder: :mod:`docbound.commands.fresh_build` writes what comes out,
or compares it with what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docbound import assessment, document, lower, naming, render
from docbound.build_request import CHANGELOG_FILE, BuildRequest, Generated
from docbound.diagnostics.diagnostic import Diagnostics, Identity
from docbound.interpret import decimal_numbers, deep_objects, selection
from docbound.output.manifest import FileTree
from docbound.package import Package
from docbound.records import record
from docbound.render import formatting, handwritten
from docbound.service import Api
from docbound.settings.settings import Settings, load, named
from docbound.surface.entry import SURFACE_FILE, Surface
from docbound.surface.places import Places
from docbound.surface.surface import surface_of
from docbound.surface.text import to_text as surface_text

if TYPE_CHECKING:
    from docbound.fixtures import Cassette


@record
class Interpreted:
    """A package before it is written down.

    Attributes:
        package, api, names: its three forms: the package, the service, and the names that lead from
            one to the other.
        naming_findings: what was reported while the names were given.
        document: the description.
        settings: what client.yaml says.
        overlays: the Overlay documents that were applied.
        handwritten: the folder of its hand-written modules.
        changelog: its changelog, if it has one.
    """

    package: Package
    api: Api
    names: naming.Names
    naming_findings: Diagnostics
    document: document.Document
    settings: Settings
    overlays: tuple[Path, ...]
    handwritten: Path | None
    changelog: Path | None

    @property
    def surface(self) -> Surface:
        """What the package's users may rely on."""
        places = Places(document=self.document)
        return surface_of(self.package, self.api, self.names, places)


def _answered(settings: Settings | None) -> frozenset[str]:
    """The codes of assumptions about a description that client.yaml makes needless."""
    chosen = settings is not None and settings.deep_object_lists
    return frozenset({deep_objects.CODE} if chosen else ())


def generate(
    source: BuildRequest, diagnostics: Diagnostics, kept: Mapping[str, str]
) -> Generated | None:
    """Makes a package in memory: the same inputs give the same bytes.

    Args:
        source: what to read.
        diagnostics: collects every finding.
        kept: the names given in earlier runs, by pointer; they stay.

    Returns:
        The package, or None when an error is in ``diagnostics``.
    """
    made = interpret(source, diagnostics, kept)
    if made is None:
        return None
    names = made.names.kept()
    known = None if kept == names else frozenset(item.identity for item in made.naming_findings)
    return Generated(
        files=_files(made, diagnostics),
        names=names,
        reported_once=partial(_reported_once, made.api, made.settings, made.names, known),
        inputs=_inputs(made.document, made.overlays, source),
        handwritten=made.handwritten,
        api=made.api,
        package=made.package,
    )


def _reported_once(
    api: Api, settings: Settings, names: naming.Names, reported: frozenset[Identity] | None
) -> frozenset[Identity] | None:
    """The findings that a run which starts from ``names`` would not have; None if it would give
    other names, or have more findings.

    All else in a package depends on its names alone. So this says what the next run makes without
    making it, for a twentieth of its cost, and that run finds nothing to do.

    Args:
        api, settings, names: of the run.
        reported: what was reported while it gave names; None where it started from these very ones.
    """
    if reported is None:
        return frozenset()
    findings = Diagnostics()
    if naming.resolve_names(api, settings, names.kept(), findings) != names:
        return None
    after = {item.identity for item in findings}
    return reported - after if after <= reported else None


def interpret(
    source: BuildRequest, diagnostics: Diagnostics, kept: Mapping[str, str]
) -> Interpreted | None:
    """Everything that :func:`generate` does before it writes the package down; arguments and result
    as there.
    """
    settings = load(source.config, diagnostics) if source.config else None
    if source.config and settings is None:
        return None
    overlays = (*(settings.overlays if settings else ()), *source.overlays)
    loaded = _document(source, settings or Settings(), overlays, diagnostics)
    if loaded is None:
        return None
    lenient = source.lenient or bool(settings and settings.lenient)
    policy = assessment.policy_of(strict=source.strict, lenient=lenient)
    api, accepted = assessment.assess(loaded, diagnostics, policy, _answered(settings))
    if not accepted:
        return None
    if settings is not None and settings.numbers == "decimal":
        api = decimal_numbers.with_decimals(api)
    settings = named(
        settings or Settings(),
        api.title,
        source.package,
        source.output.resolve().name,
    )
    modules = source.handwritten or settings.handwritten
    changelog = source.changelog
    placed = () if source.filters else (settings.position,)
    api = selection.select(api, source.filters or settings.filters, diagnostics, *placed)
    naming_findings = Diagnostics()
    names = naming.resolve_names(api, settings, kept, naming_findings)
    diagnostics.extend(naming_findings)
    package = lower.lower(
        api,
        names,
        settings,
        diagnostics,
        handwritten=handwritten.read(
            modules,
            diagnostics,
            None if source.handwritten else settings.position("handwritten", "0"),
        ),
        cassettes=_cassettes(source),
    )
    diagnostics.locate(loaded.position)
    if diagnostics.has_errors:
        return None
    return Interpreted(
        package=package,
        api=api,
        names=names,
        naming_findings=naming_findings,
        document=loaded,
        settings=settings,
        overlays=overlays,
        handwritten=modules,
        changelog=changelog if changelog and changelog.is_file() else None,
    )


def _document(
    source: BuildRequest, settings: Settings, overlays: tuple[Path, ...], diagnostics: Diagnostics
) -> document.Document | None:
    """The description, with its overlays applied."""
    return document.load(
        source.description,
        diagnostics,
        strict_keys=source.strict_keys,
        overlays=overlays,
        named_at=tuple(
            settings.position("overlays", str(number)) for number in range(len(settings.overlays))
        ),
        allowed_hosts=frozenset(settings.allowed_hosts),
        allowed_paths=(*settings.allowed_paths, *source.allowed_paths),
    )


def _cassettes(source: BuildRequest) -> tuple[Cassette, ...]:
    """The fixtures that the package's pages show."""
    if source.fixtures is None:
        return ()
    from docbound.fixtures.documentation_fixtures import shown_fixtures

    return shown_fixtures(source.fixtures)


def _files(made: Interpreted, diagnostics: Diagnostics) -> FileTree:
    """All files of a package, hand-written modules among them, as black leaves them."""
    surface = surface_text(made.surface)  # before the files: each takes much memory on the way
    files = handwritten.lay_over(
        render.render(made.package), made.package, made.handwritten, diagnostics
    )
    files = formatting.format_tree(files)
    files[SURFACE_FILE] = surface
    if made.changelog is not None:
        files[CHANGELOG_FILE] = made.changelog.read_text(encoding="utf-8")
    return dict(sorted(files.items()))


def _inputs(
    loaded: document.Document, overlays: tuple[Path, ...], source: BuildRequest
) -> frozenset[Path] | None:
    read = loaded.store.loaded_paths
    log = [source.changelog] if source.changelog else []
    return None if read is None else read.union(overlays, log)
