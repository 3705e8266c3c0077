"""The JSON Schemas for editors: they accept what the readers accept, and are what the project
keeps.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from docbound.cli import main
from docbound.harness.editor_schemas.schema_files import FOLDER, SCHEMAS, schema_text
from docbound.settings.client_yaml_keys import known_keys
from tests.support.clients import CLIENTS, PROJECT

FILES = [
    *(
        (path, name)
        for client in CLIENTS
        for name in ("client", "documented")
        if (path := client.specs / f"{name}.yaml")
    ),
    *((path, "cassette") for client in CLIENTS for path in client.fixtures),
]


def validator(name: str) -> Any:
    return Draft202012Validator(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_is_kept(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema_text(name)))
    kept = PROJECT.specs / FOLDER / f"{name}.schema.json"
    assert kept.read_text(encoding="utf-8") == schema_text(name), f"docbound schema {name} > {kept}"
    assert CliRunner().invoke(main, ["schema", name]).output == schema_text(name)


@pytest.mark.parametrize(("path", "name"), FILES, ids=lambda item: getattr(item, "stem", item))
def test_what_is_written_here_is_accepted(path: Path, name: str) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [error.message for error in validator(name).iter_errors(data)] == []
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    if name != "cassette":
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / schema).is_file()


def test_every_key_is_known_and_others_are_not() -> None:
    schema = json.loads(schema_text("client"))
    assert set(schema["properties"]) == set(known_keys())
    for name, data in (
        ("client", {"pakage": "x"}),
        ("documented", {"format": "documented/1", "sources": {}, "operatons": []}),
        ("cassette", {"version": 1, "meta": {"operation": "x"}, "interactions": []}),
    ):
        assert list(validator(name).iter_errors(data)), name
