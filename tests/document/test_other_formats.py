"""Files that are given by mistake are told as what they are, and are never made a package of."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docbound.cli import main

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
ROOTS: dict[str, dict[str, Any]] = {
    "an AsyncAPI document": {"asyncapi": "3.0.0", "channels": {}},
    "an Arazzo document": {"arazzo": "1.0.1", "workflows": []},
    "an Overlay document": {"overlay": "1.0.0", "actions": []},
    "a Swagger 1.2 document": {"swaggerVersion": "1.2", "apis": []},
    "a Google API discovery document": {"discoveryVersion": "v1", "resources": {}},
    "a Smithy model": {"smithy": "2.0", "shapes": {}},
    "a Postman collection": {"info": {"_postman_id": "x"}, "item": []},
    "a HAR file": {"log": {"version": "1.2", "entries": []}},
    "a cassette": {"version": 1, "interactions": []},
    "a GraphQL schema": {"data": {"__schema": {"types": []}}},
    "a JSON Schema": {"$schema": JSON_SCHEMA, "type": "object"},
}
FILES = {
    "a gzip archive": gzip.compress(b"openapi: 3.1.0", mtime=0),
    "a zip archive": b"PK\x03\x04" + bytes(40),
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\n",
    "an HTML page": b"\xef\xbb\xbf\n <!DOCTYPE html>\n<title>Sign in</title>",
    "an XML document": b'<?xml version="1.0"?><definitions/>',
    "a pointer of Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "a RAML document": b"#%RAML 1.0\ntitle: Cats\n",
}


@pytest.mark.parametrize(
    ("name", "octets"),
    [*FILES.items(), *((name, json.dumps(root).encode()) for name, root in ROOTS.items())],
)
def test_it_is_told_what_the_file_is(name: str, octets: bytes, tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_bytes(octets)
    for command in (
        ["validate", str(path)],
        ["generate", str(path), "--output", str(tmp_path / "out"), "--lenient"],
    ):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1
        assert f"error: the file is {name}" in done.output
        assert done.output.count("error:") == 1
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("key", ["asyncapi", "interactions", "$schema", "log"])
def test_a_description_may_have_such_a_key(key: str, tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    given = {**next(root for root in ROOTS.values() if key in root), "openapi": "3.1.0"}
    path.write_text(json.dumps(given), encoding="utf-8")
    assert "other-format" not in CliRunner().invoke(main, ["validate", str(path)]).output


def test_a_page_that_is_referred_to_is_told_at_the_reference(tmp_path: Path) -> None:
    (tmp_path / "cat.yaml").write_bytes(FILES["an HTML page"])
    path = tmp_path / "api.json"
    schemas = {"Cat": {"$ref": "cat.yaml"}}
    path.write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "Cats", "version": "1"},
                "paths": {},
                "components": {"schemas": schemas},
            }
        ),
        encoding="utf-8",
    )
    output = CliRunner().invoke(main, ["validate", str(path)]).output
    assert "the file is an HTML page" in output
    assert "Sign in" not in output
