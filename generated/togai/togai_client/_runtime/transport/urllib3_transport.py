"""The synchronous transport, on urllib3."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from ssl import SSLCertVerificationError
from typing import TYPE_CHECKING, Any, cast

import urllib3
from urllib3 import exceptions
from urllib3.util.ssl_match_hostname import CertificateError as HostnameError

from ..errors import (
    ApiConnectionError,
    ApiTimeoutError,
    CertificateError,
    ResponseTooLargeError,
)
from ..http.headers import Headers, from_latin_1
from .connection_settings import ConnectionSettings
from .network_errors import LIMITS, explain
from .protocol import CHUNK, Request, Response, Timeouts
from .proxies import Proxy
from .urllib3_connections import with_deadline
from .urllib3_deadline import UNLIMITED, Deadline, current

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

_POOL_SIZE = 100
_BROKEN = (exceptions.HTTPError, OSError, ValueError, OverflowError)
"""What reading a body may raise; the last two come from sizes that are none (a negative chunk,
10**30 bytes).
"""


class Urllib3Transport:
    """Sends requests through urllib3's connection pools; safe to share between threads."""

    def __init__(self, settings: ConnectionSettings | None = None) -> None:
        self._settings = settings or ConnectionSettings()
        self._managers: dict[Proxy | None, urllib3.PoolManager] = {}
        self._pools: dict[str, urllib3.HTTPConnectionPool] = {}
        self._timeouts: dict[Timeouts, urllib3.Timeout] = {}

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        """See :class:`~.protocol.Transport`."""
        url = request.url
        end = url.find("/", 8)
        origin, target = (url[:end], url[end:]) if end > 0 else (url, "/")
        pool = self._pools.get(origin) or self._connect(origin)
        limits = self._timeouts.get(timeout) or self._limit(timeout)
        headers = request.headers
        body = request.body
        if body is not None and not isinstance(body, bytes):
            headers = _framed(headers, body.length)
        total = timeout.total
        deadline = UNLIMITED if total is None else Deadline(total)
        # A body that is produced meanwhile may make calls of its own.
        outer, current.deadline = current.deadline, deadline
        try:
            raw = pool.urlopen(
                request.method,
                target if pool.proxy is None or origin[4] == "s" else url,
                body=cast("Any", body),
                headers=_encoded(headers),
                retries=False,
                redirect=False,
                assert_same_host=False,
                timeout=limits,
                preload_content=False,
                decode_content=False,
            )
        except (exceptions.HTTPError, OSError) as error:
            raise translate(error) from _shown(error)
        finally:
            current.deadline = outer
        if deadline is not UNLIMITED:
            # The body may be a stream, which lasts as long as it lasts; who reads it at once sets a
            # limit again.
            deadline.set(None)
        arriving = _Body(raw)
        return Response(
            raw.status,
            Headers(raw.headers, raw.headers.getlist, from_latin_1),
            arriving,
            reason=raw.reason or "",
            close=arriving.close,
            read=arriving.read,
            limit=None if deadline is UNLIMITED else deadline.set,
            drain=arriving.drain,
        )

    def close(self) -> None:
        """See :class:`~.protocol.Transport`."""
        pools, self._pools = self._pools, {}
        self._managers = {}
        # A manager closes its pools only when they are garbage, and an error's traceback may keep
        # one alive.
        for pool in pools.values():
            pool.close()

    def _limit(self, timeout: Timeouts) -> urllib3.Timeout:
        if len(self._timeouts) > 100:
            self._timeouts.clear()
        limits = urllib3.Timeout(connect=timeout.connect, read=timeout.read)
        return self._timeouts.setdefault(timeout, limits)

    def _connect(self, origin: str) -> urllib3.HTTPConnectionPool:
        proxy = self._settings.proxy_for(origin)
        manager = self._managers.get(proxy)
        if manager is None:
            manager = self._managers.setdefault(proxy, self._manager(proxy))
        pool = manager.connection_from_url(origin, _for_proxy_alone(self._settings, proxy, origin))
        pool.ConnectionCls = with_deadline(pool.ConnectionCls)
        return self._pools.setdefault(origin, pool)

    def _manager(self, proxy: Proxy | None) -> urllib3.PoolManager:
        settings = self._settings
        options = _options(settings)
        if proxy is None:
            return urllib3.PoolManager(**options)
        if proxy.is_socks:
            return _socks_manager(proxy, options)
        return urllib3.ProxyManager(
            proxy.url,
            proxy_headers={**proxy.headers, **(settings.proxy_headers or {})},
            proxy_ssl_context=settings.proxy_ssl_context,
            **options,
        )


