"""Transports that play fixtures: what a package takes as ``transport=``."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable
from types import ModuleType
from typing import TYPE_CHECKING, Final

from tests.support.cassettes import Cassette, Player
from tests.support.wire import WireReply, WireRequest

if TYPE_CHECKING:
    from generator.runtime.transport import (
        AsyncResponse,
        Request,
        RequestBody,
        Response,
        Timeouts,
    )

Answer = Callable[[WireRequest], WireReply]

PIECE: Final = 7
"""Replies come in pieces of this size, so that nothing may rely on their boundaries."""


def _wire(request: Request, body: bytes) -> WireRequest:
    return WireRequest(
        method=request.method,
        url=request.url,
        headers=tuple(request.headers.items()),
        body=body,
    )


class AnswerTransport:
    """A synchronous transport that asks ``answer`` for each reply.

    Args:
        answer: gives a reply to a request.
        package: the import package; its own ``Response`` is returned.
    """

    def __init__(self, answer: Answer, package: str) -> None:
        self._answer = answer
        self._module = _transport_module(package)
        self.closed = False

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        """Answers ``request``."""
        body = request.body
        reply = self._answer(
            _wire(request, body if isinstance(body, bytes) else b"".join(body or ()))
        )
        pieces = (
            reply.body[start : start + PIECE]
            for start in range(0, len(reply.body), PIECE)
        )
        response: Response = self._module.Response(
            reply.status, reply.headers, pieces, reason=reply.reason
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

    def __init__(self, answer: Answer, package: str) -> None:
        self._answer = answer
        self._module = _transport_module(package)
        self.closed = False

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        """Answers ``request``."""
        reply = self._answer(_wire(request, await _collected(request.body)))

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(reply.body), PIECE):
                yield reply.body[start : start + PIECE]

        response: AsyncResponse = self._module.AsyncResponse(
            reply.status, reply.headers, pieces(), reason=reply.reason
        )
        return response

    async def close(self) -> None:
        """Notes that the client let go of it."""
        self.closed = True


def _transport_module(package: str) -> ModuleType:
    return importlib.import_module(f"{package}._runtime.transport")


class ReplayTransport(AnswerTransport):
    """Plays the interactions of one cassette; call :meth:`finish` at the end."""

    def __init__(self, cassette: Cassette, package: str) -> None:
        self.player = Player(interactions=cassette.interactions)
        super().__init__(self.player.answer, package)

    def finish(self) -> None:
        """Raises ReplayError unless everything was used."""
        self.player.finish()


class AsyncReplayTransport(AsyncAnswerTransport):
    """The asynchronous twin of :class:`ReplayTransport`."""

    def __init__(self, cassette: Cassette, package: str) -> None:
        self.player = Player(interactions=cassette.interactions)
        super().__init__(self.player.answer, package)

    def finish(self) -> None:
        """Raises ReplayError unless everything was used."""
        self.player.finish()
