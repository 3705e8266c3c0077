"""Masks credentials in what is logged or shown, by security scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote_plus

from ..http.masking import BLOT, masked, without, without_user
from ..service.security_schemes import SecurityScheme
from .secret_names import SECRET_NAME

_ALWAYS: Final = frozenset(("authorization", "proxy-authorization", "cookie", "set-cookie"))
"""Fields that carry credentials by the definition of HTTP itself (RFC 9110, RFC 6265)."""

_HARMLESS: Final = frozenset(
    (
        "accept",
        "accept-encoding",
        "accept-language",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "idempotency-key",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "prefer",
        "range",
        "user-agent",
        "x-idempotency-key",
    )
)
"""Fields of a request that say nothing of who sends it, unless they were set for a whole client."""

_URLS: Final = frozenset(("location", "content-location"))
_WITH_URLS: Final = frozenset(("link", "refresh"))


class Redactor:
    """Hides the credentials of one call.

    Args:
        schemes: the description's security schemes.
        parameters: names of the header parameters that the operation describes.
        fields: header fields that were set for the whole client.
        query: names of query parameters that were set for the whole client.
        whole_query: whether the service chose the query, as that of a link to the next page.
    """

    def __init__(
        self,
        schemes: Iterable[SecurityScheme],
        *,
        parameters: Iterable[str] = (),
        fields: Iterable[str] = (),
        query: Iterable[str] = (),
        whole_query: bool = False,
    ) -> None:
        headers: set[str] = set(_ALWAYS)
        names: set[str] = {name.lower() for name in query}
        # Cookies are hidden as a whole.
        hidden = {"header": headers, "query": names}
        for scheme in schemes:
            location, name = scheme.place or ("", "")
            if location in hidden:
                hidden[location].add(name.lower())
        headers |= {name.lower() for name in fields}
        self._headers = frozenset(headers)
        self._shown = _HARMLESS | {name.lower() for name in parameters}
        self._query = frozenset(names)
        self._whole_query = whole_query
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
        self._query |= {unquote_plus(pair.partition("=")[0]).lower() for pair in query}

    def request_headers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The fields of a request: values are shown where the package or the description put them
        there, and hidden where the client's user or a hook did.
        """
        return {
            name: self.text(value) if self._is_shown(name.lower()) else BLOT
            for name, value in fields.items()
        }

    def _is_shown(self, name: str) -> bool:
        if name in self._headers or name not in self._shown:
            return False
        return name in _HARMLESS or not SECRET_NAME.search(name)

    def response_headers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The fields of a response, without those that are credentials by their name, and without
        the queries of URLs in them.
        """
        return {name: self._response_field(name.lower(), value) for name, value in fields.items()}

    def _response_field(self, name: str, value: str) -> str:
        if name in self._headers or name in _WITH_URLS or SECRET_NAME.search(name):
            return BLOT
        # A service that sends us elsewhere may repeat the query, or sign it.
        return self.text(masked(value) if name in _URLS else value)

    def text(self, text: str) -> str:
        """``text`` without the credentials of the call."""
        return without(text, self._secrets)

    def url(self, url: str) -> str:
        """``url`` without user, password and secret query values."""
        base, mark, query = url.partition("?")
        base = self.text(without_user(base))
        if not mark:
            return base
        return f"{base}?{'&'.join(map(self._pair, query.split('&')))}"

    def _pair(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        plain = unquote_plus(name).lower()
        secret = self._whole_query or plain in self._query or SECRET_NAME.search(plain)
        return f"{name}={BLOT}" if equals and secret else self.text(pair)
