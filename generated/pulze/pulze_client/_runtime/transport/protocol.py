"""The transport protocol: the interface between this package and an HTTP library.

A transport sends one request and gives one response, nothing more: no redirects, no repetitions, no
cookies, no decompression. :mod:`.call.policy` and :mod:`.decompression` do that, so that it is the
same with every library. Any object with ``send`` and ``close`` will do::

    class Echo:
        def send(self, request: Request, *, timeout: Timeouts) -> Response:
            return Response(200, {"Content-Type": "application/json"}, b"{}")

        def close(self) -> None:
            pass

A transport reports failures by :class:`~.errors.ApiConnectionError` or
:class:`~.errors.ApiTimeoutError`; ``OSError`` and ``TimeoutError`` are translated. Every other
exception passes through unchanged: it is a fault of the transport.
"""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
)
from typing import Protocol, TypeAlias, runtime_checkable

from ..http.headers import Headers
from ..named_tuples import NamedTuple

CHUNK = 65536


class Timeouts(NamedTuple):
    """Seconds; None is no limit.

    Attributes:
        connect: until the connection is made.
        read: the longest silence while the response arrives.
        total: from the start until the last byte of the response. An asynchronous transport may
            leave it to the caller, who cancels; a synchronous one must keep it for status and
            headers itself.
    """

    connect: float | None = None
    read: float | None = None
    total: float | None = None


@runtime_checkable
class BodyStream(Protocol):
    """A request body that is produced piece by piece."""

    @property
    def length(self) -> int | None:
        """Its size in bytes, where it is known; otherwise it is sent in chunks."""
        ...

    @property
    def replayable(self) -> bool:
        """Whether it can be produced once more, for a second attempt."""
        ...

    def __iter__(self) -> Iterator[bytes]: ...

    def __aiter__(self) -> AsyncIterator[bytes]: ...


RequestBody: TypeAlias = bytes | BodyStream | None


class Request:
    """One request, complete.

    Attributes:
        method: the HTTP method.
        url: absolute and already encoded; a transport sends it unchanged.
        headers: header fields; a hook may change them.
        body: bytes, a stream, or None.
        operation: what messages call the operation; empty where the request is for none, such as
            one for a token or a redirect.
    """

    __slots__ = ("body", "headers", "method", "operation", "url")

    def __init__(
        self,
        method: str,
        url: str,
        headers: dict[str, str] | None = None,
        body: RequestBody = None,
        operation: str = "",
    ) -> None:
        self.method = method
        self.url = url
        self.headers = {} if headers is None else headers
        self.body = body
        self.operation = operation

    def __repr__(self) -> str:
        # Neither query nor header values: both may hold credentials.
        return f"Request({self.method!r}, {self.url.partition('?')[0]!r})"


HeaderFields: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]


class Response:
    """The response of a synchronous transport.

    Args:
        status: the status code.
        headers: the header fields.
        body: all of the body, or an iterator of its pieces, as they came over the wire:
            compressed if ``Content-Encoding`` says so.
        reason: the reason phrase.
        close: frees the connection; called once, at the end of the body or earlier.
        read: gives all of the body at once, for transports where that is faster than piece by
            piece.
        limit: sets how many seconds the rest of the body may take, for transports that can keep to
            it; None lifts the limit.
        drain: reads a short unused rest of the body, for so many seconds at most, so that ``close``
            can keep the connection for another request.

    One that is never closed closes itself when it is no longer referred to.
    """

    __slots__ = (
        "_close",
        "body",
        "drain",
        "headers",
        "limit",
        "read_all",
        "reason",
        "status",
    )

    def __init__(
        self,
        status: int,
        headers: HeaderFields = (),
        body: bytes | Iterable[bytes] = b"",
        *,
        reason: str = "",
        close: Callable[[], None] | None = None,
        read: Callable[[], bytes] | None = None,
        limit: Callable[[float | None], None] | None = None,
        drain: Callable[[float], None] | None = None,
    ) -> None:
        self._close = close
        self.status = status
        self.headers = headers if isinstance(headers, Headers) else Headers(headers)
        self.body = body
        self.reason = reason
        self.read_all = read
        self.limit = limit
        self.drain = drain

    def close(self) -> None:
        """Frees the connection."""
        close, self._close = self._close, None
        if close is not None:
            close()

    def __del__(self) -> None:
        if hasattr(self, "_close"):  # Copying one fails, and leaves it half made.
            self.close()

    def __repr__(self) -> str:
        return f"Response({self.status})"


class AsyncResponse:
    """The response of an asynchronous transport; as :class:`Response`, with an asynchronous body
    and ``close``.

    Args:
        abandon: frees the connection without being awaited: for a response that is no longer
            referred to.
    """

    __slots__ = (
        "_abandon",
        "_close",
        "body",
        "drain",
        "headers",
        "read_all",
        "reason",
        "status",
    )

    def __init__(
        self,
        status: int,
        headers: HeaderFields = (),
        body: bytes | AsyncIterable[bytes] = b"",
        *,
        reason: str = "",
        close: Callable[[], Awaitable[None]] | None = None,
        read: Callable[[], Awaitable[bytes]] | None = None,
        drain: Callable[[float], Awaitable[None]] | None = None,
        abandon: Callable[[], None] | None = None,
    ) -> None:
        self._close = close
        self._abandon = abandon
        self.status = status
        self.headers = headers if isinstance(headers, Headers) else Headers(headers)
        self.body = body
        self.reason = reason
        self.read_all = read
        self.drain = drain

    async def close(self) -> None:
        """Frees the connection."""
        close, self._close = self._close, None
        if close is not None:
            await close()

    def abandon(self) -> None:
        """Frees the connection where nothing can be awaited, if the transport can do that."""
        if self._close is not None and self._abandon is not None:
            self._close = None
            self._abandon()

    def __del__(self) -> None:
        if hasattr(self, "_close"):
            self.abandon()

    def __repr__(self) -> str:
        return f"AsyncResponse({self.status})"


class Transport(Protocol):
    """Sends requests and waits for their responses."""

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        """Sends ``request``; returns as soon as status and headers are there."""
        ...

    def close(self) -> None:
        """Closes all connections."""
        ...


class AsyncTransport(Protocol):
    """Sends requests without blocking the event loop."""

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        """Sends ``request``; returns as soon as status and headers are there."""
        ...

    async def close(self) -> None:
        """Closes all connections."""
        ...
