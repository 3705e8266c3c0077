"""Numbers of more digits than a double has, decimals, booleans where a number belongs, and moments
without an offset.
"""

from __future__ import annotations

import copy
import datetime
import json
import pickle
import warnings
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from docbound.runtime.models.base import DecimalNumber, Model, OpenNumber
from docbound.runtime.models.decoder import Mismatch, decoder
from docbound.runtime.models.encoder import encode_json, to_plain
from docbound.runtime.request.value_text import scalar
from docbound.runtime.serialization.exact import may_lose_digits


class Prices(Model):
    amount: int | float | None = None
    total: DecimalNumber | None = None
    anything: Any = None
    count: int | None = None
    at: datetime.datetime | None = None
    clock: datetime.time | None = None


LONG = [
    "0.12345678901234567890123",
    "1234567890123.4567",
    "-12345678901234567890.5",
    "1e400",
    "-1E+400",
    "100000000000000000000.000001",
    "1e-400",
    "-2.5E-330",
    "12345678901234567890123e5",
    "-12345678901234567890123E+5",
    "123456789012345678e-9",
    "4.9406564584124654417656879286822137e-324",
]


def raise_it(found: Mismatch) -> None:
    raise AssertionError(found)


def round_trip(annotation: Any, text: str) -> str:
    value = decoder(annotation).decode_json(text.encode(), report=raise_it)
    for kept in (value, copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert encode_json(kept).decode() == text
    return text


@pytest.mark.parametrize("number", LONG)
@pytest.mark.parametrize(
    ("annotation", "place"),
    [
        (int | float, "%s"),
        (list[float], "[%s,0.5]"),
        (Prices, '{"amount":%s}'),
        (Prices, '{"undeclared":%s}'),
        (Prices, '{"undeclared":{"deep":[%s]}}'),
        (Prices, '{"anything":[%s]}'),
        (Any, '{"a":[%s]}'),
        (int | float | str, "%s"),
        (OpenNumber[Any], "%s"),
    ],
)
def test_no_digit_of_a_number_is_lost(annotation: Any, place: str, number: str) -> None:
    round_trip(annotation, place % number)


@pytest.mark.parametrize("number", LONG)
def test_a_long_number_is_a_float_to_reckon_with(number: str) -> None:
    prices = Prices.from_json(f'{{"amount":{number}}}')

    assert isinstance(prices.amount, float)
    assert prices.amount == float(number)
    assert repr(prices.amount) == number
    assert Prices.from_dict(prices.to_dict()).to_json() == prices.to_json()
    assert Prices(amount=prices.amount).to_json() == prices.to_json()
    assert Prices(anything={"x": prices.amount}).to_json().endswith(f"{number}}}}}")
    assert scalar(prices.amount) == number


def test_pydantics_own_writing_still_works() -> None:
    prices = Prices.from_json('{"amount":0.12345678901234567890123}')

    assert prices.model_dump_json(exclude_unset=True) == ('{"amount":0.12345678901234568}')
    assert encode_json(Prices(count=1)) == b'{"count":1}'


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_doubles_are_known_for_what_they_are(numbers: list[float]) -> None:
    assert not may_lose_digits(json.dumps({"key é": numbers}).encode())


@pytest.mark.parametrize(
    "text",
    [
        '"12345678.123456789012345"',
        '"1e-400"',
        '"4e-4123-8a"',
        "[-0.1, 1e16, 2.5e-300, 123456789.5]",
    ],
)
def test_text_that_looks_like_a_number_costs_nothing(text: str) -> None:
    assert not may_lose_digits(text.encode())


def test_many_long_doubles_beside_one_that_is_none() -> None:
    doubles = ",".join(["0.30000000000000004", "17.123456789012344"] * 100)
    text = f'{{"é":"\\u00e9","n":[{doubles},0.300000000000000041]}}'

    assert may_lose_digits(text.encode())
    assert not may_lose_digits(text.replace("041]", "04]").encode())


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_decimals_come_back(number: Decimal) -> None:
    text = f'{{"amount":{number:f}}}'

    sent = encode_json(decoder(Prices).decode_json(text.encode()))

    again = json.loads(sent, parse_float=Decimal, parse_int=Decimal)
    assert again == {"amount": number}


@pytest.mark.parametrize(
    "number",
    ["1.10", "19.99", "5", "5.0", "0.12345678901234567890123", "1e400", "1.5E-7", "1e5", "1e-400"],
)
def test_a_decimal_that_is_a_number_keeps_its_digits(number: str) -> None:
    text = f'{{"total":{number}}}'
    prices = Prices.from_json(text)

    assert isinstance(prices.total, Decimal)
    assert prices.total == Decimal(number)
    assert prices.to_json() == text


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (Decimal("1.10"), "1.10"),
        (Decimal("0.1234567890123456789"), "0.1234567890123456789"),
        ("1.50", "1.50"),
        (19.99, "19.99"),
        (3, "3"),
    ],
)
def test_constructing_takes_decimals_of_any_kind(given: Any, sent: str) -> None:
    prices = Prices(total=given)

    assert isinstance(prices.total, Decimal)
    assert prices.to_json() == f'{{"total":{sent}}}'


