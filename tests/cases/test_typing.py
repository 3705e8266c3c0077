"""Behaviour 27: strict type checkers find nothing in the package of any case.

The packages stand side by side and share one copy of the runtime, which is checked once.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases.case_files import read_cases
from tests.cases.generation import Made, make, shared_folder
from tests.support.blocks import ROOT

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = shared_folder(tmp_path_factory)
    folder = tmp_path_factory.mktemp("typing")
    made = {each.package: each for each in (make(case, base) for case in read_cases())}
    for each in made.values():
        _copy(each, folder)
    return folder


def _copy(made: Made, folder: Path) -> None:
    source = made.folder / made.package
    if not (folder / "runtime").exists():
        # The runtime itself: a package carries what it needs of it.
        shutil.copytree(ROOT / "generator/docbound/runtime", folder / "runtime" / "_runtime")
        (folder / "runtime" / "__init__.py").touch()
    ignored = shutil.ignore_patterns("_runtime", "__pycache__")
    for path in Path(shutil.copytree(source, folder / made.package, ignore=ignored)).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        shared = re.sub(r"from \.+_runtime", "from runtime._runtime", text)
        path.write_text(shared, encoding="utf-8")


def test_mypy_finds_nothing(packages: Path) -> None:
    names = [path.name for path in packages.iterdir() if path.is_dir()]
    command = [str(BIN / "mypy"), "--strict", "--config-file=", "--no-error-summary"]
    for name in sorted(names):
        command += ["--package", name]
    done = subprocess.run(command, cwd=packages, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_pyright_finds_nothing(packages: Path) -> None:
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (packages / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [str(BIN / "pyright"), "--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=packages, capture_output=True, text=True, check=False)
    assert "error:" not in done.stdout, done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
