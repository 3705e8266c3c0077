"""One call: what is known before it is sent, and its exchange."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ..auth.request_credentials import Credentials
from ..clock import Clock
from ..http.headers import Headers
from ..http.origins import Origin, with_missing
from ..service.options import Retries
from ..transport.protocol import Request, RequestBody, Timeouts

if TYPE_CHECKING:
    from ..http.credential_scope import Trail
    from ..service.response_rules import ThrottlingRule
    from ..transport.effects import Effect, Head
    from .observer import Observer

    Gather: TypeAlias = Callable[[], Credentials | Generator[Effect, Any, Credentials]]


class Call:
    """Everything that the policy must know about one call; who makes one sets all of its
    attributes.

    Attributes:
        operation: what messages call the operation.
        method, url, headers, cookies, body: the request, without credentials.
        home, trusted: the origin that the call is addressed to, and those that the user named
            besides.
        client_headers: the header fields that were set for the whole client.
        client_query: the escaped query of the whole client, which ``url`` has already.
        accept, user_agent: what a request to any other origin carries.
        asks_stream: whether a stream is asked for; None, where there is no choice.
        trail: where redirects have led, or None.
        own_headers: whether header fields of the caller's may be among them.
        credentials: what goes with the request, where that is known at once; otherwise None.
        gather: finds the credentials where it is not.
        timeout, retries: those of the call.
        max_size: the most bytes that a response may have which is read into memory.
        repeatable: whether a second attempt does no harm.
        leaves_open: tells for a response whether its body is left for the caller to read.
        reads_json: tells for a status and a content type whether a body becomes data, if it is
            JSON.
        clock: tells the time.
        observer: sees each attempt; None without hooks and log.
        secrets: the credentials that were sent, once they are known; messages must hide them.
        secret_fields: header fields of the client's that count as credentials.
        sign: the user's own function that sees each request as it is sent, or None.
        throttling: how responses say that the call came too early.
        watches: whether successful responses may say so.
    """

    # No __init__: two dozen arguments would cost more than all that a call does beside them.

    __slots__ = (
        "accept",
        "asks_stream",
        "body",
        "client_headers",
        "client_query",
        "clock",
        "cookies",
        "credentials",
        "gather",
        "headers",
        "home",
        "leaves_open",
        "max_size",
        "method",
        "observer",
        "operation",
        "own_headers",
        "proxy",
        "reads_json",
        "repeatable",
        "retries",
        "secret_fields",
        "secrets",
        "sign",
        "throttling",
        "timeout",
        "trail",
        "trusted",
        "url",
        "user_agent",
        "watches",
    )

    operation: str
    method: str
    url: str
    headers: dict[str, str]
    home: Origin
    trusted: frozenset[Origin]
    client_headers: Mapping[str, str]
    client_query: str
    accept: str
    user_agent: str
    asks_stream: bool | None
    trail: Trail | None
    body: RequestBody
    cookies: str
    own_headers: bool
    proxy: str | None
    credentials: Credentials | None
    gather: Gather | None
    timeout: Timeouts
    retries: Retries
    max_size: int
    repeatable: bool
    leaves_open: Callable[[Head], bool]
    reads_json: Callable[[int, str], bool]
    clock: Clock
    observer: Observer | None
    secrets: list[str]
    secret_fields: tuple[str, ...]
    sign: Callable[[Request], Request] | None
    throttling: tuple[ThrottlingRule, ...]
    watches: bool

    @property
    def reached(self) -> str:
        """What answered, after redirects; without the credentials in its query, as far as the
        client put them there.
        """
        trail = self.trail
        if trail is None or trail.address is None or trail.refusal:
            return self.url
        return str(trail.address)

    @property
    def is_simple(self) -> bool:
        """Whether the first attempt needs nothing but to be sent: the credentials are known, nobody
        watches, no clock runs, no success may be a failure.
        """
        return (
            self.credentials is not None
            and self.observer is None
            and self.timeout.total is None
            and not self.watches
        )

    def move(self, home: Origin | None) -> None:
        """Addresses the call to another origin, which the token endpoint named; None: it stays."""
        if home is not None and home != self.home:
            self.url = f"{home}{self.url[len(str(self.home)):]}"
            self.home = home

    def first_request(self) -> Request:
        """The request of the first attempt of a call that is simple."""
        assert self.credentials is not None, "credentials must be resolved first"
        return self.request(self.credentials)

    def request(self, credentials: Credentials) -> Request:
        """The request of one attempt, credentials included."""
        return self.signed(self.unsigned(credentials), credentials)

    def signed(self, request: Request, credentials: Credentials) -> Request:
        """A request that is otherwise complete, with what can only then be said of it."""
        if credentials.signers:
            for sign in credentials.signers:
                request = sign(request)
        return request if self.sign is None else self.sign(request)

    def unsigned(self, credentials: Credentials) -> Request:
        """The request of one attempt, with all credentials that do not depend on the rest of it."""
        self.secrets = credentials.secrets
        headers = dict(self.headers)
        if not self.own_headers:
            headers.update(credentials.headers)
        else:
            # A field that the caller set is the caller's own credential.
            present = {name.lower() for name in headers}
            for name, value in credentials.headers.items():
                if name.lower() not in present:
                    headers[name] = value
        if self.cookies or credentials.cookies:
            given = (self.cookies,) if self.cookies else ()
            headers["Cookie"] = "; ".join((*given, *credentials.cookies))
        url = self.url
        if credentials.query:
            base, mark, query = url.partition("?")
            # A parameter that the caller set, or that a followed link repeats, stays as it is.
            url = f"{base}?{with_missing(query if mark else None, credentials.query)}"
        return Request(self.method, url, headers, self.body, self.operation)


class Exchange:
    """A response: with its body, or open.

    Attributes:
        body: all of it, or None if it is still to be read from ``response``.
        response: the open response, or None.
    """

    __slots__ = ("body", "headers", "reason", "response", "status")

    def __init__(self, head: Head, body: bytes | None) -> None:
        self.status = head.status
        self.reason = head.reason
        self.headers: Headers = head.headers
        self.body = body
        self.response = head if body is None else None
