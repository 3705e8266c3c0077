"""``docbound replay``: plays the fixtures through the generated packages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docbound.command_options import json_option, root_option
from docbound.diagnostics import display
from docbound.diagnostics.diagnostic import Diagnostic
from docbound.harness.errors import HarnessError

from ..clients import Client
from ..replay import run
from ..replay.call import one_event_loop
from .shared import (
    counted,
    find_project,
    guarded,
    print_findings,
    print_json,
    progress,
)


@click.command(short_help="Play the fixtures through the packages.")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@root_option
@json_option
@guarded
def replay(clients: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Play each fixture: valid against the description, sync and async, lenient and strict, without
    loss, as documented.

    All clients, or those named. Nothing is sent anywhere.
    """
    project = find_project(root)
    rows: list[dict[str, object]] = []
    failed = played = 0
    with one_event_loop():
        for name in project.chosen(clients):
            client = Client(project, name)
            for path in client.fixtures:
                progress(f"{name}/{path.stem} ...")
                findings = play(client, path)
                played += 1
                failed += bool(findings)
                shown = [display.to_report(finding) for finding in findings]
                rows.append(
                    {
                        "client": name,
                        "fixture": path.stem,
                        "ok": not findings,
                        "findings": shown,
                    }
                )
                if not as_json:
                    print_findings(findings, verbose=True)
    if as_json:
        print_json({"ok": not failed, "fixtures": rows})
    elif failed:
        click.echo(f"{failed} of {counted(played, 'fixture')} failed", err=True)
    else:
        click.echo(f"{counted(played, 'fixture')} played", err=True)
    sys.exit(1 if failed else 0)


def play(client: Client, path: Path) -> list[Diagnostic]:
    """What is wrong with one fixture, in all its uses."""
    try:
        cassette = client.cassette(path)
        found = list(client.misfits(cassette))
        return found or [*run.findings(client, cassette), *run.against_facts(client, cassette)]
    except HarnessError as error:
        return list(error.findings)
