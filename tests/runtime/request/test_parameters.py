"""Parameter styles, line by line as the specification's table has them ("Style Examples", OpenAPI
3.1.1 and 3.2.0).
"""

from __future__ import annotations

import datetime
import enum
import uuid
from decimal import Decimal
from typing import Any

import pytest

from docbound.runtime.errors import ApiValueError
from docbound.runtime.request.request_plan import RequestPlan
from docbound.runtime.request.value_text import with_date_formats
from docbound.runtime.service.operations import (
    Operation,
    Parameter,
    cookie,
    header,
    path,
    query,
    querystring,
)
from docbound.runtime.service.options import NO_OPTIONS

ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def draft(parameter: Parameter, value: object) -> Any:
    template = f"/x/{{{parameter.name}}}" if parameter.location == "path" else "/x"
    operation = Operation[None]("op", "GET", template, parameters=(parameter,))
    return RequestPlan(operation).draft((value,), NO_OPTIONS)


# style, explode, empty, string, array, object; None: the table has no entry, or what it has is not
# sent.
TABLE = [
    (
        path,
        "matrix",
        False,
        None,
        ";color=blue",
        ";color=blue,black,brown",
        ";color=R,100,G,200,B,150",
    ),
    (
        path,
        "matrix",
        True,
        None,
        ";color=blue",
        ";color=blue;color=black;color=brown",
        ";R=100;G=200;B=150",
    ),
    (path, "label", False, None, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    (path, "label", True, None, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    (path, "simple", False, None, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    (path, "simple", True, None, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    # Swagger 2.0 has these delimiters everywhere (collectionFormat).
    (path, "pipeDelimited", False, None, "blue", "blue%7Cblack%7Cbrown", None),
    (header, "pipeDelimited", False, None, "blue", "blue|black|brown", None),
    (header, "tabDelimited", False, None, "blue", "blue\tblack\tbrown", None),
    (
        query,
        "form",
        False,
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=R,100,G,200,B,150",
    ),
    (
        query,
        "form",
        True,
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "R=100&G=200&B=150",
    ),
    (
        query,
        "spaceDelimited",
        False,
        None,
        None,
        "color=blue%20black%20brown",
        "color=R%20100%20G%20200%20B%20150",
    ),
    (
        query,
        "pipeDelimited",
        False,
        None,
        None,
        "color=blue%7Cblack%7Cbrown",
        "color=R%7C100%7CG%7C200%7CB%7C150",
    ),
    (query, "tabDelimited", False, None, None, "color=blue%09black%09brown", None),
    (
        query,
        "deepObject",
        True,
        None,
        None,
        None,
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ),
    (header, "simple", False, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    (header, "simple", True, "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    (
        cookie,
        "form",
        False,
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=R,100,G,200,B,150",
    ),
    (
        cookie,
        "form",
        True,
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "R=100&G=200&B=150",
    ),
    (
        cookie,
        "cookie",
        False,
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=R,100,G,200,B,150",
    ),
    (
        cookie,
        "cookie",
        True,
        "color=",
        "color=blue",
        "color=blue; color=black; color=brown",
        "R=100; G=200; B=150",
    ),
]
CASES = [
    pytest.param(
        make,
        style,
        explode,
        value,
        expected,
        id=f"{make.__name__}-{style}-{explode}-{kind}",
    )
    for make, style, explode, *entries in TABLE
    for kind, value, expected in zip(
        ("empty", "string", "array", "object"),
        ("", "blue", ARRAY, OBJECT),
        entries,
        strict=True,
    )
    if expected is not None
]


@pytest.mark.parametrize(("make", "style", "explode", "value", "expected"), CASES)
def test_the_style_table(
    make: Any, style: str, explode: bool, value: object, expected: str
) -> None:
    made = draft(make("color", style=style, explode=explode), value)
    where = {
        path: made.path.removeprefix("/x/"),
        query: made.query,
        cookie: made.cookies,
    }
    assert where.get(make, made.headers.get("color")) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a/b c?d%é", "a%2Fb%20c%3Fd%25%C3%A9"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (1.5, "1.5"),
        (Decimal("1.10"), "1.10"),
        (Decimal("1E+3"), "1000"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (
            datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.UTC),
            "2024-02-29T01%3A02%3A03%2B00%3A00",
        ),
        (datetime.datetime(2024, 2, 29, 1, 2, 3), "2024-02-29T01%3A02%3A03%2B00%3A00"),
        (enum.Enum("E", {"A": "x y"}).A, "x%20y"),  # type: ignore[attr-defined]
        (enum.IntEnum("I", {"A": 3}).A, "3"),  # type: ignore[attr-defined]
        ("~-._", "~-._"),
    ],
)
def test_scalars_in_path_and_query(value: object, text: str) -> None:
    assert draft(path("p"), value).path == f"/x/{text}"
    assert draft(query("q"), value).query == f"q={text}"


@pytest.mark.parametrize("value", ["", ".", "..", [], {}, None])
def test_what_would_change_the_path_is_refused(value: object) -> None:
    with pytest.raises(ApiValueError, match="'p'"):
        draft(path("p"), value)


def test_none_is_not_sent_and_a_required_one_is_missed() -> None:
    made = draft(query("q"), None)
    assert (made.query, made.cookies) == ("", "")
    for make in (query, header, cookie):
        with pytest.raises(ApiValueError, match=f"the {make.__name__} parameter 'needed'"):
            draft(make("needed", required=True), None)


def test_none_inside_is_left_out_and_an_empty_list_is_nothing() -> None:
    assert draft(query("q"), ["a", None, "b"]).query == "q=a&q=b"
    assert draft(query("q"), {"a": 1, "b": None}).query == "a=1"
    assert draft(query("q"), []).query == ""
    assert draft(query("q", explode=False), []).query == ""


def test_allow_reserved() -> None:
    assert (
        draft(query("q", allow_reserved=True), "a/b?c=d&e%20f %").query == "q=a/b?c=d&e%20f%20%25"
    )
    assert draft(query("q", allow_reserved=True), "#[x]").query == "q=%23%5Bx%5D"
    assert draft(path("p", allow_reserved=True), "a/b:c").path == "/x/a%2Fb:c"


def test_deep_objects_go_as_deep_as_they_are() -> None:
    value = {"a": {"b": 1, "c": [1, 2]}, "d e": True, "n": None}
    text = draft(query("f", style="deepObject"), value).query
    assert text == "f%5Ba%5D%5Bb%5D=1&f%5Ba%5D%5Bc%5D=1&f%5Ba%5D%5Bc%5D=2&f%5Bd%20e%5D=true"


def test_content_parameters_are_json() -> None:
    made = draft(query("filter", content_type="application/json"), {"a": [1, "x y"]})
    assert made.query == "filter=%7B%22a%22%3A%5B1%2C%22x%20y%22%5D%7D"
    made = draft(header("X-Filter", content_type="application/json"), {"a": 1})
    assert made.headers["X-Filter"] == '{"a":1}'


def test_a_query_as_a_whole() -> None:
    assert draft(querystring("all"), {"a": "x y", "b": [1, 2]}).query == "a=x+y&b=1&b=2"
    text = draft(querystring("all", content_type="application/json"), {"a": 1}).query
    assert text == "%7B%22a%22%3A1%7D"


def test_names_are_escaped_where_they_would_be_misread() -> None:
    assert draft(query("a&b=c"), "1").query == "a%26b%3Dc=1"
    assert draft(query("$filter"), "1").query == "$filter=1"


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
def test_a_header_cannot_be_ended_by_its_value(text: str) -> None:
    with pytest.raises(ApiValueError, match="'X-H'"):
        draft(header("X-H"), text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ApiValueError):
        draft(query("q"), value)


def test_formats_of_old_services() -> None:
    moment = datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.UTC)
    assert with_date_formats([moment, 1], "%Y%m%dT%H%M%S%z", None) == [
        "20240229T010203+0000",
        1,
    ]
    assert with_date_formats(moment.date(), None, "%d.%m.%Y") == "29.02.2024"
    assert with_date_formats(moment, None, "%d.%m.%Y") == moment


def test_paths_keep_their_literals() -> None:
    def made(template: str) -> str:
        operation = Operation[None]("op", "GET", template, parameters=(path("id"),))
        written = RequestPlan(operation).draft(("7",), NO_OPTIONS)
        return f"{written.path}?{written.query}"

    assert made("/a/{id}.json") == "/a/7.json?"
    assert made("/a/{id}/") == "/a/7/?"
    assert made("/a/{id}-{id}") == "/a/7-7?"
    assert made("/a b/{id}:run") == "/a%20b/7:run?"
    assert made("/a/{id}?fixed=1#note") == "/a/7?fixed=1"
    assert made("/a/{other}") == "/a/%7Bother%7D?"


def test_the_braces_of_a_path_may_hold_any_name() -> None:
    operation = Operation[None]("op", "GET", "/a{?b,c}?d=e", parameters=(path("?b,c"), query("f")))
    made = RequestPlan(operation).draft(("x?y", "g"), NO_OPTIONS)
    assert (made.path, made.query) == ("/ax%3Fy", "d=e&f=g")
