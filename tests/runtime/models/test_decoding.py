"""What a response becomes: the value, and what is reported about it."""

from __future__ import annotations

import copy
import datetime
import json
import math
import pickle
import re
import uuid
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Literal

import pytest
from pydantic import Field

from docbound.runtime.errors import ApiValueError
from docbound.runtime.models.base import (
    AdditionalProperties,
    Alias,
    Base64,
    Model,
    Nullable,
    Open,
    OpenInt,
    OpenNumber,
    OpenValue,
    UnknownVariant,
)
from docbound.runtime.models.decoder import (
    InvalidJSONError,
    Mismatch,
    MismatchError,
    decoder,
)
from docbound.runtime.models.encoder import encode_json

UTC = datetime.UTC
CEST = datetime.timezone(datetime.timedelta(hours=2))


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    ONE = 1


class Ratio(float, Enum):
    HALF = 0.5


class Mixed(Enum):
    ONE = 1
    WORD = "word"


class Cat(Model):
    pet_type: Annotated[str, Field(alias="petType")]
    name: str
    lives: int | None = None


class Dog(Model):
    pet_type: Annotated[str, Field(alias="petType")]
    name: str
    tricks: list[str] | None = None


class Bird(Model):
    wings: int


class Pet(Alias, of="Cat | Dog", tag="petType", mapping={"cat": "Cat", "dog": "Dog"}):
    """Chosen by its tag."""


class Animal(Alias, of="Cat | Dog | Bird"):
    """Chosen by its fields."""


class Item(Model):
    optional: int | None = None
    nullable: Nullable[int] = None
    secret: Annotated[str | None, Field(repr=False)] = None
    day: datetime.date | None = None
    inner: Annotated[Item | None, Field(alias="in-ner")] = None

    additional_properties: ClassVar[AdditionalProperties[int]] = AdditionalProperties("int")


class Pair(Model):
    page_size: Annotated[int | None, Field(alias="pageSize")] = None


def read(annotation: Any, value: Any) -> tuple[Any, list[str]]:
    found: list[Mismatch] = []
    read = decoder(annotation).decode_json(json.dumps(value).encode(), report=found.append)
    return read, [f"{item.path}: {item.expected}, not {item.got}" for item in found]


FITS = [
    (str, "2024-05-01", "2024-05-01"),
    (int, 9007199254740993, 9007199254740993),
    (int, 10**40, 10**40),
    (int, 1.0, 1),
    (int | float, 9007199254740993, 9007199254740993),
    (int | float, 1.0, 1.0),
    (float, 1, 1),
    (bool, True, True),
    (None, None, None),
    (Any, {"a": [None, 1.0]}, {"a": [None, 1.0]}),
    (
        datetime.datetime,
        "2024-05-01T10:11:12Z",
        datetime.datetime(2024, 5, 1, 10, 11, 12, tzinfo=UTC),
    ),
    (
        datetime.datetime,
        "2024-05-01T10:11:12.5+02:00",
        datetime.datetime(2024, 5, 1, 10, 11, 12, 500000, tzinfo=CEST),
    ),
    (datetime.date, "2024-02-29", datetime.date(2024, 2, 29)),
    (datetime.time, "10:11:12+02:00", datetime.time(10, 11, 12, tzinfo=CEST)),
    (
        uuid.UUID,
        "550E8400-e29b-41d4-a716-446655440000",
        uuid.UUID("550e8400-e29b-41d4-a716-446655440000"),
    ),
    (Base64, "++//", b"\xfb\xef\xff"),
    (Base64, "", b""),
    (Decimal, "1.50", Decimal("1.50")),
    (Open[Color], "red", Color.RED),
    (Open[Literal["a", "b"]], "a", "a"),
    (OpenInt[Level], 1, Level.ONE),
    (OpenInt[Literal[1, 2]], 2.0, 2),
    (OpenNumber[Ratio], 0.5, Ratio.HALF),
    (OpenValue[Mixed], "word", Mixed.WORD),
    (Literal[True], True, True),
    (list[int], [1, 2], [1, 2]),
    (dict[str, Color], {"a": "red"}, {"a": Color.RED}),
    (tuple[str, *tuple[int, ...]], ["a", 1, 2], ("a", 1, 2)),
    (tuple[str, int, *tuple[Any, ...]] | tuple[str], ["a"], ("a",)),
    (tuple[str, int, *tuple[Any, ...]] | tuple[str] | tuple[()], [], ()),
    (tuple[str, Color] | tuple[str], ["a", "red"], ("a", Color.RED)),
    (list[Nullable[int]], [1, None], [1, None]),
    (list[int | None], [1, None], [1, None]),
    (int | str, "1", "1"),
    (str | datetime.date, "2024-05-01", "2024-05-01"),
    (datetime.date | str, "0", "0"),
    (Bird | list[Bird], [{"wings": 1}], [Bird(wings=1)]),
    (Pet, {"petType": "dog", "name": "x"}, Dog(pet_type="dog", name="x")),
    (
        Animal,
        {"petType": "?", "name": "x", "tricks": []},
        Dog(pet_type="?", name="x", tricks=[]),
    ),
    (Animal, {"petType": "?", "name": "x"}, Cat(pet_type="?", name="x")),
]
"""Type, value on the wire, value in Python: nothing to report."""


