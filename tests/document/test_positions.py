"""Every pointer has a line and a column; what does not exist has those of its nearest ancestor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document.syntax.positions import JsonLocator
from docbound.document.syntax.yaml_positions import YamlLocator

YAML = """\
openapi: 3.1.0
base: &base
  shared: 1
paths:
  "/pets/{id}":   {get: {a: 1},
      post: [x, y]}
derived:
  <<: *base
  own: |
    text
copy: *base
"""
JSON = """\
{ "openapi" : "3.1.0",
  "paths": {"/pets/{id}": {"get": {"a\\u0062": 1},
      "post": ["x", ["y"]]}}, "same": 1, "same": 2
}
"""
PLACES = [
    # text, pointer, value's place, key's place
    (YAML, "#", (1, 1), (1, 1)),
    (YAML, "#/openapi", (1, 10), (1, 1)),
    (YAML, "#/paths/~1pets~1{id}", (5, 19), (5, 3)),
    (YAML, "#/paths/~1pets~1{id}/get/a", (5, 29), (5, 26)),
    (YAML, "#/paths/~1pets~1{id}/post/1", (6, 17), (6, 17)),
    (YAML, "#/paths/~1pets~1{id}/post/7", (6, 13), (6, 7)),
    (YAML, "#/paths/nope/deeper", (5, 3), (4, 1)),
    (YAML, "#/derived/own", (9, 8), (9, 3)),
    (YAML, "#/derived/shared", (3, 11), (3, 3)),
    (YAML, "#/copy/shared", (3, 11), (3, 3)),
    (JSON, "#", (1, 1), (1, 1)),
    (JSON, "#/openapi", (1, 15), (1, 3)),
    (JSON, "#/paths/~1pets~1{id}/get/ab", (2, 47), (2, 36)),
    (JSON, "#/paths/~1pets~1{id}/post/1/0", (3, 22), (3, 22)),
    (JSON, "#/paths/~1pets~1{id}/post/x", (3, 15), (3, 7)),
    (JSON, "#/same", (3, 50), (3, 42)),
    (JSON, "#/openapi/inner", (1, 15), (1, 3)),
]


@pytest.mark.parametrize(("text", "pointer", "value", "key"), PLACES)
def test_a_pointer_has_a_place(
    tmp_path: Path,
    text: str,
    pointer: str,
    value: tuple[int, int],
    key: tuple[int, int],
) -> None:
    path = tmp_path / "api"
    path.write_text(text)
    loaded = document.load(path, Diagnostics())
    assert loaded is not None
    for is_key, expected in ((False, value), (True, key)):
        position = loaded.position(pointer, key=is_key)
        assert position is not None
        assert (position.line, position.column) == expected
        assert position.excerpt == text.splitlines()[expected[0] - 1]
        assert position.file == str(path)


def test_an_unreadable_file_has_no_places(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("openapi: 3.1.0\n")
    loaded = document.load(tmp_path / "api.yaml", Diagnostics())
    assert loaded is not None
    assert loaded.position("other.yaml#/x") is None


def test_numbers_of_any_length_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text('{"openapi": "3.1.0",\n"a": [' + "9" * 5000 + ', 1e999, NaN],\n"b": 1}')
    loaded = document.load(path, Diagnostics())
    assert loaded is not None
    position = loaded.position("#/b")
    assert position is not None
    assert (position.line, position.column) == (3, 6)


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "a": "x" * 1000, "b": "y" * 1000}))
    loaded = document.load(path, Diagnostics())
    assert loaded is not None
    position = loaded.position("#/b", key=True)
    assert position is not None
    assert len(position.excerpt) < 200
    assert position.excerpt[61:64] == '"b"'


VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.characters(codec="ascii", exclude_categories=["Cc"])),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.text(st.characters(codec="ascii", exclude_categories=["Cc"])),
        inner,
        max_size=3,
    ),
    max_leaves=10,
)


@given(
    value=st.dictionaries(st.text("abc/~ ", max_size=4), VALUES, min_size=1, max_size=3),
    flow=st.booleans(),
)
def test_what_is_at_a_place_is_the_value(value: dict[str, object], flow: bool) -> None:
    """Parsing the text from a value's offset gives the value, for every value of a document."""
    text = json.dumps(value, indent=1)
    locator = JsonLocator(text)
    decoder = json.JSONDecoder()
    as_yaml = yaml.safe_dump(value, default_flow_style=flow, width=1000)
    yaml_locator = YamlLocator(as_yaml)
    for tokens, inner in all_values(value):
        assert decoder.raw_decode(text, locator.find(tokens).value)[0] == inner
        if tokens:
            place = yaml_locator.find(tokens)
            ancestor = yaml_locator.find(tokens[:-1])
            assert ancestor.value <= place.key <= place.value < max(len(as_yaml), 1)


def all_values(value: object, tokens: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    found: list[tuple[tuple[str, ...], object]] = [(tokens, value)]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += all_values(inner, (*tokens, str(key)))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += all_values(inner, (*tokens, str(index)))
    return found
