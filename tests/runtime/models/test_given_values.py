"""What programs give to constructors and put into data of no declared type, and what is written."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import enum
import fractions
import json
import numbers
import types
import warnings
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from docbound.runtime.errors import ApiTypeError
from docbound.runtime.models.base import DecimalNumber, Model, OpenInt
from docbound.runtime.models.decoder import Mismatch, decoder
from docbound.runtime.models.encoder import encode_json, to_plain
from docbound.runtime.request.value_text import scalar


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Trip(Model):
    day: datetime.date | None = None
    at: datetime.datetime | None = None
    clock: datetime.time | None = None
    fare: int | float | None = None
    level: OpenInt[Level] | None = None
    when_or_fare: datetime.datetime | float | None = None
    notes: dict[str, Any] | None = None
    items: list[Any] | None = None
    anything: Any = None


NOON = datetime.datetime(2024, 5, 6, 12)


@dataclasses.dataclass
class Point:
    at: datetime.datetime
    x: Decimal


class Small:
    """As numpy's integers are: known as a number by registration only."""

    def __int__(self) -> int:
        return 7

    def __index__(self) -> int:
        return 7

    def __float__(self) -> float:
        return 7.0


class Half:
    def __float__(self) -> float:
        return 0.5


numbers.Integral.register(Small)
numbers.Real.register(Half)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (Decimal("0.12345678901234567890123"), "0.12345678901234567890123"),
        ("0.12345678901234567890123", "0.12345678901234567890123"),
        (Decimal("1E+400"), "1E+400"),
        (Decimal("1.10"), "1.1"),
        (Decimal("12345678901234567890123"), "12345678901234567890123"),
        (fractions.Fraction(1, 4), "0.25"),
    ],
)
def test_a_number_keeps_its_digits(given: Any, written: str) -> None:
    assert encode_json(Trip(fare=given)).decode() == f'{{"fare":{written}}}'


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("day", NOON, "a date expected, not a date-time; give its date()"),
        ("day", 1700000000, "not a number"),
        ("at", 1700000000, "not a number"),
        ("at", "1700000000", "not a number"),
        ("at", Decimal("1.5"), "not a number"),
        ("clock", 3600, "not a number"),
        ("level", True, "Input should be an integer"),
        ("fare", float("nan"), "Input should be a finite number"),
    ],
)
def test_what_does_not_fit_is_refused_in_plain_words(field: str, given: Any, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Trip(**{field: given})
    (problem,) = refused.value.errors()
    assert message in problem["msg"]
    assert problem["loc"] == (field,)


def test_a_member_of_a_union_is_called_what_it_is() -> None:
    with pytest.raises(ValidationError) as refused:
        Trip(when_or_fare="x")  # type: ignore[arg-type]
    places = [problem["loc"] for problem in refused.value.errors()]
    assert places == [
        ("when_or_fare", "(a date-time (RFC 3339))"),
        ("when_or_fare", "(a finite number)"),
    ]


@pytest.mark.parametrize(
    "trip",
    [
        Trip(notes={"at": NOON}),
        Trip(items=[NOON]),
        Trip(anything={"at": NOON}),
        Trip(anything=(NOON,)),
        Trip(anything=collections.deque([NOON])),
        Trip(anything=(each for each in [NOON])),
        Trip(anything=types.MappingProxyType({"at": NOON})),
        Trip(anything=Point(NOON, Decimal(1))),
        Trip(extra={"at": NOON}),  # type: ignore[call-arg]
    ],
)
def test_a_moment_has_an_offset_wherever_it_is(trip: Trip) -> None:
    with pytest.warns(UserWarning, match="without an offset"):
        assert "2024-05-06T12:00:00Z" in encode_json(trip).decode()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (Small(), "7"),
        (Half(), "0.5"),
        (fractions.Fraction(1, 2), "0.5"),
        (memoryview(b"x"), '"eA=="'),
        ({1: "a", Level.LOW: "b"}, '{"1":"b"}'),
        ({True: 1, 2.5: 2}, '{"true":1,"2.5":2}'),
        (types.MappingProxyType({"a": 1}), '{"a":1}'),
        ({"a": None, "b": {"c": None}}, '{"a":null,"b":{"c":null}}'),
    ],
)
def test_values_of_no_declared_type(given: Any, written: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert encode_json({"x": given}).decode() == f'{{"x":{written}}}'
        assert encode_json(Trip(anything=given)).decode() == f'{{"anything":{written}}}'
        assert encode_json([to_plain(given)]).decode() == f"[{written}]"


@pytest.mark.parametrize("key", [None, (1, 2), frozenset((1,))])
def test_keys_that_are_none(key: Any) -> None:
    for value in ({key: 1}, {"a": {key: 1}}, [{key: 1}]):
        with pytest.raises(ApiTypeError, match="a key of a JSON object is a str, not a"):
            encode_json(value)
        with pytest.raises(ApiTypeError, match="a key of a JSON object is a str, not a"):
            encode_json(Trip(anything=value))


def test_a_complex_number_has_no_form() -> None:
    with pytest.raises(ApiTypeError, match="no JSON form: complex"):
        encode_json({"x": 1j})


def test_numbers_in_a_query() -> None:
    assert scalar(fractions.Fraction(1, 4)) == "0.25"
    assert scalar(Small()) == "7"
    assert scalar(Half()) == "0.5"


def test_a_date_in_text_is_a_date_where_a_string_would_do() -> None:
    held = decoder(datetime.date | str).decode_json(b'"2024-02-29"')
    assert held == datetime.date(2024, 2, 29)


class Amounts(Model):
    number: int | float | None = None
    count: int | None = None
    decimal: DecimalNumber | None = None
    text: Decimal | None = None


def test_json_that_was_read_with_decimals_is_what_it_was() -> None:
    text = '{"number":0.12345678901234567890123,"count":5,"decimal":1.10,"text":"1.10"}'
    data = json.loads(text, parse_float=Decimal)
    data |= {"count": Decimal(5), "text": Decimal("1.10")}
    found: list[Mismatch] = []
    held = decoder(Amounts).decode_value(data, report=found.append)
    assert found == []
    assert encode_json(held).decode() == text
    assert type(held.count) is int and held.decimal == Decimal("1.10")
    decoder(Amounts).decode_value({"count": Decimal("5.5")}, report=found.append)
    decoder(Amounts).decode_value({"number": Decimal("NaN")}, report=found.append)
    assert [each.path for each in found] == ["$.count", "$.number"]


def test_a_moment_is_no_day_in_data_either() -> None:
    found: list[Mismatch] = []
    decoder(Trip).decode_value({"day": NOON, "at": NOON}, report=found.append)
    assert [each.path for each in found] == ["$.day"]
    decoder(Trip).decode_value({"day": NOON.date()}, report=found.append)
    assert len(found) == 1


@pytest.mark.parametrize("field", ["at", "clock"])
def test_all_digits_are_kept_with_and_without_an_offset(field: str) -> None:
    text = {"at": "2024-05-06T12:00:00.123456789", "clock": "12:00:00.123456789"}[field]
    with pytest.warns(UserWarning, match="without an offset is sent as UTC"):
        taken = Trip.model_validate({field: text})
    assert json.loads(encode_json(taken)) == {field: f"{text}+00:00"}
    kept = Trip.model_validate({field: f"{text}Z"})
    assert json.loads(encode_json(kept)) == {field: f"{text}Z"}
