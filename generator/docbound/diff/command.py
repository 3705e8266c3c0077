"""``docbound diff``: what a change means for the people who use the package."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from docbound.build_request import clients as pipeline_clients
from docbound.command_options import PATH
from docbound.diagnostics import display
from docbound.diff import compared_sources, rename_aliases, report_formats, text_changes
from docbound.diff.compared_sources import Side, SideError

from .change import Class, Comparison
from .compare_surfaces import compare


@click.command(short_help="Say what a change means for the users of a package.")
@click.argument("old")
@click.argument("new", default=".")
@click.option(
    "--client",
    metavar="NAME",
    help="The client to compare, where a side is a project with several.",
)
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A client.yaml for descriptions that have none beside them.",
)
@click.option(
    "--root",
    metavar="FOLDER",
    type=PATH,
    default=Path(),
    help="Where git looks for revisions; the present folder by default.",
)
@click.option("--json", "form", flag_value="json", help="Print the changes as JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print the changes as Markdown.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", *report_formats.FORMS)),
    default="text",
    help="The form of the report.",
)
@click.option(
    "--keep-names/--no-keep-names",
    "keep_names",
    default=None,
    help="Keep the old names of renamed classes as deprecated aliases: record them in names.yaml.",
)
@click.option(
    "--fail-on",
    type=click.Choice([cls.value for cls in Class]),
    help="Exit with 1 if there is a change of this class or a worse one.",
)
def diff(
    old: str,
    new: str,
    client: str | None,
    config: Path | None,
    root: Path,
    form: str,
    keep_names: bool | None,
    fail_on: str | None,
) -> None:
    """Say what changes for the users of a package between OLD and NEW (the present folder by
    default).

    Each is a description, the folder of a client, of a project or of a generated package, a git
    revision (HEAD~1, v1.0.0, v1.0.0:specs/cats), a wheel, or an installed distribution
    (cats-client, cats-client==1.0.0).

    Where both sides are projects with several clients, all are compared, or the one of --client.

    Five classes, the worst first: breaking (code fails or gives other results), types (strict type
    checking fails), wire (other requests are sent), compatible, docs.
    """
    names: list[str | None] = [client] if client else [*_clients(old, new)]
    found: dict[str, Comparison] = {}
    for name in names or [None]:
        request = compared_sources.Request(root=root, client=name, config=config)
        try:
            found[name or ""] = _compared(old, new, request, keep_names=keep_names)
        except SideError as error:
            if len(names) > 1 and error.findings[0].code == "which-client":
                click.echo(f"{name}: there is no such client in {old}", err=True)
                continue
            for finding in error.findings:
                click.echo(display.render_diagnostic(finding), err=True)
            sys.exit(error.exit_code)
    _print(found, form)
    limit = Class(fail_on) if fail_on else None
    failed = limit and any(each.changes and each.cls.rank <= limit.rank for each in found.values())
    sys.exit(1 if failed else 0)


def _clients(old: str, new: str) -> list[str]:
    """The clients of a project with several, where both sides are whole projects."""
    folder = Path(new)
    if not (folder / "specs").is_dir() or (
        Path(old).exists() and not (Path(old) / "specs").is_dir()
    ):
        return []
    known = pipeline_clients(folder)
    return known if len(known) > 1 and ":" not in old else []


def _compared(
    old: str, new: str, request: compared_sources.Request, *, keep_names: bool | None
) -> Comparison:
    before = compared_sources.read(old, request)
    after = compared_sources.read(new, request, before)
    for side in (before, after):
        if side.left_out:
            one = side.left_out == 1
            click.echo(
                f"{side.label}: {side.left_out} {'fault' if one else 'faults'} of the description"
                f" {'leaves' if one else 'leave'} something out of the comparison;"
                f" `docbound validate --verbose` lists {'it' if one else 'them'}",
                err=True,
            )
    comparison = compared(before, after)
    if after.keeps_names if keep_names is None else keep_names:
        after = _with_former_names(before, after, comparison, request, new)
        comparison = compared(before, after)
    return comparison


def _print(found: dict[str, Comparison], form: str) -> None:
    """Prints one comparison as it is, several by the names of their clients."""
    if form != "json":
        for comparison in found.values():
            click.echo(report_formats.FORMS[form](comparison), nl=False)
        return
    data: object = {name: report_formats.as_data(each) for name, each in found.items()}
    if len(found) == 1:
        data = report_formats.as_data(next(iter(found.values())))
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def compared(before: Side, after: Side) -> Comparison:
    """The changes between two sides, each with its place in the text of the description that has
    it.
    """
    found = text_changes.with_places(
        compare(before.surface, after.surface), before.document, after.document, after.surface
    )
    return replace(
        found,
        changes=tuple(
            replace(
                change,
                position=(before if change.gone else after).position(change.pointer),
            )
            for change in found.changes
        ),
    )


def _with_former_names(
    before: Side, after: Side, comparison: Comparison, request: compared_sources.Request, new: str
) -> Side:
    """The new side again, after the renames were recorded in its names file."""
    if after.names_file is None:
        raise click.UsageError(
            f"--keep-names needs a names file; {new} is not the folder of a client with one."
        )
    kept = rename_aliases.former_names(
        comparison, before.surface, after.surface, after.names, comparison.new_version
    )
    if kept != after.names and rename_aliases.record(after.names_file, kept):
        click.echo(f"{after.names_file.as_posix()}: former names recorded", err=True)
        return compared_sources.read(new, request, before)
    return after
