"""Where things are: the project, the corpus, the environments of peers, and the folder for what a
run leaves behind.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tarfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .measuring import FailedError, answer

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".docbound" / "peers"
CORPUS = Path(os.environ.get("DOCBOUND_CORPUS", ROOT / "../shared/corpus"))
PROGRAMS = ROOT / "programs" / "benchmarks" / "programs"
KEPT = ROOT / ".docbound" / "bench"
"""What the sections of the last run found."""
DOCBOUND = (sys.executable, "-m", "docbound")


def environment(
    name: str, packages: Sequence[str], interpreter: str | Path = sys.executable
) -> Path:
    """The Python of an environment that has ``packages``, made when it is first requested.

    Args:
        name: of its folder.
        packages: what is installed.
        interpreter: whose environment it is.

    Raises:
        FailedError: something cannot be installed.
    """
    folder = HOME / name
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != "\n".join(packages):
        answer([interpreter, "-m", "venv", "--clear", folder])
        answer(
            [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                *packages,
            ]
        )
        stamp.write_text("\n".join(packages), encoding="utf-8")
    return python


_FLOORS = ("pydantic>=2.14.2,<3", "urllib3>=2.2,<3", "aiohttp>=3.13.4", "msgspec")


def floors() -> Path:
    """The Python in which docbound's packages run beside their floors."""
    try:
        return environment("floors", _FLOORS)
    except FailedError:
        return Path(sys.executable)


def floors_of(interpreter: Path) -> Path:
    """The same for another Python.

    Raises:
        FailedError: it is none, or the libraries cannot be installed for it.
    """
    return environment(f"floors-{version_of(interpreter)}", _FLOORS, interpreter)


def version_of(interpreter: str | Path) -> str:
    """The version of a Python.

    Raises:
        FailedError: it is none.
    """
    return answer([interpreter, "-c", "import platform; print(platform.python_version())"]).strip()


def npm_document(package: str, member: str, folder: Path) -> Path | None:
    """Unpacks a document of an npm package into ``folder``; None where npm cannot be had.

    Args:
        package: its name and version.
        member: the document's place in it.
        folder: where it goes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.which("npm") is None:
        return None
    try:
        packed = answer(["npm", "pack", "--silent", package], cwd=folder).strip()
        with tarfile.open(folder / packed) as archive:
            archive.extract(member, folder, filter="data")
    except (FailedError, OSError, KeyError):
        return None
    return folder / member


@cache
def _rows() -> dict[str, dict[str, Any]]:
    index = CORPUS / "index.yaml"
    if not index.exists():
        return {}
    known = yaml.load(index.read_text(encoding="utf-8"), yaml.CSafeLoader)["specs"]
    return {row["id"]: row for row in known if row.get("file")}


def corpus_document(identifier: str, folder: Path) -> Path | None:
    """Unpacks a document of the corpus into ``folder``; None where there is no corpus."""
    row = _rows().get(identifier)
    if row is None:
        return None
    packed = CORPUS / str(row["file"])
    if packed.name.endswith(".tar.gz"):
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
        return folder / str(row["root"])
    path = folder / Path(str(row["root"])).name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path
