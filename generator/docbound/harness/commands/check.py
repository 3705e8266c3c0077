"""``docbound check``: the one gate."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docbound.command_options import json_option, root_option, verbose_option
from docbound.commands import report
from docbound.diagnostics.diagnostic import Severity
from docbound.harness.errors import failure

from ..checks import formats, gate
from ..checks.gate import GateResult
from ..checks.sections import SECTIONS
from .shared import (
    counted,
    find_project,
    guarded,
    print_findings,
    print_json,
    progress,
)

_NAMES = click.Choice(tuple(SECTIONS))


@click.command(short_help="Check everything that belongs together: the gate for CI.")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@root_option
@click.option(
    "--only",
    multiple=True,
    metavar="SECTION",
    type=_NAMES,
    help=f"Run this section only: {', '.join(SECTIONS)}.",
)
@click.option(
    "--skip",
    multiple=True,
    metavar="SECTION",
    type=_NAMES,
    help="Leave this section out.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", *formats.FORMATS)),
    default="text",
    help="The form of the report on standard output.",
)
@json_option
@verbose_option
@guarded
def check(
    clients: tuple[str, ...],
    root: Path | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    form: str,
    as_json: bool,
    verbose: bool,
) -> None:
    """Hold descriptions, documented facts, packages, pages and fixtures against one another; exit 1
    if any two differ.

    All clients are checked, or those named, in all sections, or those of --only less those of
    --skip. --only and --skip may be given several times.
    """
    if as_json and form not in ("text", "json"):
        raise click.UsageError(f"--json and --format {form} cannot both be given; leave one out")
    project = find_project(root)
    sections = [name for name in SECTIONS if (not only or name in only) and name not in skip]
    if not sections:
        raise failure(
            "nothing-to-check",
            "--only and --skip leave no section",
            "leave one of them out",
            exit_code=2,
        )
    result = gate.run(project, project.chosen(clients), sections, progress)
    if as_json or form == "json":
        outcomes = [report.as_json(outcome) for outcome in result.outcomes]
        print_json({**formats.as_data(result), "clients": outcomes})
    elif form == "text":
        _print_text(result, verbose=verbose)
    else:
        click.echo(formats.FORMATS[form](result), nl=False)
    sys.exit(1 if result.failed else 0)


def _print_text(result: GateResult, *, verbose: bool) -> None:
    for outcome in result.outcomes:
        for line in report.drift(outcome):
            click.echo(line)
    for item in result.results:
        print_findings(
            (one for one in item.findings if not one.code.startswith("drift-")),
            verbose=verbose,
        )
    failed = [item for item in result.results if item.failed]
    for item in failed:
        errors = sum(one.severity is Severity.ERROR for one in item.findings)
        click.echo(
            f"{item.client}: {SECTIONS[item.section].title}: {counted(errors, 'finding')}",
            err=True,
        )
    warnings = result.count(Severity.WARNING)
    checked = len({item.client for item in result.results})
    state = (
        f"{counted(result.count(Severity.ERROR), 'finding')} to mend" if failed else "all in step"
    )
    click.echo(
        f"{counted(checked, 'client')}: {state}"
        + (f", {counted(warnings, 'warning')}" if warnings else ""),
        err=True,
    )
