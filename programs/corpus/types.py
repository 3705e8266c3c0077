"""Both type checkers, at their strictest, over packages generated from the corpus."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from programs.corpus import documents, forking, judge

BIN = Path(sys.executable).parent


def check(entries: Sequence[documents.Entry]) -> dict[str, list[str]]:
    """Generates a package of each of ``entries`` and runs both checkers over all of them.

    A pyright takes half a minute to start and to read the runtime, mypy remembers what it saw: so
    one pyright reads the whole batch, each package with a root of its own.

    Returns:
        By id, a line a finding; or why the package could not be made.
    """
    folder = Path(tempfile.mkdtemp(prefix="docbound-types-"))
    try:
        found: dict[str, list[str]] = {}
        for entry in entries:
            call = partial(judge.judge, entry, folder / entry.id, laws=False)
            error = forking.run(call, 900)["error"]
            found[entry.id] = [str(error)] if error else []
        made = {one: folder / one / "package" / judge.PACKAGE for one in found if not found[one]}
        for one, package in made.items():
            found[one] += _mypy(package)
        for one, lines in _pyright(folder, made).items():
            found[one] += lines
        return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def _pyright(folder: Path, packages: Mapping[str, Path]) -> dict[str, list[str]]:
    roots = {one: package.parent.relative_to(folder) for one, package in packages.items()}
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": [f"{root}/{judge.PACKAGE}" for root in roots.values()],
        "exclude": [str(path.relative_to(folder)) for path in _repeated_runtimes(packages)],
        "executionEnvironments": [{"root": str(root)} for root in roots.values()],
    }
    config = folder / "pyrightconfig.json"
    config.write_text(json.dumps(settings))
    command = [
        str(BIN / "pyright"),
        "--outputjson",
        "--pythonpath",
        sys.executable,
        "-p",
        str(config),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    found: dict[str, list[str]] = {}
    for item in json.loads(done.stdout)["generalDiagnostics"]:
        if item["severity"] == "error":
            path = Path(item["file"]).relative_to(folder)
            place = f"{path.relative_to(roots[path.parts[0]])}:{item['range']['start']['line'] + 1}"
            found.setdefault(path.parts[0], []).append(f"pyright: {place}: {item['message']}")
    return found


def _repeated_runtimes(packages: Mapping[str, Path]) -> Iterator[Path]:
    """The runtimes that are byte for byte another's of the batch: one of them is read."""
    seen: set[str] = set()
    for package in packages.values():
        digest = hashlib.sha256()
        runtime = package / "_runtime"
        for path in sorted(runtime.rglob("*.py")):
            digest.update(f"{path.relative_to(runtime)}\n".encode() + path.read_bytes())
        if digest.hexdigest() in seen:
            yield runtime
        seen.add(digest.hexdigest())
