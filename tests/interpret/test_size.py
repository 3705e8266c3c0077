"""Descriptions that could multiply without end: what comes of them stays in proportion."""

from __future__ import annotations

from typing import Any

import pytest

from docbound.lower.example_validation import is_valid
from docbound.lower.examples import Examples
from docbound.service import Alias, Named, Object, Primitive, Union, UnionDefinition

from .cases_support import built


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def described(schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def pointer(name: str) -> str:
    return f"#/components/schemas/{name}"


LEAF = {"type": "object", "properties": {"x": {"type": "string"}}}


def test_thousands_of_names_for_one_thing() -> None:
    names = {f"S{index}": ref(f"S{index + 1}") for index in range(3000)}
    api, found = built(described({**names, "S3000": {"type": ["string", "null"]}}))
    assert not len(found)
    first = api.definitions[pointer("S0")]
    assert isinstance(first, Alias)
    assert isinstance(first.type, Union)


def test_thousands_of_alternatives_within_each_other() -> None:
    nested = {
        f"S{index}": {"oneOf": [ref(f"S{index + 1}"), {"type": "integer"}]} for index in range(3000)
    }
    api, found = built(described({**nested, "S3000": {"type": ["string", "null"]}}))
    assert not len(found)
    for name in ("S0", "S1500"):
        definition = api.definitions[pointer(name)]
        assert isinstance(definition, UnionDefinition)
        assert definition.members[1] == Primitive(kind="integer")
    user, _ = built(
        described(
            {
                **nested,
                "S3000": {"type": ["string", "null"]},
                "User": {"type": "object", "properties": {"s": ref("S0")}},
            }
        )
    )
    holder = user.definitions[pointer("User")]
    assert isinstance(holder, Object)
    assert isinstance(holder.fields[0].type, Union)


def test_alternatives_that_double_with_every_level_become_optional_fields() -> None:
    doubled = {
        f"S{index}": {
            "anyOf": [
                ref(f"S{index + 1}"),
                {
                    "allOf": [
                        ref(f"S{index + 1}"),
                        {"properties": {f"p{index}": {"type": "string"}}},
                    ]
                },
            ]
        }
        for index in range(40)
    }
    api, found = built(described({**doubled, "S40": LEAF}))
    assert {item.code for item in found} == {"combined-alternatives"}
    assert len(api.definitions) < 5000


def test_chains_of_inheritance_are_whole_until_they_are_absurd(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chain = {
        f"S{index}": {
            "allOf": [ref(f"S{index + 1}")],
            "properties": {f"p{index}": {"type": "string"}},
        }
        for index in range(200)
    }
    description = described({**chain, "S200": LEAF})
    api, found = built(description)
    first = api.definitions[pointer("S0")]
    assert isinstance(first, Object)
    assert len(first.fields) == 201
    assert not len(found)
    monkeypatch.setattr("docbound.interpret.schema.all_of._MOST_DEEP", 500)
    api, found = built(description)
    last = api.definitions[pointer("S193")]
    assert isinstance(last, Object)
    assert len(last.fields) == 8
    assert {item.code for item in found} == {"nesting-too-deep"}


def test_examples_of_doubling_objects_are_cut_off() -> None:
    doubled = {
        f"S{index}": {
            "type": "object",
            "required": ["a", "b"],
            "properties": {"a": ref(f"S{index + 1}"), "b": ref(f"S{index + 1}")},
        }
        for index in range(60)
    }
    api, _ = built(described({**doubled, "S60": LEAF}))
    made = Examples(definitions=api.definitions).of_definition(api.definitions[pointer("S0")])
    assert len(str(made)) < 20_000


def test_holding_a_value_against_doubling_alternatives_ends() -> None:
    doubled = {
        f"S{index}": {
            "oneOf": [
                ref(f"S{index + 1}"),
                {"type": "array", "items": ref(f"S{index + 1}")},
                ref(f"T{index + 1}"),
            ]
        }
        for index in range(40)
    } | {f"T{index}": {"anyOf": [ref(f"S{index}"), {"type": "boolean"}]} for index in range(1, 41)}
    api, _ = built(described({**doubled, "S40": LEAF}))
    assert not is_valid("text", Named(pointer=pointer("S0")), api.definitions)
    assert is_valid({"x": "text"}, Named(pointer=pointer("S0")), api.definitions)
