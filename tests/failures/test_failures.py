"""Broken inputs, each beside what docbound says about it, to the letter.

A case is a folder with ``input.yaml`` or ``input.json``, whatever files that refers to, and
``expected.txt``: the findings in order, an empty line between them. An ``overlay.yaml`` is laid
over the input; a ``client.yaml`` is alone. A case with a file ``command`` is what its last line
prints, run in a copy of the folder, and the exit code; where the first line is ``# project``, in a
copy of ``_project``, which the folder is laid over. Lines before the last may be ``rm FILE``,
``write FILE TEXT`` (with the escapes of Python) and ``replace FILE OLD NEW``. ``DOCBOUND_UPDATE=1``
writes what is said now; read the difference.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from docbound import assessment, document
from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from docbound.diagnostics.display import render_diagnostic
from docbound.settings import settings
from tests.support.no_project_above import no_project_above

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name[0] not in "_.")
COMMANDS = [path for path in CASES if (path / "command").exists()]
DOCUMENTS = [path for path in CASES if path not in COMMANDS]


def said(case: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bool]:
    """What a user reads about the input of a case, and whether generation would be stopped."""
    monkeypatch.chdir(case)
    diagnostics = Diagnostics()
    if Path("client.yaml").exists():
        assert settings.load(Path("client.yaml"), diagnostics) is None
    else:
        path = Path("input.json" if Path("input.json").exists() else "input.yaml")
        overlays = [Path("overlay.yaml")] if Path("overlay.yaml").exists() else []
        loaded = document.load(path, diagnostics, overlays=overlays)
        if loaded is not None:
            assessment.assess(loaded, diagnostics, assessment.Policy.STRICT)
            assert diagnostics.has_errors
    text = "\n\n".join(
        render_diagnostic(item) for item in diagnostics if item.severity is not Severity.NOTE
    )
    return f"{text}\n", diagnostics.has_errors


def printed(case: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the last line of a case's ``command`` prints in a copy of it, and its exit code."""
    lines = (case / "command").read_text(encoding="utf-8").splitlines()
    if lines[0] == "# project":
        shutil.copytree(HERE / "_project", folder, dirs_exist_ok=True)
        del lines[0]
    shutil.copytree(case, folder, dirs_exist_ok=True)
    (folder / "expected.txt").unlink(missing_ok=True)
    (folder / ".git").mkdir()  # the project ends here
    no_project_above(folder, monkeypatch)
    monkeypatch.chdir(folder)
    output, code = "", 0
    for line in lines:
        program, *arguments = shlex.split(line)
        if program in _EDITS:
            _EDITS[program](*arguments)
            continue
        assert program == "docbound"
        done = CliRunner().invoke(main, arguments)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        output, code = done.output, done.exit_code
    for name in [name for name in sys.modules if name.split(".")[0] == "cats_client"]:
        del sys.modules[name]
    output = output.replace(f"version {metadata.version('click')}", "version INSTALLED")
    return f"{output}exit code: {code}\n".replace(f"{folder}", "FOLDER")


def _remove(name: str) -> None:
    Path(name).unlink()


def _write(name: str, text: str) -> None:
    Path(name).write_bytes(text.encode("utf-8").decode("unicode_escape").encode("latin-1"))


def _replace(name: str, old: str, new: str) -> None:
    text = Path(name).read_text(encoding="utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), encoding="utf-8")


_EDITS: Final[dict[str, Callable[..., None]]] = {
    "rm": _remove,
    "write": _write,
    "replace": _replace,
}
"""What a case may do to its files between commands."""


def compare(case: Path, text: str) -> None:
    expected = case / "expected.txt"
    if os.environ.get("DOCBOUND_UPDATE"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case.name)
def test_says_exactly_what_is_wrong(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, stops = said(case, monkeypatch)
    compare(case, text)
    assert stops


@pytest.mark.parametrize("case", COMMANDS, ids=lambda case: case.name)
def test_prints_exactly_what_is_wrong(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(case, printed(case, tmp_path / "work", monkeypatch))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
