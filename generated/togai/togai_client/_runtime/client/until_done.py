"""Repeats a call until its response says that the work is done. Loaded with the first such call."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import Any

from ..call.call import Call
from ..call.request_secrets import secret_texts
from ..call.response_signs import Content, code_in, holds
from ..call.retries import retry_after
from ..clock import Clock
from ..errors import ApiException, ApiTimeoutError, Hidden
from ..http.masking import address
from ..response.responses import ApiResponse
from ..service.polling import Polling
from ..service.response_rules import ErrorRule

_SHORTEST = 0.1
"""Seconds between two calls, also where a service asks for none."""


class Waiting:
    """What happens between two calls.

    Args:
        polling: what the package knows.
        name: of the method, for messages.
        clock: tells the time.
    """

    def __init__(self, polling: Polling, name: str, clock: Clock) -> None:
        self._polling = polling
        self._name = name
        self._clock = clock
        self._ends = clock.monotonic() + polling.timeout

    def after(self, answer: ApiResponse[Any], call: Call) -> float | None:
        """Seconds until the next call; None where this response is the last one.

        Args:
            answer: the response.
            call: what it answers; a message shows none of its credentials.

        Raises:
            ApiException: the response says that the work failed.
            ApiTimeoutError: there is no time left.
        """
        label = answer.headers.text("content-type")
        is_json = call.reads_json(answer.status_code, label)
        content = Content(answer.headers, answer.raw_data, is_json)
        failed = self._polling.failed
        if failed is not None and holds(failed, content):
            raise self._failure(answer, content, call)
        if holds(self._polling.done, content):
            return None
        asked = retry_after(answer.headers, self._clock)
        wait = self._polling.every if asked is None else max(asked, _SHORTEST)
        if self._clock.monotonic() + wait > self._ends:
            raise ApiTimeoutError(
                f"{self._name}: the work was not done after {self._polling.timeout:g} seconds; it"
                " may still come to its end"
            )
        return wait

    def _failure(self, answer: ApiResponse[Any], content: Content, call: Call) -> ApiException:
        text = answer.raw_data.decode("utf-8", "replace")
        error = ApiException(answer.status_code, body=text, data=answer.data)
        error.headers = answer.headers
        error.code = code_in((ErrorRule(code=self._polling.code),), content)
        error.method, error.url = call.method, address(answer.url)
        error._hidden = Hidden(secret_texts(call))
        return error
