"""No input ends in a traceback: neither a mangled text nor a value of the wrong kind in any
place.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docbound import document, validation
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.display import render_diagnostic, to_json

PETS: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://{host}/", "variables": {"host": {"default": "a"}}}],
    "tags": [{"name": "pets"}],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "getPet",
                "parameters": [
                    {
                        "name": "q",
                        "in": "query",
                        "schema": {"type": "string", "default": "x"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                        },
                    }
                },
            },
        }
    },
    "components": {
        "parameters": {
            "Id": {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
            }
        },
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "kin": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Pet"},
                    },
                },
                "allOf": [{"type": "object"}],
            }
        },
        "securitySchemes": {"key": {"type": "apiKey", "name": "k", "in": "header"}},
    },
}
WRONG: list[Any] = [
    None,
    7,
    "text",
    [],
    {},
    {"$ref": 1},
    {"$ref": "#/nope"},
    {"$ref": "nope.yaml#/x"},
]


def places(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield steps
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in members:
        yield from places(inner, (*steps, key))


def with_value(steps: tuple[str | int, ...], value: Any, version: str) -> Any:
    if not steps:
        return value
    root = copy.deepcopy(PETS)
    root["openapi"] = version
    holder = root
    for step in steps[:-1]:
        holder = holder[step]
    holder[steps[-1]] = value
    return root


def everything_said(path: Path) -> list[str]:
    found = Diagnostics()
    loaded = document.load(path, found)
    accepted = loaded is not None and validation.validate(loaded, found)
    assert accepted is not found.has_errors
    assert all(to_json(item) for item in found)
    return [render_diagnostic(item) for item in found]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("steps", list(places(PETS)), ids=lambda steps: "/".join(map(str, steps)))
def test_a_wrong_value_anywhere_is_a_finding(
    tmp_path: Path, steps: tuple[str | int, ...], version: str
) -> None:
    path = tmp_path / "api.json"
    for value in WRONG:
        path.write_text(json.dumps(with_value(steps, value, version)))
        everything_said(path)


TEXTS = [
    yaml.safe_dump(PETS),
    json.dumps(PETS, indent=1),
    "a: &a [1, *b]\nb: &b {<<: *a}\n? [x]\n: !!set {y}\n--- |\n text\n...",
]


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    text=st.sampled_from(TEXTS),
    cut=st.tuples(st.integers(0, 1500), st.integers(0, 40)),
    piece=st.binary(max_size=6)
    | st.sampled_from(
        [
            b"&a ",
            b"*a",
            b"<<: ",
            b"\t",
            b"{{",
            b"- ",
            b"\xff\xfe",
            b"!!x ",
            b"%",
            b"\n---\n",
            b'"\\u',
        ]
    ),
)
def test_a_mangled_text_is_a_finding(
    tmp_path: Path, text: str, cut: tuple[int, int], piece: bytes
) -> None:
    raw = text.encode()
    start = cut[0] % len(raw)
    path = tmp_path / "api"
    path.write_bytes(raw[:start] + piece + raw[start + cut[1] :])
    found = Diagnostics()
    loaded = document.load(path, found)
    assert loaded is not None or found.has_errors
    for item in found:
        assert render_diagnostic(item)
        assert item.position is None or item.position.line >= 1
    if loaded is not None:
        assert loaded.digest.startswith("sha256:")
        for steps in places(loaded.root):
            assert loaded.position(document.join("", map(str, steps))) is not None
