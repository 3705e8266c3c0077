"""Releases in which methods move in the tree: the old calls, what is said of them, the versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.diff.test_release import git
from tests.support.descriptions import CATS, project
from tests.support.runs import run_python
from tests.test_cli import docbound

CONFIG = "package: cats_client\nversion: {version}\n{more}"
TREE = """resources:
  pets:
    cats:
      get: getCat
"""

USER = """
import asyncio
import warnings
import cats_client
from cats_client.testing import Stub

with warnings.catch_warnings(record=True) as found, Stub() as stub:
    warnings.simplefilter("always")
    stub.pets.cats.get.returns({"name": "Tom"})
    with stub.client() as client:
        print(client.cats.get_cat(1).name, client.cats.get_cat_with_http_info(1).status_code)
        print(cats_client.CatsApi(client).get_cat(id=1).name)
        moved = len(found)
        print(client.pets.cats.get(1).name, len(found) - moved)

    async def run():
        async with stub.async_client() as client:
            return (await client.cats.get_cat(1)).name

    print(asyncio.run(run()))
for line in sorted({f"{each.category.__name__}: {each.message}" for each in found}):
    print(line)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose one method is ``client.cats.get_cat``, released as 1.0.0."""
    root = project(tmp_path, cats=CATS)
    configure(root)
    assert docbound("regenerate", "--root", root).returncode == 0
    git(root, "init", "-q")
    release(root, "v1.0.0")
    return root


def configure(root: Path, more: str = "", version: str = "1.0.0") -> None:
    text = CONFIG.format(version=version, more=more)
    (root / "specs/cats/client.yaml").write_text(text, encoding="utf-8")


def release(root: Path, tag: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", tag)
    git(root, "tag", tag)


def diff(root: Path, *words: str) -> Any:
    return json.loads(docbound("diff", *words, "--json", cwd=root).stdout)


def used(root: Path) -> list[str]:
    """What a program prints that has the old calls and the new one."""
    done = run_python(USER, cwd=root / "generated/cats")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_moved_method_breaks_code_unless_names_are_kept(root: Path) -> None:
    configure(root, TREE)
    plain = diff(root, "v1.0.0:specs/cats", "specs/cats")
    assert plain["class"] == "breaking"
    assert ("CatsApi.get_cat is called PetsCatsApi.get", "write client.pets.cats.get") in [
        (each["what"].removeprefix("the method ").removesuffix(" now"), each["advice"])
        for each in plain["changes"]
    ]

    kept = diff(root, "v1.0.0:specs/cats", "specs/cats", "--keep-names")
    assert kept["class"] == "compatible", kept
    names = (root / "specs/cats/names.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(names)["#/paths/~1cats~1{id}/get~was"] == "cats.get_cat@1.0.0"


def test_the_old_call_works_and_says_where_it_is_now(root: Path) -> None:
    configure(root, "keep_names: true\n" + TREE)
    done = docbound("release", "cats", "--root", root, "--date", "2030-01-02")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "cats is 1.1.0 (after 1.0.0)" in done.stdout
    log = (root / "specs/cats/CHANGELOG.md").read_text(encoding="utf-8").replace("\\", "")
    assert "CatsApi.get_cat is called PetsCatsApi.get now. Write client.pets.cats.get." in log, log
    *printed, said = used(root)
    assert printed == ["Tom 200", "Tom", "Tom 0", "Tom"]
    assert said.startswith("DeprecationWarning: ")
    assert "get_cat" in said and "client.pets.cats.get" in said, said
    assert docbound("check", "--root", root).returncode == 0


def test_the_next_major_version_drops_it(root: Path) -> None:
    configure(root, "keep_names: true\n" + TREE)
    assert docbound("release", "cats", "--root", root, "--date", "2030-01-02").returncode == 0
    release(root, "v1.1.0")
    configure(root, "keep_names: true\n" + TREE, version="2.0.0")
    report = diff(root, "v1.1.0:specs/cats", "specs/cats")
    breaking = [each["what"] for each in report["changes"] if each["class"] == "breaking"]
    assert report["class"] == "breaking"
    assert any("get_cat" in line for line in breaking), breaking
    assert docbound("regenerate", "--root", root).returncode == 0
    package = root / "generated/cats/cats_client"
    assert "get_cat" not in "".join(path.read_text() for path in (package / "api").glob("*.py"))
