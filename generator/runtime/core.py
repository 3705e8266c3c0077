"""What the synchronous and the asynchronous client have in common: settings, and how they turn into a call."""

# The modules of the runtime are one another's friends; its underscores are for the users of a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Callable, Generator, Mapping
from typing import Any, ClassVar, Self, TypeAlias

from .addresses import base_url, with_safe
from .clock import Clock, SystemClock
from .configuration import AccessToken, BaseConfiguration
from .credentials import gather, of_call
from .deprecation import warn_deprecated
from .effects import Effect
from .errors import ApiException, ApiTypeError, ApiValueError, exception_class
from .hooks import Hooks
from .limits import retries_of, timeouts_of
from .logs import package_logger, switch_on
from .oauth2 import TokenCache
from .operations import Body, Operation
from .options import CallOptions, Retries, Timeout
from .parameters import formatted
from .policy import IDEMPOTENT, Answer, Call, Gather, exchange, retry_after
from .redaction import Redactor
from .replies import ReplyPlan, error_data
from .requests import Draft, RequestPlan, add_query, merge_headers
from .servers import checked
from .spec import ApiKey, PackageSpec
from .transport import Request, Timeouts
from .unpacking import ACCEPT_ENCODING
from .watching import Watcher

_SYSTEM_CLOCK = SystemClock()

Query: TypeAlias = Mapping[str, object]


class Plans:
    """What is worked out once for an operation."""

    __slots__ = ("reply", "request")

    def __init__(self, operation: Operation[Any]) -> None:
        self.request = RequestPlan(operation)
        self.reply = ReplyPlan(operation)


def plans_of(operation: Operation[Any]) -> Plans:
    """The plans of a row, made at its first use."""
    plans: Plans | None = operation.compiled
    if plans is None:
        # Two threads may both make them; they are equal, and one of them stays.
        plans = operation.compiled = Plans(operation)
    return plans