def _socks_manager(proxy: Proxy, options: dict[str, Any]) -> urllib3.PoolManager:
    from .proxies import check_socks

    check_socks(proxy, asynchronous=False)
    from urllib3.contrib.socks import SOCKSProxyManager

    return SOCKSProxyManager(proxy.url, username=proxy.user, password=proxy.password, **options)


def _options(settings: ConnectionSettings) -> dict[str, Any]:
    """The keyword arguments of urllib3's managers; what is not set keeps urllib3's own default."""
    found: dict[str, Any] = {
        "maxsize": settings.connection_pool_maxsize or _POOL_SIZE,
        "cert_reqs": "CERT_REQUIRED" if settings.verify_ssl else "CERT_NONE",
        "ca_certs": settings.ssl_ca_cert,
        "ca_cert_data": settings.ca_cert_data,
        "cert_file": settings.cert_file,
        "key_file": settings.key_file,
        "server_hostname": settings.tls_server_name,
        "assert_hostname": settings.assert_hostname,
        "socket_options": settings.socket_options,
    }
    settings.check_files()
    if not settings.verify_ssl:
        urllib3.disable_warnings(exceptions.InsecureRequestWarning)
    return {name: value for name, value in found.items() if value is not None}


def _for_proxy_alone(
    settings: ConnectionSettings, proxy: Proxy | None, origin: str
) -> dict[str, Any] | None:
    """What a pool needs whose TLS ends at a proxy, as the service is reached by plain HTTP: no
    certificate or name that is meant for the service, and the proxy's own context.

    urllib3 does so by itself from 2.8 on only. What is None is taken out of a manager's arguments.
    """
    if proxy is None or proxy.is_socks or origin[4] == "s" or proxy.scheme != "https":
        return None
    of_service: dict[str, Any] = dict.fromkeys(
        ("cert_file", "key_file", "server_hostname", "assert_hostname")
    )
    context = settings.proxy_ssl_context
    if context is None:
        return of_service
    return {
        **of_service,
        **dict.fromkeys(("ca_certs", "ca_cert_data")),
        "ssl_context": context,
        "cert_reqs": context.verify_mode,
    }


def _framed(headers: dict[str, str], length: int | None) -> dict[str, str]:
    """A stream of known length is announced; otherwise urllib3 sends it in chunks."""
    return headers if length is None else {**headers, "Content-Length": str(length)}


def _encoded(headers: dict[str, str]) -> dict[str, str]:
    # http.client writes header fields as Latin-1; so that UTF-8 comes out, its bytes must go in as
    # characters.
    for value in headers.values():
        if not value.isascii():
            return {name: value.encode().decode("latin-1") for name, value in headers.items()}
    return headers