@pytest.mark.parametrize(("annotation", "wire", "held"), FITS)
def test_what_fits(annotation: Any, wire: Any, held: Any) -> None:
    value, reported = read(annotation, wire)

    assert not reported
    assert type(value) is type(held)
    assert value == held


UTC_NOON = datetime.datetime(2024, 5, 1, 12, tzinfo=UTC)
EXACT = [
    (
        datetime.datetime,
        "2024-05-01T12:00:00.1234567Z",
        UTC_NOON.replace(microsecond=123456),
    ),
    (
        datetime.datetime,
        "2024-05-01t12:00:00.123456789+00:00",
        UTC_NOON.replace(microsecond=123456),
    ),
    (
        datetime.datetime,
        "2016-12-31T23:59:60Z",
        datetime.datetime(2016, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ),
    (
        datetime.datetime,
        "2024-05-01t12:00:00z",
        UTC_NOON,
    ),
    (datetime.time, "23:59:60Z", datetime.time(23, 59, 59, 999999, tzinfo=UTC)),
    (datetime.time, "10:11:12.0000001z", datetime.time(10, 11, 12, tzinfo=UTC)),
    (Decimal, "+1", Decimal(1)),
    (Decimal, "1e5", Decimal(100000)),
    (Decimal, ".5", Decimal("0.5")),
]
"""Type, text that Python would write in another way, the nearest value: held as the type says, and
written as it came.
"""


@pytest.mark.parametrize(("annotation", "wire", "held"), EXACT)
def test_what_python_cannot_hold_whole_keeps_its_text(
    annotation: Any, wire: str, held: Any
) -> None:
    value, reported = read(annotation, wire)

    assert not reported
    assert isinstance(value, annotation)
    assert value == held
    for kept in (value, copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert encode_json([kept]) == json.dumps([wire]).encode()
    assert encode_json(decoder(annotation).validate_input(value)) == (json.dumps(wire).encode())


def test_what_is_made_of_a_moment_is_written_as_any_other() -> None:
    exact, _ = read(datetime.datetime, "2024-05-01T12:00:00.1234567Z")
    later = exact + datetime.timedelta(seconds=1)

    assert encode_json(later) == b'"2024-05-01T12:00:01.123456Z"'
    assert encode_json(exact.replace(microsecond=0)) == b'"2024-05-01T12:00:00Z"'
    assert encode_json(exact.astimezone(CEST)) == b'"2024-05-01T14:00:00.123456+02:00"'


def test_digits_that_say_nothing_make_no_other_moment() -> None:
    value, reported = read(datetime.datetime, "2024-05-01T10:11:12.5000000Z")

    assert (type(value), reported) == (datetime.datetime, [])


UNHOLDABLE = [
    (datetime.datetime, "0000-02-29T10:11:12Z"),
    (datetime.date, "0000-01-01"),
    (Decimal, "1e9999999999999999999"),
]


@pytest.mark.parametrize(("annotation", "wire"), UNHOLDABLE)
def test_valid_text_without_a_value_is_reported(annotation: Any, wire: str) -> None:
    value, reported = read(annotation, wire)

    assert value == wire
    assert len(reported) == 1


MISFITS = [
    (tuple[str, int], ["a"], "$: an array of 2 items, not an array"),
    (tuple[str, int] | tuple[str], [], "$: an array of 1 to 2 items, not an array"),
    (tuple[str] | tuple[()], ["a", 1], "$: an array of 0 to 1 item, not an array"),
    (tuple[str, *tuple[int, ...]], [], "$: an array of at least 1 item, not an array"),
    (tuple[str, int] | tuple[str], ["a", "b"], "$[1]: an integer, not a string"),
    (str, 5, "$: a string, not an integer"),
    (int, "5", "$: an integer, not a string"),
    (int, True, "$: an integer, not a boolean"),
    (int, 1.5, "$: an integer, not a number"),
    (int | float, "1", "$: a finite number, not a string"),
    (int | float, False, "$: a finite number, not a boolean"),
    (bool, 1, "$: a boolean, not an integer"),
    (bool, "true", "$: a boolean, not a string"),
    (None, 0, "$: null, not an integer"),
    (datetime.datetime, 1714558272, "$: a date-time (RFC 3339), not an integer"),
    (datetime.datetime, "1714558272", "$: a date-time (RFC 3339), not a string"),
    (
        datetime.datetime,
        "2024-05-01 10:11:12Z",
        "$: a date-time (RFC 3339), not a string",
    ),
    (
        datetime.datetime,
        "2024-02-30T10:11:12Z",
        "$: a date-time (RFC 3339), not a string",
    ),
    (
        datetime.datetime,
        "2024-05-01T24:00:00Z",
        "$: a date-time (RFC 3339), not a string",
    ),
    (datetime.date, "2023-02-29", "$: a date (YYYY-MM-DD), not a string"),
    *(
        (datetime.date, digits, "$: a date (YYYY-MM-DD), not a string")
        for digits in ("0", "-86400", "1700006400")  # timestamps of days
    ),
    (datetime.date, "20240501", "$: a date (YYYY-MM-DD), not a string"),
    (datetime.date, "2024-05-01T00:00:00", "$: a date (YYYY-MM-DD), not a string"),
    (uuid.UUID, "550e8400e29b41d4a716446655440000", "$: a UUID, not a string"),
    (uuid.UUID, "{550e8400-e29b-41d4-a716-446655440000}", "$: a UUID, not a string"),
    (Base64, "-_8=", "$: base64 (RFC 4648, section 4), not a string"),
    (Base64, "QQ", "$: base64 (RFC 4648, section 4), not a string"),
    (Decimal, "1,5", "$: a decimal number in a string, not a string"),
    (Decimal, "NaN", "$: a decimal number in a string, not a string"),
    (Decimal, 1.5, "$: a decimal number in a string, not a number"),
    (Open[Color], "green", "$: one of 'red', 'blue', not a string"),
    (Open[Color], 5, "$: one of 'red', 'blue', not an integer"),
    (OpenInt[Level], True, "$: one of 1, not a boolean"),
    (OpenInt[Literal[1]], True, "$: one of 1, not a boolean"),
    (OpenNumber[Ratio], 0.25, "$: one of 0.5, not a number"),
    (OpenValue[Mixed], True, "$: one of 1, 'word', not a boolean"),
    (Literal["a"], "b", "$: one of 'a', not a string"),
    (Literal[True], 1, "$: one of True, not an integer"),
    (list[int], {"a": 1}, "$: an array, not an object"),
    (dict[str, int], [1], "$: an object, not an array"),
    (Bird, "x", "$: an object, not a string"),
    (Pet, ["x"], "$: an object, not an array"),
    (int | list[int], "x", "$: an integer or an array, not a string"),
    (list[int], [1, "2", 3], "$[1]: an integer, not a string"),
    (dict[str, int], {"odd key": "x"}, "$['odd key']: an integer, not a string"),
    (list[int], [None], "$[0]: an integer, not null"),
    (Item, {"optional": None}, "$.optional: an integer, not null"),
    (
        Item,
        {"in-ner": {"day": "x"}},
        "$['in-ner'].day: a date (YYYY-MM-DD), not a string",
    ),
    (Item, {"other": "x"}, "$.other: an integer, not a string"),
    (Bird, {}, "$.wings: an integer, not nothing"),
    (Pet, {"petType": "cat"}, "$.name: a string, not nothing"),
    (Animal, {"wings": "two"}, "$.wings: an integer, not a string"),
    (
        Animal,
        {"petType": "x", "name": 5, "tricks": []},
        "$.name: a string, not an integer",
    ),
]
"""Type, value on the wire, what is reported; the value comes back verbatim."""


@pytest.mark.parametrize(("annotation", "wire", "report"), MISFITS)
def test_what_does_not_fit_is_kept_and_reported_once(
    annotation: Any, wire: Any, report: str
) -> None:
    value, reported = read(annotation, wire)

    assert reported == [report]
    assert json.loads(encode_json(value)) == wire
    with pytest.raises(MismatchError) as raised:
        decoder(annotation).decode_json(
            json.dumps(wire).encode(), strict=True, report=reported.append
        )
    assert len(raised.value.mismatches) == 1
    assert reported == [report], "strict does not report beside raising"


@pytest.mark.parametrize(
    "wire",
    [
        "2024-05-01T10:11:12",
        "2024-05-01 10:11:12",
        "2024-05-01T10:11",
        "20240501T101112",
    ],
)
def test_a_date_time_of_another_form_is_reported_held_and_written_as_received(
    wire: str,
) -> None:
    value, reported = read(datetime.datetime, wire)

    assert isinstance(value, datetime.datetime) and value.tzinfo is None
    assert len(reported) == 1
    assert encode_json(value) == json.dumps(wire).encode()


def test_octets_that_stand_in_json_as_they_are() -> None:
    value, reported = read(list[bytes], ["é"])

    assert (value, reported) == (["é".encode()], [])
    assert encode_json(value) == '["é"]'.encode()


def test_an_unknown_variant_keeps_its_whole_payload() -> None:
    wire = {"petType": "emu", "size": 9007199254740993, "x": None}

    value, reported = read(list[Pet], [wire])

    assert reported == ["$[0].petType: one of 'cat', 'dog', not a string"]
    (variant,) = value
    assert isinstance(variant, UnknownVariant)
    assert variant.tag == "emu"
    assert variant["size"] == 9007199254740993
    assert variant.payload == wire
    assert encode_json(value) == b'[{"petType":"emu","size":9007199254740993,"x":null}]'


def test_a_missing_tag_is_an_unknown_variant_too() -> None:
    value, reported = read(Pet, {"name": "x"})

    assert isinstance(value, UnknownVariant)
    assert value.tag is None
    assert reported == ["$.petType: one of 'cat', 'dog', not nothing"]


def test_every_mismatch_of_a_response_is_reported() -> None:
    wire = [
        {"petType": "cat", "name": 5, "lives": "9"},
        {"petType": "emu"},
        {"petType": "dog", "name": "x"},
    ]

    value, reported = read(list[Pet], wire)

    assert [line.partition(":")[0] for line in reported] == [
        "$[0].name",
        "$[0].lives",
        "$[1].petType",
    ]
    assert value[0].name == 5
    assert json.loads(encode_json(value)) == wire


def test_what_is_required_and_absent_reads_as_none_and_stays_absent() -> None:
    value, _ = read(Bird, {"other": 1})

    assert value.wings is None
    assert encode_json(value) == b'{"other":1}'


def test_an_undeclared_key_like_an_attribute_stays_a_key_of_its_own() -> None:
    value, reported = read(Pair, {"pageSize": 1, "page_size": "x"})

    assert not reported
    assert value.page_size == 1
    assert value.additional_properties == {"page_size": "x"}
    assert json.loads(encode_json(value)) == {"pageSize": 1, "page_size": "x"}


def test_no_secret_is_in_a_report() -> None:
    found: list[Mismatch] = []

    decoder(Item).decode_json(b'{"secret": 12345, "optional": "x"}', report=found.append)

    assert [item.path for item in found] == ["$.optional", "$.secret"]
    assert "12345" not in str(found) + "".join(map(str, found))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nul",
        b"[1,]",
        b"\xff\xff",
        b"1 2",
        b"[" * 2000,
        b"[" * 2000 + b"}",
    ],
)
def test_what_is_no_json_says_so(body: bytes) -> None:
    with pytest.raises(InvalidJSONError):
        decoder(Any).decode_json(body)


