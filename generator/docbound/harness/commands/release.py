"""``docbound release``: the version, the changelog and the package of the next release."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click
from packaging.version import Version

from docbound.build_request import CHANGELOG_FILE, BuildRequest
from docbound.command_options import root_option
from docbound.commands import report
from docbound.commands.build import build
from docbound.diff import changelog, releases, report_formats, versions
from docbound.diff.compared_sources import SideError
from docbound.harness import project
from docbound.harness.commands.shared import guarded

from ...diff.change import Bump
from ...diff.releases import Release


@click.command(short_help="Set a client's version, and write its changelog.")
@click.argument("name")
@root_option
@click.option(
    "--version", "wanted", metavar="VERSION", help="Another version than the lowest that will do."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the entry in the changelog; today by default.",
)
@guarded
def release(
    name: str, root: Path | None, wanted: str | None, dry_run: bool, day: datetime.datetime | None
) -> None:
    """Prepare a release of the client NAME.

    What has changed since the last release (a git tag NAME-v1.2.0 or v1.2.0, or what `released` in
    client.yaml names) decides on the version. client.yaml gets it, the client's CHANGELOG.md an
    entry, and the package is generated again. Committing, tagging and publishing are left to you,
    and listed.
    """
    from docbound.diagnostics import display

    found = project.find(root)
    (name,) = found.chosen((name,))
    source = found.source(name)
    try:
        state = releases.release_of(found.root, name, source)
    except SideError as error:
        for finding in error.findings:
            click.echo(display.render_diagnostic(finding), err=True)
        sys.exit(1)
    version = _version(state, wanted)
    if state.comparison is not None:
        click.echo(report_formats.text(state.comparison))
        if state.comparison.bump is Bump.NONE and wanted is None:
            click.echo(
                f"{name}: nothing has changed since {state.last}; there is nothing to release"
            )
            sys.exit(0)
    if not dry_run:
        _write(source, state, version, (day or datetime.datetime.now()).date())
    _print_rest(name, source, state, version, dry_run=dry_run)


def _version(state: Release, wanted: str | None) -> Version:
    """The one that is wanted, else that of client.yaml, or the lowest that will do."""
    if wanted is None:
        return max(state.version, state.needed)
    version = versions.parsed(wanted)
    if version is None:
        raise click.UsageError(f"--version {wanted!r} is no version.")
    if version < state.needed:
        raise click.UsageError(
            f"--version {version} is too low; the changes ask for {state.needed}."
        )
    return version


def _write(source: BuildRequest, state: Release, version: Version, day: datetime.date) -> None:
    assert source.config is not None
    config = source.config
    before = config.read_text(encoding="utf-8") if config.exists() else ""
    config.write_text(releases.with_version(before, version), encoding="utf-8")
    log = config.parent / CHANGELOG_FILE
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    entry = changelog.entry(state.comparison, version, day)
    log.write_text(changelog.with_entry(text, entry), encoding="utf-8")
    outcome = build(source, write=True)
    if outcome.failed:
        for line in report.findings(outcome.diagnostics, quiet=True):
            click.echo(line, err=True)
        sys.exit(1)


def _print_rest(
    name: str, source: BuildRequest, state: Release, version: Version, *, dry_run: bool
) -> None:
    done = "would be" if dry_run else "is"
    since = f" (after {state.old})" if state.old else ""
    folder, output = source.description.parent.as_posix(), source.output.as_posix()
    click.echo(f"{name} {done} {version}{since}. What is left to do:")
    for number, step in enumerate(
        (
            f"read the entry in {folder}/{CHANGELOG_FILE}",
            "docbound check",
            f"git add {folder} {output} && git commit -m '{name} {version}'",
            f"git tag {name}-v{version} && git push --follow-tags",
            f"publish {output} (see the guide, Releasing a client)",
        ),
        start=1,
    ):
        click.echo(f"  {number}. {step}")
