"""Whether a redirect is followed, and what is sent along (RFC 9110, section 15.4)."""

from __future__ import annotations

from urllib.parse import quote

from ..auth.request_credentials import Credentials
from ..errors import RedirectError
from ..http.credential_scope import Scope, Trail
from ..http.masking import masked, without
from ..http.origins import Address, AddressError, parse, resolve, with_missing
from ..transport.body_reader import ACCEPT_ENCODING
from ..transport.effects import Head
from ..transport.protocol import Request
from .call import Call
from .request_secrets import secret_texts
from .retries import replayable

MAX_REDIRECTS = 10
REDIRECTS = frozenset((301, 302, 303, 307, 308))
"""The statuses that name another place to ask; 300 and 304 do not."""

_SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "QUERY"))
_OF_CONTENT = frozenset(
    (
        "content-encoding",
        "content-language",
        "content-length",
        "content-type",
        "idempotency-key",
    )
)
_OF_RANGES = frozenset(("range", "if-range"))


def redirect(call: Call, request: Request, head: Head, credentials: Credentials) -> Request | None:
    """The request that a redirect leads to, or None if it is to be taken as the response.

    GET, HEAD and the other safe methods follow every redirect. Another method follows 303, which
    says "now GET that", and 307 and 308, which keep method and body, within the origin and where
    the body can be sent once more. ``call.trail`` says afterwards where the redirect led, and why
    it was not followed.

    Args:
        call: what is under way.
        request: what was answered.
        head: the redirect.
        credentials: those of the call.

    Raises:
        RedirectError: it leads to no address that a call may go to, or to several.
    """
    location, *others = head.headers.get_all("location") or [""]
    if not location:
        return None
    if any(other != location for other in others):
        raise RedirectError("a redirect names several places, and none is followed")
    trail = call.trail or Trail(scope=Scope(call.home, call.trusted))
    method = _method(request.method, head.status)
    try:
        source = parse(request.url)
        target = resolve(source, _as_sent(location))
    except AddressError as error:
        place = without(masked(location), secret_texts(call))[:200]
        raise RedirectError(
            f"a redirect leads to {place!r}, which is not followed: {error}"
        ) from None
    inside = trail.inside and trail.scope.admits(target.origin)
    refusal = _refusal(request, method, inside)
    if refusal or method is None:
        call.trail = trail._replace(address=target, refusal=refusal)
        return None
    call.trail = Trail(trail.scope.moved(target.origin) if inside else trail.scope, inside, target)
    kept = method == request.method
    return Request(
        method,
        _with_query(call, target, credentials) if inside else str(target),
        (
            _headers(request, kept=kept, host=source.origin == target.origin)
            if inside
            else _harmless(call, request)
        ),
        request.body if kept else None,
    )


def _with_query(call: Call, target: Address, credentials: Credentials) -> str:
    """An address of the scope with what goes with every request there: credentials, and what was
    set for the whole client.
    """
    wide = tuple(call.client_query.split("&")) if call.client_query else ()
    return str(target._replace(query=with_missing(target.query, (*credentials.query, *wide))))


def _method(method: str, status: int) -> str | None:
    """The method of the next request; None where the redirect is not followed."""
    if status == 303:
        return method if method == "HEAD" else "GET"
    return method if method in _SAFE or status in (307, 308) else None


def _refusal(request: Request, method: str | None, inside: bool) -> str:
    """Why a redirect is not followed; empty if it is."""
    if method is None:
        return f"a {request.method} follows 303, 307 and 308 only"
    if method == request.method and request.body is not None:
        if not inside:
            return "a body goes to no other origin unless it is named in trusted_origins"
        if not replayable(request.body):
            return "the body cannot be sent a second time"
    if method not in _SAFE and not inside:
        return f"a {method} goes to no other origin unless it is named in trusted_origins"
    return ""


def _headers(request: Request, *, kept: bool, host: bool) -> dict[str, str]:
    """To an origin of the call's scope everything is sent along.

    Args:
        request: the one that was answered.
        kept: whether the body is sent along; otherwise nothing that describes it does.
        host: whether the origin is the same; otherwise a ``Host`` of the caller's does not go
            along.
    """
    dropped = frozenset[str]() if kept else _OF_CONTENT
    if not host:
        dropped |= {"host"}
    return {name: value for name, value in request.headers.items() if name.lower() not in dropped}


def _harmless(call: Call, request: Request) -> dict[str, str]:
    """What goes to any other origin: only what is neither a credential nor was set for the whole
    client.
    """
    wide = {name.lower() for name in call.client_headers}
    ranges = {
        name: value
        for name, value in request.headers.items()
        if name.lower() in _OF_RANGES and name.lower() not in wide
    }
    neutral = {"User-Agent": call.user_agent, "Accept-Encoding": ACCEPT_ENCODING}
    accept = {"Accept": call.accept} if call.accept else {}
    return neutral | accept | ranges


def _as_sent(location: str) -> str:
    # Services send bare UTF-8, which arrives as Latin-1 or with surrogates, although a URL has
    # none.
    try:
        raw = location.encode("latin-1")
    except UnicodeEncodeError:
        raw = location.encode("utf-8", "surrogateescape")
    return quote(raw.strip(b" \t"), safe=bytes(range(128)))


def note(call: Call) -> str:
    """Where redirects led, for messages; empty if there was none."""
    trail = call.trail
    if trail is None or trail.address is None:
        return ""
    # A service may repeat a credential in the path.
    shown = without(trail.address.shown, secret_texts(call))
    if trail.refusal:
        return f"it leads to {shown}, which was not followed: {trail.refusal}"
    return f"redirected to {shown}"
