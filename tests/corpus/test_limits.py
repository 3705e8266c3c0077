"""The laws' makers end: what leads only back to itself, or demands more than fits, has no
value.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.harness.values.budget import BudgetExceededError
from docbound.harness.values.keywords import KINDS
from docbound.harness.values.validity import Judge
from docbound.patterns.made_text import text_of
from docbound.service import MediaType, Operation, RequestBody
from programs.corpus.bodies import Bodies

COMPONENTS = "#/components/schemas"


def _to(name: str) -> dict[str, str]:
    return {"$ref": f"{COMPONENTS}/{name}"}


WITHOUT_VALUES: dict[str, dict[str, Any]] = {
    "Choice": {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "oneOf": [_to("Choice")],
    },
    "Parts": {"allOf": [_to("Parts"), _to("Parts"), _to("Parts")], "type": "object"},
    "Tree": {
        "type": "object",
        "properties": {name: _to("Tree") for name in "abcdef"},
        "required": list("abcdef"),
    },
    "Nest": {"type": "array", "minItems": 4, "items": _to("Nest")},
    "LongText": {"type": "string", "minLength": 1e20},
    "LongMatch": {"type": "string", "minLength": 10**20, "pattern": "^a+$"},
    "Repeated": {"type": "string", "pattern": "^((a{999}){999}){999}$"},
    "ManyItems": {"type": "array", "minItems": 1e20, "items": {"type": "integer"}},
    "ManyNames": {"type": "object", "minProperties": 10**10},
    "FineSteps": {"type": "number", "multipleOf": 1e-300, "minimum": 1e300},
    "HugeLimits": {"type": "number", "minimum": 10**400, "maximum": 10**401},
}
WITH_VALUES: dict[str, dict[str, Any]] = {
    "ShortText": {"type": "string", "maxLength": 1e20},
    "ShortMatch": {"type": "string", "maxLength": 10**20, "pattern": "^a+$"},
    "FewItems": {"type": "array", "maxItems": 1e20, "items": {"type": "integer"}},
    "Optional": {"type": "object", "properties": {"next": _to("Optional")}},
}
SCHEMAS = WITHOUT_VALUES | WITH_VALUES
FILES: dict[str, dict[str, Any]] = {
    "File": {"type": "string", "format": "binary"},
    "Files": {"type": "array", "items": {"anyOf": [_to("Files"), _to("File")]}},
    "Form": {
        "allOf": [_to("Form")],
        "type": "object",
        "properties": {"files": _to("Files"), "file": _to("File")},
    },
}


def _loaded(folder: Path, schemas: dict[str, Any]) -> document.Document:
    description = {
        "openapi": "3.1.0",
        "info": {"title": "Limits", "version": "1"},
        "components": {"schemas": schemas},
        "paths": {
            "/forms": {
                "post": {
                    "requestBody": {"content": {"multipart/form-data": {"schema": _to("Form")}}}
                }
            }
        },
    }
    (folder / "limits.json").write_text(json.dumps(description))
    loaded = document.load(folder / "limits.json", Diagnostics())
    assert loaded is not None
    return loaded


@pytest.mark.parametrize("name", SCHEMAS)
def test_makers_end(tmp_path: Path, name: str) -> None:
    judge = Judge(_loaded(tmp_path, SCHEMAS))
    found = list(judge.values(SCHEMAS[name], f"{COMPONENTS}/{name}"))
    assert bool(found) is (name in WITH_VALUES)


@pytest.mark.parametrize("family", KINDS)
def test_judging_ends_where_references_lead_round(family: str) -> None:
    part = {"$ref": "#/definitions/Part"}
    judging = KINDS[family]({**part, "definitions": {"Part": {"allOf": [part]}}})
    with pytest.raises(BudgetExceededError):
        judging.is_valid("text")


def test_a_pattern_that_demands_too_much_has_no_text() -> None:
    assert text_of("(a{9999}){9999}", random.Random(0)) is None


def test_files_are_found_in_a_form_that_leads_back_to_itself(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, FILES)
    pointer = "#/paths/~1forms/post"
    body = RequestBody(
        pointer=f"{pointer}/requestBody",
        required=False,
        contents=(MediaType(content_type="multipart/form-data", type=None),),
    )
    operation = Operation(pointer=pointer, operation_id="", method="post", path="/forms", body=body)
    [content] = Bodies(loaded, Judge(loaded)).contents(operation)
    assert content.files == {"files": True, "file": False}
