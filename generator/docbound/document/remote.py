"""Descriptions on other hosts: fetched only from those that the user allows by name.

Even then with limits: https alone, a few redirects to hosts that are allowed as well, a size, a
time for the whole, and public addresses only. The address that was looked at is the one that is
connected to, so that a name cannot mean another one a moment later (DNS rebinding).
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import socket
import threading
import urllib.request
from http.client import HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import IO, Any, Final
from urllib.parse import urlsplit

TIMEOUT: Final = 20.0
"""Seconds until a silent server is given up."""

LONGEST: Final = 60.0
"""Seconds that a file may take as a whole, however often something arrives."""

LARGEST: Final = 32 * 1024 * 1024
"""Bytes that a remote file may have."""

REDIRECTS: Final = 3
"""Redirects that are followed."""


class RemoteError(Exception):
    """A remote file that was not fetched; its text says why."""


class _SameRules(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the first request might have gone as well."""

    max_redirections = REDIRECTS
    max_repeats = 1

    def __init__(self, allowed_hosts: frozenset[str]) -> None:
        super().__init__()
        self.allowed_hosts = allowed_hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        require_allowed(newurl, self.allowed_hosts)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Deadline(threading.Timer):
    """Ends all connections of a fetch when its time is over, whatever they wait for."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds, self._end)
        self.daemon = True
        self.passed = False
        self._connections: list[socket.socket] = []

    def watch(self, connection: socket.socket) -> None:
        """Ends a connection as well, by a handle of our own: TLS takes the first one for itself."""
        self._connections.append(connection.dup())

    def _end(self) -> None:
        self.passed = True
        for each in self._connections:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """No longer waits, and gives the handles back."""
        self.cancel()
        for each in self._connections:
            each.close()


class _PublicConnection(HTTPSConnection):
    """Connects to a public address of its host, or to one that is allowed as it is written."""

    def __init__(self, *args: Any, deadline: _Deadline, **named: Any) -> None:
        super().__init__(*args, **named)
        self._deadline = deadline
        self._create_connection = self._connected

    def _connected(self, address: tuple[str, int], *rest: Any, **named: Any) -> socket.socket:
        is_proxied = getattr(self, "_tunnel_host", None) is not None
        made = socket.create_connection(
            address if is_proxied else public_address(*address), *rest, **named
        )
        self._deadline.watch(made)
        return made


class _PublicHandler(urllib.request.HTTPSHandler):
    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._connection = functools.partial(_PublicConnection, deadline=deadline)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, req)


def public_address(host: str, port: int) -> tuple[str, int]:
    """The address of a host that is connected to.

    A proxy is asked by name instead; it is the user's own, and decides where it connects to.

    Args:
        host: a name, or an address, which was allowed as it is written.
        port: the port.

    Raises:
        RemoteError: it has no address, or one of a private network, of this machine and the like.
    """
    try:
        return str(ipaddress.ip_address(host)), port
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise RemoteError(f"the host {host!r} has no address: {error}") from None
    addresses = [str(item[4][0]).partition("%")[0] for item in found]
    for address in addresses:
        if not _is_public(address):
            raise RemoteError(
                f"the host {host!r} has the address {address}, which is not public; allow the"
                " address itself, or keep a copy beside the description"
            )
    return addresses[0], port


_EMBEDDING: Final = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
)
"""Networks whose last 32 bits are an IPv4 address (RFC 4291, 2.5.5; RFC 6052; RFC 7915)."""
_OF_ONE_SITE: Final = tuple(map(ipaddress.IPv6Network, ("fec0::/10", "64:ff9b:1::/48")))
"""Networks that mean something within one site only (RFC 3879; RFC 8215), which not every Python
knows.
"""


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in network for network in _OF_ONE_SITE):
            return False
        inner = found.sixtofour
        if any(found in network for network in _EMBEDDING):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found.is_global and not found.is_multicast


def require_allowed(url: str, allowed_hosts: frozenset[str]) -> None:
    """Makes sure that ``url`` may be fetched.

    Raises:
        RemoteError: it is not an https URL, or its host is not allowed.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise RemoteError(f"{url!r} is no URL: {error}") from None
    if parts.scheme != "https":
        raise RemoteError(f"only https is fetched, and {url!r} is {parts.scheme or 'relative'}")
    if host not in allowed_hosts:
        raise RemoteError(f"the host {host!r} is not allowed")


def fetch(url: str, allowed_hosts: frozenset[str]) -> bytes:
    """Fetches a file.

    Args:
        url: an absolute https URL.
        allowed_hosts: the host names that may be asked; redirects obey them too.

    Raises:
        RemoteError: the host is not allowed or not public, does not answer in time, answers with an
            error, redirects too often, or sends too much.
    """
    require_allowed(url, allowed_hosts)
    deadline = _Deadline(LONGEST)
    opener = urllib.request.build_opener(_SameRules(allowed_hosts), _PublicHandler(deadline))
    deadline.start()
    try:
        with opener.open(url, timeout=TIMEOUT) as response:
            raw: bytes = response.read(LARGEST + 1)
    except (OSError, ValueError, HTTPException) as error:
        if deadline.passed:
            raise RemoteError(f"{url} takes more than {LONGEST:g} seconds") from None
        raise RemoteError(f"{url} cannot be fetched: {error}") from None
    finally:
        deadline.close()
    if deadline.passed:
        raise RemoteError(f"{url} takes more than {LONGEST:g} seconds")
    if len(raw) > LARGEST:
        raise RemoteError(
            f"{url} has more than {LARGEST // (1024 * 1024)} MB, which is too much for a"
            " description"
        )
    return raw
