"""Releases of a client: the last one, what has changed since, and what the next one is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.version import Version

from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.diff import compared_sources, rename_aliases, versions
from docbound.diff.compared_sources import SideError, failure
from docbound.records import record
from docbound.settings import settings
from docbound.settings.settings import Settings

from .change import Bump, Comparison
from .command import compared


@record
class Release:
    """What is between the last release and the next one.

    Attributes:
        name: the client.
        last: what the last release is compared by (a tag, a wheel ...), or an empty string before
            the first.
        old: its version, or None before the first.
        version: the version that client.yaml has now.
        needed: the lowest version that the next release may have.
        comparison: the changes since, or None before the first release.
    """

    name: str
    last: str
    old: Version | None
    version: Version
    needed: Version
    comparison: Comparison | None


def release_of(root: Path, name: str, source: BuildRequest) -> Release:
    """Compares a client with its last release.

    Args:
        root: the project's folder.
        name: the client's name.
        source: what its package is made from.

    Raises:
        SideError: the client or its last release cannot be read.
    """
    settings = _settings(source)
    version = versions.parsed(settings.version)
    if version is None:
        raise failure("wrong-version", f"{settings.version!r} is no version")
    last = settings.released or _last_tag(root, name)
    if not last:
        return Release(
            name=name, last="", old=None, version=version, needed=version, comparison=None
        )
    request = compared_sources.Request(root=root, client=name)
    before = compared_sources.read(_named(last, root, source), request)
    after = compared_sources.read(str(source.description.parent), request, before)
    comparison = compared(before, after)
    if settings.keep_names and after.names_file is not None:
        kept = rename_aliases.former_names(
            comparison, before.surface, after.surface, after.names, str(version)
        )
        if kept != after.names and rename_aliases.record(after.names_file, kept):
            after = compared_sources.read(str(source.description.parent), request, before)
            comparison = compared(before, after)
    old = versions.parsed(comparison.old_version)
    if old is None:
        raise failure("wrong-version", f"{last} has no version")
    return Release(
        name=name,
        last=last,
        old=old,
        version=version,
        needed=versions.next_version(old, comparison.bump, settings.zero_versions),
        comparison=comparison,
    )


def _settings(source: BuildRequest) -> Settings:
    diagnostics = Diagnostics()
    if source.config is None or not source.config.exists():
        return Settings()
    found = settings.load(source.config, diagnostics)
    if found is None:
        raise SideError(*diagnostics)
    return found


def _named(last: str, root: Path, source: BuildRequest) -> str:
    """A revision together with the client's folder; what is not a revision means itself."""
    if ":" in last or (root / last).exists() or not compared_sources.is_revision(last, root):
        return last
    folder = source.description.parent.resolve().relative_to(root.resolve())
    return f"{last}:{folder.as_posix()}"


def _last_tag(root: Path, name: str) -> str:
    """The highest version among the tags of the present history: ``NAME-v1.2.0``, or ``v1.2.0``
    where no tag names the client.
    """
    tags = compared_sources.merged_tags(root)
    own = _versions(tags, rf"{re.escape(name)}[-/@]v?")
    found = own or _versions(tags, "v?")
    return max(found, key=lambda tag: found[tag]) if found else ""


def _versions(tags: tuple[str, ...], prefix: str) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for tag in tags:
        match = re.fullmatch(rf"{prefix}(\d+\.\d.*)", tag)
        version = versions.parsed(match.group(1)) if match else None
        if version is not None:
            found[tag] = version
    return found


def findings(root: Path, name: str, source: BuildRequest) -> Iterator[Diagnostic]:
    """What is wrong with a client's version, for ``docbound check --only version``.

    Args:
        root: the project's folder.
        name: the client's name.
        source: what its package is made from.

    Yields:
        An error where the version in client.yaml is too low for what has changed since the last
        release.
    """
    try:
        release = release_of(root, name, source)
    except SideError as error:
        yield from error.findings
        return
    comparison = release.comparison
    if comparison is None or comparison.bump is Bump.NONE or release.version >= release.needed:
        return
    worst = next(iter(comparison.changes))
    yield Diagnostic(
        severity=Severity.ERROR,
        code="version-too-low",
        message=f"version {release.version} is too low: since {release.last} ({release.old}) there"
        f" are changes of the class `{comparison.cls.value}` ({worst.what}), which ask for"
        f" {release.needed}",
        hint=f"`docbound release {name}` sets the version and writes the changelog;"
        f" `docbound diff {release.last}` lists the changes",
        position=version_position(source),
    )


def version_position(source: BuildRequest) -> Position | None:
    """Where client.yaml says the version, or its first line."""
    if source.config is None or not source.config.exists():
        return None
    lines = source.config.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("version:"):
            return Position(file=source.config.as_posix(), line=number, column=1, excerpt=line)
    return Position(file=source.config.as_posix(), line=1, column=1)


def with_version(text: str, version: Version) -> str:
    """The text of a client.yaml with another version; comments and order stay."""
    changed, count = re.subn(
        r"(?m)^version:[ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s#]+)?",
        f"version: {version}",
        text,
        count=1,
    )
    if count:
        return changed
    return f"{text.rstrip()}\nversion: {version}\n" if text.strip() else f"version: {version}\n"
