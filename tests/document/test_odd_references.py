"""References that are no references: whatever stands under ``$ref``, ``$dynamicRef`` and their
like, in every place and version, is a finding and never a traceback.
"""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docbound import assessment, document
from docbound.diagnostics.diagnostic import Diagnostics
from tests.validation.test_fast_path import LINES, service

VALUES: tuple[Any, ...] = (
    *(5, 1.5, None, True, [], ["#/x"], {}, {"$ref": "#/x"}),
    *("", "#", "##", "#/", "/", "#a", "x#/y", "http://[::1", "%", "#/%zz", "\x00", "#/paths"),
)
KEYS = (
    *(("$ref",), ("$dynamicRef",), ("$recursiveRef",), ("$ref", "$dynamicRef")),
    *(("$dynamicRef", "$recursiveRef"), ("$anchor", "$ref"), ("$dynamicAnchor", "$dynamicRef")),
    *(("$id", "$dynamicRef"), ("$schema", "$ref"), ("$recursiveAnchor", "$recursiveRef")),
)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a description."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def assess(content: Any, folder: Path) -> Diagnostics:
    path = folder / "openapi.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = Diagnostics()
    loaded = document.load(path, found)
    if loaded is not None:
        assessment.assess(loaded, found, assessment.Policy.HARMLESS)
    return found


@pytest.mark.parametrize("keys", KEYS, ids="+".join)
@pytest.mark.parametrize("line", LINES)
def test_an_odd_reference_is_a_finding(line: str, keys: tuple[str, ...], tmp_path: Path) -> None:
    chance = random.Random(f"{line} {keys}")
    for value in VALUES:
        content = service(line)
        holder = chance.choice(list(objects(content)))
        for key in keys:
            holder[key] = copy.deepcopy(chance.choice([value, value, "#/components/schemas/Base"]))
        found = assess(content, tmp_path)
        assert not [item.message for item in found if "Error" in item.message]


@pytest.mark.parametrize("line", ["3.1", "3.2"])
@pytest.mark.parametrize(
    "schema",
    [
        {"$dynamicRef": ""},
        {"$recursiveRef": ""},
        {"$dynamicRef": "", "$dynamicAnchor": ""},
        {"$dynamicRef": 5, "$recursiveRef": "#"},
        {"$dynamicRef": [], "$recursiveRef": ""},
        {"$dynamicRef": "#x", "$ref": 5},
        {"$dynamicRef": {"$dynamicRef": ""}},
    ],
    ids=str,
)
def test_a_dynamic_reference_to_nothing_is_told(
    line: str, schema: dict[str, Any], tmp_path: Path
) -> None:
    content: Any = service(line)
    content["components"]["schemas"]["Base"]["properties"]["id"] = schema
    assert list(assess(content, tmp_path))
