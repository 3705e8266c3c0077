"""The project that recordings of a vault go into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.runs import docbound


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A project with the one client ``vault``, its package generated."""
    (tmp_path / "specs/vault").mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "vault.yaml", tmp_path / "specs/vault/openapi.yaml")
    assert docbound(tmp_path, "regenerate").exit_code == 0
    return tmp_path
