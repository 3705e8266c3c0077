"""Examples are complete: what is printed must be accepted by what it is printed for."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound.package import ObjectModel
from docbound.service import JSONValue
from tests.lower.lowering import lowered, model

SCHEMAS = {
    "{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}": {
        "a": "a_example"
    },
    "{type: object, properties: {aB: {type: string}, c: {type: string}}}": {"aB": "a_b_example"},
    "{type: object, properties: {a: {type: string}, b: {type: string, example: x}}}": {"b": "x"},
    "{type: object, required: [a], properties: {a: {type: integer, minimum: 3, exclusiveMaximum: 4}}}": {  # noqa: E501
        "a": 3
    },
    "{type: object, required: [a], properties: {a: {type: string, maxLength: 3}}}": {"a": "a_e"},
    "{type: object, required: [a], properties: {a: {type: string, pattern: '^a{3}-[4]$'}}}": {
        "a": "aaa-4"
    },
    "{type: object, required: [a], properties: {a: {type: string, pattern: '^[a-z_]+$'}}}": {
        "a": "a_example"
    },
    "{type: object, required: [a], properties: {a: {type: string, pattern: '^x('}}}": {
        "a": "a_example"
    },
    "{type: object, required: [a], properties: {a: {enum: [x, y]}}}": {"a": "x"},
    "{type: object, required: [a], properties: {a: {type: array, minItems: 2, items: {type: boolean}}}}": {  # noqa: E501
        "a": [True, True]
    },
    "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/Thing'}}}": {
        "a": {}
    },
    "{type: object, required: [a], properties: {a: {type: string, default: d}}}": {"a": "d"},
    "{type: object, required: [a, b, c], properties: {a: {const: [1]}, b: {const: null}, c: {enum: [2.5]}}}": {  # noqa: E501
        "a": [1],
        "b": None,
        "c": 2.5,
    },
    "{type: object, required: [a], example: {a: 1}, properties: {a: {type: string}}}": {
        "a": "a_example"
    },
    "{type: object, required: [a], example: {a: own}, properties: {a: {type: string}}}": {
        "a": "own"
    },
    "{type: object, required: [a], example: {a: 2020-01-01T00:00:00}, properties: {a: {type: string, format: date}}}": {  # noqa: E501
        "a": "2024-01-31"
    },
    "{type: object, required: [a], properties: {a: {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Tagged'}]}}}": {  # noqa: E501
        "a": {"kind": "cat"}
    },
}


@pytest.mark.parametrize(("schema", "example"), SCHEMAS.items())
def test_example(tmp_path: Path, schema: str, example: JSONValue) -> None:
    text = f"""
    components:
      schemas:
        Thing: {schema}
        Cat: {{type: object, required: [kind], properties: {{kind: {{type: string}}}}}}
        Tagged:
          oneOf: [{{$ref: "#/components/schemas/Cat"}}]
          discriminator: {{propertyName: kind, mapping: {{cat: "#/components/schemas/Cat"}}}}
    """
    found = model(lowered(tmp_path, text), "Thing")
    assert isinstance(found, ObjectModel)
    assert found.example == example


def test_deep_recursion_ends(tmp_path: Path) -> None:
    chain = "".join(
        f"        C{n}: {{type: object, required: [n, m], properties: {{n: {{$ref:"
        f" '#/components/schemas/C{(n + 1) % 12}'}}, m: {{$ref:"
        f" '#/components/schemas/C{(n + 2) % 12}'}}}}}}\n"
        for n in range(12)
    )
    found = model(lowered(tmp_path, f"\n    components:\n      schemas:\n{chain}"), "C0")
    assert isinstance(found, ObjectModel)
    assert isinstance(found.example, dict)
