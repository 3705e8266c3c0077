"""The asynchronous transport, on aiohttp."""

from __future__ import annotations

import socket
import ssl
from asyncio import get_running_loop
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from typing import Any, Final

import aiohttp
from yarl import URL

from ..errors import (
    ApiConnectionError,
    ApiTimeoutError,
    CertificateError,
    PoolTimeoutError,
    ResponseTooLargeError,
)
from ..http.headers import UNDERSTOOD_CODINGS, Headers, from_escaped, transfer_codings
from ..http.masking import address
from .aiohttp_connections import CountedResponses
from .connection_settings import ConnectionSettings
from .network_errors import (
    LIMITS,
    MAX_HEADER_LINE,
    MAX_HEADERS,
    NO_HTTP,
    TOO_MANY,
    UNKNOWN_CODING,
    explain,
)
from .protocol import CHUNK, AsyncResponse, Request, Timeouts
from .proxies import check_socks

_POOL_SIZE = 100
_AUTOMATIC = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


_HEADER_COUNT: dict[str, Any] = (
    {"max_headers": MAX_HEADERS}
    if "max_headers" in aiohttp.ClientSession.__init__.__code__.co_varnames
    else {}  # older versions do not count them
)


class _Response(aiohttp.ClientResponse):
    """A response whose ``repr``, which aiohttp logs when one is forgotten, has no query: API keys
    may be in it.
    """

    def __repr__(self) -> str:
        return f"<response {self.status}, {self.method} {address(str(self.url))}>"


