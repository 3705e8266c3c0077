"""No string of a document becomes code, a key, a tag, a link or a path of what is generated of it.

Each place where a specification allows a string has had each of the payloads. What is generated is
parsed, and compared with what the same document gives with harmless strings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.display import render_diagnostic
from docbound.pipeline import generate
from tests.hostile.documents import openapi, swagger
from tests.hostile.payloads import PAYLOADS, Planter
from tests.hostile.read_back import faults_of_tree, more_syntax

VERSIONS = ("2.0", "3.0.3", "3.1.0", "3.2.0")


def described(version: str, plant: Planter) -> dict[str, Any]:
    return swagger(plant) if version == "2.0" else openapi(version, plant)


def package(folder: Path, document: Mapping[str, Any], **more: Any) -> dict[str, str]:
    """The files that are generated of a document."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    diagnostics = Diagnostics()
    request = BuildRequest(
        description=path, output=folder / "out", package="planted", lenient=True, **more
    )
    made = generate(request, diagnostics, {})
    assert made is not None, "\n".join(map(render_diagnostic, diagnostics))
    return dict(made.files)


@cache
def count(version: str) -> tuple[int, int]:
    """How many strings a document has, and in how many kinds of places."""
    plant = Planter(hostile=True)
    described(version, plant)
    return len(plant.planted), len(plant.places)


@pytest.mark.parametrize("version", VERSIONS)
def test_strings_of_a_description_stay_strings(version: str, tmp_path: Path) -> None:
    plant = Planter(hostile=True)
    tree = package(tmp_path / "hostile", described(version, plant))
    assert faults_of_tree(tree, plant.planted) == []
    twin = package(tmp_path / "harmless", described(version, Planter(hostile=False)))
    assert more_syntax(tree, twin) == {}


def test_there_are_enough_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {version: count(version) for version in VERSIONS}
    total = sum(strings for strings, _ in counts.values())
    with capsys.disabled():
        print(f"\nplanted: {total} strings, {len(PAYLOADS)} payloads, places: {counts}")
    assert total >= 20_000
