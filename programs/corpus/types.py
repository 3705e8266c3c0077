"""Both type checkers, at their strictest, over packages generated from the corpus."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from programs.corpus import documents, forking, judge

BIN = Path(sys.executable).parent


def check(entry: documents.Entry) -> list[str]:
    """Generates a package and runs both checkers over it.

    Returns:
        A line a finding; or why the package could not be made.
    """
    folder = Path(tempfile.mkdtemp(prefix="docbound-types-"))
    try:
        result = forking.run(partial(judge.judge, entry, folder, laws=False), 900)
        if result["error"]:
            return [str(result["error"])]
        return check_package(folder / "package" / "client")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_package(package: Path) -> list[str]:
    """Runs ``mypy --strict`` and pyright strict over one package.

    Returns:
        A line a finding; the runtime's own findings are among them.
    """
    return _mypy(package) + _pyright(package)


def _mypy(package: Path) -> list[str]:
    command = [
        str(BIN / "mypy"),
        "--strict",
        "--no-error-summary",
        "--cache-dir",
        str(documents.REPOSITORY / ".mypy_cache"),
        package.name,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=package.parent)
    return [
        f"mypy: {line}"
        for line in (done.stdout + done.stderr).splitlines()
        if ": error:" in line or "Traceback" in line
    ]


def _pyright(package: Path) -> list[str]:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [package.name],
    }
    config = package.parent / "pyrightconfig.json"
    config.write_text(json.dumps(settings))
    command = [
        str(BIN / "pyright"),
        "--outputjson",
        "--pythonpath",
        sys.executable,
        "-p",
        str(config),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=package.parent)
    config.unlink()
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [
        "pyright:"
        f" {Path(item['file']).relative_to(package.parent)}:{item['range']['start']['line'] + 1}:"
        f" {item['message']}"
        for item in found
        if item["severity"] == "error"
    ]
