"""JSONPath as RFC 9535 has it, on the examples' kind of data."""

from __future__ import annotations

from typing import Any

import pytest

from docbound.document.json_path import PathError, compile_path, select

DATA: Any = {
    "o": {"j": 1, "k": 2, "a b": {"x-y": True}},
    "a": [5, 3, {"b": "j", "n": None}, {"b": "k", "c": [1, 2]}, "kilo", True],
    "e": "f",
}
CASES: list[tuple[str, list[tuple[str | int, ...]]]] = [
    ("$", [()]),
    ("$.o.j", [("o", "j")]),
    ("$['o']['a b']", [("o", "a b")]),
    ('$["o", "e"]', [("o",), ("e",)]),
    ("$.o.*", [("o", "j"), ("o", "k"), ("o", "a b")]),
    ("$.a[0]", [("a", 0)]),
    ("$.a[-1]", [("a", 5)]),
    ("$.a[9]", []),
    ("$.a[1:3]", [("a", 1), ("a", 2)]),
    ("$.a[::-2]", [("a", 5), ("a", 3), ("a", 1)]),
    ("$.a[:1:0]", []),
    ("$..b", [("a", 2, "b"), ("a", 3, "b")]),
    ("$..[0]", [("a", 0), ("a", 3, "c", 0)]),
    ("$.a[?@.b]", [("a", 2), ("a", 3)]),
    ("$.a[?!@.b]", [("a", 0), ("a", 1), ("a", 4), ("a", 5)]),
    ("$.a[?(@.b == 'k')]", [("a", 3)]),
    ("$.a[?@.n == null]", [("a", 2)]),
    ("$.a[?@ > 3]", [("a", 0)]),
    ("$.a[?@ >= 3 && @ != 5]", [("a", 1)]),
    ("$.a[?@ < 4 || @ == 'kilo']", [("a", 1), ("a", 4)]),
    ("$.a[?@ == true]", [("a", 5)]),
    ("$.a[?@ == 1]", []),
    ("$.a[?@.b == $.a[2].b]", [("a", 2)]),
    ("$.a[?@.c == $.a[3].c]", [("a", 3)]),
    ("$.a[?length(@) == 4]", [("a", 4)]),
    ("$.a[?count(@.*) == 2]", [("a", 2), ("a", 3)]),
    ("$.a[?match(@, 'k.*')]", [("a", 4)]),
    ("$.a[?search(@, 'il')]", [("a", 4)]),
    ("$.a[?search(@, '[')]", []),
    ("$.a[?value(@..b) == 'j']", [("a", 2)]),
    ("$.o['a b']['x-y']", [("o", "a b", "x-y")]),
    ("$ .o\n.j", [("o", "j")]),
    ("$.o['\\u006a']", [("o", "j")]),
]
BROKEN = [
    "",
    "o",
    "$.",
    "$..",
    "$[",
    "$[]",
    "$['o'",
    "$.o j",
    "$[?]",
    "$[?1]",
    "$[?@.a=1]",
    "$[?(@.a]",
    "$[?nope(@)]",
    "$[?length(@)]",
    "$[?match(@)]",
    "$.x-y.z!",
    "$['\\x']",
    "$[01]",
    "$" + "[?(" * 90,
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_a_query_selects(query: str, expected: list[tuple[str | int, ...]]) -> None:
    assert select(compile_path(query), DATA) == expected


@pytest.mark.parametrize("query", BROKEN)
def test_a_broken_query_is_refused_with_its_place(query: str) -> None:
    with pytest.raises(PathError) as caught:
        compile_path(query)
    assert 0 <= caught.value.offset <= len(query)
