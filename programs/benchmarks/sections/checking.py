"""What a large package costs those who write against it: mypy, pyright, an editor's first
completion.

It takes many minutes, so that it is measured only when it is asked for (``--only checking``).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..measuring import Cost, FailedError, spend
from ..package_generation import cold
from ..package_programs import Figures, figures, python
from ..peers import Generator
from ..report import Section, Table, cell
from ..run_settings import Setting
from ..subjects import LARGEST, Subject, subjects

PACKAGE: Final = "bench_client"
_COMPLETED: Final = {
    "docbound": f"import {PACKAGE}\napi = {PACKAGE}.ApiClient().issues\napi.",
    "openapi-python-client": f"from {PACKAGE}.api.issues import ",
    "openapi-generator": f"import {PACKAGE}\napi = {PACKAGE}.IssuesApi()\napi.",
    "crozier": f"import {PACKAGE}\napi = {PACKAGE}.BenchClientApi().issues\napi.",
}
"""What a user has typed where the operations of one tag are offered."""
_LONGEST: Final = 1_800.0
"""Seconds that a tool may take: on a busy machine pyright needs ten times as long as alone."""


def measure(setting: Setting) -> Section:
    """Everybody's package of the largest description, read by tools.

    Raises:
        FailedError: the description cannot be had.
    """
    subject = next(
        (each for each in subjects(setting.folder, quick=False) if each.name == LARGEST), None
    )
    if subject is None:
        raise FailedError(f"{LARGEST} cannot be had: it needs npm")
    found = [
        _row(each, subject, setting.folder / "checking" / each.slug)
        for each in setting.generators
        if each.complete
    ]
    return Section(
        title="Packages and tools",
        text=(
            f"The package of {LARGEST}: lines of Python, and CPU seconds and peak memory in MB of"
            " mypy and pyright on the whole package, and of jedi's first completion of the"
            " operations of one tag. Nothing is cached."
        ),
        tables=[
            Table(
                head=(
                    *("generator", "lines", "an operation", "mypy s", "MB", "pyright s", "MB"),
                    *("completion s", "MB", "names", "note"),
                ),
                rows=found,
            )
        ],
    )


def _row(each: Generator, subject: Subject, folder: Path) -> list[str]:
    output = folder / "out"
    try:
        cold(each, subject.path, output, PACKAGE)
        package = output / each.home
        interpreter = python(each)
    except FailedError as error:
        return [each.name, *[""] * 9, f"fails: {cell(error)}"]
    lines = sum(path.read_bytes().count(b"\n") for path in (package / PACKAGE).rglob("*.py"))
    mypy = ("mypy", "--no-incremental", "--cache-dir", folder, "--python-executable", interpreter)
    return [
        *(each.name, f"{lines:,}", f"{lines / subject.operations:.0f}"),
        *_cost((*mypy, package / PACKAGE)),
        *_cost(("pyright", "--pythonpath", interpreter, package / PACKAGE)),
        *_completion(each, package),
    ]


def _cost(command: Sequence[str | Path]) -> list[str]:
    """Seconds and MB of a tool, which may have something to say of the package (exit code 1)."""
    tolerant = ("sh", "-c", '"$@" || test $? -eq 1', "sh", sys.executable, "-m")
    try:
        cost: Cost = spend([*tolerant, *command], longest=_LONGEST)
    except FailedError as error:
        return [cell(error, 40), ""]
    return [f"{cost.cpu:.1f}", f"{cost.peak:.0f}"]


def _completion(each: Generator, package: Path) -> list[str]:
    code = _COMPLETED[each.kind]
    try:
        found: Figures = figures(Path(sys.executable), "completing.py", [package, code])
    except FailedError as error:
        return ["", "", "", cell(error, 40)]
    return [f"{found['cpu']:.1f}", f"{found['peak']:.0f}", f"{found['offered']:.0f}"]
