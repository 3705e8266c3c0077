"""The guide's page about method names: the calls that it prints are those of the packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming.short_names import short_names
from docbound.service import Operation
from tests.support.blocks import ROOT

PAGE = (ROOT / "docs" / "guide" / "method-names.md").read_text(encoding="utf-8")


def block(info: str) -> str:
    found = re.search(rf"^```{re.escape(info)}\n(.*?)^```$", PAGE, re.M | re.S)
    assert found, info
    return found[1]


@pytest.mark.parametrize("file", ["openapi.yaml", "client.yaml"])
def test_the_calls_are_those_of_the_package(file: str, tmp_path: Path) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(block("yaml file=openapi.yaml"), encoding="utf-8")
    config = tmp_path / "client.yaml"
    config.write_text(block("yaml file=client.yaml"), encoding="utf-8")
    source = BuildRequest(
        description=description,
        output=tmp_path / "out",
        config=config if file == "client.yaml" else None,
    )
    made = pipeline.generate(source, Diagnostics(), {})
    assert made is not None
    calls = [
        f"client.{api.attribute}.{method.name}"
        for api in made.package.apis
        for method in api.methods
    ]
    assert calls == block(f"text calls={file}").splitlines()


def test_the_table_of_short_names() -> None:
    rows = re.findall(r"^\| (`.*`.*) \| `(\w+)` \| `(\w+)\.(\w+)` \|$", PAGE, re.M)
    assert len(rows) == 4
    for ids, tag, accessor, method in rows:
        assert accessor == tag
        for name in re.findall(r"`(.+?)`", ids):
            operation = Operation(
                pointer="#", operation_id=name, method="POST", path="/flows/", tags=(tag,)
            )
            assert short_names([operation]) == {"#": method}
