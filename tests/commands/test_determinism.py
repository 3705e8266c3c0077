"""The same input gives the same bytes: under another hash seed, in another folder, a second time,
after a detour.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.blocks import ROOT
from tests.support.clients import CLIENTS
from tests.support.descriptions import CATS, DOGS, project


def regenerate(root: Path, *, seed: str = "0", cwd: Path | None = None) -> None:
    """Runs ``docbound regenerate`` with a hash seed, seen from ``cwd``."""
    command = [
        sys.executable,
        "-m",
        "docbound",
        "regenerate",
        "--root",
        os.path.relpath(root, cwd or root),
    ]
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
        "TZ": "Pacific/Apia",
    }
    done = subprocess.run(
        command,
        cwd=cwd or root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def findings(spec: Path, *, seed: str) -> str:
    """The report of ``docbound validate`` with a hash seed, found anew."""
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(ROOT),
        "DOCBOUND_CACHE": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "docbound", "validate", "--json", str(spec)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its bytes; caches left out."""
    files = (
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def copied_specs(target: Path) -> Path:
    """Copies the project's specs/ to ``target``, which becomes a project without generated/."""
    shutil.copytree(ROOT / "specs", target / "specs")
    return target


@pytest.mark.skipif(not CLIENTS, reason="no client under specs/")
def test_same_bytes_under_another_hash_seed_and_in_another_folder(
    tmp_path: Path,
) -> None:
    first, second = copied_specs(tmp_path / "a"), copied_specs(tmp_path / "much/deeper/b c")
    regenerate(first, seed="1")
    regenerate(second, seed="4242", cwd=tmp_path)
    assert contents(first / "generated") == contents(second / "generated")
    assert contents(first / "specs") == contents(second / "specs")


WRONG_IN_MANY_PLACES = """\
openapi: {version}
info: {{title: Cats, version: "1"}}
paths: {{}}
components:
  schemas:
    Cat:
      type: object
      properties:
        whiskers: {{type: object, required: none}}
        paws: {{type: array, minItems: few}}
        tail: {{type: string, pattern: [1]}}
        fur: {{type: string, enum: soft}}
        name: {{type: string, maxLength: -1}}
    Sizes:
      type: object
      additionalProperties: {{type: integer}}
      default: {{small: s, medium: m, large: l, huge: h}}
"""


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_same_findings_under_another_hash_seed(tmp_path: Path, version: str) -> None:
    spec = tmp_path / "openapi.yaml"
    spec.write_text(WRONG_IN_MANY_PLACES.format(version=version))
    reports = {findings(spec, seed=seed) for seed in ("0", "1", "2", "4242")}
    assert len(reports) == 1
    (report,) = reports
    assert "#/components/schemas/Cat/properties/whiskers/required" in report


@pytest.mark.skipif(not CLIENTS, reason="no client under specs/")
def test_the_committed_packages_are_what_is_generated(tmp_path: Path) -> None:
    root = copied_specs(tmp_path)
    shutil.copytree(ROOT / "tests/fixtures", root / "tests/fixtures")  # Pages show them.
    regenerate(root)
    for client in CLIENTS:
        committed, made = contents(client.folder), contents(root / "generated" / client.name)
        assert {
            path for path in committed.keys() | made.keys() if committed.get(path) != made.get(path)
        } == set()
    assert contents(root / "specs") == contents(ROOT / "specs"), "regenerating changed a names file"


def test_nothing_of_the_machine_gets_into_a_package(tmp_path: Path) -> None:
    root = project(tmp_path / "unmistakable-folder", cats=CATS)
    regenerate(root)
    for path, data in contents(root / "generated").items():
        assert b"unmistakable-folder" not in data, path


def test_a_detour_leaves_no_trace(tmp_path: Path) -> None:
    straight, detour = project(tmp_path / "straight", cats=CATS), project(
        tmp_path / "detour", cats=CATS
    )
    regenerate(straight)
    regenerate(detour)
    spec = detour / "specs/cats/openapi.yaml"
    spec.write_text(DOGS)
    regenerate(detour)
    spec.write_text(CATS)
    regenerate(detour)
    assert contents(straight / "generated") == contents(detour / "generated")


def test_only_what_changed_is_rewritten(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS)
    regenerate(root)
    files = [path for path in (root / "generated").rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    (root / "specs/cats/openapi.yaml").write_text(
        CATS.replace("lives: {type: integer}", "lives: {type: number}")
    )
    regenerate(root)
    rewritten = {path.name for path in files if path.stat().st_mtime_ns != before[path]}
    assert {"cat.py", "Cat.md"} <= rewritten
    assert not {"cats_api.py", "__init__.py", "py.typed", "pyproject.toml", "client.py"} & rewritten