@pytest.mark.parametrize("word", ["NaN", "-Infinity"])
def test_a_number_that_is_none_is_a_misfit(word: str) -> None:
    found: list[Mismatch] = []

    (value,) = decoder(list[int | float]).decode_json(f"[{word}]".encode(), report=found.append)

    assert isinstance(value, float) and not math.isfinite(value)
    assert [item.path for item in found] == ["$[0]"]
    with pytest.raises(ValueError):
        encode_json([value])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b"NaN", "$"),
        (b'{"a": [1, -Infinity]}', "$.a[1]"),
        (b'{"a": [1, NaN], "b": "NaN"}', "$.a[1]"),
    ],
)
def test_a_number_that_is_none_is_a_misfit_where_anything_fits(body: bytes, path: str) -> None:
    found: list[Mismatch] = []

    value = decoder(Any).decode_json(body, report=found.append)

    assert [item.path for item in found] == [path]
    with pytest.raises(ApiValueError, match=re.escape(path)):
        encode_json(value)
    with pytest.raises(MismatchError):
        decoder(Any).decode_json(body, strict=True)


@pytest.mark.parametrize("word", ["NaN", "-Infinity"])
@pytest.mark.parametrize(
    ("extra", "path"),
    [("%s", "$.extra"), ('{"deep": [1, %s, "NaN"]}', "$.extra.deep[1]")],
)
def test_a_number_that_is_none_is_a_misfit_under_an_undeclared_key(
    word: str, extra: str, path: str
) -> None:
    found: list[Mismatch] = []
    text = f'{{"wings": 2, "extra": {extra % word}}}'

    bird = decoder(Bird).decode_json(text.encode(), report=found.append)

    assert [item.path for item in found] == [path]
    with pytest.raises(ApiValueError, match=re.escape(path)):
        encode_json(bird)


