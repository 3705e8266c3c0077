"""Where a redirect leads, and what may go along (RFC 9110, section 15.4)."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

from .effects import Head
from .errors import RedirectError
from .transport import Request

MAX_REDIRECTS = 10
REDIRECTS = frozenset((301, 302, 303, 307, 308))
"""The statuses that name another place to ask; 300 and 304 do not."""


def redirect(request: Request, head: Head) -> Request | None:
    """The request that a redirect asks for, or None if it is to be taken as the reply.

    GET and HEAD follow every redirect; another method only 303, which says "now GET that" (RFC 9110, section 15.4).

    Raises:
        RedirectError: it leads nowhere.
    """
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
    # Servers send blanks and bare UTF-8 (which arrives as Latin-1) although a URL has neither.
    try:
        raw = location.strip().encode("latin-1")
    except UnicodeEncodeError:
        raw = location.strip().encode()
    return quote(raw, safe="!#$%&'()*+,/:;=?@[]~")
