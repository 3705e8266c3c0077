"""Settings of connections: TLS, proxies, pool size; the same for both transports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import ApiValueError
from ..http.origins import parse
from ..records import record
from .proxies import Proxy, bypasses, from_environment


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
        proxy: its URL for all requests; None: as the environment says (``HTTPS_PROXY``,
            ``NO_PROXY`` and so on).
        no_proxy: hosts and networks reached directly, separated by commas; see
            :func:`~.proxies.bypasses`.
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

    def proxy_for(self, origin: str) -> Proxy | None:
        """The proxy for an origin (``https://api.example.com``), or None for a direct connection.

        Raises:
            ApiValueError: the environment names a proxy that is none.
        """
        target = parse(origin).origin
        if bypasses(target, self.no_proxy):
            return None
        if self.proxy:
            return Proxy.of(self.proxy, "proxy")
        found = from_environment(target)
        return None if found is None else Proxy.of(found[1], found[0])

    def check_files(self) -> None:
        """Names a file of certificates that is not there or holds none, before a connection fails
        for it.

        Raises:
            ApiValueError: there is such a file, or ``ca_cert_data`` holds no certificate.
        """
        import ssl

        for name in ("ssl_ca_cert", "cert_file", "key_file"):
            path = getattr(self, name)
            if path is not None and not Path(path).is_file():
                raise ApiValueError(f"{name}: there is no file {path!r}")
        if self.key_file is not None and self.cert_file is None:
            raise ApiValueError("key_file is the key of a certificate; give cert_file, too")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for name in ("ssl_ca_cert", "ca_cert_data"):
            if getattr(self, name) is not None:
                try:
                    context.load_verify_locations(**{_LOADED[name]: getattr(self, name)})
                except (OSError, ValueError) as error:
                    what = f" {self.ssl_ca_cert!r}" if name == "ssl_ca_cert" else ""
                    raise ApiValueError(
                        f"{name}{what} holds no certificate that can be read: {_said(error)}"
                    ) from None
        if self.cert_file is not None:
            try:
                context.load_cert_chain(self.cert_file, self.key_file)
            except (OSError, ValueError) as error:
                raise ApiValueError(
                    f"cert_file {self.cert_file!r} and its key cannot be read: {_said(error)}"
                ) from None


_LOADED = {"ssl_ca_cert": "cafile", "ca_cert_data": "cadata"}


def _said(error: Exception) -> str:
    return (
        getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
    )
