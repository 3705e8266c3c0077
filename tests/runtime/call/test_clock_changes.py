"""The wall clock is set, back or forward, while something lasts: what is a length of time goes by
the monotonic clock, so that nothing ends early, waits for ever or is fetched again and again.
"""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.service.operations import Operation
from tests.runtime.twins import CannedResponse, Configuration, Script, StillClock, Twin

DAY = 86_400.0
JUMPS = (-10_000 * DAY, -DAY, -1.0, 1.0, DAY, 10_000 * DAY)
DATA = {"200": {"application/json": None}}
SIGNED_IN = Operation[Any]("op", "GET", "/x", responses=DATA, security=(("oauth",),))
PLAIN = Operation[Any]("op", "GET", "/x", responses=DATA)
TOKEN = CannedResponse(body=b'{"access_token": "t", "expires_in": 3600}')
KEYS = {"client_id": "me", "client_secret": "mine"}


class SetClock(StillClock):
    """A clock whose wall time somebody sets: ``ahead`` is how far it is off."""

    ahead = 0.0

    def time(self) -> float:
        return max(super().time() + self.ahead, 0.0)


@pytest.fixture(params=JUMPS, ids=lambda jump: f"{jump:+.0f} s")
def jump(request: pytest.FixtureRequest) -> float:
    found: float = request.param
    return found


def _tokens(script: Script) -> int:
    return sum(request.url.endswith("/token") for request in script.requests)


def _client(twin: Twin, script: Script, clock: SetClock, **settings: Any) -> Any:
    client = twin.client(script, configuration=Configuration(**settings))
    client.clock = clock
    client._own_credential = False
    return client


def test_a_token_lives_as_long_as_was_said(twin: Twin, jump: float) -> None:
    clock = SetClock()
    script = Script([lambda request: TOKEN if request.url.endswith("/token") else CannedResponse()])
    client = _client(twin, script, clock, **KEYS)
    twin.run(client._call(SIGNED_IN, ()))
    clock.ahead = jump
    clock.now += 3000
    twin.run(client._call(SIGNED_IN, ()))
    assert _tokens(script) == 1, "it was fetched again before its end"
    clock.now += 700
    twin.run(client._call(SIGNED_IN, ()))
    assert _tokens(script) == 2, "it was used after its end"


def test_a_jump_while_a_token_is_fetched_costs_one_token_at_most(twin: Twin, jump: float) -> None:
    clock = SetClock()

    def answer(request: Any) -> CannedResponse:
        if not request.url.endswith("/token"):
            return CannedResponse()
        clock.ahead = jump
        return TOKEN

    script = Script([answer])
    client = _client(twin, script, clock, **KEYS)
    for _ in range(5):
        twin.run(client._call(SIGNED_IN, ()))
    assert _tokens(script) <= 2


def test_a_pause_that_the_service_wants_is_as_long_as_it_says(twin: Twin, jump: float) -> None:
    clock = SetClock()

    def busy(request: Any) -> CannedResponse:
        clock.ahead = jump
        return CannedResponse(503, headers={"Retry-After": "7"})

    outcome = twin.call(PLAIN, responses=[busy, CannedResponse()], clock=clock)
    assert (outcome.result, outcome.sleeps) == ({}, [7.0])


def test_a_timeout_comes_no_earlier(twin: Twin, jump: float) -> None:
    clock = SetClock()

    def slow(request: Any) -> CannedResponse:
        clock.ahead = jump
        clock.now += 4
        return CannedResponse(503)

    outcome = twin.call(PLAIN, responses=[slow, CannedResponse()], clock=clock, timeout=10.0)
    assert outcome.result == {}
