"""Masks credentials in URLs and texts of messages and logs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..lazy_patterns import lazy_pattern

BLOT = "***"
"""Replaces a credential in a text."""


def address(url: str) -> str:
    """``url`` as messages show it: without user and password, and without the query, which may hold
    anything.
    """
    return without_user(url.partition("?")[0])


def without_user(url: str) -> str:
    """A URL that has no query, without user and password."""
    scheme, slashes, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"


def without(text: str, secrets: Iterable[str]) -> str:
    """``text`` with each of ``secrets`` masked, in whatever form a service repeats it; tiny
    ones would blot out everything.
    """
    known = [secret for secret in secrets if len(secret) >= 4]
    if not known or not text:
        return text
    # Only messages of errors and logs get here.
    from .secret_encodings import places

    end, kept = 0, list[str]()
    for start, stop in places(text, known):
        kept += text[end:start], BLOT
        end = stop
    return "".join((*kept, text[end:]))


_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:[/\\]+|[/\\]+")


def masked(url: str) -> str:
    """``url`` with user, password, query and fragment replaced, whatever its form.

    What is no plain address may hold a password anywhere before its last ``@``.
    """
    # Errors are loaded long before an address is read.
    from .origins import AddressError, parse

    try:
        found = parse(url)
    except AddressError:
        before, at, behind = url.rpartition("@")
        scheme = _SCHEME.match(before)
        lead = f"{scheme[0] if scheme else ''}{BLOT}@" if at else ""
        return f"{lead}{_without_tail(behind)}"
    query = "" if found.query is None else f"?{BLOT}"
    return f"{found.origin}{found.path}{query}{f'#{BLOT}' if '#' in url else ''}"


def _without_tail(text: str) -> str:
    """``text`` without what is in the query or the fragment of a URL."""
    found = re.search("[?#]", text)
    return text if found is None else f"{text[: found.end()]}{BLOT}"
