"""``docbound record``: fixtures from a live service, from HAR files, from VCR cassettes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from docbound.command_options import PATH, argument_option, root_option
from docbound.diagnostics.diagnostic import Diagnostics, Position, Severity
from docbound.harness.errors import HarnessError, failure, file_position, shown
from docbound.harness.package_methods import Surface
from docbound.harness.record.operation_choice import given_arguments, operation_named
from docbound.traffic import Exchange
from docbound.traffic.har import HarError, LeftOut, read_har

from ..clients import Client
from ..record.live import LiveService
from ..record.recorder import Imported, Recorded, import_exchanges, record_live, without_response
from .shared import (
    counted,
    find_project,
    guarded,
    print_findings,
    progress,
)

_MOST_LISTED = 20


@click.command(short_help="Record fixtures from the live service, a HAR file or VCR cassettes.")
@click.argument("client")
@click.argument("operations", nargs=-1, metavar="[OPERATION[.CASE]]...")
@argument_option
@click.option(
    "--arguments",
    "file",
    metavar="FILE",
    type=PATH,
    help="Arguments in a YAML or JSON file.",
)
@click.option("--host", metavar="URL", help="A base URL instead of the described one.")
@click.option(
    "--credential",
    "credentials",
    metavar="SCHEME=VARIABLE",
    multiple=True,
    help="The environment variable of a credential.",
)
@click.option(
    "--content-type",
    metavar="TYPE",
    default="",
    help="The media type of the body, where the operation takes several.",
)
@click.option("--pages", is_flag=True, help="Record all pages of a paginated operation.")
@click.option(
    "--har",
    "har",
    metavar="FILE",
    multiple=True,
    type=PATH,
    help="Import a HAR file.",
)
@click.option(
    "--vcr",
    "vcr",
    metavar="FILE",
    multiple=True,
    type=PATH,
    help="Import a VCR cassette.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Import each exchange, not one for each operation and status.",
)
@click.option(
    "--timeout",
    type=float,
    default=30.0,
    show_default=True,
    help="Seconds until the response is complete.",
)
@root_option
@guarded
def record(
    client: str,
    operations: tuple[str, ...],
    arguments: tuple[str, ...],
    file: Path | None,
    host: str | None,
    credentials: tuple[str, ...],
    content_type: str,
    pages: bool,
    har: tuple[Path, ...],
    vcr: tuple[Path, ...],
    everything: bool,
    timeout: float,
    root: Path | None,
) -> None:
    """Call the live service of CLIENT through its package, or read recordings, and write fixtures
    without secrets.

    OPERATION is an operationId or the name of a Python method. Arguments come from --argument and
    --arguments, else from the description's examples; credentials from the environment. Secrets are
    replaced before anything is written.
    """
    project = find_project(root)
    [name] = project.chosen((client,))
    found = Client(project, name)
    surface = Surface(found)
    if har or vcr:
        only = frozenset(operation_named(found, surface, item)[0].name for item in operations)
        formats = [*((path, "har") for path in har), *((path, "vcr") for path in vcr)]
        # Each file is imported, also after one that failed.
        failures = [_import(found, surface, *each, everything, only) for each in formats]
        _hint_at_pages(found)
        sys.exit(1 if any(failures) else 0)
    if not operations:
        raise _no_operation()
    variables = dict(_variable(pair) for pair in credentials)
    service = LiveService(timeout)
    failed = False
    for item in operations:
        operation, case = operation_named(found, surface, item)
        progress(f"{operation.name} ...")
        made = record_live(
            found,
            surface,
            operation,
            case,
            given_arguments(arguments, file),
            answer=service.answer,
            host=host,
            variables=variables,
            content_type=content_type,
            iterate=pages,
        )
        failed |= _report_recorded(made)
    service.close()
    _hint_at_pages(found)
    sys.exit(1 if failed else 0)


def _no_operation() -> HarnessError:
    return failure(
        "no-operation",
        "no OPERATION is named",
        "name one, or a recording: --har FILE",
        exit_code=2,
    )


def _hint_at_pages(client: Client) -> None:
    click.echo(
        f"`docbound regenerate {client}` shows what was recorded on the package's pages", err=True
    )


def _variable(pair: str) -> tuple[str, str]:
    scheme, equals, variable = pair.partition("=")
    if not equals or not variable:
        raise failure(
            "wrong-argument",
            f"{pair!r} is not SCHEME=VARIABLE",
            "write --credential SCHEME=VARIABLE",
            exit_code=2,
        )
    return scheme, variable


def _report_recorded(made: Recorded) -> bool:
    click.echo(shown(made.cassette.path))
    print_findings(made.findings, verbose=True)
    return any(finding.severity is Severity.ERROR for finding in made.findings)


def _import(
    client: Client,
    surface: Surface,
    path: Path,
    way: str,
    everything: bool,
    only: frozenset[str],
) -> bool:
    if not path.is_file():
        raise failure(
            "no-recording",
            f"--{way} {path} is not a file",
            "name a recording",
            exit_code=2,
        )

    def tick(count: int) -> None:
        if count % 1000 == 0:
            progress(f"{count} exchanges ...")

    left_out: list[LeftOut] = []
    result = import_exchanges(
        client,
        surface,
        _har(path, left_out) if way == "har" else _vcr(path),
        way=way,
        source=path.name,
        everything=everything,
        only=only,
        progress=tick,
    )
    result.unmatched.extend(map(without_response, left_out))
    failed = not result.recorded
    for made in result.recorded:
        failed |= _report_recorded(made)
    _report_unmatched(path, result)
    if not result.entries and not left_out:
        raise failure(
            "no-recording",
            f"{shown(path)} has no exchange",
            "record some first",
            position=file_position(path),
        )
    return failed


def _report_unmatched(path: Path, result: Imported) -> None:
    lines = list(
        dict.fromkeys(f"  {row.method} {row.url}: {row.reason}" for row in result.unmatched)
    )
    if lines:
        click.echo(
            f"{shown(path)}: {counted(len(result.unmatched), 'exchange')} without a fixture:",
            err=True,
        )
        for line in lines[:_MOST_LISTED]:
            click.echo(line, err=True)
        if len(lines) > _MOST_LISTED:
            click.echo(f"  and {len(lines) - _MOST_LISTED} more", err=True)
    if result.repeated:
        click.echo(
            f"{shown(path)}: {counted(result.repeated, 'exchange')} left out: one fixture for each"
            " operation and status is made; --all makes them all",
            err=True,
        )


def _har(path: Path, left_out: list[LeftOut]) -> Iterator[Exchange]:
    """The exchanges, once the whole file has been read through: nothing is written of one that
    breaks off.
    """
    try:
        for _ in read_har(path):
            pass
        yield from read_har(path, left_out.append)
    except (HarError, OSError) as error:
        line, column = (error.line, error.column) if isinstance(error, HarError) else (1, 1)
        raise failure(
            "no-har",
            f"{shown(path)} is no HAR file: {error}",
            "export it again from the browser's network panel",
            position=_place(path, line, column),
        ) from None


def _place(path: Path, line: int, column: int) -> Position:
    """A place in a recording of another tool, without its line: that may hold a credential, and is
    of any length.
    """
    return Position(file=shown(path), line=line, column=column)


def _vcr(path: Path) -> tuple[Exchange, ...]:
    from docbound import document
    from docbound.fixtures.cassette import read_exchanges
    from docbound.settings.yaml_node import Node

    diagnostics = Diagnostics()
    loaded = document.load(path, diagnostics, hint="a VCR cassette starts with `interactions:`")
    _raise_without_lines(diagnostics)
    assert loaded is not None
    found = read_exchanges(
        Node(value=loaded.root, pointer="#", document=loaded, diagnostics=diagnostics)
    )
    _raise_without_lines(diagnostics)
    return found


def _raise_without_lines(diagnostics: Diagnostics) -> None:
    if diagnostics.has_errors:
        raise HarnessError(
            replace(item, position=item.position and replace(item.position, excerpt=""))
            for item in diagnostics
        )
