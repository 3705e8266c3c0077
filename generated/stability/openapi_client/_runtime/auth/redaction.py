"""Blotting out credentials in what is logged or shown: known by the security schemes, not by a list
of guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from ..http.masking import BLOT, without, without_user
from ..service.security_schemes import SecurityScheme

_ALWAYS: frozenset[str] = frozenset(
    ("authorization", "proxy-authorization", "cookie", "set-cookie")
)
"""Fields that carry credentials by the definition of HTTP itself (RFC 9110, RFC 6265)."""


_URLS: frozenset[str] = frozenset(("location", "content-location"))


class Redactor:
    """Hides the credentials of one service.

    Args:
        schemes: the description's security schemes.
        fields: further header fields that carry a credential, such as one that the caller added.
    """

    def __init__(self, schemes: Iterable[SecurityScheme], fields: Iterable[str] = ()) -> None:
        headers: set[str] = set(_ALWAYS)
        query: set[str] = set()
        # Cookies are hidden as a whole.
        hidden = {"header": headers, "query": query}
        for scheme in schemes:
            location, name = scheme.place or ("", "")
            if location in hidden:
                hidden[location].add(name.lower())
        self._headers = frozenset(headers | {name.lower() for name in fields})
        self._query = frozenset(query)
        self._secrets: tuple[str, ...] = ()

    def hide(self, headers: Iterable[str], query: Iterable[str], secrets: Iterable[str]) -> None:
        """Hides further credentials, which no scheme may know: those of one call.

        Args:
            headers: names of header fields.
            query: escaped ``name=value`` pairs.
            secrets: texts to hide wherever they stand.
        """
        self._secrets = tuple(secrets)
        self._headers |= {name.lower() for name in headers}
        self._query |= {unquote(pair.partition("=")[0]).lower() for pair in query}

    def headers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """``fields`` with the values of secret ones blotted out, in URLs too."""
        return {name: self._field(name.lower(), value) for name, value in fields.items()}

    def _field(self, name: str, value: str) -> str:
        if name in self._headers:
            return BLOT
        # A service that sends us elsewhere may repeat the query.
        shown = self.url(value) if name in _URLS else value
        return without(shown, self._secrets)

    def url(self, url: str) -> str:
        """``url`` without user, password and secret query values."""
        base, mark, query = url.partition("?")
        base = without_user(base)
        if not mark or not self._query:
            return base + mark + query
        return f"{base}?{'&'.join(map(self._pair, query.split('&')))}"

    def _pair(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        secret = equals and unquote(name).lower() in self._query
        return f"{name}={BLOT}" if secret else pair
