"""A client is added to this repository by data alone: no table of names, no layout of pages, no shape of paging is in the way."""

# ruff: noqa: E501
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.blocks import ROOT

HERE = Path(__file__).parent / "checks" / "harbour"
NAME = "square"
"""A word that occurs in the sources, so that a search for the name of a client must not find it there."""

USERS = (
    "tests/harness/documented",
    "tests/harness/replay",
    "tests/architecture/test_no_special_cases.py",
    "tests/packages/test_packages.py",
    "tests/examples/test_pages.py",
)
"""The tests that go through all clients."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository, with one client more."""
    root = tmp_path_factory.mktemp("repository") / "docbound"
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", "*.har"
    )
    shutil.copytree(ROOT, root, ignore=ignored, symlinks=True)
    specs = root / "specs" / NAME
    shutil.copytree(HERE, specs)
    text = (specs / "openapi.yaml").read_text(encoding="utf-8")
    paged = text.replace(
        "- {name: limit, in: query,",
        "- {name: page, in: query, description: From 0., schema: {type: integer, minimum: 0}}\n        - {name: limit, in: query,",
    )
    (specs / "openapi.yaml").write_text(paged, encoding="utf-8")
    (specs / "client.yaml").write_text(
        f"package: {NAME}_client\ncredentials: {{token: {{environment: SQUARE_TOKEN}}}}\n"
        'pagination: {listShips: {kind: page, parameter: page, items: ""}}\n',
        encoding="utf-8",
    )
    facts = (specs / "documented.yaml").read_text(encoding="utf-8")
    row = "                  {wire: limit, in: query"
    assert row in facts
    facts = facts.replace(
        row,
        "                  {wire: page, in: query, type: int, required: false, constraints: {minimum: 0}},\n"
        + row,
    )
    (specs / "documented.yaml").write_text(facts, encoding="utf-8")
    for command in (["regenerate", NAME], ["fixtures", "new", NAME, "--all"]):
        run(root, "-m", "docbound", *command)
    for operation in ("listShips", "addShip", "getShip", "dropShip"):
        described = re.findall(
            r'"(404)"', paged.partition(operation)[2].partition("operationId")[0]
        )
        if described:
            run(
                root, "-m", "docbound", "fixtures", "new", NAME, operation, "--status", described[0]
            )
    return root


def run(root: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": f"{root / 'generator'}{os.pathsep}{root}"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def test_it_passes_the_gate(copy: Path) -> None:
    run(copy, "-m", "docbound", "check", NAME)


def test_the_tests_take_it(copy: Path) -> None:
    options = ("-q", "-n", "0", "-p", "no:cacheprovider", "-k", f"{NAME} or name or example")
    run(copy, "-m", "pytest", *options, *USERS)
    assert f"{NAME}" in run(copy, "-m", "pytest", "--collect-only", "-n", "0", *USERS)
