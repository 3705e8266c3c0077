"""Going on with an event stream after a break (HTML Standard, "Server-sent events", section
"Concepts" and "The Last-Event-ID header").

The rules of it, written once; the two streams in :mod:`.streams` wait and call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..clock import Clock
from ..config.timeouts_and_retries import LONGEST
from ..errors import (
    ApiConnectionError,
    ApiTypeError,
    ApiValueError,
    CertificateError,
    ContentEncodingError,
    RedirectError,
    ResponseTooLargeError,
)
from ..records import record
from ..transport.header_validation import header_text

LAST_EVENT_ID = "Last-Event-ID"
_BACKOFF = 0.5
_LONGEST_ID = 4096
"""Characters of an id that is sent; servers refuse longer header fields, or all of them."""
_FINAL = (CertificateError, ContentEncodingError, RedirectError, ResponseTooLargeError)
"""What no further attempt would mend."""


@record(frozen=False, kw_only=False)
class Repetition:
    """How the call of a stream is made once more.

    Attributes:
        call: makes it, given header fields to add; the answer is another stream, or None where the
            service has nothing more.
        clock: waits.
        replayable: whether the body of the request can be sent again.
    """

    call: Callable[[Mapping[str, str]], Any]
    clock: Clock
    replayable: bool


class Reconnection:
    """When a stream is opened again, and after what wait.

    Args:
        count: attempts in a row that bring no item.
        max_wait: the longest wait, in seconds.
        at_end: whether a stream that ends is opened again as well, as browsers do.

    Raises:
        ApiTypeError, ApiValueError: a setting is none.
    """

    def __init__(self, count: int, max_wait: float, *, at_end: bool) -> None:
        settings: dict[str, object] = {"count": count, "max_wait": max_wait}
        for name, value in settings.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ApiTypeError(f"{name} is a number, not a {type(value).__name__}")
            if not value >= 0:
                raise ApiValueError(f"{name} is at least 0, not {value!r}")
        self._count = count
        self._max_wait = min(max_wait, LONGEST)
        self._at_end = at_end
        self._failures = 0
        self._read = False

    def item(self) -> None:
        """An item was read."""
        self._failures, self._read = 0, True

    def wait(
        self, error: ApiConnectionError | None, last_id: str, retry: int | None
    ) -> float | None:
        """Seconds until the stream is opened again; None: it is over, or ``error`` is final.

        Args:
            error: what broke it; None: it ended.
            last_id: the last id that it gave.
            retry: milliseconds that it asks to wait.
        """
        if error is None and not self._at_end:
            return None
        if isinstance(error, _FINAL):
            return None
        if self._read and not last_id:
            return None  # Nothing says from where to go on: what was read would come again.
        if not _is_sendable(last_id):
            return None  # The same, as no request can say it.
        self._failures += 1
        if self._failures > self._count:
            return None
        first = _BACKOFF if retry is None else retry / 1000
        # Beyond 60 doublings every wait is the longest; beyond 1,023 no float holds it.
        grown: float = first * 2 ** min(self._failures - 1, 60)
        return min(grown, self._max_wait)


def _is_sendable(last_id: str) -> bool:
    """Whether a header field can carry an id; the standard lets it be nearly any text."""
    try:
        header_text(LAST_EVENT_ID, last_id)
    except ApiValueError:
        return False
    return len(last_id) <= _LONGEST_ID


def header_fields(last_id: str) -> dict[str, str]:
    """What says from where to go on. The standard writes the id in UTF-8."""
    if not last_id:
        return {}
    return {LAST_EVENT_ID: last_id}


def check(repetition: Repetition | None, *, is_event_stream: bool) -> Repetition:
    """Refuses what cannot be gone on with.

    Raises:
        ApiTypeError: the stream has no events, or does not come from a call.
        ApiValueError: the body of the request cannot be sent again.
    """
    if not is_event_stream:
        raise ApiTypeError(
            "only an event stream (text/event-stream) has ids to go on from; this one has none"
        )
    if repetition is None:
        raise ApiTypeError("this stream does not come from a call that can be made again")
    if not repetition.replayable:
        raise ApiValueError("the body of the request cannot be sent a second time")
    return repetition
