"""Transports that answer by a function: what a package takes as ``transport=``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from docbound.traffic import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from docbound.runtime.transport.protocol import (
        AsyncResponse,
        Request,
        RequestBody,
        Response,
        Timeouts,
    )

Answer = Callable[[HttpRequest], HttpResponse]

PIECE: Final = 7
"""Responses come in pieces of this size, so that nothing may rely on their boundaries."""


def _wire(request: Request, body: bytes) -> HttpRequest:
    return HttpRequest(
        method=request.method,
        url=request.url,
        headers=tuple(request.headers.items()),
        body=body,
    )


class AnswerTransport:
    """A synchronous transport that asks ``answer`` for each response.

    Args:
        answer: gives a response to a request.
        rest: the package's module ``rest``, whose ``Response`` is returned.
    """

    def __init__(self, answer: Answer, rest: ModuleType) -> None:
        self._answer = answer
        self._rest: Any = rest
        self.closed = False

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        """Answers ``request``."""
        body = request.body
        found = self._answer(
            _wire(request, body if isinstance(body, bytes) else b"".join(body or ()))
        )
        pieces = (found.body[start : start + PIECE] for start in range(0, len(found.body), PIECE))
        response: Response = self._rest.Response(
            found.status, found.headers, pieces, reason=found.reason
        )
        return response

    def close(self) -> None:
        """Notes that the client let go of it."""
        self.closed = True


async def _collected(body: RequestBody) -> bytes:
    if body is None or isinstance(body, bytes):
        return body or b""
    return b"".join([piece async for piece in body])


class AsyncAnswerTransport:
    """The asynchronous twin of :class:`AnswerTransport`."""

    def __init__(self, answer: Answer, rest: ModuleType) -> None:
        self._answer = answer
        self._rest: Any = rest
        self.closed = False

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        """Answers ``request``."""
        found = self._answer(_wire(request, await _collected(request.body)))

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(found.body), PIECE):
                yield found.body[start : start + PIECE]

        response: AsyncResponse = self._rest.AsyncResponse(
            found.status, found.headers, pieces(), reason=found.reason
        )
        return response

    async def close(self) -> None:
        """Notes that the client let go of it."""
        self.closed = True
