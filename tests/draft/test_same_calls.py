"""The same calls in each way of recording them, which must give the same description."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main

BASE = "https://boats.example/v1"
Call = tuple[str, str, Any, int, Any]
CALLS: list[Call] = [
    ("GET", "/boats?limit=5", None, 200, {"boats": [{"id": 1, "name": "Eva"}]}),
    ("POST", "/boats", {"name": "Ida", "berths": 4}, 201, {"id": 2, "name": "Ida"}),
    ("GET", "/boats/1", None, 200, {"id": 1, "name": "Eva", "length": 9.5}),
    ("GET", "/boats/2", None, 404, {"message": "no such boat"}),
]
JSON = "application/json"


def har() -> str:
    entries = []
    for method, path, sent, status, got in CALLS:
        request: dict[str, Any] = {"method": method, "url": BASE + path, "headers": []}
        if sent:
            request["postData"] = {"mimeType": JSON, "text": json.dumps(sent)}
        content = {"mimeType": JSON, "text": json.dumps(got)}
        if status == 404:
            text = base64.b64encode(json.dumps(got).encode()).decode()
            content = {"mimeType": JSON, "text": text, "encoding": "base64"}
        entries.append(
            {"request": request, "response": {"status": status, "headers": [], "content": content}}
        )
    return json.dumps({"log": {"entries": entries}})


def python_cassette() -> str:
    interactions = [
        {
            "request": {
                "method": method,
                "uri": BASE + path,
                "headers": {"Content-Type": [JSON]} if sent else {},
                "body": json.dumps(sent) if sent else None,
            },
            "response": {
                "status": {"code": status, "message": "-"},
                "headers": {"Content-Type": [JSON]},
                "body": {"string": json.dumps(got)},
            },
        }
        for method, path, sent, status, got in CALLS
    ]
    return yaml.safe_dump({"interactions": interactions, "version": 1})


def ruby_cassette() -> str:
    interactions = [
        {
            "request": {
                "method": method.lower(),
                "uri": BASE + path,
                "headers": {"Content-Type": [JSON]} if sent else {},
                "body": {"encoding": "UTF-8", "string": json.dumps(sent) if sent else ""},
            },
            "response": {
                "status": {"code": status, "message": "-"},
                "headers": {"Content-Type": [JSON]},
                "body": {"encoding": "UTF-8", "string": json.dumps(got)},
            },
            "recorded_at": "Mon, 01 Jan 2031 00:00:00 GMT",
        }
        for method, path, sent, status, got in CALLS
    ]
    return yaml.safe_dump({"http_interactions": interactions, "recorded_with": "VCR 6.1.0"})


def go_cassette() -> str:
    interactions = [
        {
            "id": number,
            "request": {
                "body": json.dumps(sent) if sent else "",
                "headers": {"Content-Type": [JSON]} if sent else {},
                "url": BASE + path,
                "method": method,
            },
            "response": {
                "body": json.dumps(got),
                "headers": {"Content-Type": [JSON]},
                "status": f"{status} -",
                "code": status,
            },
        }
        for number, (method, path, sent, status, got) in enumerate(CALLS)
    ]
    return yaml.safe_dump({"version": 2, "interactions": interactions})


WAYS = {
    "go.yaml": go_cassette,
    "calls.har": har,
    "python.yaml": python_cassette,
    "ruby.yml": ruby_cassette,
}


@pytest.mark.parametrize("way", WAYS)
def test_calls_are_read_the_same(way: str, tmp_path: Path) -> None:
    content = _drafted(tmp_path, way, WAYS[way]())
    assert content["servers"] == [{"url": BASE}]
    assert list(content["paths"]) == ["/boats", "/boats/{boat_id}"]
    boats, boat = content["paths"].values()
    assert boats["get"]["parameters"] == [
        {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    ]
    sent = _resolved(content, boats["post"]["requestBody"]["content"][JSON]["schema"])
    assert sent["properties"] == {"name": {"type": "string"}, "berths": {"type": "integer"}}
    assert "required" not in sent
    assert {
        (method, status)
        for item in (boats, boat)
        for method in ("get", "post")
        if method in item
        for status in item[method]["responses"]
    } == {("get", "200"), ("post", "201"), ("get", "404")}
    got = _resolved(content, boat["get"]["responses"]["200"]["content"][JSON]["schema"])
    assert got["properties"]["length"] == {"type": "number"}


def test_a_file_of_curl_commands(tmp_path: Path) -> None:
    lines = []
    for method, path, sent, _, _ in CALLS:
        data = f" \\\n  -H 'Content-Type: {JSON}' \\\n  -d '{json.dumps(sent)}'" if sent else ""
        lines.append(f"curl -X {method} '{BASE}{path}'{data}\n")
    content = _drafted(tmp_path, "calls.sh", "\n".join(lines))
    assert content["servers"] == [{"url": BASE}]
    assert list(content["paths"]) == ["/boats", "/boats/{boat_id}"]
    post = content["paths"]["/boats"]["post"]
    sent = _resolved(content, post["requestBody"]["content"][JSON]["schema"])
    assert set(sent["properties"]) == {"name", "berths"}
    assert "responses" not in post


def _drafted(tmp_path: Path, name: str, text: str) -> dict[str, Any]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    output = tmp_path / "out"
    result = CliRunner().invoke(main, ["draft", str(tmp_path / name), "--output", str(output)])
    assert result.exit_code == 0, result.output
    read = yaml.safe_load((output / "openapi.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def _resolved(content: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        made = content["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        assert isinstance(made, dict)
        return made
    return schema
