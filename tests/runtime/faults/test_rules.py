"""Responses that lie to the rules by which a package reads errors and waits out of bodies: the call
ends with its result or a documented error, after no more attempts than it has.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from docbound.runtime.errors import ApiException, OpenApiException
from docbound.runtime.service.operations import Operation, query
from docbound.runtime.service.response_rules import ErrorRule, ResponseSign, ThrottlingRule
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.twins import SPEC, TWINS, CannedResponse, Configuration, Step, Twin

READ = Operation[Any](
    "read",
    "GET",
    "/x",
    parameters=(query("q"),),
    responses={"200": {"application/json": "Any"}},
    security=(("bearer",),),
)
RULES = replace(
    SPEC,
    errors={
        "*": (
            ErrorRule(
                sign=ResponseSign(path=("error",)),
                code=("error", "code"),
                statuses={"late": 429, "gone": 404},
            ),
        )
    },
    throttling=(
        ThrottlingRule(
            sign=ResponseSign(path=("error", "code"), values=("late",)),
            statuses=(200, 400),
            wait=("wait",),
            safe=True,
        ),
    ),
)
SECRET = "SECRET-TOKEN"


def _late(wait: str) -> bytes:
    return b'{"error": {"code": "late"}, "wait": %s}' % wait.encode()


def _error(code: str) -> bytes:
    return b'{"error": {"code": %s}}' % code.encode()


WAITS = {
    "an integer of 400 digits": (_late("1" * 400), 0.5),
    "an integer of 4,000 digits": (_late("1" * 4000), 0.5),
    "1e400": (_late("1e400"), 0.5),
    "NaN": (_late("NaN"), 0.5),
    "negative": (_late("-5"), 0.5),
    "true": (_late("true"), 0.5),
    "a text of blanks": (_late(f'"{" " * 100_000}"'), 0.5),
    "a number in other digits": (_late('"٣"'), 3.0),
    "a half character": (_late('"\\ud800"'), 0.5),
    "an object": (_late('{"a": 1}'), 0.5),
    "a list": (_late("[1]"), 0.5),
    "nothing": (_late("0"), 0.0),
    "a year": (_late("31536000"), None),
    "a second": (_late('"1.5s"'), 1.5),
}
"""What a service says of the wait, and the seconds that the client waits; None: it gives up."""


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("name", WAITS)
def test_a_wait(name: str, status: int, twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Configuration, "_spec", RULES)
    body, wait = WAITS[name]
    answers: list[Step] = [CannedResponse(status, body), CannedResponse(body=b"5")]
    found = twin.call(READ, "q", responses=answers, configuration={"access_token": SECRET})
    if wait is None:
        assert isinstance(found.result, ApiException) and found.sleeps == []
    else:
        assert found.result == 5 and found.sleeps == ([wait] if wait else [])


BODIES = {
    "nested": _error("[" * 300 + "]" * 300),
    "nested without end": b'{"error": ' + b"[" * 100_000,
    "a code of 5,000 digits": _error("9" * 5000),
    "a code of 400 digits": _error("9" * 400),
    "a code of 100,000 letters": _error(f'"{"x" * 100_000}"'),
    "a code that steers the terminal": _error('"\\u001b[2J\\u202e"'),
    "a code of half a character": _error('"\\ud800"'),
    "a code that repeats the token": _error(f'"{SECRET}"'),
    "a code that is an object": _error('{"code": {"code": 1}}'),
    "an error that is a list": b'{"error": [1, [2]]}',
    "an error that is a text": b'{"error": "%s"}' % SECRET.encode(),
    "an error that is NaN": b'{"error": NaN}',
    "an error twice": b'{"error": 1, "error": {"code": "gone"}}',
    "a list": b'[{"error": 1}]',
    "a text": b'"error"',
    "no JSON": b"<error/>",
    "nothing": b"",
    "half of it": b'{"error": {"code"',
    "UTF-16": '{"error": 1}'.encode("utf-16"),
    "a mark before it": b'\xef\xbb\xbf{"error": 1}',
    "octets": b"\x80\xff\x00",
    "many items": b'{"error": [' + b"0," * 50_000 + b"0]}",
}
LABELS = (
    *("application/json", "text/html", "", "application/json; charset=utf-16", "a/b; charset=idna"),
    *("application/json; charset=punycode", "application/problem+json", "image/png", "\x00"),
)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", BODIES)
def test_a_body(name: str, label: str, twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Configuration, "_spec", RULES)
    for status in (200, 400, 500):
        answer = CannedResponse(status, BODIES[name], {"Content-Type": label} if label else {})
        found = twin.call(
            READ, "q", responses=[answer], configuration={"access_token": SECRET}, retries=1
        )
        assert len(found.requests) <= 2
        if isinstance(found.result, Exception):
            assert isinstance(found.result, OpenApiException), repr(found.result)
            assert_is_ours(found.result)
            shown = f"{found.result}{found.result!r}{getattr(found.result, 'code', '')!r}"
            assert SECRET not in f"{found.result}{found.result!r}"
            assert "\x1b" not in str(found.result) and len(shown) < 102_000
        else:
            assert status == 200


def test_the_same_in_both() -> None:
    assert json.loads(_late("1")) and len(WAITS) + len(BODIES) * len(LABELS) >= 200
