"""How connections are made: TLS, proxies, pool size. Both transports read the same settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from .records import record


@record(hidden=("proxy", "proxy_headers"))
class ConnectionSettings:
    """Settings of a transport; their names are those of ``Configuration``.

    Attributes:
        verify_ssl: whether the service's certificate is checked.
        ssl_ca_cert: the path of a file of certificates to trust.
        ca_cert_data: such certificates themselves, PEM text or DER bytes.
        cert_file, key_file: a client certificate and its key.
        assert_hostname: the name that the certificate must have; False: any.
        tls_server_name: the name to ask the server for (SNI).
        connection_pool_maxsize: connections kept per host.
        proxy: its URL for all requests; None: as the environment says (``HTTPS_PROXY``, ``NO_PROXY`` and so on).
        no_proxy: hosts reached directly, separated by commas.
        proxy_headers: header fields for the proxy.
        proxy_ssl_context: an ``ssl.SSLContext`` for the connection to the proxy.
        socket_options: for ``socket.setsockopt``.
    """

    verify_ssl: bool = True
    ssl_ca_cert: str | None = None
    ca_cert_data: str | bytes | None = None
    cert_file: str | None = None
    key_file: str | None = None
    assert_hostname: str | bool | None = None
    tls_server_name: str | None = None
    connection_pool_maxsize: int | None = None
    proxy: str | None = None
    no_proxy: str | None = None
    proxy_headers: Mapping[str, str] | None = None
    proxy_ssl_context: Any = None
    socket_options: Sequence[tuple[int, int, int | bytes]] | None = None

    def proxy_for(self, origin: str) -> str | None:
        """The proxy for an origin (``https://api.example.com``), or None for a direct connection."""
        parts = urlsplit(origin)
        host = parts.hostname or ""
        if bypasses(host, parts.port, self.no_proxy):
            return None
        if self.proxy:
            return self.proxy
        scheme = parts.scheme
        found = _environment(f"{scheme}_proxy") or _environment("all_proxy")
        if not found or bypasses(host, parts.port, _environment("no_proxy")):
            return None
        return found if "://" in found else f"http://{found}"


def _environment(name: str) -> str:
    # A web server under CGI puts a client's "Proxy" header into HTTP_PROXY, so that one counts in lower case only there.
    upper = (
        "" if name == "http_proxy" and "REQUEST_METHOD" in os.environ else name.upper()
    )
    return os.environ.get(name, "") or (os.environ.get(upper, "") if upper else "")


def bypasses(host: str, port: int | None, no_proxy: str | None) -> bool:
    """Whether ``no_proxy`` (names, domains, ``host:port`` or ``*``, separated by commas) names the host."""
    if not no_proxy:
        return False
    names = {host.lower(), f"{host.lower()}:{port}"}
    for entry in no_proxy.lower().split(","):
        pattern = entry.strip().lstrip(".")
        if pattern == "*" or pattern in names:
            return True
        if pattern and host.lower().endswith(f".{pattern}"):
            return True
    return False