@pytest.mark.parametrize("given", ["much", Decimal("NaN"), float("inf"), True])
def test_what_is_no_decimal_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError):
        Prices(total=given)


def test_decimal_text_given_to_a_constructor_is_a_decimal() -> None:
    read = decoder(Decimal).validate_input

    assert read("1.50") == Decimal("1.50")
    assert type(read("1.50")) is Decimal
    assert encode_json(read("1e5")) == b'"1e5"'


@pytest.mark.parametrize("text", ['{"count":true}', '{"amount":false}', '{"total":true}'])
def test_a_boolean_under_a_number_comes_back(text: str) -> None:
    found: list[Mismatch] = []
    value = decoder(Prices).decode_json(text.encode(), report=found.append)

    assert len(found) == 1
    assert encode_json(value).decode() == text


@pytest.mark.parametrize("field", ["count", "amount"])
def test_a_boolean_is_no_number_to_a_constructor(field: str) -> None:
    with pytest.raises(ValidationError):
        Prices(**{field: True})


def test_a_whole_number_with_a_fraction_is_an_integer() -> None:
    value = decoder(int).decode_json(b"123456789012345678901234.0", report=raise_it)

    assert value == 123456789012345678901234


def test_an_exponent_without_end_fills_no_memory() -> None:
    found: list[Mismatch] = []

    value = decoder(Prices).decode_json(b'{"count":1e999999999}', report=found.append)

    assert [item.path for item in found] == ["$.count"]
    assert encode_json(value) == b'{"count":1e999999999}'


# --- moments without an offset

NAIVE = datetime.datetime(2024, 5, 1, 12)


@pytest.mark.parametrize(
    "write",
    [
        lambda: Prices(at=NAIVE).to_json()[7:-2],
        lambda: encode_json({"free": NAIVE}).decode()[9:-2],
        lambda: Prices(anything=[NAIVE]).to_json()[14:-3],
        lambda: Prices(other=NAIVE).to_json()[10:-2],
        lambda: to_plain(NAIVE),
        lambda: scalar(NAIVE),
    ],
)
def test_a_moment_without_an_offset_is_utc_everywhere(write: Any) -> None:
    with pytest.warns(UserWarning, match="without an offset is sent as UTC") as warned:
        text = write()

    assert datetime.datetime.fromisoformat(text) == NAIVE.replace(tzinfo=datetime.UTC)
    assert {warning.filename for warning in warned} == {__file__}


def test_a_time_without_an_offset_is_utc_too() -> None:
    with pytest.warns(UserWarning, match="a time without an offset"):
        assert Prices(clock=datetime.time(12)).to_json() == '{"clock":"12:00:00Z"}'


@pytest.mark.parametrize("given", [datetime.date(2024, 5, 1), "2024-05-01"])
def test_a_day_is_no_date_time(given: Any) -> None:
    with pytest.raises(ValidationError, match="a date-time expected"):
        Prices(at=given)


def test_seconds_of_an_offset_are_not_written() -> None:
    zone = datetime.timezone(datetime.timedelta(minutes=19, seconds=32))

    assert encode_json(NAIVE.replace(tzinfo=zone)) == b'"2024-05-01T11:40:28Z"'


def test_what_came_without_an_offset_goes_back_so() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        prices = decoder(Prices).decode_json(
            b'{"at":"2024-05-01T12:00:00"}', report=lambda found: None
        )
        assert encode_json(prices) == b'{"at":"2024-05-01T12:00:00"}'
