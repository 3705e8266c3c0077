"""Programs that use a package: run in the environment of its generator, against a server in a
process of its own.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .measuring import FailedError, answer
from .paths import PROGRAMS, floors
from .peers import OURS, Generator

Figures = dict[str, float]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server of the responses in ``folder``; gives its port."""
    with subprocess.Popen(
        [sys.executable, PROGRAMS / "server.py", folder],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def python(each: Generator) -> Path:
    """The Python in which a generator's packages run."""
    return floors() if each is OURS else each.python()


def figures(
    interpreter: Path,
    program: str,
    arguments: Sequence[str | Path],
    package: Path | None = None,
) -> Figures:
    """What a program of :data:`PROGRAMS` tells.

    Args:
        interpreter: that runs it.
        program: the name of its file.
        arguments: of its command line.
        package: the folder that has the package it uses.

    Raises:
        FailedError: it did not end well.
    """
    variables = {"PYTHONPATH": str(package)} if package else {}
    found: Figures = json.loads(
        answer([interpreter, PROGRAMS / program, *arguments], environment=variables)
    )
    return found


def median_figures(rounds: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def medians(
    rounds: dict[str, list[Figures] | FailedError],
) -> tuple[dict[str, Figures], dict[str, FailedError]]:
    """The medians of those that have figures, and why the others have none."""
    found: dict[str, Figures] = {}
    failed: dict[str, FailedError] = {}
    for name, each in rounds.items():
        if isinstance(each, FailedError):
            failed[name] = each
        else:
            found[name] = median_figures(each)
    return found, failed
