"""Sends requests to the live service as packages send them: over the same connections, within the
same limits.
"""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urlsplit

from docbound.harness.errors import HarnessError, failure
from docbound.runtime.clock import SystemClock
from docbound.runtime.errors import ApiConnectionError, ApiTimeoutError, ResponseTooLargeError
from docbound.traffic import HttpRequest, HttpResponse
from docbound.traffic.content import NO_LONGER

from .limits import LARGEST_BODY, too_large


class LiveService:
    """Answers requests by sending them; connections are shared.

    Args:
        timeout: seconds for connecting, and until a response is complete.
    """

    def __init__(self, timeout: float = 30.0) -> None:
        # The HTTP library is loaded for live calls only.
        from docbound.runtime.transport.urllib3_transport import Urllib3Transport

        self._transport = Urllib3Transport()
        self._timeout = timeout

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The service's response, whole and not packed.

        Raises:
            HarnessError: none came in time, none that HTTP allows, or one that is too large.
        """
        try:
            return self._sent(request)
        except ResponseTooLargeError as error:
            raise too_large(_said(error)) from None
        except ApiConnectionError as error:
            raise _unreachable(request.url, error) from None

    def _sent(self, request: HttpRequest) -> HttpResponse:
        from docbound.runtime.transport.body_reader import read
        from docbound.runtime.transport.protocol import Request, Timeouts

        fields = {name: value for name, value in request.headers if name.lower() != _ENCODING}
        wire = Request(
            request.method,
            request.url,
            {**fields, _ENCODING: "identity"},
            request.body or None,
        )
        end = time.monotonic() + self._timeout
        limits = Timeouts(connect=self._timeout, read=self._timeout, total=self._timeout)
        found = self._transport.send(wire, timeout=limits)
        pairs = found.headers.pairs()
        body = read(found, LARGEST_BODY, end, SystemClock())
        is_packed = bool(found.headers.text("content-encoding"))
        return HttpResponse(
            status=found.status,
            reason=found.reason,
            headers=tuple(
                (name, value)
                for name, value in pairs
                if not (is_packed and name.lower() in NO_LONGER)
            ),
            body=body,
        )

    def close(self) -> None:
        """Closes all connections."""
        self._transport.close()


_ENCODING: Final = "accept-encoding"


def _said(error: ResponseTooLargeError) -> str:
    """What is too large; the setting that packages have for it does not count here."""
    return str(error).partition(" (max_response_size")[0]


def _unreachable(url: str, error: ApiConnectionError) -> HarnessError:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    hint = (
        "give it more time with --timeout; a stream without end cannot be recorded"
        if isinstance(error, ApiTimeoutError)
        else "check the address, the network and --host; `docbound serve` is a stub to try with"
    )
    return failure("unreachable", f"{origin} gave no complete response: {error}", hint)
