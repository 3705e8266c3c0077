"""The rules of a call: credentials, redirects, repetitions. Written once, as a generator of effects (see :mod:`.effects`)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from .clock import Clock
from .credentials import NOTHING, Credentials
from .effects import Drop, Effect, Head, Read, Send, Sleep
from .errors import ApiConnectionError, ApiTimeoutError, RedirectError
from .headers import Headers
from .oauth2 import TokenCache
from .options import Retries
from .transport import Request, RequestBody, Timeouts
from .watching import Watcher

MAX_REDIRECTS = 10

IDEMPOTENT = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"))
"""Methods that may be repeated (RFC 9110, section 9.2.2; QUERY by its own specification)."""

Gather: TypeAlias = Callable[[], Credentials | Generator[Effect, Any, Credentials]]


@dataclass(slots=True, kw_only=True)
class Call:
    """Everything that the policy must know about one call.

    Attributes:
        method, url, headers, cookies, body: the request, without credentials.
        own_headers: whether header fields of the caller's may be among them.
        gather: finds the credentials.
        repeatable: whether a second attempt does no harm.
        keeps_open: tells for a reply whether its body is left for the caller to read.
        watcher: sees each attempt, or None if nobody looks.
        tokens: the OAuth2 tokens, to drop one that is refused.
        secrets: the credentials that were sent, once they are known; messages must hide them.
    """

    method: str
    url: str
    headers: dict[str, str]
    cookies: str
    own_headers: bool
    body: RequestBody
    gather: Gather | None
    timeout: Timeouts
    retries: Retries
    repeatable: bool
    keeps_open: Callable[[Head], bool]
    clock: Clock
    tokens: TokenCache
    watcher: Watcher | None = None
    secrets: list[str] = field(default_factory=list[str], repr=False)

    def request(self, credentials: Credentials) -> Request:
        """The request of one attempt, credentials included."""
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
        return Request(
            self.method, _with_query(self.url, credentials), headers, self.body
        )


class Answer:
    """A reply: with its body, or open.

    Attributes:
        body: all of it, or None if it is still to be read from ``response``.
        response: the open reply, or None.
    """

    __slots__ = ("body", "headers", "reason", "response", "status")

    def __init__(self, head: Head, body: bytes | None) -> None:
        self.status = head.status
        self.reason = head.reason
        self.headers: Headers = head.headers
        self.body = body
        self.response = head if body is None else None


Steps: TypeAlias = Generator[Effect, Any, Answer]


def exchange(call: Call) -> Steps:
    """Makes one call: as many attempts as it takes and the policy allows.

    Raises:
        ApiConnectionError: the last attempt brought no reply.
        MissingCredentials: before anything was sent.
    """
    found = NOTHING if call.gather is None else call.gather()
    credentials = found if isinstance(found, Credentials) else (yield from found)
    number, renewed = 0, False
    while True:
        request = call.request(credentials)
        if call.watcher is not None:
            call.watcher.begin(request, number + 1)
        try:
            answer = yield from _attempt(call, request)
        except ApiConnectionError as error:
            wait = _wait_after_error(call, error, number)
            if call.watcher is not None:
                call.watcher.failed(error, wait)
            if wait is None:
                raise
        else:
            if call.watcher is not None:
                call.watcher.answered(answer.status, answer.headers)
            if 200 <= answer.status <= 299:
                return answer
            if answer.status == 401 and credentials.grant is not None and not renewed:
                # The token may have been withdrawn early: one new token, one more attempt.
                renewed = True
                if _replayable(call.body):
                    yield from _discard(answer)
                    call.tokens.forget(credentials.grant, credentials.token)
                    credentials = yield from _credentials(call)
                    continue
            wait = _wait_after_reply(call, answer, number)
            if wait is None:
                return answer
            yield from _discard(answer)
        number += 1
        if wait > 0:
            yield Sleep(wait)


def _credentials(call: Call) -> Generator[Effect, Any, Credentials]:
    found = NOTHING if call.gather is None else call.gather()
    return found if isinstance(found, Credentials) else (yield from found)


def _attempt(call: Call, request: Request) -> Steps:
    """Sends a request and follows where it leads."""
    total = call.timeout.total
    deadline = None if total is None else call.clock.monotonic() + total
    followed = 0
    while True:
        head: Head = yield Send(request, call.timeout)
        try:
            target = _redirect(request, head)
        except RedirectError:
            yield from _discard(Answer(head, None))
            raise
        if target is None:
            break
        yield from _discard(Answer(head, None))
        followed += 1
        if followed > MAX_REDIRECTS:
            raise RedirectError(f"more than {MAX_REDIRECTS} redirects")
        request = target
    if call.keeps_open(head):
        return Answer(head, None)
    body: bytes = yield Read(head, deadline)
    return Answer(head, body)


def _discard(answer: Answer) -> Generator[Effect, Any, None]:
    """Frees the connection of a reply that nobody needs; a short body is read, so that the connection can be used again."""
    if answer.response is None:
        return
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) <= 65536:
        try:
            yield Read(answer.response, None)
        except ApiConnectionError:
            return  # It was of no use, and its connection is closed.
    else:
        yield Drop(answer.response)


# --- redirects ---------------------------------------------------------------------------------------


def _redirect(request: Request, head: Head) -> Request | None:
    """The request that a redirect asks for, or None if the reply is final.

    GET and HEAD follow every redirect; another method only 303, which says "now GET that" (RFC 9110, section 15.4).
    """
    if head.status not in (301, 302, 303, 307, 308):
        return None
    location = head.headers.get("location")
    if not location or (request.method not in ("GET", "HEAD") and head.status != 303):
        return None
    try:
        url = urljoin(request.url, _safe_location(location))
        origin = origin_of(url)
    except ValueError:
        raise RedirectError("a redirect leads to something that is no URL") from None
    if origin[0] not in ("http", "https") or not origin[1]:
        raise RedirectError("a redirect leads to something else than HTTP")
    method = request.method if request.method in ("GET", "HEAD") else "GET"
    return Request(
        method,
        url.partition("#")[0],
        _redirected_headers(request, url, method),
        request.body if method == request.method else None,
    )


_NEUTRAL = frozenset(("accept", "accept-encoding", "accept-language", "user-agent"))


def _redirected_headers(request: Request, url: str, method: str) -> dict[str, str]:
    """To the same origin everything goes along, to another one only what can be no credential."""
    if origin_of(url) == origin_of(request.url):
        dropped = () if method == request.method else ("content-type", "content-length")
        return {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in dropped
        }
    return {
        name: value
        for name, value in request.headers.items()
        if name.lower() in _NEUTRAL
    }


def origin_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port, the default port filled in."""
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 80
    return parts.scheme, parts.hostname or "", parts.port or default


