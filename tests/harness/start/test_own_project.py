"""The guide *Your own project*, followed from an empty folder: files written, commands run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.blocks import ROOT

PAGE = ROOT / "docs/guide/your-own-project.md"
_BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
LARGEST = 120
"""Lines that three operations may need by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A file to write, or a command to run."""

    file: str = ""
    text: str = ""
    command: str = ""


def steps() -> Iterator[Step]:
    for match in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        name = re.search(r"\bfile=(\S+)", match["info"])
        if name:
            yield Step(file=name[1], text=match["code"])
        elif match["info"] == "console":
            for line in match["code"].splitlines():
                yield Step(command=line.removeprefix("$ "))


def environment(folder: Path) -> dict[str, str]:
    """The commands of this interpreter, and nothing of the repository."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH",)}
    return kept | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder / "generated/kennel"),
    }


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment(folder),
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_three_operations_need_few_lines() -> None:
    written = [step for step in steps() if step.file.startswith("specs/")]
    assert sum(len(step.text.splitlines()) for step in written) < LARGEST


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder after all steps but those that go on forever."""
    folder = tmp_path_factory.mktemp("empty")
    for step in steps():
        if step.file:
            (folder / step.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.file).write_text(step.text, encoding="utf-8")
        elif not step.command.startswith(("pip install", "docbound serve")):
            run(step.command, folder)
    return folder


def test_the_commands_leave_what_the_page_says(project: Path) -> None:
    assert (project / "generated/kennel/kennel_client/testing.py").is_file()
    names = {path.name for path in (project / "tests/fixtures/kennel").iterdir()}
    assert {
        "list_dogs.example.yaml",
        "add_dog.example.yaml",
        "get_dog.example.yaml",
        "get_dog.missing.yaml",
    } <= names
    assert "<!DOCTYPE html>" in (project / "report.html").read_text()


def test_users_own_tests_and_the_fixtures_pass(project: Path) -> None:
    printed = run(f"{sys.executable} -m pytest -q -p docbound -p no:cacheprovider tests", project)
    passed = re.search(r"(\d+) passed", printed)
    assert passed is not None
    assert int(passed[1]) >= 6, printed


def test_the_plugin_leaves_an_installed_package_alone(project: Path, tmp_path: Path) -> None:
    """The classes of the users' package are not replaced by those under generated/."""
    installed = tmp_path / "site-packages"
    shutil.copytree(project / "generated/kennel/kennel_client", installed / "kennel_client")
    options = "-q -p docbound -p no:cacheprovider -p no:randomly"
    command = f"{sys.executable} -m pytest {options} tests/test_kennel.py tests/fixtures tests"
    done = subprocess.run(
        shlex.split(command),
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env=environment(project) | {"PYTHONPATH": str(installed)},
    )
    assert done.returncode == 0, done.stdout


def test_serving_ends_cleanly_when_interrupted(project: Path) -> None:
    import signal

    [command] = [step.command for step in steps() if step.command.startswith("docbound serve")]
    process = subprocess.Popen(
        shlex.split(command.replace("8080", "0")),
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(project),
        # A run of the tests in the background ignores interrupts, and what it starts does, too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().partition(" at ")[2].split()[0]
        request = urllib.request.Request(f"{url}/dogs/1", headers={"Authorization": "Bearer x"})
        with urllib.request.urlopen(request) as response:
            assert response.status == 200
    finally:
        process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest.startswith("GET /dogs/1 200 getDog")


def test_the_table_of_the_page_is_accepted(project: Path) -> None:
    [table] = [
        match["code"] for match in _BLOCK.finditer(PAGE.read_text()) if match["info"] == "toml"
    ]
    (project / "pyproject.toml").write_text(table, encoding="utf-8")
    run("docbound check --skip examples", project)