class _Body:
    """The body of one response, on its way."""

    __slots__ = ("_raw",)

    def __init__(self, raw: BaseHTTPResponse) -> None:
        self._raw = raw

    def __iter__(self) -> Iterator[bytes]:
        try:
            # ``read1`` does not wait for a full piece.
            while piece := self._raw.read1(CHUNK, decode_content=False):
                yield piece
        except _BROKEN as error:
            raise translate(error) from _shown(error)

    def read(self) -> bytes:
        try:
            return self._raw.read(decode_content=False)
        except _BROKEN as error:
            raise translate(error) from _shown(error)

    def drain(self, seconds: float) -> None:
        """Reads a short rest, as long as it comes at once; whatever goes wrong, closing closes the
        connection.
        """
        connection: Any = self._raw.connection
        if connection is None or connection.sock is None:
            return
        connection.sock.settimeout(seconds)
        left = CHUNK
        try:
            while left > 0 and (piece := self._raw.read1(left, decode_content=False)):
                left -= len(piece)
        except _BROKEN:
            connection.close()

    def close(self) -> None:
        raw = self._raw
        connection: Any = raw.connection
        if not raw.closed:
            # Unread bytes would be taken for the next response; such a connection is closed, not
            # kept.
            raw.close()
        elif connection is not None and _is_dead(connection):
            connection.close()
        raw.release_conn()


def _is_dead(connection: Any) -> bool:
    """Whether the garbage collector has closed the socket, as it does where a response is in a
    cycle.
    """
    return connection.sock is not None and connection.sock.fileno() < 0


def translate(error: Exception) -> ApiConnectionError:
    """urllib3's errors as ours; the message keeps the cause's kind, never the URL with its
    query.
    """
    if isinstance(error, (exceptions.SSLError, exceptions.ProxyError)) and _is_refusal(error):
        return CertificateError(f"the certificate was refused: {_cause(error)}", sent=False)
    match error:
        # In urllib3 a connection that is refused is a kind of timeout; to a user it is none, so it
        # goes first.
        case exceptions.NewConnectionError() | exceptions.LocationValueError():
            return ApiConnectionError(f"no connection: {_cause(error)}", sent=False)
        case exceptions.ConnectTimeoutError():
            return ApiTimeoutError("no connection in time", sent=False)
        case exceptions.ReadTimeoutError() | exceptions.TimeoutError() | TimeoutError():
            return ApiTimeoutError("no response in time")
        case exceptions.ProtocolError() if isinstance(_root(error), TimeoutError):
            return ApiTimeoutError("the request took too long to be sent")
        case exceptions.ProxyError():
            refused = _NO_TUNNEL.match(str(_root(error)))
            cause = f"status {refused[1]}" if refused else _cause(error)
            return ApiConnectionError(f"the proxy failed: {cause}", sent=False)
        case exceptions.SSLError():
            return ApiConnectionError(f"TLS failed: {_cause(error)}", sent=False)
        case _ if _cause(error) in LIMITS:
            return ResponseTooLargeError(_cause(error))
        case (
            exceptions.IncompleteRead()
            | exceptions.ProtocolError()
            | ValueError()
            | OverflowError()
        ):
            return ApiConnectionError(f"the connection broke: {_cause(error)}")
        case _:
            return ApiConnectionError(f"the connection failed: {_cause(error)}")


_NO_TUNNEL = re.compile("Tunnel connection failed: ([0-9]+)")


def _shown(error: Exception) -> Exception | None:
    """The cause to show beside our error; none where it repeats what came, which may be anything,
    and the user's own password for a proxy.
    """
    root = _root(error)
    repeats = isinstance(root, http.client.HTTPException) or _NO_TUNNEL.match(str(root))
    return None if repeats else error


def _is_refusal(error: BaseException) -> bool:
    """Whether the reason of an error is a certificate, which a second attempt would not change."""
    return isinstance(_root(error), (SSLCertVerificationError, HostnameError))


def _root(error: BaseException) -> BaseException:
    """The innermost reason, which is the one that says something."""
    for inner in (*reversed(error.args), error.__cause__, _of_socks(error)):
        if isinstance(inner, BaseException):
            return _root(inner)
    return error


def _of_socks(error: BaseException) -> BaseException | None:
    """What PySocks said, which urllib3 leaves out of its own error."""
    said = error.__context__
    if said is None or not hasattr(said, "socket_err"):
        return None
    inner: BaseException | None = getattr(said, "socket_err", None)
    return inner if hasattr(inner, "socket_err") else said


def _cause(error: BaseException) -> str:
    return explain(_root(error))
