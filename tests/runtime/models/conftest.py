"""The sample package with the runtime inside, as a generated package carries it."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
RUNTIME = HERE.parents[2] / "generator" / "docbound" / "runtime"


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that contains a complete ``sample_pkg``."""
    folder = tmp_path_factory.mktemp("packages")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HERE / "sample_pkg", folder / "sample_pkg", ignore=ignored)
    shutil.copytree(RUNTIME, folder / "sample_pkg" / "_runtime", ignore=ignored)
    return folder


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> Iterator[ModuleType]:
    """The models of the sample package, imported."""
    sys.path.insert(0, str(sample_folder))
    yield importlib.import_module("sample_pkg.models")
    sys.path.remove(str(sample_folder))
