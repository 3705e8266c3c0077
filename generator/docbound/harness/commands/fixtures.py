"""``docbound fixtures``: makes, lists and refreshes fixtures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from docbound.command_options import argument_option, json_option, root_option
from docbound.diagnostics.diagnostic import Diagnostic
from docbound.fixtures.meta import PROVENANCES
from docbound.harness.errors import HarnessError, failure, shown
from docbound.harness.package_methods import Surface
from docbound.harness.record.operation_choice import given_arguments, operation_named
from docbound.redaction import Redactor

from ..checks.secrets import rules_of
from ..clients import Client
from ..fixtures.coverage import Coverage, coverage
from ..fixtures.refresh import refresh as refresh_fixtures
from ..record.fixture import save
from ..record.synthetic import synthetic
from .shared import (
    counted,
    find_project,
    guarded,
    print_json,
    progress,
)


@click.group(short_help="Make, list and refresh fixtures.")
def fixtures() -> None:
    """Make, list and refresh fixtures: cassettes that replay a call of one operation."""


@fixtures.command(name="list", short_help="Which operations and statuses have fixtures.")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@root_option
@json_option
@guarded
def list_command(clients: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Show, for each operation, its fixtures by status, apart by where they come from, and the
    statuses without one.
    """
    project = find_project(root)
    found = {name: list(coverage(Client(project, name))) for name in project.chosen(clients)}
    if as_json:
        print_json({name: [_as_data(row) for row in rows] for name, rows in found.items()})
        return
    for name, rows in found.items():
        click.echo(name)
        for row in rows:
            click.echo(f"  {row.operation}" + ("" if row.method else "  (no such operation)"))
            for provenance in PROVENANCES:
                counts = sorted(
                    (status, count)
                    for (status, kind), count in row.counts.items()
                    if kind == provenance
                )
                if counts:
                    listed = ", ".join(
                        f"{status}" + (f" ×{count}" if count > 1 else "")
                        for status, count in counts
                    )
                    click.echo(f"    {provenance}: {listed}")
            if row.uncovered:
                click.echo(f"    without a fixture: {', '.join(row.uncovered)}")


def _as_data(row: Coverage) -> dict[str, object]:
    return {
        "operation": row.operation,
        "method": row.method,
        "path": row.path,
        "fixtures": [
            {"status": status, "provenance": provenance, "count": count}
            for (status, provenance), count in sorted(row.counts.items())
        ],
        "uncovered": list(row.uncovered),
    }


@fixtures.command(short_help="Note that the fixtures were looked at.")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@root_option
@guarded
def refresh(clients: tuple[str, ...], root: Path | None) -> None:
    """Write the present digest of the description into the fixtures, after you have looked at
    them.
    """
    project = find_project(root)
    changed = [
        path for name in project.chosen(clients) for path in refresh_fixtures(Client(project, name))
    ]
    for path in changed:
        click.echo(shown(path))
    progress(f"{counted(len(changed), 'fixture')} refreshed")


@fixtures.command(short_help="Make a fixture from the description.")
@click.argument("client")
@click.argument("operations", nargs=-1, metavar="[OPERATION[.CASE]]...")
@click.option(
    "--status",
    metavar="STATUS",
    default="",
    help="The status of the response; a success by default.",
)
@click.option(
    "--example",
    metavar="NAME",
    default="",
    help="The description's example to answer with.",
)
@argument_option
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Every operation that has no fixture of a success yet.",
)
@root_option
@guarded
def new(
    client: str,
    operations: tuple[str, ...],
    status: str,
    example: str,
    arguments: tuple[str, ...],
    everything: bool,
    root: Path | None,
) -> None:
    """Make a synthetic fixture of OPERATION (operationId or Python method) from the description's
    examples or made values.

    Its provenance is synthetic: it was not recorded. Where one cannot be made, the others are.
    """
    project = find_project(root)
    [name] = project.chosen((client,))
    found = Client(project, name)
    surface = Surface(found)
    chosen = [operation_named(found, surface, item) for item in operations]
    if everything:
        covered = {
            row.operation for row in coverage(found) if any(code < 400 for code, _ in row.counts)
        }
        missing = (
            item
            for item in found.service.operations
            if item.name not in covered and surface.of(item)
        )
        chosen += [(item, "") for item in missing]
    if not chosen and not everything:
        raise failure(
            "no-operation",
            "no OPERATION is named",
            "name one, or say --all",
            exit_code=2,
        )
    given = given_arguments(arguments, None)
    failed: list[Diagnostic] = []
    for operation, case in chosen:
        try:
            draft = synthetic(
                found, surface, operation, case, status=status, example=example, given=given
            )
            save(draft, Redactor(rules_of(found)), replace=False)
        except HarnessError as error:
            if error.exit_code != 1:
                raise
            place = found.service.position(operation.node.pointer)
            failed += [
                replace(one, position=place) if one.code == "not-sent" else one
                for one in error.findings
            ]
        else:
            click.echo(shown(draft.path))
    if failed:
        raise HarnessError(failed)
