"""The calls of public SDKs are reproduced from the descriptions of their services, by `resources`
of client.yaml alone.

``method_lists`` has what each SDK calls each operation. The package is asked for every call, in
both clients, and for the request behind it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main
from programs.corpus import batches, documents
from tests.support.runs import run_python

LISTS = sorted((Path(__file__).parent / "method_lists").glob("*.yaml"))
FEWEST = 250
"""Calls of a list, at least: a list that was cut short would prove less."""

_PROGRAM = """
import asyncio, importlib, json, pkgutil, sys
calls = json.load(open(sys.argv[1]))
from listed import _operations, aio
from listed._runtime.service.operations import Operation
from listed.testing import Stub
rows = {
    row.name: f"{row.method} {row.path}"
    for module in pkgutil.iter_modules(_operations.__path__)
    for row in vars(importlib.import_module(f"listed._operations.{module.name}")).values()
    if isinstance(row, Operation)
}
async def clients():
    stub = Stub()
    async with stub.async_client() as asynchronous:
        return {"sync": stub.client(), "async": asynchronous, "stub": stub}
wrong = [f"{call}: {rows.get(call)}" for call, sent in calls.items() if rows.get(call) != sent]
for kind, client in asyncio.run(clients()).items():
    for call in calls:
        target = client
        for name in call.split("."):
            target = getattr(target, name)
        if not (callable(target) or kind == "stub"):
            wrong.append(f"{kind}: {call} is no method")
print(json.dumps(wrong))
"""


def _tree(calls: dict[str, str]) -> dict[str, Any]:
    """The part `resources` of a client.yaml with these calls."""
    tree: dict[str, Any] = {}
    for call, request in calls.items():
        *path, method = call.split(".")
        node = tree
        for name in path:
            node = node.setdefault(name, {})
        node[method] = request
    return tree


@batches.ABSENT
@pytest.mark.parametrize("file", LISTS, ids=lambda path: path.stem)
def test_every_call_of_the_sdk_is_there(file: Path, tmp_path: Path) -> None:
    facts = yaml.safe_load(file.read_text(encoding="utf-8"))
    calls: dict[str, str] = facts["calls"]
    assert len(calls) >= FEWEST
    entry = next(each for each in documents.entries() if each.id == facts["description"])
    description = entry.unpack(tmp_path / "description")
    config = tmp_path / "client.yaml"
    config.write_text(yaml.safe_dump({"package": "listed", "resources": _tree(calls)}))
    output = tmp_path / "listed"
    words = ["generate", str(description), "--config", str(config), "--output", str(output)]
    result = CliRunner().invoke(main, [*words, "--lenient"])
    assert result.exit_code == 0, result.stderr
    asked = tmp_path / "calls.json"
    asked.write_text(json.dumps(calls))
    found = run_python(_PROGRAM, str(asked), cwd=output)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout) == []


def test_there_are_three_lists() -> None:
    assert len(LISTS) >= 3
