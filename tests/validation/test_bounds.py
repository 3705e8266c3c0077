"""What could keep the validator busy forever ends, with the verdict that it would have reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.validation import validate, validator


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def service(schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bounds", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def objections(schemas: dict[str, Any], folder: Path) -> list[str]:
    path = folder / "openapi.json"
    path.write_text(json.dumps(service(schemas)), encoding="utf-8")
    loaded = document.load(path, Diagnostics())
    assert loaded is not None
    accepted = validate(loaded, Diagnostics())
    found = [type(item.fault).__name__ for item in validator.violations(loaded, "3.1")]
    assert accepted == (not found)
    return found


TEXT = "a" * 60 + "!"
DOUBLED = {
    f"S{index}": {"oneOf": [ref(f"S{index + 1}"), ref(f"S{index + 1}")]} for index in range(60)
} | {"S60": {"type": "string"}}
DIAMONDS = {
    f"S{index}": {
        "allOf": [ref(f"S{index + 1}"), {"not": {"not": ref(f"S{index + 1}")}}],
        "required": ["x"],
    }
    for index in range(60)
} | {"S60": {"type": "object", "properties": {"x": {"type": "string"}}}}


@pytest.mark.parametrize(
    ("schemas", "found"),
    [
        pytest.param({"A": {"pattern": "(a+)+$", "default": TEXT}}, 1, id="pattern"),
        pytest.param({"A": {"pattern": "^(?=(a+)+$)b", "default": TEXT}}, 0, id="undecided"),
        pytest.param(
            {
                "A": {
                    "patternProperties": {"(a+)+$": {"type": "integer"}},
                    "additionalProperties": False,
                    "multipleOf": 2,
                    "default": {TEXT: 1},
                }
            },
            0,
            id="keys",
        ),
        pytest.param({**DOUBLED, "D": {"allOf": [ref("S0")], "default": 1}}, 0, id="alternatives"),
        pytest.param(DIAMONDS, 0, id="diamonds"),
        pytest.param({"A": {"allOf": [{"items": ref("A")}], "required": ["x"]}}, 1, id="circle"),
    ],
)
def test_judging_ends(schemas: dict[str, Any], found: int, tmp_path: Path) -> None:
    assert len(objections(schemas, tmp_path)) == found


def test_long_chains_are_valid(tmp_path: Path) -> None:
    chain = {f"S{index}": ref(f"S{index + 1}") for index in range(2000)}
    made = {
        f"M{index}": {"allOf": [ref(f"M{index + 1}")], "required": ["x"]} for index in range(2000)
    }
    ends = {
        "S2000": {"type": "string"},
        "M2000": {"type": "object", "properties": {"x": {"type": "string"}}},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(service({**chain, **made, **ends})), encoding="utf-8")
    loaded = document.load(path, Diagnostics())
    assert loaded is not None
    assert validate(loaded, Diagnostics())
