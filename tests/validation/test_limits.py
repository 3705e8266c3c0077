"""A default outside of its limits: the words say which limit it is, and whether it is excluded."""

import json
from pathlib import Path
from typing import Any

import pytest

from docbound import document, validation
from docbound.diagnostics.diagnostic import Diagnostics

CASES = [
    # Up to 3.0 a flag excludes the limit beside it.
    ("3.0.3", {"minimum": 0, "exclusiveMinimum": True}, 0, "0 is not more than 0"),
    ("3.0.3", {"minimum": 0, "exclusiveMinimum": False}, -1, "-1 is not at least 0"),
    ("3.0.3", {"minimum": 0}, -1, "-1 is not at least 0"),
    ("3.0.3", {"maximum": 5, "exclusiveMaximum": True}, 5, "5 is not less than 5"),
    ("3.0.3", {"maximum": 5, "exclusiveMaximum": False}, 6, "6 is not at most 5"),
    ("2.0", {"minimum": 0, "exclusiveMinimum": True}, 0, "0 is not more than 0"),
    ("2.0", {"maximum": 5, "exclusiveMaximum": True}, 5, "5 is not less than 5"),
    ("2.0", {"maximum": 5}, 6, "6 is not at most 5"),
    # Since 3.1 it is a limit of its own.
    ("3.1.0", {"exclusiveMinimum": 0}, 0, "0 is not more than 0"),
    ("3.1.0", {"exclusiveMaximum": 5}, 5, "5 is not less than 5"),
    ("3.1.0", {"minimum": 0}, -1, "-1 is not at least 0"),
    ("3.2.0", {"exclusiveMinimum": 0}, 0, "0 is not more than 0"),
]


def described(version: str, limits: dict[str, Any]) -> dict[str, Any]:
    """A parameter with limits, in any version."""
    schema = {"type": "integer", **limits}
    parameter: dict[str, Any] = {"name": "size", "in": "query"}
    parameter |= schema if version == "2.0" else {"schema": schema}
    operation = {"parameters": [parameter], "responses": {"200": {"description": "It."}}}
    head = {"swagger": "2.0"} if version == "2.0" else {"openapi": version}
    return head | {"info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": operation}}}


@pytest.mark.parametrize(("version", "limits", "default", "words"), CASES)
def test_the_limit_that_is_broken_is_named(
    version: str, limits: dict[str, Any], default: int, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(described(version, {**limits, "default": default})), "utf-8")
    found = Diagnostics()
    loaded = document.load(path, found)
    assert loaded is not None

    validation.validate(loaded, found)

    messages = [item.message for item in found]
    assert messages == [f"the default does not fit its schema: {words}"]


@pytest.mark.parametrize(
    ("version", "limits", "default"),
    [(version, limits, default) for version, limits, default, _ in CASES],
)
def test_a_default_within_the_limit_is_no_finding(
    version: str, limits: dict[str, Any], default: int, tmp_path: Path
) -> None:
    inside = default + (1 if {"minimum", "exclusiveMinimum"} & limits.keys() else -1)
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(described(version, {**limits, "default": inside})), "utf-8")
    found = Diagnostics()
    loaded = document.load(path, found)
    assert loaded is not None

    assert validation.validate(loaded, found)
    assert not list(found)
