"""Every fixture of every client: sync and async, lenient and strict."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import cast

import pytest

from tests.support.calling import Result, call, call_over_the_wire
from tests.support.cassettes import Cassette, fixture_files, load
from tests.support.clients import CLIENTS, Client
from tests.support.expectations import attribute, check_type, check_value, plain

CASES = [
    (client, load(path)) for client in CLIENTS for path in fixture_files(client.name)
]

both_twins = pytest.mark.parametrize("aio", [False, True], ids=["sync", "async"])
each_case = pytest.mark.parametrize(
    ("client", "cassette"), CASES, ids=[str(cassette) for _, cassette in CASES]
)


@both_twins
@each_case
def test_lenient(client: Client, cassette: Cassette, aio: bool) -> None:
    result = call(client, cassette, aio=aio, strict=False)
    check(client, cassette, result)
    expected = _expect(cassette).get("mismatches") or []
    assert sorted(result.mismatches) == sorted(cast(list[str], expected))


@both_twins
@each_case
def test_strict(client: Client, cassette: Cassette, aio: bool) -> None:
    result = call(client, cassette, aio=aio, strict=True)
    mismatches = cast(list[str], _expect(cassette).get("mismatches") or [])
    if mismatches:
        errors = importlib.import_module(f"{client.package}.exceptions")
        assert isinstance(result.error, errors.ReplyMismatchError)
        assert mismatches[0] in str(result.error)
    else:
        check(client, cassette, result)


@both_twins
@each_case
def test_over_the_wire(client: Client, cassette: Cassette, aio: bool) -> None:
    """The same through urllib3 and aiohttp, on a real connection."""
    check(client, cassette, call_over_the_wire(client, cassette, aio=aio))


def _expect(cassette: Cassette) -> Mapping[str, object]:
    return cast(Mapping[str, object], cassette.meta["expect"])


def check(client: Client, cassette: Cassette, result: Result) -> None:
    """Holds ``result`` against the fixture's ``expect``."""
    expect = _expect(cassette)
    models = importlib.import_module(f"{client.package}.models")
    if "items" in expect:
        key = str(expect["key"])
        yielded = [
            plain(attribute(item, key), client.package)
            for item in cast(list[object], result.value)
        ]
        assert yielded == expect["items"]
    if "error" in expect:
        package = importlib.import_module(client.package)
        assert isinstance(
            result.error, getattr(package, str(expect["error"]))
        ), result.error
        if "status" in expect:
            check_error(client, result.error, expect, models)
    elif result.error is not None:
        raise result.error
    elif "items" not in expect:
        check_type(result.value, cast("str | None", expect.get("result")), models)
        check_value(result.value, expect, client.package)


def check_error(
    client: Client, error: Exception, expect: Mapping[str, object], models: object
) -> None:
    """Holds an exception against ``status``, ``data``, ``body`` and ``attributes``."""
    assert attribute(error, "status") == expect["status"]
    data = attribute(error, "data")
    check_type(data, cast("str | None", expect.get("data")), models)
    check_value(data, expect, client.package)
    assert str(expect.get("body") or "") in str(attribute(error, "body"))
    assert "\n" not in str(error)
    credentials = ("test-token", "Bearer ", "sk-")
    assert not any(word in str(error) + repr(error) for word in credentials)
