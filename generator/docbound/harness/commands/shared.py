"""What the commands have in common: the project, errors as text and exit codes."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from docbound.diagnostics import display
from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.harness.errors import HarnessError

from .. import project
from ..project import Project


def find_project(root: Path | None) -> Project:
    """The project of ``--root``, or the nearest one."""
    return project.find(root)


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose :class:`HarnessError` is printed, with its exit code, instead of a
    traceback.
    """

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except HarnessError as error:
            stop(error)

    return run


def stop(error: HarnessError) -> NoReturn:
    """Prints what an error found, and ends with its exit code."""
    print_findings(error.findings, verbose=True)
    sys.exit(error.exit_code)


def print_findings(findings: Iterable[Diagnostic], *, verbose: bool) -> None:
    """Prints findings on standard error; notes only where ``verbose`` says so."""
    for finding in findings:
        if verbose or finding.severity is not Severity.NOTE:
            click.echo(display.render_diagnostic(finding), err=True)


def print_json(content: object) -> None:
    """Prints JSON on standard output."""
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


def progress(line: str) -> None:
    """Says how far we are, on a terminal; a pipe sees nothing."""
    if sys.stderr.isatty():
        click.echo(line, err=True)


def counted(count: int, thing: str) -> str:
    """``1 fixture``, ``2 fixtures``."""
    return f"{count} {thing}{'' if count == 1 else 's'}"
