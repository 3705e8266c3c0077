"""Header fields read the same, whether they are pairs, a mapping, or an HTTP library's own
object.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from urllib3 import HTTPHeaderDict

from docbound.runtime.http.headers import Headers

FIELDS = (
    ("Content-Type", "application/json"),
    ("Set-Cookie", "a=1"),
    ("X-Empty", ""),
    ("set-cookie", "b=2"),
)


def of_aiohttp() -> Headers:
    fields = CIMultiDictProxy(CIMultiDict(FIELDS))
    return Headers(fields, fields.getall)


def of_urllib3() -> Headers:
    fields = HTTPHeaderDict()
    for name, value in FIELDS:
        fields.add(name, value)
    return Headers(fields, fields.getlist)


@pytest.fixture(params=[lambda: Headers(FIELDS), of_aiohttp, of_urllib3])
def make(request: pytest.FixtureRequest) -> Callable[[], Headers]:
    made: Callable[[], Headers] = request.param
    return made


def test_single_fields(make: Callable[[], Headers]) -> None:
    # Each look-up on fields that nobody looked at before.
    assert make().text("content-type") == "application/json"
    assert make().text("set-cookie") == "a=1, b=2"
    assert make().text("x-empty") == "" == make().text("x-none")
    assert make()["SET-COOKIE"] == "a=1, b=2"
    assert make().get("x-none") is None
    assert "Content-type" in make() and "x-none" not in make()
    assert make().get_all("Set-Cookie") == ["a=1", "b=2"]


def test_all_of_them(make: Callable[[], Headers]) -> None:
    headers = make()
    assert len(headers) == 3
    assert {name.lower() for name in headers} == {name.lower() for name, _ in headers.pairs()}
    assert sorted(value for _, value in headers.pairs()) == sorted(value for _, value in FIELDS)
    assert headers.text("set-cookie") == headers["set-cookie"]


def test_copies_and_pickles_are_on_their_own(make: Callable[[], Headers]) -> None:
    for twin in (pickle.loads(pickle.dumps(make())), copy.deepcopy(make())):
        assert twin.pairs() == make().pairs()
        assert twin.text("set-cookie") == "a=1, b=2"
