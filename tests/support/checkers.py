"""The strict type checkers, run over folders of user code."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.blocks import ROOT
from tests.support.clients import CLIENTS
from tests.support.services import made_services

Findings = dict[str, dict[int, str]]
"""Absolute file name to line to message."""


def distributions() -> list[Path]:
    """The folders of all packages that a sample may import."""
    return [client.folder for client in (*CLIENTS, *made_services())]


@functools.cache
def mypy(*folders: Path, packages: tuple[Path, ...] = ()) -> Findings:
    """Runs ``mypy --strict`` over ``folders``, without a cache: a remembered error keeps the folder
    of an earlier run.
    """
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--output=json",
        "--namespace-packages",
    ]
    paths = os.pathsep.join(map(str, [*distributions(), *packages]))
    done = subprocess.run(
        [
            *command,
            "--explicit-package-bases",
            f"--cache-dir={os.devnull}",
            *python_files(folders),
        ],
        env=os.environ | {"MYPYPATH": paths},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert bool(done.returncode) == ("{" in done.stdout), done.stdout
    found: Findings = {}
    for line in done.stdout.splitlines():
        if not line.startswith("{"):
            continue
        item = json.loads(line)
        if item["severity"] == "error":
            found.setdefault(str((ROOT / item["file"]).resolve()), {})[item["line"]] = item[
                "message"
            ]
    return found


@functools.cache
def pyright(config_folder: Path, *folders: Path, packages: tuple[Path, ...] = ()) -> Findings:
    """Runs pyright in strict mode over ``folders``."""
    config = {
        "include": [os.path.relpath(folder, config_folder) for folder in folders],
        "extraPaths": [str(folder) for folder in [*distributions(), *packages]],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (config_folder / "pyrightconfig.json").write_text(json.dumps(config))
    command = [
        sys.executable,
        "-m",
        "pyright",
        "--outputjson",
        "--pythonpath",
        sys.executable,
        "-p",
        str(config_folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found: Findings = {}
    for item in json.loads(done.stdout)["generalDiagnostics"]:
        if item["severity"] == "error":
            found.setdefault(str(Path(item["file"]).resolve()), {})[
                item["range"]["start"]["line"] + 1
            ] = item["message"]
    return found


def python_files(folders: tuple[Path, ...]) -> list[str]:
    """The Python files under ``folders``, sorted within each."""
    return [str(path) for folder in folders for path in sorted(folder.rglob("*.py"))]
