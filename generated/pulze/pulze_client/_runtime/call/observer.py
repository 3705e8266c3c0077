"""Calls hooks and writes the log for the attempts of a call."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from ..auth.redaction import Redactor
from ..auth.request_credentials import Credentials
from ..clock import Clock
from ..http.headers import Headers
from ..transport.protocol import Request
from .hooks import Attempt, Hooks


class Observer:
    """Observes the attempts of one call. Calls without hooks and log have none.

    Args:
        operation, template: what is called.
        hooks: the client's hooks.
        logger: the package's logger.
        redactor: hides credentials in what is logged.
        clock: measures.
    """

    __slots__ = (
        "_begun",
        "_clock",
        "_hooks",
        "_logger",
        "_operation",
        "_redactor",
        "_template",
        "attempt",
    )

    def __init__(
        self,
        operation: str,
        template: str,
        hooks: Hooks,
        logger: logging.Logger,
        redactor: Redactor,
        clock: Clock,
    ) -> None:
        self._operation = operation
        self._template = template
        self._hooks = hooks
        self._logger = logger
        self._redactor = redactor
        self._clock = clock
        self._begun = 0.0
        self.attempt: Attempt | None = None

    def on_request(self, request: Request, number: int) -> None:
        """An attempt is about to be sent."""
        self.attempt = Attempt(self._operation, self._template, request, number)
        for hook in self._hooks.before_request:
            hook(self.attempt)
        if self._logger.isEnabledFor(logging.DEBUG):
            self._logger.debug(
                "%s: %s %s, attempt %d, %s",
                self._operation,
                request.method,
                self._redactor.url(request.url),
                number,
                self._redactor.request_headers(request.headers),
            )
        self._begun = self._clock.monotonic()

    def hide(self, credentials: Credentials, texts: Iterable[str]) -> None:
        """Makes the credentials of the call known, so that no log shows them.

        Args:
            credentials: those of the call.
            texts: what to hide wherever it stands.
        """
        self._redactor.hide(credentials.headers, credentials.query, texts)

    def on_response(self, status: int, headers: Headers) -> None:
        """A response came."""
        attempt = self._current()
        attempt.status = status
        attempt.headers = headers
        attempt.elapsed = self._clock.monotonic() - self._begun
        for hook in self._hooks.after_response:
            hook(attempt)
        self._logger.info(
            "%s: %s %s gave %d after %.3f s",
            self._operation,
            attempt.request.method,
            self._redactor.url(attempt.request.url),
            status,
            attempt.elapsed,
        )
        if self._logger.isEnabledFor(logging.DEBUG):
            self._logger.debug("%s: %s", self._operation, self._redactor.response_headers(headers))

    def failed(self, error: Exception, wait: float | None) -> None:
        """No response came; ``wait`` tells whether there is another attempt."""
        attempt = self._current()
        attempt.elapsed = self._clock.monotonic() - self._begun
        self.on_error(error)
        self._logger.warning(
            "%s: %s %s failed: %s%s",
            self._operation,
            attempt.request.method,
            self._redactor.url(attempt.request.url),
            self._redactor.text(str(error)),
            "" if wait is None else f"; once more in {wait:.3f} s",
        )

    def on_error(self, error: Exception) -> None:
        """The call ends with an error."""
        attempt = self._current()
        attempt.error = error
        for hook in self._hooks.on_error:
            hook(attempt)

    def _current(self) -> Attempt:
        assert self.attempt is not None, "an attempt ends that never began"
        return self.attempt
