"""``docbound new``: begins a client."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docbound.command_options import PATH
from docbound.harness.errors import HarnessError, failure, shown
from docbound.harness.scaffold import file_texts
from docbound.harness.scaffold.new import new as begin

from ..project import nearest, read
from .shared import guarded, print_findings


@click.command(short_help="Begin a client: description, settings, facts, a fixture, a workflow.")
@click.argument("name")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=PATH,
    help="A description to begin with, instead of an example.",
)
@click.option(
    "--lenient",
    is_flag=True,
    help="Go on where the description has faults: client.yaml gets `lenient: true`.",
)
@click.option(
    "--root",
    metavar="FOLDER",
    type=PATH,
    help="The project's folder; by default the nearest one upwards, or the present folder.",
)
@guarded
def new(name: str, source: Path | None, lenient: bool, root: Path | None) -> None:
    """Begin the client NAME in this project, or begin a project in this folder; all that is written
    passes `docbound check`.
    """
    if source is not None and not source.is_file():
        raise failure(
            "no-description",
            f"--from {source} is not a file",
            "name a description",
            exit_code=2,
        )
    place = root or nearest() or Path()
    try:
        made = begin(place, name, source, lenient=lenient)
    except HarnessError as error:
        print_findings(error.findings, verbose=True)
        if not lenient and any(finding.effect for finding in error.findings):
            click.echo(file_texts.REFUSED.format(client=name), err=True, nl=False)
        sys.exit(error.exit_code)
    for path in made:
        click.echo(shown(path))
    project = read(place)
    folders = {
        "specs": shown(project.specs / name),
        "generated": shown(project.generated / name),
    }
    click.echo("\n" + file_texts.NEXT.format(client=name, **folders), err=True, nl=False)
