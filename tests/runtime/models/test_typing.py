"""The models of a package, and what users write with them, under the strictest type checkers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKED = ["sample_pkg/models", "user_code.py"]
# Both look for packages where the tests run; left to itself, pyright asks the first Python of the
# search path.
CHECKERS = {
    "mypy": ["mypy", "--strict", "--follow-imports=silent", *CHECKED],
    "pyright": ["pyright", "--project", ".", "--pythonpath", sys.executable],
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_models_and_their_use_are_strictly_typed(
    checker: str, sample_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(sample_folder / "sample_pkg", tmp_path / "sample_pkg")
    shutil.copy(Path(__file__).with_name("user_code.py"), tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "include": CHECKED})
    )

    done = subprocess.run(
        [sys.executable, "-m", *CHECKERS[checker]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
