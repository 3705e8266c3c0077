"""Whether a failed call is made again, and when."""

from __future__ import annotations

from ..clock import Clock
from ..errors import ApiConnectionError, ApiTimeoutError
from ..http.headers import Headers
from ..transport.protocol import RequestBody
from .call import Call, Exchange

_UNDONE = frozenset((429, 503))
"""The statuses that, with ``Retry-After``, say that nothing was done yet (RFC 6585, section 4; RFC
9110, section 15.6.4).
"""


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
    return _backoff(call, number) if call.repeatable or not error.sent else None


def wait_after_response(call: Call, answer: Exchange, number: int) -> float | None:
    """The same after a response with an error status."""
    retries = call.retries
    if number >= retries.count or answer.status not in retries.statuses:
        return None
    asked = retry_after(answer.headers, call.clock)
    # A service that says when to come back has not done what it was asked for.
    invited = asked is not None and retries.respect_retry_after and answer.status in _UNDONE
    if not (call.repeatable or invited) or not replayable(call.body):
        return None
    if asked is None or not retries.respect_retry_after:
        return _backoff(call, number)
    return asked if asked <= retries.max_wait else None


def _backoff(call: Call, number: int) -> float:
    retries = call.retries
    wait = min(retries.max_wait, retries.backoff * 2.0 ** min(number, 1000))
    return wait * (1.0 - retries.jitter * call.clock.random())


def retry_after(headers: Headers, clock: Clock) -> float | None:
    """The seconds that ``Retry-After`` asks for (RFC 9110, section 10.2.3), or None if it says
    nothing that makes sense.
    """
    text = headers.text("retry-after").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, clock)
    return seconds if 0.0 <= seconds < float("inf") else None


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
