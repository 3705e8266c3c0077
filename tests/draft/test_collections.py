"""What tools write into Postman collections, and objects of files that are one line long."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.draft.test_sources import drafted, har


def request(name: str, method: str, path: str, *responses: dict[str, Any]) -> dict[str, Any]:
    """An item of a collection; the parts of a path that begin with a colon are variables."""
    parts = path.strip("/").split("/")
    variables = [{"key": part[1:], "value": "<long>"} for part in parts if part.startswith(":")]
    url = {"raw": "{{baseUrl}}" + path, "path": parts, "variable": variables}
    return {"name": name, "request": {"method": method, "url": url}, "response": [*responses]}


def answer(code: int | None, body: object) -> dict[str, Any]:
    """A saved response."""
    header = [{"key": "Content-Type", "value": "application/json"}]
    return {"name": "saved", "code": code, "header": header, "body": json.dumps(body)}


def collection(tmp_path: Path, *items: dict[str, Any]) -> dict[str, Any]:
    """The description drafted from a collection of one line."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    content = {"info": {"name": "Boats", "schema": schema}, "item": [*items]}
    (tmp_path / "boats.json").write_text(json.dumps(content), encoding="utf-8")
    return drafted(tmp_path, str(tmp_path / "boats.json"))


def schema_of(document: dict[str, Any], path: str, status: str) -> dict[str, Any]:
    """The schema of a response, its references followed."""
    (operation,) = document["paths"][path].values()
    (content,) = operation["responses"][status]["content"].values()
    return resolved(document, content["schema"])


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed."""
    if "$ref" in schema:
        return resolved(document, document["components"]["schemas"][schema["$ref"].split("/")[-1]])
    return schema


def test_placeholders_that_name_a_type_are_of_that_type(tmp_path: Path) -> None:
    body = {"id": "<long>", "afloat": "<boolean>", "built": "<dateTime>", "name": "<string>"}
    content = collection(tmp_path, request("One", "GET", "/boats/:boat", answer(200, body)))
    (path,) = content["paths"]
    (row,) = content["paths"][path]["get"]["parameters"]
    assert (row["schema"]["type"], row["schema"]["format"]) == ("integer", "int64")
    properties = schema_of(content, path, "200")["properties"]
    assert {name: prop["type"] for name, prop in properties.items()} == {
        "id": "integer",
        "afloat": "boolean",
        "built": "string",
        "name": "string",
    }
    assert properties["built"]["format"] == "date-time"


def test_a_saved_response_without_a_status_is_the_default_one(tmp_path: Path) -> None:
    saved = answer(200, {"name": "Ann"}), answer(None, {"error": "no such boat"})
    content = collection(tmp_path, request("One", "GET", "/boats/:boat", *saved))
    (path,) = content["paths"]
    assert set(schema_of(content, path, "200")["properties"]) == {"name"}
    assert set(schema_of(content, path, "default")["properties"]) == {"error"}


def test_requests_of_different_names_are_different_operations(tmp_path: Path) -> None:
    content = collection(
        tmp_path,
        request("Dock", "POST", "/dockings", answer(200, {"done": True})),
        request("Leave", "POST", "/departures", answer(200, {"done": True})),
        request("Retrieve 2", "POST", "/retrieve3dockingsResult", answer(200, {"done": True})),
    )
    assert set(content["paths"]) == {"/dockings", "/departures", "/retrieve3dockingsResult"}


def test_keys_that_are_values_make_a_map(tmp_path: Path) -> None:
    body = {"berths": {"1": {"free": True}, "27": {"free": False}}, "tags": {"key_0": "<string>"}}
    content = collection(tmp_path, request("All", "GET", "/berths", answer(200, body)))
    properties = schema_of(content, "/berths", "200")["properties"]
    berths = resolved(content, properties["berths"])
    assert "properties" not in berths
    member = resolved(content, berths["additionalProperties"])
    assert member["properties"]["free"]["type"] == "boolean"
    tags = resolved(content, properties["tags"])
    assert tags["additionalProperties"] == {"type": "string"}


def test_lists_of_different_things_on_one_line_are_different(tmp_path: Path) -> None:
    calls = har(
        ("GET", "https://boats.example/v1/boats", 200, {"items": [{"mast": 1}], "next": "a"}),
        ("GET", "https://boats.example/v1/sailors", 200, {"items": [{"age": 30}], "next": "b"}),
    )
    (tmp_path / "calls.har").write_text(calls, encoding="utf-8")
    content = drafted(tmp_path, str(tmp_path / "calls.har"))
    shown = {}
    for path, name in (("/boats", "mast"), ("/sailors", "age")):
        items = schema_of(content, path, "200")["properties"]["items"]["items"]
        shown[name] = set(resolved(content, items)["properties"])
    assert shown == {"mast": {"mast"}, "age": {"age"}}