class AiohttpTransport:
    """Sends requests through one aiohttp session; it belongs to the event loop in which it first
    sends.
    """

    def __init__(self, settings: ConnectionSettings | None = None) -> None:
        self._settings = settings or ConnectionSettings()
        self._session: aiohttp.ClientSession | None = None
        self._connector: _Connector
        self._proxies: dict[str, tuple[dict[str, Any], dict[str, str]]] = {}
        self._timeouts: dict[Timeouts, aiohttp.ClientTimeout] = {}

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        """See :class:`~.protocol.AsyncTransport`."""
        session = self._session or self._open()
        url = request.url
        end = url.find("/", 8)
        origin = url[:end] if end > 0 else url
        proxy = self._proxies.get(origin)
        if proxy is None:
            proxy = self._proxies[origin] = self._proxy(origin)
            if "proxy" in proxy[0]:
                through = proxy[0]["proxy"]
                self._connector.proxies.add((through.host, through.port))
        arguments, extra = proxy
        headers, body = request.headers, request.body
        if extra:
            headers = {**extra, **headers}
        data: Any = body
        if body is not None and not isinstance(body, bytes):
            data = aiter(body)
            if body.length is not None:
                headers = {**headers, "Content-Length": str(body.length)}
        try:
            response = await session.request(
                request.method,
                URL(url, encoded=True),
                data=data,
                headers=headers,
                allow_redirects=False,
                timeout=self._timeouts.get(timeout) or self._limit(timeout),
                skip_auto_headers=_unwanted(request),
                **arguments,
            )
        except (aiohttp.ClientError, OSError, UnicodeError) as error:
            if isinstance(error, aiohttp.ConnectionTimeoutError) and self._is_full():
                raise PoolTimeoutError(
                    f"no free connection in time: all {self._pool_size()} are in use; close streams"
                    " and files that are not read to their end, or raise connection_pool_maxsize",
                    sent=False,
                ) from None
            raise translate(error) from _shown(error)

        fields = response.headers
        if response.status < 100 or "Transfer-Encoding" in fields:
            _check_head(response)
        headed = Headers(fields, fields.getall, from_escaped)
        reason = response.reason or ""
        content = response.content
        if content.is_eof() and content.exception() is None:
            # A small response comes in one piece; aiohttp has freed its connection already.
            return AsyncResponse(response.status, headed, content.read_nowait(), reason=reason)
        arriving = _Body(response)
        return AsyncResponse(
            response.status,
            headed,
            arriving,
            reason=reason,
            close=arriving.close,
            read=arriving.read,
            drain=arriving.drain,
            abandon=response.close,
        )

    async def close(self) -> None:
        """See :class:`~.protocol.AsyncTransport`."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def shut_down(self) -> None:
        """Ends all connections from outside of their event loop, which may be closed."""
        session, self._session = self._session, None
        if session is None:
            return
        # There is no public way to what a connector has open.
        connector: Any = self._connector
        idle = [entry[0] for entries in list(connector._conns.values()) for entry in entries]
        for handler in (*idle, *connector._acquired):
            transport = handler.transport
            opened = None if transport is None else transport.get_extra_info("socket")
            if opened is not None:
                with suppress(OSError):  # the other side has ended it
                    opened.shutdown(socket.SHUT_RDWR)

    def _open(self) -> aiohttp.ClientSession:
        settings = self._settings
        connector = self._connector = _Connector(
            _tls_to_proxies(settings),
            limit=self._pool_size(),
            ssl=_tls(settings),
            socket_factory=_socket_factory(settings),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=_Response,
            auto_decompress=False,
            trust_env=False,
            max_line_size=MAX_HEADER_LINE,
            max_field_size=MAX_HEADER_LINE,
            **_HEADER_COUNT,
        )
        # aiohttp repeats idempotent requests by itself; the call policy must know of every attempt.
        # There is no public switch; aiohttp's own test client sets the same attribute.
        self._session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
        return self._session

    def _pool_size(self) -> int:
        return self._settings.connection_pool_maxsize or _POOL_SIZE

    def _is_full(self) -> bool:
        # No public attribute tells whether a time was spent on connecting or on waiting for a
        # connection.
        taken = getattr(self._connector, "_acquired", ())
        return len(taken) >= self._pool_size()

    def __del__(self) -> None:
        # The client warns of what was not closed, and says where it was made; aiohttp would print
        # and log it once more.
        session = getattr(self, "_session", None)
        if session is not None and not session.closed:
            session.detach()

    def _limit(self, timeout: Timeouts) -> aiohttp.ClientTimeout:
        if len(self._timeouts) > 100:
            self._timeouts.clear()
        # The whole time is watched by the driver of the call, which knows whether the body is read
        # at once. To wait for a free connection of the pool may take as long as another call may
        # take to connect and be silent.
        waiting = timeout.total
        if waiting is None and timeout.connect is not None and timeout.read is not None:
            waiting = timeout.connect + timeout.read
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=waiting,
            sock_connect=timeout.connect,
            sock_read=timeout.read,
            ceil_threshold=float("inf"),
        )
        return self._timeouts.setdefault(timeout, limits)

    def _proxy(self, origin: str) -> tuple[dict[str, Any], dict[str, str]]:
        """The arguments for a request to ``origin``, and the header fields of it that are the
        proxy's.

        The arguments are the proxy, header fields for it, and the name to expect in the
        certificate.
        """
        settings = self._settings
        arguments: dict[str, Any] = {}
        fields: dict[str, str] = {}
        proxy = settings.proxy_for(origin)
        if proxy is not None:
            check_socks(proxy, asynchronous=True)
            fields = {**proxy.headers, **(settings.proxy_headers or {})}
            arguments["proxy"] = URL(proxy.url)
            if origin.startswith("https"):
                # They go to the proxy alone, with CONNECT.
                arguments["proxy_headers"], fields = fields, {}
        name = settings.tls_server_name or settings.assert_hostname
        if isinstance(name, str):
            arguments["server_hostname"] = name
        return arguments, fields


class _Connector(aiohttp.TCPConnector):
    """Connections that check the certificate of a proxy by a context of its own.

    Args:
        proxy_context: that context, or None for the one that is used for services.
        settings: aiohttp's own.

    Attributes:
        proxies: host and port of each proxy that requests go through.
    """

    def __init__(self, proxy_context: ssl.SSLContext | None, **settings: Any) -> None:
        super().__init__(**settings)  # pyright: ignore[reportUnknownMemberType]
        self._factory: Any = partial(CountedResponses, loop=get_running_loop())
        self._proxy_context = proxy_context
        self.proxies: set[tuple[str | None, int | None]] = set()

    def __del__(self, *_: Any) -> None:
        # Without the message of aiohttp, see AiohttpTransport.
        if not self.closed:
            with suppress(RuntimeError):  # the event loop is closed already
                self._close()

    def _get_ssl_context(self, req: Any) -> ssl.SSLContext | None:
        # aiohttp has no setting for it. It asks here for each connection, with a request of its own
        # for that to a proxy.
        found: Any = super()._get_ssl_context(req)  # pyright: ignore[reportPrivateUsage]
        is_proxy = (req.url.host, req.url.port) in self.proxies
        if found is None or self._proxy_context is None or not is_proxy:
            return found  # type: ignore[no-any-return]
        return self._proxy_context


def _socket_factory(settings: ConnectionSettings) -> Any:
    """Makes sockets with the options that are set; None for aiohttp's own way."""
    options = settings.socket_options
    if not options:
        return None

    def make(address: Any) -> socket.socket:
        family, kind, protocol, *_ = address
        made = socket.socket(family, kind, protocol)
        try:
            for option in options:
                made.setsockopt(*option)
        except OSError:
            made.close()
            raise
        return made

    return make


def _check_head(response: aiohttp.ClientResponse) -> None:
    if response.status < 100:
        response.close()
        raise ApiConnectionError(f"the connection broke: {NO_HTTP}")
    # aiohttp would leave other codings in the body.
    codings = transfer_codings(response.headers.getall("Transfer-Encoding", ()))
    if codings not in UNDERSTOOD_CODINGS:
        response.close()
        raise ApiConnectionError(f"the connection broke: {UNKNOWN_CODING}")


