"""The lock file fits pyproject.toml, and packages are built the same twice."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"


def locked() -> dict[str, str]:
    """The release of each distribution."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", LOCK.read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(name): release for name, release in found}


def test_each_requirement_is_locked_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    releases = locked()
    for requirement in map(Requirement, texts):
        release = releases[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(release, prereleases=True), requirement


def test_each_release_has_hashes_and_no_index_is_named() -> None:
    text = LOCK.read_text("utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(locked()) > 40
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]
    assert not re.search(r"https?://|--(?:index|extra|find|trusted)", text)


def built(folder: Path, where: Path, time: int, zone: str) -> dict[str, str]:
    """The digests of a wheel and an sdist of a copy of ``folder`` whose files are of ``time``."""
    shutil.copytree(
        folder, where / "source", ignore=shutil.ignore_patterns(".*", "__pycache__", "corpus")
    )
    for path in (where / "source").rglob("*"):
        os.utime(path, (time, time))
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(where / "dist")],
        cwd=where / "source",
        env={**environment, "TZ": zone},
        capture_output=True,
        check=True,
    )
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((where / "dist").iterdir())
    }


PACKAGES = sorted(
    f"generated/{path.parent.name}" for path in ROOT.glob("generated/*/pyproject.toml")
)


@pytest.mark.parametrize("name", [".", *PACKAGES])
def test_built_twice_is_the_same(name: str, tmp_path: Path) -> None:
    """In two folders, of files of two times, in two time zones."""
    pytest.importorskip("hatchling", reason="hatchling builds; `make` installs it")
    first = built(ROOT / name, tmp_path / "first", 1_700_000_000, "UTC")
    assert len(first) == 2
    assert first == built(ROOT / name, tmp_path / "second" / "deeper", 1_000_000_000, "Asia/Tokyo")
