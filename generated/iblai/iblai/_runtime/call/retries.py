"""Whether a failed call is made again, and when."""

from __future__ import annotations

from .. import TYPE_CHECKING
from ..clock import Clock
from ..errors import ApiConnectionError, ApiTimeoutError
from ..http.headers import Headers
from ..named_tuples import NamedTuple
from ..transport.protocol import RequestBody
from .call import Call, Exchange

if TYPE_CHECKING:
    from ..service.response_rules import ThrottlingRule

_UNDONE = frozenset((429, 503))
"""The statuses that, with ``Retry-After``, say that nothing was done yet (RFC 6585, section 4; RFC
9110, section 15.6.4).
"""
_TOO_MANY = 429
_SHOULD_RETRY = {"true": True, "false": False}
_RATE_LIMITS = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit")
"""Headers that say when a rate limit ends: ``RateLimit`` and its parts in the IETF's drafts, and
what services had before.
"""
_EPOCH_SECONDS = 1e9
_EPOCH_MILLISECONDS = 1e11
"""From where on a number is a moment and no duration: thirty years are no rate limit."""


def replayable(body: RequestBody) -> bool:
    """Whether a body can be sent once more."""
    return body is None or isinstance(body, bytes) or body.replayable


def wait_after_error(call: Call, error: ApiConnectionError, number: int) -> float | None:
    """Seconds until the next attempt, or None if there is none.

    Args:
        call: what was tried.
        error: how it ended.
        number: how many attempts were made before that one.
    """
    if type(error) not in (ApiConnectionError, ApiTimeoutError):
        return None
    if number >= call.retries.count or not replayable(call.body):
        return None
    return _backoff(call, number) if _is_repeatable(call) or not error.sent else None


def wait_after_response(call: Call, answer: Exchange, number: int) -> float | None:
    """The same after a response with an error status."""
    retries = call.retries
    if number >= retries.count or not replayable(call.body):
        return None
    respects_wait = retries.respect_retry_after
    throttling = _throttling(call, answer) if call.throttling else None
    if throttling is None and 200 <= answer.status <= 299:
        return None
    word = _should_retry(answer.headers) if respects_wait else None
    is_worth_it = throttling is not None or answer.status in retries.statuses
    if word is False or (word is None and not is_worth_it):
        return None
    requested = _requested_wait(answer, call.clock) if respects_wait else None
    if throttling is not None and requested is None and respects_wait:
        requested = _wait_by_rule(call, throttling, answer)
    # A service that says when to come back has not carried out the request.
    invited = word is True or (requested is not None and requested.invites)
    invited = invited or (throttling is not None and throttling.safe)
    if not (_is_repeatable(call) or invited):
        return None
    if requested is None:
        return _backoff(call, number)
    return requested.seconds if requested.seconds <= retries.max_wait else None


def _throttling(call: Call, answer: Exchange) -> ThrottlingRule | None:
    """The rule of the package by which a response says that the call came too early."""
    from .response_signs import Content, throttled

    return throttled(call.throttling, answer.status, Content.of(call, answer))


def _wait_by_rule(call: Call, rule: ThrottlingRule, answer: Exchange) -> _Wait | None:
    from .response_signs import Content, wait_in

    seconds = wait_in(rule, Content.of(call, answer))
    return None if seconds is None else _Wait(seconds, rule.safe)


def _should_retry(headers: Headers) -> bool | None:
    """What the service says itself: ``x-should-retry``, or such a header with its own name before
    it (``Acme-Should-Retry``).
    """
    for name, value in headers.items():
        if name.lower().endswith("-should-retry"):
            return _SHOULD_RETRY.get(value.strip().lower())
    return None


def _is_repeatable(call: Call) -> bool:
    return call.repeatable or call.method in call.retries.methods


class _Wait(NamedTuple):
    """A wait that the service demands; it invites to repeat the call where it says that nothing
    was done.
    """

    seconds: float
    invites: bool


def _requested_wait(answer: Exchange, clock: Clock) -> _Wait | None:
    seconds = retry_after(answer.headers, clock)
    if seconds is not None:
        return _Wait(seconds, answer.status in _UNDONE)
    if answer.status != _TOO_MANY:
        return None
    seconds = _end_of_rate_limit(answer.headers, clock)
    return None if seconds is None else _Wait(seconds, False)


def _backoff(call: Call, number: int) -> float:
    retries = call.retries
    wait = min(retries.max_wait, retries.backoff * 2.0 ** min(number, 1000))
    return wait * (1.0 - retries.jitter * call.clock.random())


def retry_after(headers: Headers, clock: Clock) -> float | None:
    """The seconds that ``Retry-After`` demands (RFC 9110, section 10.2.3), or the milliseconds of
    ``retry-after-ms``; None where neither is a number or a date.
    """
    exact = _seconds(headers.text("retry-after-ms"))
    if exact is not None:
        return exact / 1000.0
    text = headers.text("retry-after").strip()
    if not text:
        return None
    try:
        float(text)
    except ValueError:
        return _until(text, clock)
    return _seconds(text)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0.0 <= seconds < float("inf") else None


def _end_of_rate_limit(headers: Headers, clock: Clock) -> float | None:
    """The seconds until a rate limit ends, by the headers in which services say so; the longest
    where there are several limits that are used up.
    """
    for name in _RATE_LIMITS:
        text = headers.text(name).strip()
        if not text:
            continue
        if name == "ratelimit":
            waits = [float(each) for each in _reset_times(text)]
            return max(waits) if waits else None
        seconds = _seconds(text)
        if seconds is not None:
            return _from_now(seconds, clock)
        if "T" in text:  # A date and time (RFC 3339), as some services have it.
            return _until_moment(text, clock)
    return None


def _until_moment(text: str, clock: Clock) -> float | None:
    import datetime

    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else max(0.0, moment.timestamp() - clock.time())


def _reset_times(text: str) -> list[str]:
    """``"default";r=0;t=30`` or ``limit=100, remaining=0, reset=30`` (two drafts of the field)."""
    import re

    limits = re.split(r",(?=\s*\")", text)
    return [
        found[1]
        for limit in limits
        if not re.search(r"\b(?:r|remaining)=[1-9]", limit)
        and (found := re.search(r"\b(?:t|reset)=(\d{1,9})\b", limit))
    ]


def _from_now(number: float, clock: Clock) -> float:
    """Seconds from now: ``number`` itself, or the moment that it is in (milli)seconds since
    1970.
    """
    if number < _EPOCH_SECONDS:
        return number
    moment = number / 1000.0 if number >= _EPOCH_MILLISECONDS else number
    return max(0.0, moment - clock.time())


def _until(text: str, clock: Clock) -> float | None:
    # A service that names a date is rare; the module is large.
    from email.utils import mktime_tz, parsedate_tz

    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    try:
        return max(0.0, mktime_tz(parsed) - clock.time())
    except (ValueError, OverflowError):
        return None
