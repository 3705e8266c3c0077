"""Printed examples of what none of the documented clients has: unions, tuples, maps of models,
streams beside JSON.
"""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docbound.build_request import BuildRequest
from docbound.commands.fresh_build import fresh_build

DESCRIPTION = Path(__file__).with_name("printed_kinds.yaml")
BLOCKS = re.compile(r"```python[^\n]*\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    request = BuildRequest(description=DESCRIPTION, output=folder, package="kinds_client")
    outcome = fresh_build(request, write=True)
    assert not outcome.failed, [item.message for item in outcome.diagnostics]
    return folder


def blocks(folder: Path) -> dict[str, str]:
    pages = [folder / "README.md", *sorted(folder.glob("docs/*.md"))]
    return {
        f"{page.stem}_{number}": text
        for page in pages
        for number, text in enumerate(BLOCKS.findall(page.read_text()))
    }


def test_every_example_passes_the_strict_checker(made: Path, tmp_path: Path) -> None:
    for name, text in blocks(made).items():
        (tmp_path / f"{name.lower()}.py").write_text(text)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        str(tmp_path),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(made)},
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", ["client", "api_client"])
def test_no_variable_hides_the_package(package: str, tmp_path: Path) -> None:
    request = BuildRequest(description=DESCRIPTION, output=tmp_path, package=package)
    assert not fresh_build(request, write=True).failed
    for name, text in blocks(tmp_path).items():
        nodes = [*ast.walk(ast.parse(text))]
        stored = {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        caught = {node.name for node in nodes if isinstance(node, ast.ExceptHandler)}
        assert package not in stored | caught, name


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_every_example_runs(made: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(made))
    package = importlib.import_module("kinds_client")
    runtime = importlib.import_module("kinds_client._runtime.transport.protocol")
    bodies = {"application/json": b"{}", "text/event-stream": b'data: {"a": 1}\n\n'}

    class Answering:
        def __init__(self, *_: object) -> None:
            pass

        def send(self, request: Any, *, timeout: object) -> Any:
            label = kind if "/chat" in request.url else "application/json"
            return runtime.Response(200, {"Content-Type": label}, bodies[label])

        def close(self) -> None:
            pass

    class AnsweringAsync(Answering):
        async def send(self, request: Any, *, timeout: object) -> Any:
            return runtime.AsyncResponse(200, {"Content-Type": "application/json"}, b"{}")

        async def close(self) -> None:
            pass

    for name, kind_of in (
        ("urllib3_transport.Urllib3Transport", Answering),
        ("aiohttp_transport.AiohttpTransport", AnsweringAsync),
    ):
        monkeypatch.setattr(f"kinds_client._runtime.transport.{name}", kind_of)
    for name, text in blocks(made).items():
        if "YOUR" not in text:
            exec(compile(text, name, "exec"), {"__name__": "__main__"})
    assert package.UnknownVariant


def test_texts_of_what_is_not_described(made: Path) -> None:
    source = (made / "kinds_client/api/default_api.py").read_text()
    assert "````" not in source and "The body of the request." in source
    readme = (made / "README.md").read_text()
    assert readme.count("**Err**") == 1, "each model of errors is named once"


def test_an_unknown_variant_is_written_as_a_model_is(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(made))
    package = importlib.import_module("kinds_client")
    data = {"pet": {"kind": "emu", "x": 1}, "pair": [1, {}], "table": {}, "pets": {}}
    pet = package.Complex.from_dict(data).pet
    assert isinstance(pet, package.UnknownVariant)
    assert pet.to_dict() == data["pet"] and pet.to_json() == '{"kind":"emu","x":1}'
