"""Both strict type checkers infer every form of a call, and see what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SAMPLE = Path(__file__).parent / "typed" / "sample.py"
ROOT = Path(__file__).parents[3]


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_mypy_strict() -> None:
    assert run("mypy", "--strict", "--warn-unused-ignores", str(SAMPLE)) == ""


def test_pyright_strict(tmp_path: Path) -> None:
    config = tmp_path / "pyrightconfig.json"
    settings = {
        "include": [str(SAMPLE)],
        "extraPaths": [str(ROOT)],
        "typeCheckingMode": "strict",
        "reportUnnecessaryTypeIgnoreComment": "error",
        "enableTypeIgnoreComments": False,
    }
    config.write_text(json.dumps(settings))
    assert run("pyright", "--project", str(config), "--pythonpath", sys.executable) == ""
