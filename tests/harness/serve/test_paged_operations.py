"""A stub pages where anything says that there are pages: a rule for many operations, an extension,
flags, totals, the last item; and the package's own iterator finds every item once.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness import described_service
from docbound.harness.serve.paged_operations import paged_operations
from docbound.harness.serve.server import StubServer
from docbound.harness.serve.stub import Stub
from docbound.harness.values import Judge
from tests.support.runs import run_python

THING = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string", "minLength": 1}, "name": {"type": "string"}},
}


def described(inputs: dict[str, Any], fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    properties = {"data": {"type": "array", "items": THING}, **fields}
    schema = {"type": "object", "required": [*properties], "properties": properties}
    listing = {
        "operationId": "listThings",
        "tags": ["things"],
        "parameters": [
            {"name": name, "in": "query", "schema": kind} for name, kind in inputs.items()
        ],
        "responses": {
            "200": {"description": "d", "content": {"application/json": {"schema": schema}}}
        },
        **more,
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Case", "version": "1"},
        "servers": [{"url": "https://case.example"}],
        "paths": {"/things": {"get": listing}},
    }


TEXT, WHOLE, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
MAYBE = {"type": ["string", "null"]}

CASES: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "a rule for all": (
        described({"page": WHOLE}, {"total_pages": WHOLE}),
        {"*": {"kind": "page", "parameter": "page", "items": "data", "total_pages": "total_pages"}},
    ),
    "a rule for a tag, from 0 on": (
        described({"page": WHOLE}, {"more": FLAG}),
        {
            "tag:things": [
                {"kind": "cursor", "parameter": "page", "items": "data", "next": "nowhere"},
                {"kind": "page", "parameter": "page", "first": 0, "items": "data", "more": "more"},
            ]
        },
    ),
    "an extension": (
        described(
            {"offset": WHOLE},
            {"total": WHOLE},
            **{
                "x-pagination": {
                    "kind": "offset",
                    "parameter": "offset",
                    "items": "data",
                    "total": "total",
                }
            },
        ),
        None,
    ),
    "the last item": (
        described({"starting_after": TEXT}, {"has_more": FLAG}),
        {
            "listThings": {
                "kind": "cursor",
                "parameter": "starting_after",
                "last_item": "id",
                "more": "has_more",
                "items": "data",
            }
        },
    ),
    "a cursor in a header": (
        described({"cursor": TEXT}, {}),
        {
            "*": {
                "kind": "cursor",
                "parameter": "cursor",
                "items": "data",
                "next": "header:X-Next",
            }
        },
    ),
    "an end": (
        described({"page": WHOLE}, {"last": FLAG}),
        {"*": {"kind": "page", "parameter": "page", "items": "data", "end": "last"}},
    ),
}
WALK = """
import json, sys
from case_client import ApiClient
with ApiClient(host=sys.argv[1], strict=True) as client:
    print(json.dumps([each.id for each in client.things.list_things_iter()]))
"""


@pytest.mark.parametrize("name", CASES)
def test_every_item_once(name: str, tmp_path: Path) -> None:
    description, rules = CASES[name]
    path, config = tmp_path / "openapi.json", tmp_path / "client.yaml"
    path.write_text(json.dumps(description))
    config.write_text(yaml.safe_dump({"package": "case_client", "pagination": rules or {}}))
    out = tmp_path / "out"
    words = ["generate", str(path), "--config", str(config), "--output", str(out)]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    service = described_service.load(path)
    pages = paged_operations(path, config)
    assert list(pages) == ["listThings"]
    server = StubServer(Stub(service, Judge(service.document), pagination=pages), 0, lambda _: None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        found = run_python(WALK, server.url, cwd=out)
    finally:
        server.stop()
        thread.join()
        server.close()
    assert found.stderr == ""
    ids = json.loads(found.stdout)
    assert len(ids) == 6 and len(set(ids)) == 6


def test_none_is_none(tmp_path: Path) -> None:
    path, config = tmp_path / "openapi.json", tmp_path / "client.yaml"
    description, rules = CASES["a rule for all"]
    path.write_text(json.dumps(description))
    config.write_text(
        yaml.safe_dump({"pagination": {**(rules or {}), "listThings": {"kind": "none"}}})
    )
    assert paged_operations(path, config) == {}
    path.write_text("[]")
    assert paged_operations(path) == {}
