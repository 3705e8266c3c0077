"""The lossless law: what is valid comes back as it was, and a second round trip gives the same
bytes.

Types are made at random, and values that are valid against them; beside the valid ones, any JSON
value at all is kept.
"""

from __future__ import annotations

import base64
import datetime
import itertools
import json
import math
import uuid
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Literal, Union

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field

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
)
from docbound.runtime.models.decoder import Mismatch, decoder
from docbound.runtime.models.encoder import encode_json


class Color(StrEnum):
    RED = "red"
    BLUE = "dark blue"


class Level(IntEnum):
    ONE = 1
    MINUS = -1


class Ratio(float, Enum):
    HALF = 0.5
    ONE = 1.0


class Mixed(Enum):
    ONE = 1
    WORD = "1"
    HALF = 0.5


@dataclass
class Kind:
    """A type and the JSON values that are valid against it."""

    annotation: Any
    values: st.SearchStrategy[Any]


DIGITS = st.integers(-(10**11), 10**11).map(str) | st.sampled_from(["0", "1700006400", "-86400"])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | DIGITS
"""Digits are texts, too, whatever they could also mean: a timestamp, a number, a boolean."""
INTEGERS = st.integers() | st.integers(-(2**80), 2**80) | st.just(9007199254740993)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = INTEGERS | FINITE
WHOLE = st.integers(-(2**60), 2**60).map(float)
OFFSETS = st.sampled_from(["Z", "z", "+00:00", "-00:00", "+05:30", "-23:59"])
FRACTIONS = st.sampled_from(["", ".0", ".5", ".123", ".120000", ".1234567", ".999999999999"])
CLOCKS = st.one_of(
    st.times().map(lambda moment: moment.strftime("%H:%M:%S")),
    st.sampled_from(["00:00:00", "23:59:60", "23:59:59"]),
)
TIMES = st.builds(
    lambda clock, fraction, offset: clock + fraction + offset,
    CLOCKS,
    FRACTIONS,
    OFFSETS,
)
DATES = st.dates().map(datetime.date.isoformat) | st.sampled_from(["0001-01-01", "9999-12-31"])
DATE_TIMES = st.builds(
    lambda day, mark, time: day + mark + time, DATES, st.sampled_from("Tt"), TIMES
)
UUIDS = st.uuids().map(str) | st.uuids().map(lambda value: str(value).upper())
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False).map(str) | st.sampled_from(
    ["1.50", "+1", "-0", "1e5", "1E+5", ".5", "5.", "00.10"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)

LEAVES = [
    Kind(str, TEXT | DATES | UUIDS),
    Kind(int, INTEGERS | WHOLE),
    Kind(int | float, NUMBERS),
    Kind(float, NUMBERS),
    Kind(bool, st.booleans()),
    Kind(None, st.none()),
    Kind(Any, ANYTHING),
    Kind(datetime.datetime, DATE_TIMES),
    Kind(datetime.date, DATES),
    Kind(datetime.time, TIMES),
    Kind(uuid.UUID, UUIDS),
    Kind(Decimal, DECIMALS),
    Kind(
        Base64,
        st.binary(max_size=9).map(lambda octets: base64.b64encode(octets).decode()),
    ),
    Kind(bytes, TEXT),
    Kind(Color, st.sampled_from(["red", "dark blue"])),
    Kind(Open[Color], TEXT | st.just("red")),
    Kind(Open[Literal["a", "b"]], TEXT | st.just("a")),
    Kind(OpenInt[Level], INTEGERS | st.sampled_from([1, 1.0, -1])),
    Kind(OpenInt[Literal[0, 1]], INTEGERS | st.sampled_from([0, 1, 1.0])),
    Kind(OpenNumber[Ratio], NUMBERS | st.sampled_from([0.5, 1, 1.0])),
    Kind(
        OpenValue[Mixed],
        TEXT | NUMBERS | st.booleans() | st.sampled_from([1, 1.0, "1", 0.5, True]),
    ),
    Kind(Literal[True, "x", 0], st.sampled_from([True, "x", 0])),
]


def containers(inner: st.SearchStrategy[Kind]) -> st.SearchStrategy[Kind]:
    return st.one_of(
        inner.map(lambda kind: Kind(list[kind.annotation], st.lists(kind.values, max_size=3))),
        inner.map(
            lambda kind: Kind(
                dict[str, kind.annotation],
                st.dictionaries(TEXT, kind.values, max_size=3),
            )
        ),
        inner.map(lambda kind: Kind(Nullable[kind.annotation], st.none() | kind.values)),
        st.tuples(inner, inner).map(pair),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda kinds: Kind(
                Union[tuple(kind.annotation for kind in kinds)],  # noqa: UP007
                st.one_of([kind.values for kind in kinds]),
            )
        ),
        st.tuples(
            st.lists(st.tuples(inner, st.booleans(), NAMES), max_size=4),
            st.none() | inner,
        ).map(lambda made: model(*made)),
    )


