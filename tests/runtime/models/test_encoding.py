"""What a value becomes in a request."""

from __future__ import annotations

import datetime
import pickle
import re
import uuid
import warnings
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError
from docbound.runtime.models.base import Base64, Model, ReadOnly, UnknownVariant
from docbound.runtime.models.decoder import decoder
from docbound.runtime.models.encoder import encode_json, to_plain
from docbound.runtime.serialization.exact import ExactFloat

UTC = datetime.UTC


class Color(StrEnum):
    RED = "red"


class Ratio(float, Enum):
    HALF = 0.5


class Part(Model):
    octets: Base64 | None = None
    amount: int | float | None = None
    anything: Any = None


WRITTEN = [
    (None, "null"),
    (True, "true"),
    (10**40, "1" + "0" * 40),
    (1.0, "1.0"),
    ('é\u2028"', '"é\u2028\\""'),
    ("\ud800", '"\\ud800"'),
    (datetime.datetime(2024, 5, 1, 10, 11, 12, 500, tzinfo=UTC), '"2024-05-01T10:11:12.000500Z"'),
    (datetime.date(1, 1, 1), '"0001-01-01"'),
    (datetime.time(10, 11, 12, tzinfo=UTC), '"10:11:12Z"'),
    (uuid.UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
    (Decimal("1.50"), '"1.50"'),
    (Color.RED, '"red"'),
    (Ratio.HALF, "0.5"),
    (b"\xfb\xef\xff", '"++//"'),
    ([b"\xfb\xef\xff", {"a": (b"",)}], '["++//",{"a":[""]}]'),
    ({"a": Part(amount=1), Color.RED: 1}, '{"a":{"amount":1},"red":1}'),
    (
        {
            "a": Part(
                octets=b"\xfb\xef\xff", anything={"b": b"\xfb\xef\xff"}, more=[b"\xfb\xef\xff"]
            )
        },
        '{"a":{"octets":"++//","anything":{"b":"++//"},"more":["++//"]}}',
    ),
    (Part(octets=b"\xff", anything="\ud800"), '{"octets":"/w==","anything":"\\ud800"}'),
    (UnknownVariant("x", {"kind": "x", "n": 1}), '{"kind":"x","n":1}'),
    (Part(), "{}"),
    ((1, 2), "[1,2]"),
]


@pytest.mark.parametrize(("value", "text"), WRITTEN)
def test_what_is_written(value: Any, text: str) -> None:
    import json

    assert encode_json(value).decode() == text
    assert to_plain(value) == json.loads(text)


def endless() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (float("nan"), ApiValueError, "$: nan is no number"),
        ([float("inf")], ApiValueError, "$[0]: inf"),
        ({"a": [1, {"b c": float("-inf")}]}, ApiValueError, "$.a[1]['b c']: -inf"),
        (Part(anything=float("nan")), ApiValueError, "$.anything: nan"),
        (Part(more=float("-inf")), ApiValueError, "$.more: -inf"),
        (object(), ApiTypeError, "object"),
        ({"a": [object()]}, ApiTypeError, "object"),
        (endless(), ApiValueError, "holds itself"),
    ],
)
def test_what_cannot_be_written_is_refused(value: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=re.escape(text)):
        encode_json(value)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "x NaN y", " NaN", ",-Infinity"])
def test_words_that_look_like_numbers_are_words(text: str) -> None:
    assert encode_json({"a": text}).decode() == f'{{"a":"{text}"}}'
    assert encode_json({text: 1.5}).decode() == f'{{"{text}":1.5}}'


def test_misfits_go_out_verbatim_and_quietly() -> None:
    body = b'{"octets":5,"amount":[1.0,null],"anything":{}}'
    part = decoder(Part).decode_json(body, report=lambda found: None)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert encode_json(part) == body
        assert encode_json([part]) == b"[" + body + b"]"
        assert to_plain(part) == {"octets": 5, "amount": [1.0, None], "anything": {}}


def test_a_model_whose_class_was_never_used_is_written() -> None:
    class Fresh(Model):
        amount: int

    fresh = Fresh.model_construct(amount=1)

    assert encode_json({"a": fresh}) == b'{"a":{"amount":1}}'


class Stored(Model):
    id: int | None = ReadOnly(optional=True)
    tags: list[str] = []  # noqa: RUF012 - as generated models have it
    inner: Any = None


def test_read_only_fields_stay_out_of_requests_at_any_depth_and_only_there() -> None:
    stored = Stored(id=1, inner=[{"x": Stored(id=2, tags=["a"])}])

    assert encode_json(stored, request=True) == b'{"inner":[{"x":{"tags":["a"]}}]}'
    assert encode_json([stored], request=True) == b'[{"inner":[{"x":{"tags":["a"]}}]}]'
    assert to_plain(stored, request=True) == {"inner": [{"x": {"tags": ["a"]}}]}
    assert encode_json(stored) == b'{"id":1,"inner":[{"x":{"id":2,"tags":["a"]}}]}'
    assert stored.model_dump_json(exclude_unset=True) == encode_json(stored).decode()


def test_a_default_that_was_changed_in_place_counts_as_set() -> None:
    stored = Stored()
    assert stored.model_fields_set == set()

    stored.tags.append("a")

    assert encode_json([stored]) == b'[{"tags":["a"]}]'
    assert stored.model_fields_set == {"tags"}
    assert Stored(id=1).model_copy().to_dict() == {"id": 1}
    assert pickle.loads(pickle.dumps(stored)).to_dict() == {"tags": ["a"]}
    assert Stored.model_construct().model_fields_set == set()
    assert encode_json(Stored()) == b"{}"


def test_an_exact_number_is_found_wherever_it_is() -> None:
    exact = ExactFloat("0.12345678901234567890")
    nested = [Stored(inner=({"x": [Stored(inner=exact)]},))]

    assert encode_json(nested) == b'[{"inner":[{"x":[{"inner":0.12345678901234567890}]}]}]'
    assert encode_json({"a": Part(amount=exact)}) == b'{"a":{"amount":0.12345678901234567890}}'
    assert encode_json(Part(more=exact)) == b'{"more":0.12345678901234567890}'
    assert encode_json([Part(amount=0.5)]) == b'[{"amount":0.5}]'