class ClientCore:
    """Settings of a client, and the calls that follow from them. See ``BaseApiClient`` for what each of them means."""

    _configuration_class: ClassVar[type[BaseConfiguration]] = BaseConfiguration
    _default: ClassVar[Any] = None

    configuration: Any
    """The configuration, of the package's own class."""

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
        self.configuration = self._configured(
            configuration, host, access_token, api_key
        )
        self.default_headers: dict[str, str] = {}
        self._own_credential = transport is not None or header_name is not None
        self._secret_fields: tuple[str, ...] = ()
        if header_name is not None:
            if header_value is None:
                raise ApiTypeError("header_name needs a header_value")
            merge_headers(self.default_headers, {header_name: header_value})
            self._secret_fields = (header_name,)
        self.cookie = cookie
        self.hooks = Hooks()
        self.clock: Clock = _SYSTEM_CLOCK
        self._timeout = timeout
        self._retries = retries
        self._strict = strict
        self._host: str | None = None
        self._query: Query = {}
        self._logger = package_logger(self._spec.package)
        self._user_agent = f"{self._spec.package}/{self._spec.version or '0'}"
        self._tokens = TokenCache(lambda: self.clock, self._token_exchange)
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
            if any(each is not None for each in given):
                raise ApiTypeError(
                    "give a configuration, or host, access_token and api_key, not both"
                )
            return configuration
        kind = self._configuration_class
        if all(each is None for each in given):
            return kind.get_default()
        keys = self._keys(api_key) if isinstance(api_key, str) else api_key
        return kind(host=host, access_token=access_token, api_key=keys)

    def _keys(self, key: str) -> dict[str, str]:
        schemes = self._configuration_class._spec.security_schemes
        names = [name for name, scheme in schemes.items() if isinstance(scheme, ApiKey)]
        if not names:
            raise ApiValueError(
                "the service takes no API key; see access_token, or Configuration(username=..., password=...)"
            )
        return dict.fromkeys(names, key)

    @property
    def _spec(self) -> PackageSpec:
        spec: PackageSpec = self.configuration._spec
        return spec

    # --- settings that can change --------------------------------------------------------------------

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
        self,
        *,
        timeout: Timeout | None = None,
        retries: Retries | int | None = None,
        headers: Mapping[str, str] | None = None,
        query: Query | None = None,
        host: str | None = None,
        strict: bool | None = None,
        access_token: AccessToken | None = None,
        api_key: Mapping[str, str] | None = None,
    ) -> Self:
        """A copy with other settings; it shares the connections of this client, and closing it leaves them open.

        Args:
            timeout: seconds, or a pair (connect, read).
            retries: how often a failed call is repeated, or a :class:`~.options.Retries`.
            headers: further header fields for every call.
            query: further query parameters for every call.
            host: another base URL, for all operations.
            strict: whether a reply that does not fit its description is an error.
            access_token, api_key: other credentials.
        """
        twin = copy.copy(self)
        twin.default_headers = dict(self.default_headers)
        twin.hooks = self.hooks.copy()
        merge_headers(twin.default_headers, headers or {})
        if timeout is not None:
            timeouts_of(timeout)
            twin._timeout = timeout
        if retries is not None:
            retries_of(retries)
            twin._retries = retries
        if query is not None:
            twin._query = {**self._query, **query}
        if host is not None:
            twin._host = checked(host)
        if strict is not None:
            twin._strict = strict
        if access_token is not None or api_key is not None:
            twin.configuration = copy.copy(self.configuration)
            if access_token is not None:
                twin.configuration.access_token = access_token
            if api_key is not None:
                twin.configuration.api_key = {**self.configuration.api_key, **api_key}
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
        return Redactor(()).url(host)

    # --- from an operation to a call -----------------------------------------------------------------

    def _prepare(
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: CallOptions,
        plans: Plans,
        *,
        raw: bool,
    ) -> Call:
        """Everything about one call, ready for the policy."""
        if operation.deprecated or plans.request.deprecated:
            warn_deprecated(operation, plans.request.deprecated, values)
        if self.configuration.datetime_format or self.configuration.date_format:
            values = self._formatted(operation, values)
        draft = plans.request.draft(values, options)
        headers = self._headers(draft, operation)
        retries, timeout = options.retries, options.request_timeout
        return Call(
            method=draft.method,
            url=self._url(operation, draft, options),
            headers=headers,
            cookies=_cookies(self.cookie, draft.cookies),
            own_headers=draft.own_headers or bool(self.default_headers),
            body=draft.body,
            gather=self._gather(operation, options, headers),
            timeout=self._timeouts() if timeout is None else timeouts_of(timeout),
            retries=self._default_retries() if retries is None else retries_of(retries),
            repeatable=draft.method in IDEMPOTENT or bool(operation.idempotency_key),
            keeps_open=_always if raw else plans.reply.keeps_open,
            clock=self.clock,
            tokens=self._tokens,
            watcher=self._watcher(operation),
        )

    def _headers(self, draft: Draft, operation: Operation[Any]) -> dict[str, str]:
        headers = {"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING}
        if self.default_headers or draft.own_headers:
            merge_headers(headers, self.default_headers)
            merge_headers(headers, draft.headers)
        else:
            headers.update(draft.headers)
        key = operation.idempotency_key
        if key and not any(name.lower() == key.lower() for name in headers):
            headers[key] = os.urandom(16).hex()
        return headers

    def _url(
        self, operation: Operation[Any], draft: Draft, options: CallOptions
    ) -> str:
        base = self._base(operation, options)
        query = draft.query
        if self._query:
            query = add_query(query, self._query)
        if "?" in base:
            base, _, fixed = base.partition("?")
            query = f"{fixed}&{query}" if query else fixed
        path = draft.path if draft.path.startswith("/") else f"/{draft.path}"
        if self.configuration.safe_chars_for_path_param:
            path = with_safe(path, self.configuration.safe_chars_for_path_param)
        url = base.rstrip("/") + path
        return f"{url}?{query}" if query else url

    def _base(self, operation: Operation[Any], options: CallOptions) -> str:
        """The base URL of a call."""
        explicit = options.host or self._host
        if explicit:
            return checked(explicit)
        return base_url(operation, options.host_index, self.configuration)

    def _timeouts(self) -> Timeouts:
        given = self.configuration.timeout if self._timeout is None else self._timeout
        return timeouts_of(given)

    def _default_retries(self) -> Retries:
        given = self.configuration.retries if self._retries is None else self._retries
        return retries_of(given)

    def _is_strict(self, options: CallOptions) -> bool:
        if options.strict is not None:
            return options.strict
        return bool(self.configuration.strict if self._strict is None else self._strict)

    def _formatted(
        self, operation: Operation[Any], values: tuple[object, ...]
    ) -> tuple[object, ...]:
        configuration = self.configuration
        count = len(operation.parameters)
        return (
            *(
                formatted(
                    value, configuration.datetime_format, configuration.date_format
                )
                for value in values[:count]
            ),
            *values[count:],
        )

    def _undescribed(self, method: str, path: str, has_body: bool) -> Operation[Any]:
        """A row for a path that the description does not have; any credential that is set goes with it."""
        schemes = [(name,) for name in self._spec.security_schemes]
        return Operation(
            f"{method.upper()} {path.partition('?')[0]}",
            method.upper(),
            path,
            body=Body({"application/json": None}) if has_body else None,
            security=(*schemes, ()) if schemes else (),
        )

    # --- credentials -----------------------------------------------------------------------------------

    def _gather(
        self,
        operation: Operation[Any],
        options: CallOptions,
        headers: Mapping[str, str],
    ) -> Gather | None:
        if options.request_auth is not None:
            found = of_call(options.request_auth)
            return lambda: found
        if not operation.security:
            return None
        return lambda: gather(
            operation.security,
            operation.scopes,
            self.configuration,
            self._tokens,
            operation=operation.name,
            optional=lambda: self._own_credential or self._names_credential(headers),
        )

    def _names_credential(self, headers: Mapping[str, str]) -> bool:
        """Whether one of the caller's own header fields is one that carries a credential of the service."""
        fields = {"authorization"}
        for scheme in self._spec.security_schemes.values():
            if isinstance(scheme, ApiKey) and scheme.location == "header":
                fields.add(scheme.parameter.lower())
        return (
            any(name.lower() in fields for name in headers) or self.cookie is not None
        )

    def _token_exchange(self, request: Request) -> Generator[Effect, Any, bytes]:
        """Sends a token request with the client's timeout and retries: it may be repeated, a second token does no harm."""
        call = Call(
            method=request.method,
            url=request.url,
            headers={"User-Agent": self._user_agent, **request.headers},
            cookies="",
            own_headers=False,
            body=request.body,
            gather=None,
            timeout=self._timeouts(),
            retries=self._default_retries(),
            repeatable=True,
            keeps_open=lambda head: False,
            clock=self.clock,
            tokens=self._tokens,
        )
        answer = yield from exchange(call)
        if 200 <= answer.status <= 299:
            return answer.body or b""
        error = exception_class(answer.status)(
            http_resp=answer, body=(answer.body or b"").decode("utf-8", "replace")
        )
        error.method, error.url = request.method, Redactor(()).url(
            request.url.partition("?")[0]
        )
        error._hidden = (self.configuration.client_secret or "",)
        raise error

    # --- from an answer to a result --------------------------------------------------------------------

    def _watcher(self, operation: Operation[Any]) -> Watcher | None:
        logger = self._logger
        if not self.hooks.watching and not logger.isEnabledFor(logging.INFO):
            return None
        return Watcher(
            operation.name,
            operation.path,
            self.hooks,
            logger,
            Redactor(self._spec.security_schemes.values(), self._secret_fields),
            self.clock,
        )

    def _report(self, name: str) -> Callable[[Any], None]:
        """Tells the log and the hooks of a mismatch; the value itself may be confidential and is not logged."""

        def report(found: Any) -> None:
            self._logger.warning(
                "%s: the reply does not fit its description: %s: expected %s, got %s",
                name,
                found.path,
                found.expected,
                found.got,
            )
            for hook in self.hooks.on_mismatch:
                hook(found, name)

        return report

    def _error(
        self, operation: Operation[Any], call: Call, answer: Answer, plans: Plans
    ) -> ApiException:
        """The error that a reply stands for."""
        text, data = error_data(plans.reply, answer, self._report(operation.name))
        error = exception_class(answer.status)(http_resp=answer, body=text, data=data)
        error.method = call.method
        error.url = Redactor(()).url(call.url.partition("?")[0])
        error.retry_after = retry_after(answer.headers, self.clock)
        error._hidden = tuple(call.secrets)
        if call.watcher is not None:
            call.watcher.refused(error)
        return error


def _always(_: object) -> bool:
    return True


def _cookies(first: str | None, second: str) -> str:
    return f"{first}; {second}" if first and second else first or second
