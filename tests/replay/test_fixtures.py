"""The fixtures themselves: readable by VCR tools, honest about their origin, and complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import vcr.serialize
import yaml
from vcr.serializers import yamlserializer

from tests.support.blocks import ROOT
from tests.support.cassettes import PROVENANCES, fixture_files, load

each_file = pytest.mark.parametrize(
    "path", fixture_files(), ids=lambda path: f"{path.parent.name}/{path.stem}"
)


@each_file
def test_vcr_tools_read_it(path: Path) -> None:
    requests, responses = vcr.serialize.deserialize(
        path.read_text(encoding="utf-8"), yamlserializer
    )
    ours = load(path).interactions
    assert [(request.method, request.uri) for request in requests] == [
        (one.request.method, one.request.url) for one in ours
    ]
    assert [response["status"]["code"] for response in responses] == [
        one.reply.status for one in ours
    ]


@each_file
def test_says_where_it_comes_from(path: Path) -> None:
    meta = load(path).meta
    assert meta["provenance"] in PROVENANCES
    assert meta["source"]
    assert meta["operation"]
    description = cast(dict[str, str], meta["description"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", description["digest"])
    assert description["client"] == path.parent.name


@each_file
def test_credentials_are_stand_ins(path: Path) -> None:
    """A credential in a request is one of those that ``meta`` declares to be made up."""
    cassette = load(path)
    made_up = cast(dict[str, str], cassette.meta.get("credentials") or {}).values()
    for interaction in cassette.interactions:
        if sent := interaction.request.header("authorization"):
            assert any(sent.endswith(value) for value in made_up)


def _operations() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "specs").glob("*/openapi.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for item in document["paths"].values():
            for method in ("get", "put", "post", "delete", "patch", "head", "options"):
                if method in item:
                    yield path.parent.name, item[method]["operationId"]


@pytest.mark.parametrize(("client", "operation"), list(_operations()))
def test_each_operation_has_a_success_and_an_error(client: str, operation: str) -> None:
    last_statuses = [
        cassette.interactions[-1].reply.status
        for cassette in map(load, fixture_files(client))
        if cassette.meta["operation"] == operation
    ]
    assert any(200 <= status < 300 for status in last_statuses), "no success"
    assert any(status >= 400 for status in last_statuses), "no error"