def pair(kinds: tuple[Kind, Kind]) -> Kind:
    first, rest = kinds
    values = st.builds(
        lambda head, tail: [head, *tail],
        first.values,
        st.lists(rest.values, max_size=2),
    )
    whole = tuple[first.annotation, *tuple[rest.annotation, ...]]
    return Kind(Union[whole, tuple[()]], values | st.just([]))  # noqa: UP007


NAMES = st.sampled_from(["plain", "camelCase", "with space", "naïve", "page_size", "field_0", ""])
SERIAL = itertools.count()


def model(fields: list[tuple[Kind, bool, str]], extras: Kind | None) -> Kind:
    annotations: dict[str, Any] = {}
    body: dict[str, Any] = {"__module__": __name__}
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for index, (kind, needed, wire) in enumerate(fields):
        if wire in required or wire in optional:
            continue
        name = f"field_{index}"
        annotations[name] = (
            Annotated[kind.annotation, Field(alias=wire)] if wire else kind.annotation
        )
        if needed:
            required[wire or name] = kind.values
        else:
            annotations[name] = (
                kind.annotation | None if needed else Annotated[annotations[name], None]
            )
            body[name] = None
            optional[wire or name] = kind.values
    if extras is not None:
        annotations["additional_properties"] = ClassVar[Any]
        globals()[expression := f"Extra{next(SERIAL)}"] = extras.annotation
        body["additional_properties"] = AdditionalProperties(expression)
    made = type(Model)(f"Made{next(SERIAL)}", (Model,), {"__annotations__": annotations, **body})
    declared = {*required, *optional}
    others = st.dictionaries(
        TEXT.filter(lambda key: key not in declared),
        ANYTHING if extras is None else extras.values,
        max_size=2,
    )
    known = st.fixed_dictionaries(required, optional=optional)
    return Kind(made, st.builds(lambda one, more: {**more, **one}, known, others))


KINDS = st.recursive(st.sampled_from(LEAVES), containers, max_leaves=6)
PAIRS = KINDS.flatmap(lambda kind: st.tuples(st.just(kind.annotation), kind.values))


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal as the law has it."""
    match one, other:
        case (bool() | None, _) | (_, bool() | None):
            return one is other
        case (int() | float(), int() | float()):
            return one == other
        case (str(), str()):
            return one == other or respelt(one, other)
        case (list(), list()):
            return len(one) == len(other) and all(map(same, one, other))
        case (dict(), dict()):
            return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
        case _:
            return False


def respelt(one: str, other: str) -> bool:
    """Whether two texts are the same moment at the same offset, or the same UUID."""
    if one.lower() == other.lower() and len(one) == 36:
        return uuid.UUID(one) == uuid.UUID(other)
    for kind in (datetime.datetime, datetime.time):
        try:
            first, second = kind.fromisoformat(one), kind.fromisoformat(other)
        except ValueError:
            continue
        return first == second and first.utcoffset() == second.utcoffset()
    return False


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(PAIRS)
def test_what_is_valid_comes_back(made: tuple[Any, Any]) -> None:
    annotation, wire = made
    known_kinds = decoder(annotation)
    found: list[Mismatch] = []

    value = known_kinds.decode_json(json.dumps(wire).encode(), report=found.append)

    once = encode_json(value)
    assert same(wire, json.loads(once)), (wire, once)
    assert all(item.novel for item in found), "only values that an open list does not know yet"
    assert encode_json(known_kinds.decode_json(once, report=found.append)) == once
    parsed = known_kinds.decode_value(json.loads(once), report=found.append)
    assert same(wire, json.loads(encode_json(parsed)))


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(KINDS, ANYTHING)
def test_what_is_not_valid_comes_back_too(kind: Kind, wire: Any) -> None:
    known_kinds = decoder(kind.annotation)

    value = known_kinds.decode_json(json.dumps(wire).encode(), report=lambda found: None)

    once = encode_json(value)
    assert same(wire, json.loads(once)), (wire, once)
    assert encode_json(known_kinds.decode_json(once, report=lambda found: None)) == once


@given(NUMBERS.filter(lambda number: math.isfinite(number)))
def test_numbers_keep_their_kind(number: float) -> None:
    assert type(decoder(int | float).decode_json(json.dumps(number).encode())) is type(number)


class Leafy(Alias, of="list[Leafy] | dict[str, Leafy] | Nullable[str]"):
    """A recursive type."""


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    )
)
def test_recursive_types_lose_nothing(wire: Any) -> None:
    value = decoder(Leafy).decode_json(json.dumps(wire).encode(), report=raise_it)

    assert json.loads(encode_json(value)) == wire


class Pictures(Model):
    """Octets that are in JSON as they are, in a union and in what it holds."""

    image: bytes | list[bytes] | dict[str, bytes] | None = None


@settings(deadline=None)
@given(TEXT | st.lists(TEXT) | st.dictionaries(TEXT, TEXT))
def test_octets_in_a_union_come_back(wire: Any) -> None:
    sent = json.dumps({"image": wire}).encode()

    value = decoder(Pictures).decode_json(sent, report=raise_it)

    assert json.loads(encode_json(value)) == {"image": wire}


def raise_it(found: Mismatch) -> None:
    raise AssertionError(found)
