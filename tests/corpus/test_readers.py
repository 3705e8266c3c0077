"""The laws' own readers: they read what the specification's tables print, and see what differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docbound.service import Operation
from docbound.traffic import HttpRequest
from programs.corpus.arguments import Given
from programs.corpus.equality import same
from programs.corpus.parameter_facts import Facts
from programs.corpus.parameter_reading import problem
from programs.corpus.styles import differs, kind_of, read_header, read_named, read_path

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}

# "Style Examples" of OpenAPI 3.1.1: style, explode, value, text.
PATHS: list[tuple[str, bool, Any, str]] = [
    ("matrix", False, "blue", ";color=blue"),
    ("matrix", False, COLORS, ";color=blue,black,brown"),
    ("matrix", False, RGB, ";color=R,100,G,200,B,150"),
    ("matrix", True, COLORS, ";color=blue;color=black;color=brown"),
    ("matrix", True, RGB, ";R=100;G=200;B=150"),
    ("label", False, "blue", ".blue"),
    ("label", False, COLORS, ".blue,black,brown"),
    ("label", False, RGB, ".R,100,G,200,B,150"),
    ("label", True, COLORS, ".blue.black.brown"),
    ("label", True, RGB, ".R=100.G=200.B=150"),
    ("simple", False, "blue", "blue"),
    ("simple", False, COLORS, "blue,black,brown"),
    ("simple", False, RGB, "R,100,G,200,B,150"),
    ("simple", True, RGB, "R=100,G=200,B=150"),
    ("simple", False, ["a,b", "c/d"], "a%2Cb,c%2Fd"),
]
QUERIES: list[tuple[str, bool, Any, str]] = [
    ("form", False, "", "color="),
    ("form", False, COLORS, "color=blue,black,brown"),
    ("form", False, RGB, "color=R,100,G,200,B,150"),
    ("form", True, COLORS, "color=blue&color=black&color=brown"),
    ("form", True, RGB, "R=100&G=200&B=150"),
    ("spaceDelimited", False, COLORS, "color=blue%20black%20brown"),
    ("spaceDelimited", False, RGB, "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, COLORS, "color=blue%7Cblack%7Cbrown"),
    ("deepObject", True, RGB, "color[R]=100&color[G]=200&color[B]=150"),
]


def _facts(location: str, style: str, explode: bool) -> Facts:
    return Facts(name="color", location=location, style=style, explode=explode)


@pytest.mark.parametrize(("style", "explode", "value", "text"), PATHS)
def test_a_path_says_its_value(style: str, explode: bool, value: Any, text: str) -> None:
    facts = _facts("path", style, explode)
    assert not differs(value, read_path(facts, text, kind_of(value)))


@pytest.mark.parametrize(("style", "explode", "value", "text"), QUERIES)
def test_a_query_says_its_value(style: str, explode: bool, value: Any, text: str) -> None:
    pairs = [(name, value) for name, _, value in (part.partition("=") for part in text.split("&"))]
    keys = value if isinstance(value, dict) else ()
    read, used = read_named(_facts("query", style, explode), pairs, kind_of(value), keys)
    assert not differs(value, read)
    assert used == pairs


def test_a_header_is_read_unescaped() -> None:
    facts = _facts("header", "simple", True)
    assert read_header(facts, "R=a%20b,G=2", "object") == {"R": "a%20b", "G": "2"}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (True, "True"),
        (1, "1.5"),
        ("a", "b"),
        (["a"], ["a", "b"]),
        ({"a": 1}, {"b": "1"}),
        (None, "null"),
        ("2020-07-04T12:00:00Z", "2020-07-04T12:00:00+01:00"),
    ],
)
def test_what_differs_is_seen(value: Any, read: Any) -> None:
    assert differs(value, read)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (None, "", False),
        ({"a": None}, {}, False),
        (9007199254740993, 9007199254740992, False),
        ("2020-07-04T12:00:00Z", "2020-07-04T12:00:00+00:00", True),
        ("2020-07-04T12:00:00Z", "2020-07-04T13:00:00+01:00", False),
        ("123E4567-E89B-12D3-A456-426614174000", "123e4567-e89b-12d3-a456-426614174000", True),
        ("aaaa", "AAAA", False),
    ],
)
def test_equality_is_that_of_the_law(left: Any, right: Any, equal: bool) -> None:
    assert same(left, right) is equal
    assert same([left], [right]) is equal


OPERATIONS: list[tuple[str, dict[str, Any], str, bool]] = [
    ("/a/{x}", {"x": "b c"}, "/a/b%20c", True),
    ("/a/{x}", {"x": "b c"}, "/a/b", False),
    ("/a/{x}{y}", {"x": "b", "y": "cc"}, "/a/bcc", True),
    ("/a/{x}{y}", {"x": "b", "y": "cc"}, "/a/bc", False),
    ("/a/{x}-{y}", {"x": "b", "y": "c"}, "/a/b-c", True),
    ("/a?x={x}&k=v", {"x": "b"}, "/a?x=b&k=v", True),
    ("/a?x={x}&k=v", {"x": "b"}, "/a?x=c&k=v", False),
    ("/a?x={x}", {"x": "b"}, "/a?x=b&other=1", False),
    ("/a?{x}=1", {"x": "b"}, "/a?b=1", True),
    ("/a?{x}=1", {"x": "b"}, "/a?x=1", False),
]


@pytest.mark.parametrize(("path", "values", "target", "right"), OPERATIONS)
def test_paths_are_read_by_their_template(
    path: str, values: dict[str, str], target: str, right: bool
) -> None:
    operation = Operation(pointer="#", operation_id="", method="get", path=path)
    pairs = [
        (
            Given(
                facts=replace(_facts("path", "simple", False), name=name),
                values=(value,),
            ),
            value,
        )
        for name, value in values.items()
    ]
    sent = HttpRequest(method="GET", url=f"http://localhost{target}")
    assert (problem(operation, pairs, sent) == "") is right