def _unwanted(request: Request) -> tuple[str, ...] | None:
    """The header fields that aiohttp would add by itself; None, which is faster, where it would add
    nothing.
    """
    headers = request.headers
    complete = "Accept" in headers and "User-Agent" in headers
    if complete and (request.method == "GET" or "Content-Type" in headers):
        return None
    return _AUTOMATIC


def _tls(settings: ConnectionSettings) -> ssl.SSLContext | bool:
    """The TLS settings as aiohttp takes them; True for its own default."""
    plain = ConnectionSettings(
        connection_pool_maxsize=settings.connection_pool_maxsize,
        proxy=settings.proxy,
        no_proxy=settings.no_proxy,
        proxy_headers=settings.proxy_headers,
        proxy_ssl_context=settings.proxy_ssl_context,
        socket_options=settings.socket_options,
    )
    if settings == plain:
        return True
    settings.check_files()
    context = ssl.create_default_context(cafile=settings.ssl_ca_cert, cadata=settings.ca_cert_data)
    if settings.assert_hostname is False:
        context.check_hostname = False
    if not settings.verify_ssl:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if settings.cert_file:
        context.load_cert_chain(settings.cert_file, settings.key_file)
    return context


def _tls_to_proxies(settings: ConnectionSettings) -> ssl.SSLContext | None:
    """The context for a connection to a proxy, where it is not the service's: without the
    certificate that is for the service alone.
    """
    own: ssl.SSLContext | None = settings.proxy_ssl_context
    if own is not None or not (settings.cert_file or settings.assert_hostname is False):
        return own
    found = _tls(
        ConnectionSettings(
            verify_ssl=settings.verify_ssl,
            ssl_ca_cert=settings.ssl_ca_cert,
            ca_cert_data=settings.ca_cert_data,
        )
    )
    return found if isinstance(found, ssl.SSLContext) else ssl.create_default_context()


_BODY_ERRORS: Final = (aiohttp.ClientError, OSError, RuntimeError)
"""What reading a body raises; a RuntimeError after the session was closed."""


class _Body:
    """The body of one response, on its way."""

    __slots__ = ("_response",)

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._response.content.iter_chunked(CHUNK):
                yield piece
        except _BODY_ERRORS as error:
            raise translate(error) from _shown(error)

    async def read(self) -> bytes:
        try:
            return await self._response.content.read()
        except _BODY_ERRORS as error:
            raise translate(error) from _shown(error)

    async def drain(self, seconds: float) -> None:
        """Reads a short rest, as long as it comes at once; whatever goes wrong, closing closes the
        connection.
        """
        from asyncio import timeout

        content, left = self._response.content, CHUNK
        try:
            async with timeout(seconds):
                while left > 0 and not content.at_eof():
                    left -= len(await content.readany())
        except (aiohttp.ClientError, OSError):
            self._response.close()

    async def close(self) -> None:
        # An unread response would block its connection, so that one is closed.
        self._response.close()


def translate(error: Exception) -> ApiConnectionError:
    """aiohttp's errors as ours; the message keeps the cause's kind, never the URL with its
    query.
    """
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return CertificateError(
                f"the certificate was refused: {_cause(error.certificate_error)}",
                sent=False,
            )
        case aiohttp.ConnectionTimeoutError():
            return ApiTimeoutError("no connection in time", sent=False)
        case aiohttp.ServerTimeoutError() | TimeoutError():
            return ApiTimeoutError("no response in time")
        # A host that cannot be looked up by name is a UnicodeError.
        case aiohttp.ClientConnectorError() | aiohttp.InvalidURL() | UnicodeError():
            return ApiConnectionError(f"no connection: {_cause(error)}", sent=False)
        case aiohttp.ClientHttpProxyError():
            return ApiConnectionError(f"the proxy failed: status {error.status}", sent=False)
        case RuntimeError():
            return ApiConnectionError("the connection was closed before the response was read")
        case _:
            cause = _cause(error)
            if cause in LIMITS:
                return ResponseTooLargeError(cause)
            return ApiConnectionError(f"the connection broke: {cause}")


def _shown(error: Exception) -> Exception | None:
    """The cause to show beside our error; none where aiohttp writes the URL into it, query and
    all.
    """
    return None if "://" in str(error) else error


def _cause(error: BaseException) -> str:
    inner = getattr(error, "os_error", None) or error
    parsed = (aiohttp.ClientResponseError, aiohttp.ClientPayloadError)
    if isinstance(error, parsed) and error.__cause__ is not None:
        # The parser's own error, which says what it cannot read.
        inner = error.__cause__
        while inner.__cause__ is not None:
            inner = inner.__cause__
        if "too many" in str(inner).lower():
            return TOO_MANY
    return explain(inner)
