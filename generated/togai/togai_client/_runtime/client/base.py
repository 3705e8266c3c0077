"""What the synchronous and the asynchronous client share: settings and state."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import copy
import logging
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from ..auth.configured_credentials import CredentialCache
from ..auth.sessions import Sessions
from ..call.hooks import Hooks
from ..clock import Clock, SystemClock
from ..config.configuration import AccessToken, BaseConfiguration
from ..config.credential_kinds import keys_by_name
from ..config.host import host_text
from ..config.timeouts_and_retries import retries_of, strict_of, timeouts_of
from ..errors import ApiTypeError, ApiValueError, kind_of
from ..http.masking import address, masked
from ..http.origins import Base, Origin, parse
from ..introspection import evaluable
from ..mismatch_log import MismatchLog
from ..package_log import package_logger, switch_on
from ..request.base_url import base_of_call
from ..service.operations import Operation
from ..service.options import CallOptions, Retries, Timeout
from ..service.spec import PackageSpec
from ..transport.header_validation import merge_headers
from ..transport.process_state import Unpicklable
from ..transport.protocol import Request, Timeouts
from ..user_input import pairs_of, secret

if TYPE_CHECKING:
    from ..call.observer import Observer
    from ..http.credential_scope import Scope
    from ..transport.effects import Effect

_SYSTEM_CLOCK = SystemClock()

Query: TypeAlias = Mapping[str, object]

Client = TypeVar("Client", bound="ClientCore")
"""The type of a client in place of ``Self``, which jedi does not read."""


class ClientCore(Unpicklable):
    """Settings of a client, and what its calls share. See ``BaseApiClient`` for what each of them
    means.
    """

    _configuration_class: ClassVar[type[BaseConfiguration]] = BaseConfiguration
    _default: ClassVar[Any] = None

    configuration: Any
    """The configuration, of the package's own class."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        evaluable(cls)

    def __init__(
        self,
        configuration: BaseConfiguration | None,
        header_name: str | None,
        header_value: str | None,
        cookie: str | None,
        *,
        host: str | None,
        access_token: AccessToken | None,
        api_key: str | Mapping[str, str] | None,
        timeout: Timeout | None,
        retries: Retries | int | None,
        transport: object,
        strict: bool | None,
    ) -> None:
        self.configuration = self._configured(configuration, host, access_token, api_key)
        self._logger = package_logger(self._spec.package)
        self.default_headers: dict[str, str] = {}
        self._own_credential = transport is not None or header_name is not None
        self._secret_fields: tuple[str, ...] = ()
        if header_name is None and header_value is not None:
            raise ApiTypeError("header_value needs a header_name")
        if header_name is not None:
            if header_value is None:
                raise ApiTypeError("header_name needs a header_value")
            header_value = secret(header_value, "header_value", self._logger)
            if not header_value:
                raise ApiValueError("header_value is empty, and no credential")
            merge_headers(self.default_headers, {header_name: header_value})
            self._secret_fields = (header_name,)
        self.cookie = None if cookie is None else secret(cookie, "cookie", self._logger)
        self.hooks = Hooks()
        self.clock: Clock = _SYSTEM_CLOCK
        self._timeout = timeout
        self._retries = retries
        self._strict = None if strict is None else strict_of(strict)
        self._host: str | None = None
        self._query: Query = {}
        self._mismatches = MismatchLog(self._logger)
        self._user_agent = f"{self._spec.package}/{self._spec.version or '0'}"
        self._credential_cache = CredentialCache()
        self._sessions = Sessions(lambda: self.clock, self._token_exchange)
        timeouts_of(timeout)
        retries_of(retries)
        switch_on(self._spec.package, self._spec.environment.get("log", ""))

    def _configured(
        self,
        configuration: BaseConfiguration | None,
        host: str | None,
        access_token: AccessToken | None,
        api_key: str | Mapping[str, str] | None,
    ) -> BaseConfiguration:
        given = (host, access_token, api_key)
        if configuration is not None:
            if not isinstance(
                configuration, BaseConfiguration
            ):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ApiTypeError(
                    f"configuration is a Configuration, not a {kind_of(configuration)}"
                )
            if any(each is not None for each in given):
                raise ApiTypeError(
                    "give a configuration, or host, access_token and api_key, not both"
                )
            return configuration
        kind = self._configuration_class
        if all(each is None for each in given):
            return kind.get_default()
        return kind(host=host, access_token=access_token, api_key=api_key)

    @property
    def _spec(self) -> PackageSpec:
        spec: PackageSpec = self.configuration._spec
        return spec

    # --- settings that can change

    @property
    def user_agent(self) -> str:
        """The ``User-Agent`` of all calls."""
        return self.default_headers.get("User-Agent", self._user_agent)

    @user_agent.setter
    def user_agent(self, value: str) -> None:
        merge_headers(self.default_headers, {"User-Agent": value})

    def set_default_header(self, header_name: str, header_value: str) -> None:
        """Sends a header field with every call."""
        merge_headers(self.default_headers, {header_name: header_value})

    def with_options(
        self: Client,
        *,
        timeout: Timeout | None = None,
        retries: Retries | int | None = None,
        headers: Mapping[str, str] | None = None,
        query: Query | None = None,
        host: str | None = None,
        strict: bool | None = None,
        access_token: AccessToken | None = None,
        api_key: str | Mapping[str, str] | None = None,
        trusted_origins: Sequence[str] | None = None,
    ) -> Client:
        """A copy with other settings; it shares the connections of this client, and closing it
        leaves them open.

        Args:
            timeout: seconds, or a pair (connect, read).
            retries: how often a failed call is repeated, or a :class:`~.options.Retries`.
            headers: further header fields for every call.
            query: further query parameters for every call.
            host: another base URL, for all operations.
            strict: whether a response that does not fit its description is an error.
            access_token, api_key: other credentials.
            trusted_origins: further origins that get them; see ``Configuration``.
        """
        twin = copy.copy(self)
        twin.default_headers = dict(self.default_headers)
        twin.hooks = self.hooks.copy()
        twin._credential_cache = CredentialCache()
        merge_headers(twin.default_headers, headers or {})
        if timeout is not None:
            timeouts_of(timeout)
            twin._timeout = timeout
        if retries is not None:
            retries_of(retries)
            twin._retries = retries
        if query is not None:
            twin._query = {**self._query, **dict(pairs_of(query, "query parameters"))}
        if host is not None:
            twin._host = host_text(host, self._spec, self._logger)
        if strict is not None:
            twin._strict = strict_of(strict)
        if any(each is not None for each in (access_token, api_key, trusted_origins)):
            twin.configuration = copy.copy(self.configuration)
            if access_token is not None:
                twin.configuration.access_token = access_token
            if api_key is not None:
                twin.configuration.api_key = {
                    **self.configuration.api_key,
                    **keys_by_name(self._spec, api_key),
                }
            if trusted_origins is not None:
                twin.configuration.trusted_origins = trusted_origins
        twin._sessions = self._sessions.shared_with(lambda: twin.clock, twin._token_exchange)
        twin._owns_connection = False
        return twin

    _owns_connection = True

    def __repr__(self) -> str:
        return f"{type(self).__module__}.{type(self).__name__}(host={self._shown_host()!r})"

    def _shown_host(self) -> str:
        try:
            host = self._host or str(self.configuration.host)
        except ApiValueError:
            return ""
        return masked(host)

    # --- what calls need to know of it

    def _base(self, operation: Operation[Any], options: CallOptions) -> Base:
        """The base URL of a call."""
        return base_of_call(operation, options, self._host, self.configuration)

    def _scope(self, operation: Operation[Any], options: CallOptions) -> Scope:
        """Where the credentials of a call may go."""
        from ..http.credential_scope import Scope

        base = self._base(operation, options)
        trusted: frozenset[Origin] = self.configuration._trusted
        # Where the user named no host, a token endpoint may have done so.
        return Scope(base.origin, trusted if base.named else trusted | self._sessions.homes)

    def _timeouts(self) -> Timeouts:
        given = self.configuration.timeout if self._timeout is None else self._timeout
        return timeouts_of(given)

    def _default_retries(self) -> Retries:
        given = self.configuration.retries if self._retries is None else self._retries
        return retries_of(given, self._spec.retries)

    def _is_strict(self, options: CallOptions) -> bool:
        if options.strict is not None:
            return strict_of(options.strict, "_strict")
        return bool(self.configuration.strict if self._strict is None else self._strict)

    def _token_exchange(
        self, request: Request, secrets: tuple[str, ...] = ()
    ) -> Generator[Effect, Any, bytes]:
        """Sends a token request with the client's timeout and retries.

        Args:
            request: complete, with the client's proof.
            secrets: what no message may show.
        """
        from ..auth.request_credentials import NOTHING
        from ..auth.token_request import tokens_in
        from ..call.call import Call
        from ..call.policy import exchange
        from ..call.redirects import note
        from ..errors import Hidden, RedirectError, exception_class
        from ..transport.body_reader import ACCEPT_ENCODING

        call = Call()
        call.operation, call.body = "", request.body
        call.method, call.url = request.method, request.url
        call.headers = {
            "User-Agent": self._user_agent,
            "Accept-Encoding": ACCEPT_ENCODING,
            **request.headers,
        }
        call.home = parse(request.url).origin
        call.trusted, call.proxy = self.configuration._trusted, self.configuration.proxy
        call.client_headers, call.client_query = {}, ""
        call.accept, call.user_agent = "application/json", self._user_agent
        call.asks_stream = call.trail = None
        call.cookies, call.own_headers = "", False
        call.credentials, call.gather, call.secrets, call.sign = NOTHING, None, [], None
        call.secret_fields = ()
        call.timeout, call.retries = self._timeouts(), self._default_retries()
        call.max_size = self.configuration.max_response_size
        call.repeatable = True
        call.throttling, call.watches = (), False
        call.leaves_open = lambda head: False
        call.clock, call.observer = self.clock, None
        answer = yield from exchange(call)
        if call.trail is not None and not call.trail.inside and not call.trail.refusal:
            # Whoever answers there would choose the token that calls are made with.
            raise RedirectError(
                f"the token endpoint leads to another origin ({note(call)}); name it in"
                " trusted_origins, or give token_url"
            )
        if 200 <= answer.status <= 299:
            return answer.body or b""
        error = exception_class(answer.status)(
            http_resp=answer, body=(answer.body or b"").decode("utf-8", "replace")
        )
        error.method, error.url = request.method, address(request.url)
        error.redirection = note(call)
        error._hidden = Hidden((*secrets, *tokens_in(answer.body or b"")))
        raise error

    def _observer(self, operation: Operation[Any], *, whole_query: bool) -> Observer | None:
        hooks, logger = self.hooks, self._logger
        # As Hooks.watching, without the call.
        watching = hooks.before_request or hooks.after_response or hooks.on_error
        if not watching and not logger.isEnabledFor(logging.INFO):
            return None
        from ..auth.redaction import Redactor
        from ..call.observer import Observer

        return Observer(
            operation.name,
            operation.path,
            hooks,
            logger,
            Redactor(
                self._spec.security_schemes.values(),
                parameters=[
                    each.name for each in operation.parameters if each.location == "header"
                ],
                fields=self.default_headers,
                query=self._query,
                whole_query=whole_query,
            ),
            self.clock,
        )
