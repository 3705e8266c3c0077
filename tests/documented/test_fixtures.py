"""The fixtures agree with the documentation and the descriptions, and claim nothing that they are not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from tests.documented.description import description
from tests.documented.facts import Operation, documented
from tests.documented.test_description import validator
from tests.fixtures import cassettes, digest

META = {
    "operation",
    "note",
    "provenance",
    "source",
    "description",
    "redactions",
    "credentials",
    "call",
    "expect",
}
CALL = {"api", "method", "arguments", "options", "iterate", "helper"}
EXPECT = {
    "result",
    "value",
    "attributes",
    "present",
    "absent",
    "mismatches",
    "error",
    "status",
    "data",
    "body",
    "items",
    "key",
}

ALL = tuple(cassettes())


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(data) == {"version", "meta", "interactions"} and data["version"] == 1
    return data["meta"], data["interactions"]


def _operation(path: Path) -> Operation:
    method = path.name.split(".")[0]
    return next(
        row for row in documented(path.parent.name).operations if row.name == method
    )


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_meta_says_what_the_fixture_is(path: Path) -> None:
    meta, interactions = _read(path)
    operation = _operation(path)
    assert interactions
    assert (
        set(meta) <= META
        and set(meta["call"]) <= CALL
        and set(meta["expect"]) <= EXPECT
    )
    assert meta["operation"] == operation.operation_id.value
    assert meta["provenance"] in {
        "documented",
        "synthetic",
    }, "nobody has recorded anything from a live service"
    assert meta["source"]
    assert meta["call"]["method"] == operation.name
    assert meta["call"]["api"] == documented(path.parent.name).api.value
    assert set(meta["call"]["arguments"]) <= {row.name for row in operation.parameters}
    assert set(meta["credentials"]) == set(operation.auth.value)


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_fixture_was_looked_at_since_the_description_changed(path: Path) -> None:
    meta, _ = _read(path)
    client = path.parent.name
    assert meta["description"] == {
        "client": client,
        "digest": digest(client),
    }, "look at it, then: python -m tests.fixtures refresh"


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_requests_are_as_documented(path: Path) -> None:
    meta, interactions = _read(path)
    facts, operation = documented(path.parent.name), _operation(path)
    template = "/".join(
        "[^/]+" if part.startswith("{") else re.escape(part)
        for part in operation.path.split("/")
    )
    names = {row.wire for row in operation.parameters if row.location == "query"}
    for request in (item["request"] for item in interactions):
        url = urlsplit(request["uri"])
        assert request["method"] == operation.method
        assert request["uri"].startswith(facts.base_url.value + "/")
        assert re.fullmatch(template, url.path)
        assert {
            name for name, _ in parse_qsl(url.query, strict_parsing=bool(url.query))
        } <= names
        kinds = [
            value.split(";")[0] for value in request["headers"].get("Content-Type", [])
        ]
        assert set(kinds) <= set(operation.content_types.value)
        if kinds == ["application/json"] and operation.body:
            assert (
                json.loads(request["body"])
                == meta["call"]["arguments"][operation.body.name]
            )


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_a_reply_fits_its_schema_unless_a_mismatch_is_expected(path: Path) -> None:
    meta, interactions = _read(path)
    expected = bool(meta["expect"].get("mismatches"))
    assert any(not fits for fits in _fits(path, interactions)) == expected


def _fits(path: Path, interactions: list[dict[str, Any]]) -> Iterator[bool]:
    """Whether each JSON reply with a described schema fits it."""
    found, operation = description(path.parent.name), _operation(path)
    node = next(
        item
        for method, where, item in found.operations()
        if (method, where) == (operation.method, operation.path)
    )
    for response in (item["response"] for item in interactions):
        replies = node["responses"]
        reply = found.resolve(
            replies.get(str(response["status"]["code"]), replies.get("default", {}))
        )
        content = reply.get("content", {}).get(
            "".join(response["headers"].get("Content-Type", []))
        )
        if content:
            yield validator(found, content["schema"]).is_valid(
                json.loads(response["body"]["string"])
            )
