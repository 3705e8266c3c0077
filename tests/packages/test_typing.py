"""User code under ``mypy --strict`` and pyright strict: what is right passes, what is wrong is
found.

The samples in ``typed/`` are ordinary user code. A line that ends in ``# error`` must be reported
by both checkers; no other line may be.
"""

from __future__ import annotations

import re
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


def test_packages_say_any_only_where_the_description_does() -> None:
    """No public module has ``**kwargs``."""
    for client in CLIENTS:
        assert _modules_with(client, r"\*\*kwargs") == []


def _modules_with(client: Client, pattern: str) -> list[str]:
    public = (path for path in client.source.rglob("*.py") if "_runtime" not in path.parts)
    return [str(path) for path in public if re.search(pattern, path.read_text(encoding="utf-8"))]
