"""The table of the runtime's names, beside the runtime itself and beside what packages mention and
export.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.output.write import write
from docbound.tables import runtime_names

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "entry", runtime_names.TABLE, ids=lambda item: f"{item.module}.{item.name}"
)
def test_the_runtime_has_what_the_table_says(entry: runtime_names.RuntimeName) -> None:
    name = f"docbound.runtime.{entry.module}".rstrip(".")
    module = importlib.import_module(name)
    assert hasattr(module, entry.name) or find_spec(f"{name}.{entry.name}")


def _mentions(path: Path) -> Iterator[tuple[str, str]]:
    """The module and name of each import from the runtime."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            head, _, module = node.module.partition(".")
            if head == "_runtime":
                yield from ((module, alias.name) for alias in node.names)


def test_packages_mention_nothing_else() -> None:
    known = {(item.module, item.name) for item in runtime_names.TABLE}
    files = [
        path for path in (REPOSITORY / "generated").rglob("*.py") if "_runtime" not in path.parts
    ]
    found = {mention for path in files for mention in _mentions(path)}
    assert found
    assert found <= known


def _package(folder: Path, schemas: dict[str, object]) -> tuple[Path, Diagnostics]:
    path = folder / "openapi.json"
    description = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    path.write_text(json.dumps(description), encoding="utf-8")
    found = Diagnostics()
    source = BuildRequest(description=path, output=folder / "out", package="clashing_client")
    made = pipeline.generate(source, found, {})
    assert made is not None
    write(source.output, made.files)
    return source.output, found


def test_a_schema_never_takes_a_name_that_the_package_exports(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    names = sorted(runtime_names.EXPORTED - runtime_names.FAMILIAR)
    folder, found = _package(tmp_path, dict.fromkeys(names, schema))
    reported = {item.pointer.rpartition("/")[2] for item in found if item.code == "name-clash"}
    assert reported == set(names)
    sys.path.insert(0, str(folder))
    try:
        package = importlib.import_module("clashing_client")
        aio = importlib.import_module("clashing_client.aio")
        for name in names:
            holder = aio if name.startswith("Async") else package
            assert "._runtime." in getattr(holder, name).__module__ or (
                ".models." not in getattr(holder, name).__module__
            )
            assert name in holder.__all__
            assert getattr(package, f"Model{name}").model_fields.keys() == {"a"}
    finally:
        sys.path.remove(str(folder))
        for module in [name for name in sys.modules if name.startswith("clashing_client")]:
            del sys.modules[module]
