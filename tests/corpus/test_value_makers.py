"""The laws' makers find valid values where they are not easy to find; small descriptions mean
what the corpus has.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.harness.values.validity import WANTED, Judge
from docbound.patterns.made_text import text_of


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[A-Z]{3}$",
        r"\d{7,15}",
        r"^([A-Z]{2}|C2)$",
        r"^#(?:[0-9a-fA-F]{3}){1,2}$",
        r"^[^/\s]+\.(txt|md)$",
        r"^(a|b)-\1$",
        r"^\w+?\S\D\W$",
    ],
)
def test_texts_match_their_pattern(pattern: str) -> None:
    texts = [text_of(pattern, random.Random(seed)) for seed in range(20)]
    assert all(text is not None and re.search(pattern, text) for text in texts)


def test_what_is_no_pattern_has_no_text() -> None:
    assert text_of("(", random.Random(0)) is None


PETS = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind, mapping: {dog: "#/components/schemas/Dog"}}
    Dog:
      allOf:
        - {$ref: "#/components/schemas/Pet"}
        - {type: object, required: [breed], properties: {breed: {$ref: "#/components/schemas/Code"}}}
    Cat:
      allOf: [{$ref: "#/components/schemas/Pet"}]
      required: [lives]
      properties: {lives: {type: integer, minimum: 1, maximum: 9}}
    Hash: {type: string, pattern: "^[0-9a-f]+$", minLength: 40, maxLength: 40}
    Code: {type: string, pattern: "^[A-Z]{3}$"}
    Grade: {type: string, allOf: [{$ref: "#/components/schemas/Grades"}]}
    Grades: {enum: [a, b]}
    OrNull: {anyOf: [{$ref: "#/components/schemas/Code"}, {nullable: true}]}
    Either:
      type: object
      properties: {id: {type: integer}, name: {type: string}}
      oneOf: [{required: [id]}, {required: [name]}]
    Steps: {type: array, items: {type: number, multipleOf: 0.5, minimum: 2}, minItems: 1, maxItems: 1}
    Closed: {type: object, minProperties: 2, properties: {a: {type: string}, b: {type: string}}, additionalProperties: false}
    'Odd %22 name': {type: boolean}
    Shape:
      oneOf: [{$ref: "#/components/schemas/Square"}, {$ref: "#/components/schemas/Circle"}, {$ref: "#/components/schemas/Line"}]
      discriminator: {propertyName: kind}
    Figure: {type: object, required: [kind], properties: {kind: {type: string, enum: [square, circle, Line]}}}
    Square:
      allOf: [{$ref: "#/components/schemas/Figure"}]
      properties: {kind: {enum: [square]}, side: {type: number}}
    Circle:
      type: object
      required: [kind]
      properties: {kind: {$ref: "#/components/schemas/Round"}, radius: {type: number}}
    Round: {type: string, enum: [circle]}
    Line: {type: object, required: [kind, from], properties: {kind: {type: string}, from: {type: number}}}
"""  # noqa: E501


@pytest.fixture(name="judge")
def _judge(tmp_path: Path) -> Judge:
    (tmp_path / "pets.yaml").write_text(PETS)
    loaded = document.load(tmp_path / "pets.yaml", Diagnostics())
    assert loaded is not None
    return Judge(loaded)


COMPONENTS = "#/components/schemas"
SCHEMAS: dict[str, Any] = yaml.safe_load(PETS)["components"]["schemas"]


def _values(judge: Judge, name: str) -> list[Any]:
    pointer = f"{COMPONENTS}/{name}"
    return [value for _, value in judge.values(SCHEMAS[name], pointer)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_at_least_five_values_are_valid(judge: Judge, name: str) -> None:
    assert len(_values(judge, name)) >= WANTED


def test_tags_name_the_schema_that_a_value_is_made_from(judge: Judge) -> None:
    assert {value["kind"] for value in _values(judge, "Dog")} == {"dog"}
    assert {value["kind"] for value in _values(judge, "Cat")} == {"Cat"}
    assert {value["kind"] for value in _values(judge, "Pet")} > {"dog"}


def test_alternatives_claim_tags_by_lists_of_one_value(judge: Judge) -> None:
    tags = {value["kind"] for value in _values(judge, "Shape")}
    assert tags == {"square", "circle", "Line"}


def test_a_tag_means_only_the_alternative_that_claims_it(judge: Judge) -> None:
    assert judge.accepts(f"{COMPONENTS}/Shape", {"kind": "circle", "radius": 1})
    assert not judge.accepts(f"{COMPONENTS}/Shape", {"kind": "circle", "radius": "1"})
    assert not judge.accepts(f"{COMPONENTS}/Shape", {"kind": "Round", "from": 1})


def test_nullable_alone_in_a_list_means_or_null(judge: Judge) -> None:
    assert judge.accepts(f"{COMPONENTS}/OrNull", None)
    assert not judge.accepts(f"{COMPONENTS}/OrNull", 1)
