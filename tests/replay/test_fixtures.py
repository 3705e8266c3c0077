"""The fixtures themselves are readable by VCR tools."""

from __future__ import annotations

from pathlib import Path

import pytest
import vcr.serialize
from vcr.serializers import yamlserializer

from docbound.harness.fixtures import load
from tests.support.clients import CLIENTS

FILES = [path for client in CLIENTS for path in client.fixtures]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vcr_tools_read_it(path: Path) -> None:
    requests, responses = vcr.serialize.deserialize(
        path.read_text(encoding="utf-8"), yamlserializer
    )
    ours = load(path).exchanges
    assert [(request.method, request.uri) for request in requests] == [
        (one.request.method, one.request.url) for one in ours
    ]
    assert [response["status"]["code"] for response in responses] == [
        one.response.status for one in ours
    ]
