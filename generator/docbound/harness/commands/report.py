"""``docbound report``: one page about the project."""

from __future__ import annotations

from pathlib import Path

import click

from docbound.command_options import PATH, root_option
from docbound.harness.errors import failure, shown

from ..checks import gate
from ..checks.sections import SECTIONS
from ..fixtures.refresh import write_text
from ..report.page import page
from .shared import find_project, guarded, progress


@click.command(short_help="Write one page about fixtures, facts, drift and findings.")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@click.option(
    "--html",
    "file",
    metavar="FILE",
    type=PATH,
    required=True,
    help="Where the page goes.",
)
@root_option
@guarded
def report(clients: tuple[str, ...], file: Path, root: Path | None) -> None:
    """Run all checks and write a self-contained page of HTML: per client its fixtures by operation,
    status and provenance, the facts that hold, drift side by side, and findings."""
    project = find_project(root)
    names = project.chosen(clients)
    if file.is_dir():
        raise failure("wrong-file", f"--html {file} is a folder", "name a file", exit_code=2)
    result = gate.run(project, names, tuple(SECTIONS), progress)
    try:
        write_text(file, page(project, names, result))
    except OSError as error:
        raise failure(
            "cannot-write",
            f"{shown(file)} cannot be written: {error.strerror or error}",
            "choose another place",
        ) from None
    click.echo(shown(file))
