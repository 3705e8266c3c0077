"""URLs and texts as messages and logs may show them: without credentials."""

from __future__ import annotations

from collections.abc import Iterable

BLOT = "***"
"""Stands for a credential in a text."""


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
    """``text`` with each of ``secrets`` blotted out, longest first; tiny ones would blot out
    everything.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= 4:
            text = text.replace(secret, BLOT)
    return text


def masked(url: str) -> str:
    """``url`` with user, password and query replaced, whatever its form."""
    start, end = url.find("//"), url.rfind("@")
    shown = f"{url[:start]}//{BLOT}{url[end:]}" if 0 <= start < end else url
    base, mark, _ = shown.partition("?")
    return f"{base}?{BLOT}" if mark else base
