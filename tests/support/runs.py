"""Programs as users run them: docbound's commands in this process, Python in a fresh one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from docbound.cli import main


def docbound(root: Path, *arguments: str) -> Result:
    """The exit code and the output of a command in a project."""
    return CliRunner().invoke(main, [*arguments, "--root", str(root)])


def run_python(
    program: str,
    *arguments: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a program in a fresh interpreter.

    Args:
        program: its source.
        arguments: what ``sys.argv`` has after the first one.
        cwd: the working directory, from which the program can import.
        env: all environment variables; by default those of this process.
    """
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
