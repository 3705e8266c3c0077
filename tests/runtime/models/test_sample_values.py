"""Values that are made from a type alone: strict decoding takes each."""

from __future__ import annotations

import datetime
import json
import uuid
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from docbound.runtime.models.base import Alias, Base64, Model, Nullable, Open
from docbound.runtime.models.decoder import decoder
from docbound.runtime.models.sample_values import NoSampleError, sample_value


class Color(StrEnum):
    RED = "red"


class Level(IntEnum):
    ONE = 1


class Leaf(Model):
    id: Annotated[int, Field(alias="leafId")]
    note: str | None = None


class Tree(Model):
    children: list[Tree]
    parent: Nullable[Tree]
    leaf: Leaf


class Endless(Model):
    inner: Endless


class Cat(Model):
    pet_type: Annotated[str, Field(alias="petType")]
    lives: int


class Dog(Model):
    pet_type: Annotated[Literal["dog"], Field(alias="petType")]


class Pet(Alias, of="Cat | Dog", tag="petType", mapping={"cat": "Cat", "dog": "Dog"}):
    """Either."""


class Names(Alias, of="list[str]"):
    """A list with a name."""


TYPES: dict[str, tuple[Any, object]] = {
    "text": (str, "example"),
    "whole number": (int, 1),
    "number": (int | float, 1),
    "truth": (bool, True),
    "nothing": (None, None),
    "anything": (Any, {}),
    "date": (datetime.date, "2024-01-31"),
    "moment": (datetime.datetime, "2024-01-31T12:00:00Z"),
    "time": (datetime.time, "12:00:00Z"),
    "identifier": (uuid.UUID, "1b4e28ba-2fa1-41d2-883f-0016d3cca427"),
    "octets": (Base64, "ZXhhbXBsZQ=="),
    "decimal": (Decimal, "1.5"),
    "enum": (Color, "red"),
    "numbers with names": (Level, 1),
    "open": (Open[Literal["a", "b"] | str], "a"),
    "list": (list[str], ["example"]),
    "map": (dict[str, int], {}),
    "tuple": (tuple[int, str], [1, "example"]),
    "null or text": (Nullable[str], "example"),
    "model": (Leaf, {"leafId": 1}),
    "holds itself": (Tree, {"children": [], "parent": None, "leaf": {"leafId": 1}}),
    "choice": (Endless | Leaf, {"leafId": 1}),
    "tagged": (Pet, {"petType": "cat", "lives": 1}),
    "named": (Names, ["example"]),
}


@pytest.mark.parametrize("name", TYPES)
def test_strict_decoding_takes_it(name: str) -> None:
    type_, expected = TYPES[name]
    read = decoder(type_)
    made = sample_value(read.shape)
    assert made == expected
    assert type(made) is type(expected)
    read.decode_json(json.dumps(made).encode(), strict=True)


def test_what_requires_itself_has_none() -> None:
    with pytest.raises(NoSampleError, match="Endless requires itself"):
        sample_value(decoder(Endless).shape)