def _safe_location(location: str) -> str:
    from urllib.parse import quote

    # Servers send blanks and bare UTF-8 (which arrives as Latin-1) although a URL has neither.
    try:
        raw = location.strip().encode("latin-1")
    except UnicodeEncodeError:
        raw = location.strip().encode()
    return quote(raw, safe="!#$%&'()*+,/:;=?@[]~")


def _with_query(url: str, credentials: Credentials) -> str:
    if not credentials.query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{'&'.join(credentials.query)}"


# --- repetitions -------------------------------------------------------------------------------------


def _replayable(body: RequestBody) -> bool:
    return body is None or isinstance(body, bytes) or body.replayable


def _wait_after_error(
    call: Call, error: ApiConnectionError, number: int
) -> float | None:
    """Seconds until the next attempt, or None if there is none."""
    if type(error) not in (ApiConnectionError, ApiTimeoutError):
        return None
    if number >= call.retries.count or not _replayable(call.body):
        return None
    return _backoff(call, number) if call.repeatable or not error.sent else None


def _wait_after_reply(call: Call, answer: Answer, number: int) -> float | None:
    retries = call.retries
    if number >= retries.count or answer.status not in retries.statuses:
        return None
    if not call.repeatable or not _replayable(call.body):
        return None
    asked = retry_after(answer.headers, call.clock)
    if asked is None or not retries.respect_retry_after:
        return _backoff(call, number)
    return asked if asked <= retries.max_wait else None


def _backoff(call: Call, number: int) -> float:
    retries = call.retries
    wait = min(retries.max_wait, retries.backoff * 2.0**number)
    return wait * (1.0 - retries.jitter * call.clock.random())


def retry_after(headers: Headers, clock: Clock) -> float | None:
    """The seconds that ``Retry-After`` asks for (RFC 9110, section 10.2.3), or None if it says nothing that makes sense."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, clock)
    return seconds if 0.0 <= seconds < float("inf") else None


def _until(text: str, clock: Clock) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    try:
        return max(0.0, mktime_tz(parsed) - clock.time())
    except (ValueError, OverflowError):
        return None