@pytest.mark.parametrize(
    "extra", ['" NaN"', '[" NaN",{"NaN":", Infinity"}]', "[1,1.0,true,null]", "1.0"]
)
def test_what_fits_under_an_undeclared_key_is_kept_and_written_back(extra: str) -> None:
    found: list[Mismatch] = []
    text = f'{{"wings":2,"extra":{extra}}}'

    bird = decoder(Bird).decode_json(text.encode(), report=found.append)

    assert encode_json(bird).decode() == text
    assert found == []


def test_numbers_stay_of_the_kind_that_they_are() -> None:
    text = "[1,1.0,-0.0,0,9223372036854775808,123456789012345678901234567890,1e300]"

    read = decoder(list[int | float]).decode_json(text.encode())

    assert [type(number) for number in read] == [
        int,
        float,
        float,
        int,
        int,
        int,
        float,
    ]
    assert read == json.loads(text)


def test_words_in_texts_are_no_numbers() -> None:
    text = '{"a": "NaN", "b": [" Infinity"]}'
    found: list[Mismatch] = []

    value = decoder(Any).decode_json(text.encode(), report=found.append)

    assert (value, found) == (json.loads(text), [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_unicode_encodings_are_read(encoding: str) -> None:
    assert decoder(list[str]).decode_json('["é"]'.encode(encoding)) == ["é"]


def test_data_that_is_parsed_already() -> None:
    made = Cat(pet_type="cat", name="x")

    assert decoder(list[Pet]).decode_value([made, {"petType": "dog", "name": "y"}]) == [
        made,
        Dog(pet_type="dog", name="y"),
    ]
    moment = datetime.datetime(2024, 5, 1, tzinfo=UTC)
    assert decoder(datetime.datetime).decode_value(moment) is moment
