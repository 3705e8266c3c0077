"""User code under ``mypy --strict`` and pyright strict: what is right passes, what is wrong is
found.

The samples in ``typed/`` are ordinary user code. A line that ends in ``# error`` must be reported
by both checkers; no other line may be.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.support.checkers import mypy, pyright, python_files
from tests.support.clients import CLIENTS, Client

SAMPLES: Final = Path(__file__).parent / "typed"


@pytest.fixture(scope="session")
def unknown_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample made for each package: names that do not exist, beside some that do."""
    folder = tmp_path_factory.mktemp("unknown")
    for client in CLIENTS:
        (folder / f"unknown_{client.name}.py").write_text(
            f"import {client.package}\nprint({client.package}.Nope)  # error\nfrom {client.package}"
            f" import Missing  # error\nfrom {client.package}.models import Absent  #"
            f" error\n{client.package}.ApiClient(hosst='')  #"
            f" error\nprint({client.package}.ApiClient, {client.package}.Configuration,"
            f" {client.package}.ApiException)\n"
        )
    return folder


def expected_lines(sample: Path) -> set[int]:
    """The lines of a sample that are wrong on purpose."""
    lines = sample.read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, start=1) if re.search(r"# error\b", line)}


@pytest.mark.skipif(not CLIENTS, reason="no client has been generated")
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_samples(checker: str, unknown_names: Path, tmp_path: Path) -> None:
    folders = (SAMPLES, unknown_names)
    found = mypy(*folders) if checker == "mypy" else pyright(tmp_path, *folders)
    for sample in [Path(name) for name in python_files(folders)]:
        reported = found.get(str(sample.resolve()), {})
        missed = expected_lines(sample) - reported.keys()
        unexpected = {
            line: text for line, text in reported.items() if line not in expected_lines(sample)
        }
        assert not unexpected, f"{sample.name}: {unexpected}"
        assert not missed, f"{sample.name}: {checker} finds nothing wrong in lines {sorted(missed)}"


@pytest.mark.skipif(not CLIENTS, reason="no client has been generated")
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_packages(checker: str, tmp_path: Path) -> None:
    folders = tuple(client.source for client in CLIENTS)
    found = mypy(*folders) if checker == "mypy" else pyright(tmp_path, *folders)
    assert found == {}


@pytest.mark.skipif(not CLIENTS, reason="no client has been generated")
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_what_is_wrong_is_found_in_each_module(checker: str, tmp_path: Path) -> None:
    """That nothing was found means something: a checker passes over what it takes for unreachable,
    such as all that follows an import for type checkers that it reads in its own way.
    """
    client = CLIENTS[0]
    folder = tmp_path / "planted" / client.package
    shutil.copytree(client.source, folder, ignore=shutil.ignore_patterns("__pycache__"))
    modules = {str(path.resolve()): path for path in folder.rglob("*.py")}
    for path in modules.values():
        with path.open("a", encoding="utf-8") as file:
            file.write('\n\ndef planted() -> int:\n    return "planted"\n')
    found = mypy(folder) if checker == "mypy" else pyright(tmp_path, folder)
    missed = [
        path.relative_to(folder).as_posix()
        for name, path in modules.items()
        if path.read_text(encoding="utf-8").count("\n") not in found.get(name, {})
    ]
    assert missed == []


def test_packages_say_any_only_where_the_description_does() -> None:
    """No public module has ``**kwargs``."""
    for client in CLIENTS:
        assert _modules_with(client, r"\*\*kwargs") == []


def _modules_with(client: Client, pattern: str) -> list[str]:
    public = (path for path in client.source.rglob("*.py") if "_runtime" not in path.parts)
    return [str(path) for path in public if re.search(pattern, path.read_text(encoding="utf-8"))]
