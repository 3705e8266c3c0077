"""Descriptions on other hosts: fetched only from those that the user allows by name."""

from __future__ import annotations

import urllib.request
from http.client import HTTPMessage
from typing import IO, Final
from urllib.parse import urlsplit

TIMEOUT: Final = 20.0
"""Seconds until a silent server is given up."""

LARGEST: Final = 32 * 1024 * 1024
"""Bytes that a remote file may have."""


class RemoteError(Exception):
    """A remote file that was not fetched; its text says why."""


class _SameRules(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the first request might have gone as well."""

    def __init__(self, allowed_hosts: frozenset[str]) -> None:
        super().__init__()
        self.allowed_hosts = allowed_hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        require_allowed(newurl, self.allowed_hosts)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def require_allowed(url: str, allowed_hosts: frozenset[str]) -> None:
    """Makes sure that ``url`` may be fetched.

    Raises:
        RemoteError: it is not an https URL, or its host is not allowed.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise RemoteError(f"{url!r} is no URL: {error}") from None
    if parts.scheme != "https":
        raise RemoteError(f"only https is fetched, and {url!r} is {parts.scheme or 'relative'}")
    if host not in allowed_hosts:
        raise RemoteError(f"the host {host!r} is not allowed")


def fetch(url: str, allowed_hosts: frozenset[str]) -> bytes:
    """Fetches a file.

    Args:
        url: an absolute https URL.
        allowed_hosts: the host names that may be asked; redirects obey them too.

    Raises:
        RemoteError: the host is not allowed, does not answer in time, answers with an error, or
            sends too much.
    """
    require_allowed(url, allowed_hosts)
    opener = urllib.request.build_opener(_SameRules(allowed_hosts))
    try:
        with opener.open(url, timeout=TIMEOUT) as response:
            raw: bytes = response.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise RemoteError(f"{url} cannot be fetched: {error}") from None
    if len(raw) > LARGEST:
        raise RemoteError(
            f"{url} has more than {LARGEST // (1024 * 1024)} MB, which is too much for a"
            " description"
        )
    return raw
