"""Which calls are repeated: every method, status, header and kind of failure of ``retries.yaml``,
from which the guide's tables are made.
"""

from __future__ import annotations

from itertools import product
from typing import Any, Final

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.http.methods import IDEMPOTENT
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions, Retries
from tests.runtime.call.retry_tables import GUIDE, TABLE, is_repeated, replaced
from tests.runtime.twins import CannedResponse, Outcome, StillClock, Twin

KEY: Final = "Idempotency-Key"
SETTINGS: Final = Retries(count=1)
OK: Final = CannedResponse(204, b"", {})
NOW: Final = 1_700_000_000.0
COMPUTED: Final = 0.5

CALLS: Final = [
    (method, has_key, call["is_safe"])
    for call in TABLE["calls"]
    for method, has_key in product(call["methods"], call["keys"])
]
each_call = pytest.mark.parametrize(("method", "has_key", "is_safe"), CALLS)


def made(twin: Twin, method: str, has_key: bool, step: Any, retries: Retries = SETTINGS) -> Outcome:
    operation = Operation[Any](
        "op", method, "/x", responses={"204": {}}, idempotency_key=KEY if has_key else ""
    )
    clock = StillClock(NOW)
    return twin.call(operation, responses=[step, OK], retries=retries, clock=clock)


def check(done: Outcome, repeated: bool, wait: float) -> None:
    assert (len(done.requests), done.sleeps) == ((2, [wait]) if repeated else (1, []))


def test_the_guide_has_these_tables() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert replaced(text) == text, "python -m tests.runtime.call.retry_tables writes them"


def test_every_idempotent_method_is_in_the_first_row() -> None:
    assert set(TABLE["calls"][0]["methods"]) == IDEMPOTENT


@each_call
def test_failing_connections(twin: Twin, method: str, has_key: bool, is_safe: bool) -> None:
    for sent, when in ((False, "before"), (True, "later")):
        done = made(twin, method, has_key, ApiConnectionError("reset", sent=sent))
        check(done, is_repeated(TABLE["connections"][when], is_safe), COMPUTED)


@each_call
def test_statuses(twin: Twin, method: str, has_key: bool, is_safe: bool) -> None:
    for group in TABLE["statuses"]:
        for status in group["are"]:
            done = made(twin, method, has_key, CannedResponse(status, b"{}", {}))
            check(done, is_repeated(group["repeats"], is_safe), COMPUTED)


@each_call
@pytest.mark.parametrize("header", TABLE["headers"], ids=lambda header: header["called"])
def test_headers(
    twin: Twin, method: str, has_key: bool, is_safe: bool, header: dict[str, Any]
) -> None:
    waits = header.get("waits") or [False] * len(TABLE["statuses"])
    groups = zip(TABLE["statuses"], header["repeats"], waits, strict=True)
    for (group, repetition, requested), fields in product(groups, header["are"]):
        for status in (group["are"][0], group["are"][-1]):
            done = made(twin, method, has_key, CannedResponse(status, b"{}", fields))
            check(done, is_repeated(repetition, is_safe), header["wait"] if requested else COMPUTED)


@each_call
def test_words_of_the_service_can_be_passed_over(
    twin: Twin, method: str, has_key: bool, is_safe: bool
) -> None:
    deaf = Retries(count=1, respect_retry_after=False)
    for group, header in product(TABLE["statuses"], TABLE["headers"]):
        for fields in header["are"]:
            step = CannedResponse(group["are"][0], b"{}", fields)
            check(
                made(twin, method, has_key, step, deaf),
                is_repeated(group["repeats"], is_safe),
                COMPUTED,
            )


@each_call
def test_a_switch_for_methods_and_statuses(
    twin: Twin, method: str, has_key: bool, is_safe: bool
) -> None:
    """Per client here, and per call below: the methods and statuses of the caller's choice."""
    open_ = Retries(count=1, methods=frozenset((method,)), statuses=frozenset((418,)))
    check(made(twin, method, has_key, CannedResponse(418, b"{}", {}), open_), True, COMPUTED)
    check(made(twin, method, has_key, CannedResponse(429, b"{}", {}), open_), False, COMPUTED)
    operation = Operation[Any]("op", method, "/x", responses={"204": {}})
    for given, count in ((open_, 2), (0, 1)):
        done = twin.call(
            operation,
            responses=[CannedResponse(418, b"{}", {}), OK],
            options=CallOptions(retries=given),
        )
        assert len(done.requests) == count


def test_a_key_of_the_callers_own_makes_it_safe(twin: Twin) -> None:
    operation = Operation[Any]("op", "POST", "/x", responses={"204": {}})
    for headers, count in (({KEY: "mine"}, 2), ({"idempotency-key": "mine"}, 2), ({}, 1)):
        done = twin.call(
            operation,
            responses=[CannedResponse(502, b"{}", {}), OK],
            options=CallOptions(headers=headers),
        )
        assert len(done.requests) == count
        keys = {request.headers.get(name) for request in done.requests for name in headers}
        assert keys == ({"mine"} if headers else set())
