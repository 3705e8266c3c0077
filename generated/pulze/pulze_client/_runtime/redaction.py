"""Blotting out credentials in what is logged or shown: known by the security schemes, not by a list of guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from .spec import ApiKey, MutualTLS, SecurityScheme

BLOT = "***"

_ALWAYS: frozenset[str] = frozenset(
    ("authorization", "proxy-authorization", "cookie", "set-cookie")
)
"""Fields that carry credentials by the definition of HTTP itself (RFC 9110, RFC 6265)."""


class Redactor:
    """Hides the credentials of one service.

    Args:
        schemes: the description's security schemes.
        fields: further header fields that carry a credential, such as one that the caller added.
    """

    def __init__(
        self, schemes: Iterable[SecurityScheme], fields: Iterable[str] = ()
    ) -> None:
        headers: set[str] = set(_ALWAYS)
        query: set[str] = set()
        for scheme in schemes:
            match scheme:
                case ApiKey(location="query"):
                    query.add(scheme.parameter.lower())
                case ApiKey(location="header"):
                    headers.add(scheme.parameter.lower())
                case ApiKey() | MutualTLS():
                    pass
                case _:
                    headers.add("authorization")
        self._headers = frozenset(headers | {name.lower() for name in fields})
        self._query = frozenset(query)

    def headers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """``fields`` with the values of secret ones blotted out."""
        return {
            name: BLOT if name.lower() in self._headers else value
            for name, value in fields.items()
        }

    def url(self, url: str) -> str:
        """``url`` without user, password and secret query values."""
        base, mark, query = url.partition("?")
        scheme, slashes, rest = base.partition("://")
        host, slash, path = rest.partition("/")
        host = host.rpartition("@")[2]
        base = f"{scheme}{slashes}{host}{slash}{path}"
        if not mark or not self._query:
            return base + mark + query
        return f"{base}?{'&'.join(map(self._pair, query.split('&')))}"

    def _pair(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        secret = equals and unquote(name).lower() in self._query
        return f"{name}={BLOT}" if secret else pair


def address(url: str) -> str:
    """``url`` as messages show it: without user and password, and without the query, which may hold anything."""
    return Redactor(()).url(url.partition("?")[0])


def without(text: str, secrets: Iterable[str]) -> str:
    """``text`` with each of ``secrets`` blotted out, longest first; tiny ones would blot out everything."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= 4:
            text = text.replace(secret, BLOT)
    return text
