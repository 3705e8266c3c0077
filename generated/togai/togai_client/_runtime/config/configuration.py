"""The settings of a client: host, credentials, TLS, proxies. Packages derive their
``Configuration`` from this one.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from ..errors import ApiTypeError, ApiValueError
from ..http.masking import masked
from ..http.origins import Origin, origins
from ..introspection import evaluable
from ..service.options import Retries, Timeout
from ..service.spec import PackageSpec
from ..transport.connection_settings import ConnectionSettings
from ..transport.process_state import Unpicklable
from ..user_input import cleaned
from .credential_kinds import takes
from .credentials import AccessToken as AccessToken
from .credentials import CredentialSettings
from .host import HostSettings, host_text
from .setting_checks import CHECKS, DEFAULTS, MAPPINGS, NEVER_NONE
from .size_limits import MAX_ITEM_SIZE, MAX_RESPONSE_SIZE, size_of
from .unknown_arguments import explain_unknown

if TYPE_CHECKING:
    from ..service.sign_in import AnySignIn, TokenStore
    from ..transport.protocol import Request

_ASSIGNED = CHECKS.keys() - {"debug", "max_item_size", "server_index"}
"""The settings that are attributes of the same name: each is checked as it is assigned."""
_UNSET = {name: DEFAULTS.get(name) for name in sorted(_ASSIGNED)}
"""What each of them is where nothing is given; a mapping of its own for each configuration."""
_EMPTY = sorted(_ASSIGNED & MAPPINGS)


Settings = TypeVar("Settings", bound="BaseConfiguration")
"""The type of a configuration in place of ``Self``, which jedi does not read."""


@evaluable
class BaseConfiguration(HostSettings, CredentialSettings, Unpicklable):
    """Settings of a client. They hold credentials and are not pickled; ``copy.copy`` and
    ``copy.deepcopy`` work.
    """

    _instead = "make a configuration in each process; credentials may come from the environment"

    _spec: ClassVar[PackageSpec] = PackageSpec(package="client")
    _default: ClassVar[BaseConfiguration | None] = None

    server_operation_index: dict[str, int]
    server_operation_variables: dict[str, Mapping[str, str]]
    ignore_operation_servers: bool
    ssl_ca_cert: str | None
    ca_cert_data: str | bytes | None
    key_file: str | None
    verify_ssl: bool
    assert_hostname: str | bool | None
    tls_server_name: str | None
    connection_pool_maxsize: int | None
    proxy: str | None
    no_proxy: str | None
    proxy_headers: Mapping[str, str] | None
    proxy_ssl_context: Any
    socket_options: Sequence[tuple[int, int, int | bytes]] | None
    retries: Retries | int | None
    timeout: Timeout | None
    strict: bool
    max_item_size: int
    max_response_size: int
    pause_gc: bool
    trusted_origins: Sequence[str] | None
    client_side_validation: bool
    safe_chars_for_path_param: str
    datetime_format: str | None
    date_format: str | None
    temp_folder_path: str | None
    logger: dict[str, logging.Logger]
    _trusted: frozenset[Origin]

    def __init__(
        self,
        host: str | None = None,
        api_key: str | Mapping[str, str] | None = None,
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
        trusted_origins: Sequence[str] | None = None,
        sign_in: AnySignIn | Mapping[str, AnySignIn] | None = None,
        token_store: TokenStore | None = None,
        sign_request: Callable[[Request], Mapping[str, str] | Request] | None = None,
    ) -> None:
        """Says how the service is reached. What is not given comes from the environment, or is as
        documented.

        Args:
            host: the base URL; otherwise an environment variable, where the package names one, or
                the description's first server.
            api_key: keys by the name of their security scheme; a text where the service takes one
                key only.
            api_key_prefix: the word before such a key, by the same name.
            username, password: for basic authentication.
            access_token: for bearer and OAuth2 authentication: a token, or a function that gives
                one.
            server_index: which of the description's servers is the host.
            server_variables: values for the variables of that server's URL.
            server_operation_index, server_operation_variables: the same for operations that have
                servers of their own, by the operation's name.
            ignore_operation_servers: whether those operations are called at ``host`` all the same.
            ssl_ca_cert, ca_cert_data: certificates to trust, as a file or as PEM text or DER
                bytes.
            retries: how often a failed call is repeated, or a :class:`Retries`.
            cert_file, key_file: a client certificate.
            verify_ssl: False turns the check of the service's certificate off.
            assert_hostname, tls_server_name: names for that check and for the TLS handshake.
            connection_pool_maxsize: connections kept per host.
            proxy, no_proxy, proxy_headers, proxy_ssl_context: a proxy for all calls, and hosts to
                reach without it.
            safe_chars_for_path_param: characters of path parameters that are not escaped.
            client_side_validation: whether arguments are checked before anything is sent; bodies
                always are.
            socket_options: for ``socket.setsockopt``.
            datetime_format, date_format: ``strftime`` formats for parameters; RFC 3339 without
                them.
            debug: True logs all calls, with credentials masked.
            timeout: seconds, or a pair (connect, read).
            client_id, client_secret, token_url: for the OAuth2 client-credentials flow.
            strict: whether a response that does not fit its description is an error.
            max_item_size: the most bytes that one item of a stream may have (an event, a line); 32
                MB.
            max_response_size: the most bytes that a response may have, decompressed, unless it is a
                file or a stream; 256 MB.
            pause_gc: True switches Python's garbage collector off, for the whole process, while a
                response of 64 KB or more is decoded.
            trusted_origins: further origins (``https://files.example.com``) that get credentials,
                and what is set for the whole client, when a redirect, a link or a token endpoint
                leads there.
            sign_in: how the client gets tokens for itself, such as an ``AuthorizationCode``; a
                mapping by the name of a security scheme where there are several.
            token_store: where those tokens are kept between runs, such as a ``FileTokenStore``.
            sign_request: a function that sees each request as it is sent, and gives header fields
                to add, such as a signature; or another request to the same origin.

        Raises:
            ApiTypeError, ApiValueError: a setting is of the wrong kind, or nothing would ever take
                it; the message names it.
        """
        settings = locals()  # the arguments by name: nothing else is a local variable yet
        self._package_logger = logging.getLogger(self._spec.package)
        self.logger = {"package_logger": self._package_logger}
        self._set_host(host, server_index)
        self._assign(settings)
        self._credentials_from_environment()
        self.max_item_size = size_of("max_item_size", max_item_size)
        self.max_response_size = size_of("max_response_size", max_response_size)
        self.refresh_api_key_hook = self.temp_folder_path = None
        self._debug = False
        if debug is not None:
            self.debug = debug

    if (
        not TYPE_CHECKING
    ):  # Type checkers would let any attribute pass that a class with this method is given.

        def __setattr__(self, name: str, value: object) -> None:
            # Most settings of most configurations are as they are by default.
            if name not in CHECKS or value is DEFAULTS.get(name, CHECKS):
                object.__setattr__(self, name, value)
                return
            if value is None and name in MAPPINGS:
                value = {}
            elif value is not None or name in NEVER_NONE:
                value = CHECKS[name](self, name, value)
            if name == "trusted_origins":
                self._trusted = origins(value or ())
            object.__setattr__(self, name, value)

    # --- the default of all clients that are made without a configuration ------------------------

    @classmethod
    def set_default(cls, default: Self | None) -> None:
        """Makes ``default`` the configuration of clients that are given none; None resets it."""
        if default is not None and not isinstance(
            default, cls
        ):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiTypeError(f"the default is a {cls.__name__} or None, not {default!r:.80}")
        cls._default = default

    @classmethod
    def get_default(cls: type[Settings]) -> Settings:
        """The configuration of clients that are given none; the same object each time."""
        found = cls.__dict__.get("_default")
        if found is None:
            found = cls._default = cls()
        return cast("Settings", found)

    @classmethod
    def get_default_copy(cls: type[Settings]) -> Settings:
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
        """Whether all calls are logged; credentials are masked."""
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

    def _set_host(self, host: object, server_index: int | None) -> None:
        if host is not None and server_index is not None:
            raise ApiTypeError("give host or server_index, not both")
        self._host = self._first_host(host)
        self._server_index = 0 if self._host is None else None
        if server_index is not None:
            self.server_index = server_index

    def _assign(self, settings: Mapping[str, object]) -> None:
        """Assigns the settings that are not as they are by default: few, for nearly all
        configurations.
        """
        state = vars(self)
        state.update(_UNSET)
        state["_trusted"] = frozenset()
        for name in _EMPTY:
            state[name] = {}
        for name, value in settings.items():  # In the order of the signature.
            if name in _ASSIGNED and value is not _UNSET[name]:
                setattr(self, name, value)

    def _first_host(self, host: object) -> str | None:
        if host is not None:
            return host_text(host, self._spec, self._package_logger)
        variable, text = self._from_environment("host")
        if not text:
            return None
        try:
            return host_text(text, self._spec, self._package_logger)
        except ApiValueError as error:
            raise ApiValueError(f"the environment variable {variable}: {error}") from None

    def _credentials_from_environment(self) -> None:
        """The credentials of OAuth2 clients that no argument gave."""
        for purpose in ("client_id", "client_secret"):
            if getattr(self, purpose) is None and takes(self._spec, purpose):
                setattr(self, purpose, self._from_environment(purpose)[1] or None)

    def _from_environment(self, purpose: str) -> tuple[str, str]:
        """The variable for a purpose, and what it holds; empty texts where there is none."""
        variable = self._spec.environment.get(purpose, "")
        text = os.environ.get(variable, "") if variable else ""
        return variable, cleaned(text, variable, self._package_logger) if text else ""

    def __repr__(self) -> str:
        # Names of what is set, never a credential.
        host = self._given_host
        given = ["" if host is None else f"host={masked(host)!r}"]
        for name in ("access_token", "username", "password", "client_id"):
            if getattr(self, name) is not None:
                given.append(f"{name}=***")
        if self.api_key:
            given.append(f"api_key={{{', '.join(f'{name!r}: ***' for name in self.api_key)}}}")
        return f"{type(self).__name__}({', '.join(filter(None, given))})"

    def __copy__(self) -> Self:
        # Dictionaries are its own: a key that is put into a copy must not become the original's.
        twin = object.__new__(type(self))
        for name, value in vars(self).items():
            is_own = isinstance(value, dict) and name != "logger"
            vars(twin)[name] = {**cast("dict[str, object]", value)} if is_own else value
        return twin

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        # Loggers are shared: two configurations of one package log to the same place.
        from copy import deepcopy

        twin = object.__new__(type(self))
        memo[id(self)] = twin
        shared = (
            "logger",
            "_package_logger",
            "access_token",
            "refresh_api_key_hook",
            "proxy_ssl_context",
            "sign_in",
            "token_store",
            "sign_request",
        )
        for name, value in vars(self).items():
            vars(twin)[name] = value if name in shared else deepcopy(value, memo)
        return twin


explain_unknown(BaseConfiguration)
