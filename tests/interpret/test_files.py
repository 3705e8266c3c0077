"""Descriptions in several files: one schema has one name, however it is referred to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document import load
from docbound.interpret import build

from .compact import Compact


def meaning(folder: Path, files: dict[str, Any]) -> tuple[str, list[str]]:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    document = load(folder / "openapi.json", Diagnostics())
    assert document is not None
    found = Diagnostics()
    api = build(document, found)
    return Compact(api).text(), list(api.definitions)


def root(**parts: Any) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        **parts,
    }


def response(ref: str) -> dict[str, Any]:
    return {
        "200": {
            "description": "",
            "content": {"application/json": {"schema": {"$ref": ref}}},
        }
    }


def test_a_component_names_the_file_that_it_refers_to(tmp_path: Path) -> None:
    text, pointers = meaning(
        tmp_path,
        {
            "openapi.json": root(
                paths={
                    "/a": {
                        "get": {
                            "operationId": "a",
                            "responses": response("schemas/pet.json"),
                        }
                    },
                    "/b": {"$ref": "paths/b.json"},
                },
                components={
                    "schemas": {
                        "Animal": {"$ref": "schemas/pet.json"},
                        "Again": {"$ref": "#/components/schemas/Animal"},
                    }
                },
            ),
            "schemas/pet.json": {
                "type": "object",
                "properties": {
                    "home": {
                        "type": "object",
                        "properties": {"street": {"type": "string"}},
                    },
                    "friend": {"$ref": "../openapi.json#/components/schemas/Animal"},
                    "toy": {"$ref": "toys.json#/Ball"},
                },
            },
            "schemas/toys.json": {"Ball": {"type": "object", "properties": {"r": {}}}},
            "paths/b.json": {
                "get": {
                    "operationId": "b",
                    "responses": {"200": {"$ref": "../responses/ok.json"}},
                }
            },
            "responses/ok.json": {
                "description": "",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {"x": {"type": "string"}},
                        }
                    }
                },
            },
        },
    )
    assert text == (
        "GET /a a\n  200\n    application/json <Animal>\n"
        "GET /b b\n  200\n    application/json <ok Response>\n"
        "Animal = object\n  home: <Animal home>?\n  friend: <Animal>?\n  toy: <Ball>?\n"
        "Again = <Animal>\n"
        "ok Response = object\n  x: string?\n"
        "Animal home = object\n  street: string?\n"
        "Ball = object\n  r: any?"
    )
    assert pointers == [
        "#/components/schemas/Animal",
        "#/components/schemas/Again",
        "responses/ok.json#/content/application~1json/schema",
        "schemas/pet.json#/properties/home",
        "schemas/toys.json#/Ball",
    ]


def test_files_in_a_circle(tmp_path: Path) -> None:
    text, _ = meaning(
        tmp_path,
        {
            "openapi.json": root(
                paths={"/a": {"get": {"operationId": "a", "responses": response("a.json")}}}
            ),
            "a.json": {"type": "object", "properties": {"b": {"$ref": "b.json"}}},
            "b.json": {"type": "array", "items": {"$ref": "a.json"}},
        },
    )
    assert text == ("GET /a a\n  200\n    application/json <a>\na = object\n  b: <b>?\nb = [<a>]")


def test_a_missing_file_is_anything(tmp_path: Path) -> None:
    text, _ = meaning(
        tmp_path,
        {
            "openapi.json": root(
                paths={"/a": {"get": {"operationId": "a", "responses": response("gone.json")}}}
            )
        },
    )
    assert text == "GET /a a\n  200\n    application/json any"
