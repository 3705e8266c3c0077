"""No string of a document becomes code, a key, a tag, a link or a path of what is generated of it.

Each place where a specification allows a string has had each of the payloads. What is generated is
parsed, and compared with what the same document gives with harmless strings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.display import render_diagnostic
from docbound.pipeline import generate
from tests.hostile import more_places
from tests.hostile.documents import openapi, swagger
from tests.hostile.payloads import PAYLOADS, Planter
from tests.hostile.read_back import faults_of_tree, more_syntax

DOCUMENTS: dict[str, Callable[[Planter], dict[str, Any]]] = {
    "2.0": swagger,
    "3.0.3": partial(openapi, "3.0.3"),
    "3.1.0": partial(openapi, "3.1.0"),
    "3.2.0": partial(openapi, "3.2.0"),
    "3.0.3 more": partial(more_places.described, "3.0.3"),
    "3.2.0 more": partial(more_places.described, "3.2.0"),
}


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
def count(name: str) -> tuple[int, int]:
    """How many strings a document has, and in how many kinds of places."""
    plant = Planter(hostile=True)
    DOCUMENTS[name](plant)
    return len(plant.planted), len(plant.places)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_strings_of_a_description_stay_strings(name: str, tmp_path: Path) -> None:
    plant = Planter(hostile=True)
    tree = package(tmp_path / "hostile", DOCUMENTS[name](plant))
    assert faults_of_tree(tree, plant.planted) == []
    twin = package(tmp_path / "harmless", DOCUMENTS[name](Planter(hostile=False)))
    assert more_syntax(tree, twin) == {}


def test_there_are_enough_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    counts = {name: count(name) for name in DOCUMENTS}
    total = sum(strings for strings, _ in counts.values())
    with capsys.disabled():
        print(f"\nplanted: {total} strings, {len(PAYLOADS)} payloads, places: {counts}")
    assert total >= 40_000
