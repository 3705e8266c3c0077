"""The models of a package, and what users write with them, under the strictest type checkers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKERS = {
    "mypy": ["mypy", "--strict", "--follow-imports=silent"],
    "pyright": ["pyright", "--project", "."],
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_models_and_their_use_are_strictly_typed(
    checker: str, sample_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(sample_folder / "sample_pkg", tmp_path / "sample_pkg")
    shutil.copy(Path(__file__).with_name("user_code.py"), tmp_path)
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    command = [
        sys.executable,
        "-m",
        *CHECKERS[checker],
        "sample_pkg/models",
        "user_code.py",
    ]
    if checker == "pyright":
        command = [sys.executable, "-m", *CHECKERS[checker]]
        (tmp_path / "pyrightconfig.json").write_text(
            '{"typeCheckingMode": "strict", "include": ["sample_pkg/models", "user_code.py"]}'
        )

    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
