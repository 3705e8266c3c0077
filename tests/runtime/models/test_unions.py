"""Choices without a discriminator: which member is taken, and at what cost."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest

from docbound.runtime.models.base import Alias, Model, Open
from docbound.runtime.models.decoder import Mismatch, decoder
from docbound.runtime.models.encoder import encode_json


class Add(Model):
    op: Literal["add"]
    left: Expression
    right: Expression | None = None


class Negate(Model):
    op: Open[Literal["neg", "minus"]]
    left: Expression
    right: Expression | None = None


class Expression(Alias, of="Add | Negate | int | list[Expression]"):
    """The property ``op`` tells the members apart, though nothing says so."""


class And(Model):
    left: Condition


class Or(Model):
    left: Condition
    weight: int | None = None


class Condition(Alias, of="And | Or | int"):
    """Nothing tells the members apart."""


class Small(Model):
    name: str


class Large(Model):
    name: str
    size: int | None = None
    color: Open[Literal["red"]] | None = None


def nested(depth: int, *operations: str) -> Any:
    value: Any = 1
    for level in range(depth):
        value = {"left": value} | (
            {"op": operations[level % len(operations)]} if operations else {}
        )
    return value


def read(annotation: Any, value: Any) -> tuple[Any, list[Mismatch]]:
    found: list[Mismatch] = []
    return (
        decoder(annotation).decode_json(json.dumps(value).encode(), report=found.append),
        found,
    )


def test_a_property_with_different_values_tells_the_member() -> None:
    value, found = read(list[Expression], [nested(1, "add"), nested(1, "minus"), 5, [5]])

    assert not found
    assert [type(item) for item in value] == [Add, Negate, int, list]
    assert Add(op="add", left={"op": "neg", "left": 1}).left == Negate(op="neg", left=1)  # type: ignore[arg-type]


# Were the work to double with each level, none of these would end.
@pytest.mark.parametrize("annotation", [Expression, Condition, list[Expression], Condition | str])
@pytest.mark.parametrize("leaf", [1, "misfit"])
def test_deep_choices_take_linear_time(annotation: Any, leaf: Any) -> None:
    wire = nested(60, "add", "neg", "minus")
    text = json.dumps(wire if annotation is not list[Expression] else [wire]).replace(
        "1", json.dumps(leaf)
    )

    value = decoder(annotation).decode_json(text.encode(), report=lambda found: None)

    assert json.loads(encode_json(value)) == json.loads(text)


def test_writing_deep_choices_takes_linear_time() -> None:
    value, found = read(Condition, nested(60))

    assert not found
    assert type(value) is And
    assert json.loads(encode_json(value)) == nested(60)


def test_most_declared_keys_win_and_ties_go_to_the_first() -> None:
    assert type(read(Small | Large, {"name": "x"})[0]) is Small
    assert type(read(Large | Small, {"name": "x"})[0]) is Large
    assert type(read(Small | Large, {"name": "x", "size": 1})[0]) is Large
    assert type(read(Small | Large, {"name": "x", "other": 1})[0]) is Small
    assert type(read(Condition, {"left": 1, "weight": 2})[0]) is Or


def test_a_member_with_a_new_value_is_nearer_than_one_that_does_not_fit() -> None:
    value, found = read(Large | list[Small], {"name": "x", "color": "blue"})

    assert type(value) is Large
    assert [(item.path, item.novel) for item in found] == [("$.color", True)]


@pytest.mark.parametrize("wire", [{"color": "blue"}, {"name": 5}, {"size": "x"}, "x", None, [1]])
def test_what_fits_no_member_is_kept(wire: Any) -> None:
    value, found = read(Small | Large, wire)

    assert found
    assert not any(item.novel and item.path == "$" for item in found)
    assert json.loads(encode_json(value)) == wire


def test_equal_values_at_several_places_are_reported_at_each() -> None:
    _, found = read(list[Small | list[int]], ["same", "same"])

    assert [item.path for item in found] == ["$[0]", "$[1]"]
