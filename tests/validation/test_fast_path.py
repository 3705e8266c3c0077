"""Accepting without the validator is never wrong: what is accepted here, openapi-spec-validator
accepts.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from docbound import document
from docbound.diagnostics import display
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document import Document
from docbound.service import JSONValue
from docbound.validation import fast_path, validator
from docbound.validation.explain import explain

from .test_verdicts_on_corpus import CORPUS, ROWS, unpacked

ROOT = Path(__file__).parents[2]
LINES = ("2.0", "3.0", "3.1", "3.2")
MUTATIONS = 60

SCHEMAS: dict[str, JSONValue] = {
    "Base": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "minLength": 1, "pattern": "^[a-z]+$"},
            "size": {"type": "integer", "default": 3, "minimum": 1, "maximum": 9},
        },
    },
    "Colour": {"type": "string", "enum": ["red", "blue"], "default": "red"},
}


def service(line: str) -> dict[str, JSONValue]:
    """A small description in one of the four versions, with something of everything that is
    judged.
    """
    home = "#/definitions/" if line == "2.0" else "#/components/schemas/"
    shade: JSONValue = {
        "allOf": [
            {"$ref": f"{home}Base"},
            {"properties": {"tone": {"type": "number"}}},
        ],
        "required": ["tone", "id"],
    }
    schemas = {**copy.deepcopy(SCHEMAS), "Shade": shade}
    response: JSONValue = {"$ref": f"{home}Shade"}
    if line == "2.0":
        return {
            "swagger": "2.0",
            "info": {"title": "Shades", "version": "1"},
            "tags": [{"name": "shades"}],
            "definitions": schemas,
            "paths": {
                "/shades/{id}": {
                    "get": {
                        "operationId": "get_shade",
                        "parameters": [
                            {
                                "name": "id",
                                "in": "path",
                                "required": True,
                                "type": "string",
                            },
                            {
                                "name": "n",
                                "in": "query",
                                "type": "integer",
                                "default": 1,
                            },
                        ],
                        "responses": {"200": {"description": "It.", "schema": response}},
                    }
                }
            },
        }
    version = {"3.0": "3.0.3", "3.1": "3.1.1", "3.2": "3.2.0"}[line]
    colour: JSONValue = {"$ref": f"{home}Colour"}
    return {
        "openapi": version,
        "info": {"title": "Shades", "version": "1", "license": {"name": "MIT"}},
        "servers": [{"url": "https://{region}.test", "variables": {"region": {"default": "eu"}}}],
        "tags": [{"name": "shades", "description": "All of them."}],
        "security": [{"key": []}],
        "paths": {
            "/shades/{id}": {
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "post": {
                    "operationId": "paint",
                    "tags": ["shades"],
                    "parameters": [{"name": "c", "in": "query", "schema": colour}],
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": response,
                                "example": {"id": "a"},
                            }
                        }
                    },
                    "responses": {
                        "200": {
                            "description": "It.",
                            "headers": {"X-Left": {"schema": {"type": "integer"}}},
                            "content": {"application/json": {"schema": response}},
                        },
                        "default": {"$ref": "#/components/responses/Trouble"},
                    },
                },
            }
        },
        "components": {
            "schemas": schemas,
            "responses": {"Trouble": {"description": "Trouble."}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    }


def loaded(content: JSONValue, folder: Path) -> Document:
    path = folder / "openapi.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = document.load(path, Diagnostics())
    assert found is not None
    return found


def accepts(description: Document, line: str) -> bool:
    return fast_path.objections(fast_path.walk_of(description, line)) == []


def findings(description: Document, line: str, *, fast_path_only: bool) -> list[Any] | None:
    """What is said about a description, by the fast path alone or by the validator; None where the
    fast path leaves it to the validator.
    """
    if fast_path_only:
        found = fast_path.objections(fast_path.walk_of(description, line))
    else:
        found = list(validator.objections_of(description, validator.placing(line, None)))
    return None if found is None else list(map(display.to_json, explain(description, found, line)))


def compare(description: Document, line: str) -> bool:
    """Holds both against each other; whether there was something to compare."""
    without_validator = findings(description, line, fast_path_only=True)
    if without_validator is None:
        return False
    assert without_validator == findings(description, line, fast_path_only=False)
    return True


def objections(description: Document, line: str, *, with_walk: bool) -> list[str]:
    """What the validator says, with or without leaving out what the walk clears."""
    walk = fast_path.walk_of(description, line) if with_walk else None
    found = validator.objections_of(description, validator.placing(line, walk))
    return [f"{item.place} {item.fault}" for item in found]


@pytest.mark.parametrize("line", LINES)
def test_a_sound_description_needs_no_validator(line: str, tmp_path: Path) -> None:
    description = loaded(service(line), tmp_path)
    assert objections(description, line, with_walk=False) == []
    assert accepts(description, line)


def places(value: JSONValue) -> Iterator[tuple[dict[str, JSONValue], str]]:
    """Every member of every object."""
    if isinstance(value, dict):
        for key, item in list(value.items()):
            yield value, key
            yield from places(item)
    elif isinstance(value, list):
        for item in value:
            yield from places(item)


WRONG: tuple[JSONValue, ...] = (
    *(None, True, 0, -1, 1.5, "", "x", [], ["x"], [1, 1], {}, {"x": 1}),
    *({"$ref": "#/nowhere"}, {"$ref": "#/paths"}, {"type": "object"}, {"type": "?"}),
)


@pytest.mark.parametrize("seed", range(MUTATIONS))
@pytest.mark.parametrize("line", LINES)
def test_no_mutation_is_accepted_wrongly(line: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    content = service(line)
    for _ in range(chance.randint(1, 2)):
        holder, key = chance.choice(list(places(content)))
        match chance.randrange(3):
            case 0:
                del holder[key]
            case 1:
                holder[key] = chance.choice(WRONG)
            case _:
                other, name = chance.choice(list(places(content)))
                holder[chance.choice([key, name, "x-other", "default"])] = copy.deepcopy(
                    other[name]
                )
    description = loaded(content, tmp_path)
    if not {"openapi", "swagger"} & description.root.keys():
        return
    found_objections = objections(description, line, with_walk=False)
    assert not (accepts(description, line) and found_objections), found_objections
    assert objections(description, line, with_walk=True) == found_objections
    compare(description, line)


@pytest.mark.parametrize("line", ["2.0", "3.0"])
def test_a_name_in_an_example_or_of_a_property_is_no_identifier(line: str, tmp_path: Path) -> None:
    content = service(line)
    schemas: Any = next(
        holder[key] for holder, key in places(content) if key in ("definitions", "schemas")
    )
    schemas["Named"] = {
        "properties": {"$id": {"type": "string"}, "example": {"type": "object"}},
        "example": {"$id": "0123", "$schema": "4"},
    }
    description = loaded(content, tmp_path)
    assert objections(description, line, with_walk=False) == []
    assert accepts(description, line)


@pytest.mark.parametrize("line", LINES)
def test_where_a_schema_may_be_named_the_validator_is_called(line: str, tmp_path: Path) -> None:
    for number, (holder, key) in enumerate(places(service(line))):
        if key not in ("type", "default"):
            continue
        content = service(line)
        holder, key = list(places(content))[number]
        if "type" not in holder:
            continue
        holder["$id"] = "shades"
        assert not accepts(loaded(content, tmp_path), line)


@pytest.mark.parametrize("keyword", ["$id", "$schema", "$anchor", "jsonSchemaDialect"])
@pytest.mark.parametrize("line", LINES)
def test_names_and_dialects_of_schemas_change_no_objection(
    line: str, keyword: str, tmp_path: Path
) -> None:
    """What is beside a schema with a name of its own need not be judged, and what is within it
    is.
    """
    words = {"jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base"}
    for number, (holder, key) in enumerate(places(service(line))):
        if key not in ("type", "default") or "type" not in holder:
            continue
        content = service(line)
        holder, key = list(places(content))[number]
        named = content if keyword == "jsonSchemaDialect" else holder
        named[keyword] = words.get(keyword, "shades")
        holder["default"] = {"odd": 1}
        description = loaded(content, tmp_path)
        found_objections = objections(description, line, with_walk=False)
        assert objections(description, line, with_walk=True) == found_objections
        compare(description, line)
        assert not (accepts(description, line) and found_objections)


@pytest.mark.skipif(not ROWS, reason=f"NO CORPUS at {CORPUS}: set DOCBOUND_CORPUS to its folder")
def test_most_real_descriptions_need_no_validator(tmp_path: Path) -> None:
    good = [row for row in ROWS if row["validator"]["verdict"] == "pass"]
    accepted = 0
    for number, row in enumerate(good):
        folder = tmp_path / str(number)
        folder.mkdir()
        description = document.load(unpacked(row, folder), Diagnostics())
        assert description is not None
        accepted += accepts(description, str(row["openapi"])[:3])
    assert accepted >= 0.8 * len(good)


def test_an_accepted_description_never_loads_the_validator(tmp_path: Path) -> None:
    loaded(service("3.1"), tmp_path)
    script = (
        "import sys; from pathlib import Path; from docbound import document, validation;"
        "from docbound.diagnostics.diagnostic import Diagnostics; found = Diagnostics();"
        f"loaded = document.load(Path({str(tmp_path / 'openapi.json')!r}), found);"
        "assert validation.validate(loaded, found);"
        "sys.exit('openapi_spec_validator' in sys.modules or 'jsonschema' in sys.modules)"
    )
    assert run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def tangle(chance: random.Random) -> dict[str, JSONValue]:
    """Schemas that are made of each other, some with faults, and operations that use them in some
    order.
    """
    names = [f"S{number}" for number in range(chance.randint(2, 7))]

    def part(after: int = 0) -> JSONValue:
        # Few circles: the validator gives up where it meets one.
        among = names if chance.random() < 0.05 else names[after:]
        if among and chance.random() < 0.7:
            return {"$ref": f"#/components/schemas/{chance.choice(among)}"}
        return {"type": "string", "default": chance.choice(["a", 1])}

    def schema(number: int) -> dict[str, JSONValue]:
        made: dict[str, JSONValue] = {}
        for keyword in ("allOf", "anyOf", "oneOf"):
            if chance.random() < 0.25:
                made[keyword] = [part(number + 1) for _ in range(chance.randint(1, 2))]
        if chance.random() < 0.4:
            made["properties"] = {key: part() for key in chance.choice(["a", "ab"])}
        for keyword in ("items", "not"):
            if chance.random() < 0.15:
                made[keyword] = part(number + 1)
        if chance.random() < 0.3:
            made["required"] = list(chance.choice(["a", "ab", "c"]))
        if chance.random() < 0.1:
            made |= chance.choice([{"type": "?"}, {"default": 1, "type": "string"}])
        return made

    def operation(number: int) -> JSONValue:
        response = chance.choice([part(), schema(0)])
        return {
            "operationId": f"op{chance.choice([0, number])}",
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": part()}
                for name in chance.choice(["", "", "a", "aa"])
            ],
            "responses": {
                "200": {
                    "description": "It.",
                    "content": {"application/json": {"schema": response}},
                }
            },
        }

    return {
        "openapi": "3.0.3",
        "info": {"title": "Tangle", "version": "1"},
        "paths": {f"/{n}": {"get": operation(n)} for n in range(chance.randint(1, 5))},
        "components": {"schemas": {name: schema(n) for n, name in enumerate(names)}},
    }


@pytest.mark.parametrize("seed", range(3 * MUTATIONS))
def test_what_the_walk_clears_hides_no_objection(seed: int, tmp_path: Path) -> None:
    description = loaded(tangle(random.Random(seed)), tmp_path)
    found_objections = objections(description, "3.0", with_walk=False)
    assert objections(description, "3.0", with_walk=True) == found_objections
    compare(description, "3.0")


@pytest.mark.parametrize("line", LINES)
def test_sound_parts_of_a_rejected_description_are_not_judged(line: str, tmp_path: Path) -> None:
    content: Any = service(line)
    content["paths"]["/lost/{it}"] = {"get": {"responses": {"200": {"description": "It."}}}}
    walk = fast_path.walk_of(loaded(content, tmp_path), line)
    assert walk is not None
    assert fast_path.objections(walk)
    assert walk.clears("path", ("paths", "/shades/{id}"))
    assert not walk.clears("path", ("paths", "/lost/{it}"))
    assert not walk.clears("operation", ("paths", "/lost/{it}", "get"))
    assert walk.clears("response", ("paths", "/lost/{it}", "get", "responses", "200"))


@pytest.mark.skipif(not ROWS, reason=f"NO CORPUS at {CORPUS}: set DOCBOUND_CORPUS to its folder")
@pytest.mark.parametrize(
    "row",
    [
        row
        for row in ROWS
        if row["validator"]["verdict"] == "fail" and str(row["openapi"])[:3] in LINES
    ],
    ids=lambda row: row["id"],
)
def test_the_validator_says_the_same_without_the_walk(row: dict[str, Any], tmp_path: Path) -> None:
    description = document.load(unpacked(row, tmp_path), Diagnostics())
    if description is None:
        return
    line = str(row["openapi"])[:3]
    found_objections = objections(description, line, with_walk=False)
    assert objections(description, line, with_walk=True) == found_objections
    compare(description, line)


def test_one_schema_with_a_name_does_not_have_all_others_judged(tmp_path: Path) -> None:
    content = service("3.1")
    schemas: Any = content["components"]["schemas"]  # type: ignore[index,call-overload]
    schemas["Plain"] = {"type": "object"}
    schemas["Named"] = {"$id": "https://example.com/named", "type": "object"}
    walk = fast_path.walk_of(loaded(content, tmp_path), "3.1")
    assert walk is not None
    assert walk.clears("schema", ("components", "schemas", "Plain"))
    assert not walk.clears("schema", ("components", "schemas", "Named"))
