"""The settings of a client: host, credentials, TLS, proxies. Packages derive their ``Configuration`` from this one."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self, cast

from .credential_settings import AccessToken as AccessToken
from .credential_settings import CredentialSettings
from .errors import ApiTypeError
from .host_settings import HostSettings
from .limits import MAX_ITEM_SIZE, MAX_RESPONSE_SIZE, size_of
from .options import Retries, Timeout
from .settings import ConnectionSettings
from .spec import PackageSpec
from .unpicklable import Unpicklable


class BaseConfiguration(HostSettings, CredentialSettings, Unpicklable):
    """Settings of a client. They hold credentials and are not pickled; ``copy.copy`` and ``copy.deepcopy`` work."""

    _instead = "make a configuration in each process; credentials may come from the environment"

    _spec: ClassVar[PackageSpec] = PackageSpec(package="client")
    _default: ClassVar[BaseConfiguration | None] = None

    def __init__(
        self,
        host: str | None = None,
        api_key: Mapping[str, str] | None = None,
        api_key_prefix: Mapping[str, str] | None = None,
        username: str | None = None,
        password: str | None = None,
        access_token: AccessToken | None = None,
        server_index: int | None = None,
        server_variables: Mapping[str, str] | None = None,
        server_operation_index: Mapping[str, int] | None = None,
        server_operation_variables: Mapping[str, Mapping[str, str]] | None = None,
        ignore_operation_servers: bool = False,
        ssl_ca_cert: str | None = None,
        retries: Retries | int | None = None,
        ca_cert_data: str | bytes | None = None,
        cert_file: str | None = None,
        key_file: str | None = None,
        verify_ssl: bool = True,
        assert_hostname: str | bool | None = None,
        tls_server_name: str | None = None,
        connection_pool_maxsize: int | None = None,
        proxy: str | None = None,
        no_proxy: str | None = None,
        proxy_headers: Mapping[str, str] | None = None,
        proxy_ssl_context: Any = None,
        safe_chars_for_path_param: str = "",
        client_side_validation: bool = True,
        socket_options: Sequence[tuple[int, int, int | bytes]] | None = None,
        datetime_format: str | None = None,
        date_format: str | None = None,
        *,
        debug: bool | None = None,
        timeout: Timeout | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        token_url: str | None = None,
        strict: bool = False,
        max_item_size: int = MAX_ITEM_SIZE,
        max_response_size: int = MAX_RESPONSE_SIZE,
        pause_gc: bool = False,
    ) -> None:
        """Settles how the service is reached; what is left out is as it is documented.

        Args:
            host: the base URL; otherwise an environment variable, where the package names one, or the description's
                first server.
            api_key: keys by the name of their security scheme.
            api_key_prefix: the word before such a key, by the same name.
            username, password: for basic authentication.
            access_token: for bearer and OAuth2 authentication: a token, or a function that gives one.
            server_index: which of the description's servers is the host.
            server_variables: values for the variables of that server's URL.
            server_operation_index, server_operation_variables: the same for operations that have servers of their
                own, by the operation's name.
            ignore_operation_servers: whether those operations are called at ``host`` all the same.
            ssl_ca_cert, ca_cert_data: certificates to trust, as a file or as PEM text or DER bytes.
            retries: how often a failed call is repeated, or a :class:`Retries`.
            cert_file, key_file: a client certificate.
            verify_ssl: False turns the check of the service's certificate off.
            assert_hostname, tls_server_name: names for that check and for the TLS handshake.
            connection_pool_maxsize: connections kept per host.
            proxy, no_proxy, proxy_headers, proxy_ssl_context: a proxy for all calls, and hosts to reach without it.
            safe_chars_for_path_param: characters of path parameters that are not escaped.
            client_side_validation: whether arguments are checked before anything is sent; bodies always are.
            socket_options: for ``socket.setsockopt``.
            datetime_format, date_format: ``strftime`` formats for parameters; RFC 3339 without them.
            debug: True logs all calls, with credentials blotted out.
            timeout: seconds, or a pair (connect, read).
            client_id, client_secret, token_url: for the OAuth2 client-credentials flow.
            strict: whether a reply that does not fit its description is an error.
            max_item_size: the most bytes that one item of a stream may have (an event, a line); 32 MB.
            max_response_size: the most bytes that a response may have, unpacked, unless it is a file or a stream; 256 MB.
            pause_gc: True switches Python's garbage collector off, for the whole process, while a response of 64 KB or more
                is decoded.
        """
        if api_key is not None and not isinstance(
            api_key, Mapping
        ):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiTypeError("api_key is a mapping from scheme name to key")
        self._host = host or self._from_environment("host")
        self._server_index = server_index
        if server_index is None and self._host is None:
            self._server_index = 0
        self.server_variables = dict(server_variables or {})
        self.server_operation_index = dict(server_operation_index or {})
        self.server_operation_variables = dict(server_operation_variables or {})
        self.ignore_operation_servers = ignore_operation_servers
        self.api_key = dict(api_key or {})
        self.api_key_prefix = dict(api_key_prefix or {})
        self.refresh_api_key_hook = None
        self.username = username
        self.password = password
        self.access_token = access_token
        self.client_id = client_id or self._from_environment("client_id")
        self.client_secret = client_secret or self._from_environment("client_secret")
        self.token_url = token_url
        self.ssl_ca_cert = ssl_ca_cert
        self.ca_cert_data = ca_cert_data
        self.cert_file = cert_file
        self.key_file = key_file
        self.verify_ssl = verify_ssl
        self.assert_hostname = assert_hostname
        self.tls_server_name = tls_server_name
        self.connection_pool_maxsize = connection_pool_maxsize
        self.proxy = proxy
        self.no_proxy = no_proxy
        self.proxy_headers = proxy_headers
        self.proxy_ssl_context = proxy_ssl_context
        self.socket_options = socket_options
        self.safe_chars_for_path_param = safe_chars_for_path_param
        self.client_side_validation = client_side_validation
        self.datetime_format = datetime_format
        self.date_format = date_format
        self.temp_folder_path: str | None = None
        self.retries = retries
        self.timeout = timeout
        self.strict = strict
        self.max_item_size = size_of("max_item_size", max_item_size)
        self.max_response_size = size_of("max_response_size", max_response_size)
        self.pause_gc = pause_gc
        self.logger = {"package_logger": logging.getLogger(self._spec.package)}
        self._debug = False
        if debug is not None:
            self.debug = debug

    # --- the default of all clients that are made without a configuration ------------------------

    @classmethod
    def set_default(cls, default: Self | None) -> None:
        """Makes ``default`` the configuration of clients that are given none; None resets it."""
        cls._default = default

    @classmethod
    def get_default(cls) -> Self:
        """The configuration of clients that are given none; the same object each time."""
        found = cls.__dict__.get("_default")
        if found is None:
            found = cls._default = cls()
        return cast("Self", found)

    @classmethod
    def get_default_copy(cls) -> Self:
        """The same as :meth:`get_default`; kept for old code."""
        return cls.get_default()

    # --- connections and logging -----------------------------------------------------------------

    def connection_settings(self) -> ConnectionSettings:
        """What a transport needs of all this."""
        return ConnectionSettings(
            verify_ssl=self.verify_ssl,
            ssl_ca_cert=self.ssl_ca_cert,
            ca_cert_data=self.ca_cert_data,
            cert_file=self.cert_file,
            key_file=self.key_file,
            assert_hostname=self.assert_hostname,
            tls_server_name=self.tls_server_name,
            connection_pool_maxsize=self.connection_pool_maxsize,
            proxy=self.proxy,
            no_proxy=self.no_proxy,
            proxy_headers=self.proxy_headers,
            proxy_ssl_context=self.proxy_ssl_context,
            socket_options=self.socket_options,
        )

    @property
    def debug(self) -> bool:
        """Whether all calls are logged; credentials are blotted out."""
        return self._debug

    @debug.setter
    def debug(self, value: bool) -> None:
        self._debug = bool(value)
        level = logging.DEBUG if value else logging.WARNING
        for logger in self.logger.values():
            logger.setLevel(level)

    def to_debug_report(self) -> str:
        """Versions and platform in a few lines, for a bug report."""
        return (
            "Python SDK Debug Report:\n"
            f"OS: {sys.platform}\n"
            f"Python Version: {sys.version}\n"
            f"Version of the API: {self._spec.api_version}\n"
            f"SDK Package Version: {self._spec.version}"
        )

    def _from_environment(self, purpose: str) -> str | None:
        variable = self._spec.environment.get(purpose)
        return os.environ.get(variable) or None if variable else None

    def __repr__(self) -> str:
        # Names of what is set, never a credential.
        given = [f"host={self._host!r}" if self._server_index is None else ""]
        for name in ("access_token", "username", "password", "client_id"):
            if getattr(self, name) is not None:
                given.append(f"{name}=***")
        if self.api_key:
            given.append(
                f"api_key={{{', '.join(f'{name!r}: ***' for name in self.api_key)}}}"
            )
        return f"{type(self).__name__}({', '.join(filter(None, given))})"

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        # Loggers are shared: two configurations of one package log to the same place.
        from copy import deepcopy

        twin = object.__new__(type(self))
        memo[id(self)] = twin
        shared = ("logger", "access_token", "refresh_api_key_hook", "proxy_ssl_context")
        for name, value in vars(self).items():
            setattr(twin, name, value if name in shared else deepcopy(value, memo))
        return twin
