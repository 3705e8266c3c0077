"""The settings of a client: host, credentials, TLS, proxies. Packages derive their ``Configuration`` from this one."""

from __future__ import annotations

import base64
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, Self, TypeAlias, cast

from .errors import ApiTypeError
from .options import Retries, Timeout
from .servers import HostSetting, choose, fill_in, host_settings
from .settings import ConnectionSettings
from .spec import (
    ApiKey,
    HttpBasic,
    HttpBearer,
    HttpScheme,
    MutualTLS,
    OAuth2,
    OpenIdConnect,
    PackageSpec,
    SecurityScheme,
    Server,
)

AccessToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function that gives one (for the asynchronous client also a coroutine function); it is asked for each call."""


class BaseConfiguration:
    """Settings of a client."""

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
            client_side_validation: kept for old code; bodies are always checked.
            socket_options: for ``socket.setsockopt``.
            datetime_format, date_format: ``strftime`` formats for parameters; RFC 3339 without them.
            debug: True logs all calls, with credentials blotted out.
            timeout: seconds, or a pair (connect, read).
            client_id, client_secret, token_url: for the OAuth2 client-credentials flow.
            strict: whether a reply that does not fit its description is an error.
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
        self.refresh_api_key_hook: Callable[[Any], None] | None = None
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

    # --- host ------------------------------------------------------------------------------------

    @property
    def host(self) -> str:
        """The base URL; assigning one takes it away from the description's servers."""
        index = self._server_index
        if index is None:
            return self._host or ""
        servers = self._spec.servers
        if 0 <= index < len(servers) and not servers[index].variables:
            return servers[index].url
        return self.get_host_from_settings(index, self.server_variables)

    @host.setter
    def host(self, value: str) -> None:
        self._host = value
        self._server_index = None

    @property
    def server_index(self) -> int | None:
        """Which of the description's servers is the host; None: ``host`` was given."""
        return self._server_index

    @server_index.setter
    def server_index(self, value: int | None) -> None:
        self._server_index = value

    def get_host_settings(self) -> list[HostSetting]:
        """The description's servers as plain data."""
        return host_settings(self._spec.servers)

    def get_host_from_settings(
        self,
        index: int | None,
        variables: Mapping[str, str] | None = None,
        servers: Sequence[Server] | None = None,
    ) -> str:
        """The URL of a server with its variables filled in.

        Args:
            index: which one; None: the host that was given.
            variables: values for the URL's variables.
            servers: instead of the description's own.

        Raises:
            ApiValueError: there is no such server, or a value is not allowed.
        """
        if index is None:
            return self._host or ""
        known = self._spec.servers if servers is None else servers
        if servers is None and not known:
            return ""
        return fill_in(choose(known, index), variables)

    # --- credentials -----------------------------------------------------------------------------

    def get_api_key_with_prefix(
        self, identifier: str, alias: str | None = None
    ) -> str | None:
        """The key of a scheme with the word before it, or None.

        Args:
            identifier: the name of the security scheme.
            alias: another name to try.
        """
        if self.refresh_api_key_hook is not None:
            self.refresh_api_key_hook(self)
        scheme = self._spec.security_schemes.get(identifier)
        key = self.api_key.get(identifier)
        if key is None and alias is not None:
            key = self.api_key.get(alias)
        if key is None and scheme is not None:
            key = environment_credential(scheme)
        if key is None:
            return None
        default = getattr(scheme, "prefix", "")
        prefix = self.api_key_prefix.get(identifier, default)
        return f"{prefix} {key}" if prefix else key

    def get_basic_auth_token(self) -> str | None:
        """The value of ``Authorization`` for basic authentication, or None without user name and password."""
        if self.username is None or self.password is None:
            return None
        return basic(self.username, self.password)

    def auth_settings(self) -> dict[str, dict[str, Any]]:
        """The credentials that are set, by security scheme: ``type``, ``in``, ``key`` and ``value``."""
        found: dict[str, dict[str, Any]] = {}
        for name, scheme in self._spec.security_schemes.items():
            setting = self._auth_setting(name, scheme)
            if setting is not None:
                found[name] = setting
        return found

    def _auth_setting(self, name: str, scheme: SecurityScheme) -> dict[str, Any] | None:
        match scheme:
            case ApiKey():
                kind, value = "api_key", self.get_api_key_with_prefix(name)
            case HttpScheme():
                key = self.get_api_key_with_prefix(name)
                kind, value = "http", None if key is None else f"{scheme.scheme} {key}"
            case HttpBasic():
                kind, value = "basic", self.get_basic_auth_token()
            case HttpBearer():
                kind, value = "bearer", self._bearer(scheme)
            case OAuth2() | OpenIdConnect():
                kind, value = "oauth2", self._bearer(scheme)
            case MutualTLS():
                return None
        if value is None:
            return None
        place = scheme.location if isinstance(scheme, ApiKey) else "header"
        field = scheme.parameter if isinstance(scheme, ApiKey) else "Authorization"
        setting: dict[str, Any] = {"type": kind, "in": place, "key": field}
        if isinstance(scheme, HttpBearer) and scheme.bearer_format:
            setting["format"] = scheme.bearer_format
        return setting | {"value": value}

    def _bearer(self, scheme: HttpBearer | OAuth2 | OpenIdConnect) -> str | None:
        token = self.access_token or environment_credential(scheme)
        if callable(token):
            given = token()
            token = given if isinstance(given, str) else None
        return None if token is None else f"{scheme.prefix or 'Bearer'} {token}"

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


def environment_credential(scheme: SecurityScheme) -> str | None:
    """The credential that the scheme's environment variable holds, or None."""
    if not scheme.environment:
        return None
    return os.environ.get(scheme.environment, "").strip() or None


def basic(username: str, password: str) -> str:
    """The value of ``Authorization`` for basic authentication (RFC 7617, in UTF-8)."""
    token = base64.b64encode(f"{username}:{password}".encode()).decode()
    return f"Basic {token}"
