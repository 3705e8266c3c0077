"""What tells an alternative from the others, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from docbound.interpret.schema.schema_outlines import Outlines
from docbound.interpret.schema.variant_names import Alternatives


def obj(*names: str, required: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "string"} for name in names}
    properties |= {name: {"const": value} for name, value in more.items()}
    return {"type": "object", "properties": properties, "required": list(required)}


TEXT = {"type": "string"}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/{name}"}


COMPONENTS = {
    "#/Cat": obj("name", kind="cat"),
    "#/Dog": obj("name", kind="dog"),
    "#/Word": {"type": "string", "enum": ["a", "b"]},
}


def followed(schema: Any) -> Any:
    return COMPONENTS.get(schema.get("$ref", ""), schema) if isinstance(schema, dict) else schema


@pytest.mark.parametrize(
    ("alternatives", "expected"),
    [
        # A title, a constant; of several constants the one in which all differ.
        ([{**obj("a"), "title": "Cash"}, obj("a")], ["Cash", "Option 2"]),
        ([obj(kind="cat"), obj(kind="dog")], ["cat", "dog"]),
        ([obj(of="pet", kind="cat"), obj(of="pet", kind="dog")], ["cat", "dog"]),
        ([obj(of="pet"), obj(of="pet")], ["Option 1", "Option 2"]),
        (
            [{"allOf": [ref("Cat"), obj("x")]}, {"allOf": [ref("Dog"), obj("x")]}],
            ["cat", "dog"],
        ),
        # A type.
        ([TEXT, obj("a")], ["Option 1", "Object"]),
        ([ref("Word"), obj("a")], ["Option 1", "Object"]),
        ([TEXT, {"type": "array", "items": obj("a")}], ["Option 1", "List"]),
        (
            [{"type": "array", "items": TEXT}, {"type": "array", "items": {"oneOf": [obj("a")]}}],
            ["Option 1", "List"],
        ),
        ([obj("a"), {"type": ["array", "null"], "items": TEXT}], ["Object", "List"]),
        # A property that no other one has, or that no other one needs.
        ([obj("a", "b"), obj("a", "c", "d", required=("d",))], ["With b", "With d"]),
        ([{"required": ["x"]}, {"required": ["y"]}], ["With x", "With y"]),
        ([obj("a", "b", required=("a",)), obj("a", "b", required=("b",))], ["With a", "With b"]),
        # Nothing.
        ([obj("a"), obj("a", "b")], ["Option 1", "With b"]),
        ([obj("a"), obj("a")], ["Option 1", "Option 2"]),
    ],
)
def test_words(alternatives: list[Any], expected: list[str]) -> None:
    told = Alternatives(alternatives, Outlines(followed))
    found = [told.words(each, str(index)) for index, each in enumerate(alternatives)]
    assert found == expected


def made(folder: Path, schemas: dict[str, Any], **settings: Any) -> tuple[list[str], Diagnostics]:
    """The names of the models, and the findings."""
    description, config = folder / "openapi.json", folder / "client.yaml"
    description.write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "Case", "version": "1"},
                "paths": {
                    "/a": {
                        "get": {
                            "operationId": "a",
                            "responses": {
                                "200": {
                                    "description": "ok",
                                    "content": {
                                        "application/json": {
                                            "schema": {"$ref": "#/components/schemas/Pay"}
                                        }
                                    },
                                }
                            },
                        }
                    }
                },
                "components": {"schemas": schemas},
            }
        )
    )
    config.write_text(json.dumps({"package": "case", **settings}))
    found = Diagnostics()
    source = BuildRequest(description=description, output=folder / "out", config=config)
    result = pipeline.interpret(source, found, {})
    assert result is not None
    return sorted(name.name for name in result.names.models.values()), found


def test_a_number_is_said_with_the_way_to_a_better_name(tmp_path: Path) -> None:
    pay = {"oneOf": [obj("a"), {**obj("a"), "additionalProperties": False}]}
    names, found = made(tmp_path, {"Pay": pay})
    assert names == ["Pay", "PayOption1", "PayOption2"]
    notes = [each for each in found if each.code == "positional-name"]
    assert [each.severity for each in notes] == [Severity.WARNING] * 2
    pin = '`rename: {"#/components/schemas/Pay/oneOf/0": Pay…}`'
    assert notes[0].hint and pin in notes[0].hint
    pins = {f"#/components/schemas/Pay/oneOf/{index}": f"Pay{index}" for index in range(2)}
    names, found = made(tmp_path, {"Pay": pay}, rename=pins)
    assert names == ["Pay", "Pay0", "Pay1"]
    assert "positional-name" not in {each.code for each in found}


def test_what_is_null_or_something_is_no_model_of_its_own(tmp_path: Path) -> None:
    pay = {
        "type": "object",
        "properties": {
            "one": {"anyOf": [{"$ref": "#/components/schemas/Coin"}, {"type": "null"}]},
            "two": {"anyOf": [{"type": "null"}, obj("b")]},
            "three": {"oneOf": [{"type": "string"}, obj("c"), {"type": "null"}]},
        },
    }
    names, found = made(tmp_path, {"Pay": pay, "Coin": obj("a")})
    assert names == ["Coin", "Pay", "PayThreeObject", "PayTwo"]
    assert list(found) == []
