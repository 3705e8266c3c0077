"""YAML is read by JSON's rules: string keys, JSON's scalars, nothing turned into something else."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics

PLAIN = [
    # text, value
    ("", None),
    ("~", None),
    ("null", None),
    ("true", True),
    ("False", False),
    ("TRUE", True),
    ("no", "no"),
    ("on", "on"),
    ("y", "y"),
    ("0", 0),
    ("-17", -17),
    ("+5", 5),
    ("007", "007"),
    ("0o17", "0o17"),
    ("0x1F", "0x1F"),
    ("1_000", "1_000"),
    ("12:30:45", "12:30:45"),
    ("2024-01-01", "2024-01-01"),
    ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"),
    ("1.5", 1.5),
    (".5", 0.5),
    ("1.", 1.0),
    ("1e3", 1000.0),
    ("-0.0", -0.0),
    ("12345678901234567890123", 12345678901234567890123),
    ("'12'", "12"),
    ('"true"', "true"),
    ("!!str 12", "12"),
    ("!!int '12'", 12),
    ("=", "="),
    ("1.2.3", "1.2.3"),
    ("- a", ["a"]),
    ("Infinity", "Infinity"),
]


def load(
    tmp_path: Path, text: str | bytes, **options: bool
) -> tuple[document.Document | None, Diagnostics]:
    path = tmp_path / "api.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = Diagnostics()
    return document.load(path, found, **options), found


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_a_scalar_is_what_json_would_have(tmp_path: Path, text: str, value: object) -> None:
    separator = "\n  " if text.startswith("- ") else " "
    loaded, found = load(tmp_path, f"openapi: 3.1.0\nx:{separator}{text}\n")
    assert loaded is not None
    assert repr(loaded.root["x"]) == repr(value)
    assert not list(found)


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1e400", "9" * 5000])
def test_what_json_cannot_hold_stays_text_with_a_warning(tmp_path: Path, text: str) -> None:
    loaded, found = load(tmp_path, f"openapi: 3.1.0\nx: {text}\n")
    assert loaded is not None
    assert loaded.root["x"] == text
    assert [item.code for item in found] == ["number-out-of-range"]
    assert not found.has_errors


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400", "9" * 5000])
def test_the_same_holds_for_json(tmp_path: Path, number: str) -> None:
    loaded, found = load(tmp_path, f'{{"openapi": "3.1.0", "x": [1, {number}]}}')
    assert loaded is not None
    assert loaded.root["x"] == [1, number]
    assert [item.code for item in found] == ["number-out-of-range"]


def test_keys_are_strings_as_they_are_spelt(tmp_path: Path) -> None:
    text = (
        "openapi: 3.1.0\nx: {200: a, 0x1: b, null: c, true: d, 1.0: e, 2024-01-01: f, '': g, on: h,"
        " ~: i}\n"
    )
    loaded, found = load(tmp_path, text)
    assert loaded is not None
    assert loaded.root["x"] == dict(
        zip(
            ["200", "0x1", "null", "true", "1.0", "2024-01-01", "", "on", "~"],
            "abcdefghi",
            strict=True,
        )
    )
    assert not list(found)


def test_anchors_aliases_and_merge_keys_work(tmp_path: Path) -> None:
    text = """\
openapi: 3.1.0
base: &base {type: object, title: Base}
more: &more {title: More, nullable: true}
key: &key name
pet: {<<: *base, title: Pet}
cat: {title: Cat, <<: [*base, *more]}
dog: {!!merge <<: *base, title: Dog}
quoted: {"<<": 1}
named: {*key : 1}
list: [*base, *key]
"""
    loaded, found = load(tmp_path, text)
    assert loaded is not None
    root = loaded.root
    assert root["pet"] == {"title": "Pet", "type": "object"}
    assert root["cat"] == {"title": "Cat", "type": "object", "nullable": True}
    assert root["dog"] == {"title": "Dog", "type": "object"}
    assert loaded.position("#/dog/type") is not None
    assert root["quoted"] == {"<<": 1}
    assert root["named"] == {"name": 1}
    assert root["list"] == [root["base"], "name"]
    assert not list(found)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("openapi: 3.1.0\nx:\n  a: 1\n  b: 2\n  a: 3\n", (5, 3)),
        ('{"openapi": "3.1.0",\n "x": {"a": 1,\n "b": 2,\n "a": 3}}', (4, 2)),
    ],
)
def test_the_last_duplicate_key_wins(tmp_path: Path, text: str, lines: tuple[int, int]) -> None:
    loaded, found = load(tmp_path, text)
    assert loaded is not None
    assert loaded.root["x"] == {"a": 3, "b": 2}
    (item,) = found
    assert item.code == "duplicate-key"
    assert item.pointer == "#/x/a"
    assert item.position is not None
    assert item.position.line == lines[0]
    assert f"line {lines[1]}," in item.hint
    assert not found.has_errors
    strict, errors = load(tmp_path, text, strict_keys=True)
    assert strict is not None
    assert errors.has_errors


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"],
)
@pytest.mark.parametrize(
    "text",
    ["openapi: 3.1.0\r\nx: Zürich 🐈\r\n", '{"openapi": "3.1.0",\n"x": "Zürich 🐈"}'],
)
def test_every_unicode_encoding_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    loaded, found = load(tmp_path, text.encode(encoding))
    assert loaded is not None
    assert loaded.root == {"openapi": "3.1.0", "x": "Zürich 🐈"}
    assert not list(found)


@pytest.mark.parametrize(
    "text",
    [
        '{"openapi": "3.1.0", "x": [1, 2,],}',
        '{\n\t"openapi": "3.1.0", # a comment\n\t"x": [1, 2]\n}',
        "{openapi: 3.1.0, x: [1, 2]}",
    ],
)
def test_json_with_commas_or_comments_too_many_is_read_as_yaml(tmp_path: Path, text: str) -> None:
    loaded, found = load(tmp_path, text)
    assert loaded is not None
    assert loaded.root == {"openapi": "3.1.0", "x": [1, 2]}
    assert not list(found)


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    loaded, found = load(tmp_path, r'{"openapi": "3.1.0", "x": "\ud83d\ude00", "y": "a\ud83d"}')
    assert loaded is not None
    assert loaded.root["x"] == "😀"
    assert loaded.root["y"] == "a\ufffd"
    assert [item.code for item in found] == ["lone-surrogate"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4
    ),
    max_leaves=12,
)


@given(value=VALUES)
def test_json_means_the_same_to_both_readers(value: object) -> None:
    """JSON is YAML: whatever the scanner of JSON reads, the one of YAML reads too, to the same
    value.
    """
    from docbound.document.syntax.json_reader import read_json
    from docbound.document.syntax.yaml_reader import read_yaml

    text = json.dumps({"x": value}, indent=1)
    from_json, _ = read_json(text, [])
    assert repr(from_json) == repr({"x": value})
    if "\\ud" not in text:  # libyaml does not join the two halves of an escaped pair
        from_yaml, _ = read_yaml(text.replace("\x7f", "\\u007f"), [])
        assert repr(from_yaml) == repr(from_json)


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_floats_keep_every_digit(number: float) -> None:
    from docbound.document.syntax.yaml_scalars import read_plain

    value = read_plain(repr(number))
    assert isinstance(value, float)
    assert math.copysign(1, value) == math.copysign(1, number)
    assert value == number
