"""URLs and origins: every address that a call goes to or follows is parsed here.

An address is read strictly as an ``http`` or ``https`` URI of RFC 3986 and written anew from what
was read. So what was decided on is what is connected to: a transport gets ASCII without user
information, odd ports, escapes or line breaks in the host, which all HTTP libraries understand
alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_plus

from ..lazy_patterns import lazy_pattern
from ..named_tuples import NamedTuple
from .percent_encoding import escape_beside

DEFAULT_PORTS = {"http": 80, "https": 443}


class AddressError(ValueError):
    """A text is no address that a call may go to; the message says why, without repeating the
    text.
    """


class Origin(NamedTuple):
    """What credentials belong to (RFC 6454): scheme, host and port.

    Attributes:
        scheme: ``http`` or ``https``.
        host: a name in lower case, an IPv4 address, or an IPv6 address in brackets.
        port: the default one filled in.
    """

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        if self.port == DEFAULT_PORTS[self.scheme]:
            return f"{self.scheme}://{self.host}"
        return f"{self.scheme}://{self.host}:{self.port}"


class Address(NamedTuple):
    """An absolute ``http`` or ``https`` URL without a fragment.

    Attributes:
        origin: where it leads.
        path: escaped; empty, or from the first ``/`` on.
        query: escaped, without ``?``; None if there is none.
    """

    origin: Origin
    path: str
    query: str | None

    def __str__(self) -> str:
        path = self.path or "/"
        if self.query is None:
            return f"{self.origin}{path}"
        return f"{self.origin}{path}?{self.query}"

    @property
    def shown(self) -> str:
        """The address as messages show it: without its query, which may hold anything."""
        return f"{self.origin}{self.path or '/'}"

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"


_ABSOLUTE = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHORITY = lazy_pattern(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]+))?")
_LABEL = lazy_pattern(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = lazy_pattern(r"(?:0x[0-9a-f]*|[0-9]+)")
_FORBIDDEN = lazy_pattern("[\x00-\x1f\x7f-\x9f\\\\\ud800-\udfff\u2028\u2029]")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = f"{_PATH_SAFE}?"


def begins_with_scheme(text: str) -> bool:
    """Whether a text looks like a whole address, of whatever scheme."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def parse(text: str) -> Address:
    """Reads an absolute address.

    The authority must be plain: a scheme, ``://``, a host in ASCII, and a port or none. Characters
    that a path or a query cannot hold by RFC 3986, but which services write there (blanks,
    brackets, letters of other scripts), are escaped.

    Raises:
        AddressError: it is anything else.
    """
    _check_characters(text)
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in DEFAULT_PORTS:
        if _ABSOLUTE.match(text) is None:
            raise AddressError("it has no scheme, such as https://")
        raise AddressError("its scheme is neither http nor https")
    if not rest.startswith("//"):
        raise AddressError("after its scheme there must be //")
    whole, query = _without_query(rest[2:])
    authority, slash, path = whole.partition("/")
    origin = _origin(scheme, authority)
    if not slash and "@" in rest:
        # Some read "http://a#@b" or "http://a?@b" as user and host.
        raise AddressError("it holds an @ before its path")
    return Address(origin, escape_beside(slash + path, _PATH_SAFE), _escaped_query(query))


def _check_characters(text: str) -> None:
    if text.isascii() and text.isprintable() and "\\" not in text:
        return
    if _FORBIDDEN.search(text):
        raise AddressError("it holds a backslash, a line break or a control character")


def _without_query(text: str) -> tuple[str, str | None]:
    """What is before the query, and the query, which may be none; a fragment does not count."""
    before, mark, query = text.partition("#")[0].partition("?")
    return before, query if mark else None


def _escaped_query(query: str | None) -> str | None:
    return query and escape_beside(query, _QUERY_SAFE)


@lru_cache(maxsize=256)
def _origin(scheme: str, authority: str) -> Origin:
    if not authority:
        raise AddressError("it names no host")
    if "@" in authority:
        raise AddressError("it holds a user or a password (text before an @)")
    if not authority.isascii():
        raise AddressError("its host is not ASCII; a name in another script is written as xn--…")
    if "%" in authority:
        raise AddressError("its host holds a percent sign")
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise AddressError("its host and port are not written as host or host:port")
    host, port = found[1].lower(), found[2]
    if port is not None and (port.startswith("0") or len(port) > 5 or int(port) > 65535):
        raise AddressError("its port is not from 1 to 65535")
    return Origin(scheme, _host(host), int(port) if port else DEFAULT_PORTS[scheme])


def _host(host: str) -> str:
    """A host in its one spelling."""
    if host.startswith("["):
        from ipaddress import IPv6Address

        try:
            return f"[{IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            raise AddressError("its host is no IPv6 address") from None
    # A final dot is kept: the name is another one to certificates and cookies, so its origin is
    # another one too.
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(map(_is_label, labels)):
        raise AddressError("its host is no name that can be looked up")
    if labels[-1][:1].isdigit() and _NUMBER.fullmatch(labels[-1]):
        from ipaddress import IPv4Address

        try:
            return str(IPv4Address(host))
        except ValueError:
            raise AddressError("its host is no IPv4 address of four numbers") from None
    return host


def _is_label(text: str) -> bool:
    return (text.isalnum() and len(text) < 64) or _LABEL.fullmatch(text) is not None


def resolve(base: Address, reference: str) -> Address:
    """Reads a reference as RFC 3986, section 5.2, resolves it.

    Args:
        base: the address of what holds the reference.
        reference: an absolute address, or a path or query within the origin of ``base``. Blanks
            around it do not count.

    Raises:
        AddressError: it is neither. ``//host/path`` is refused: where it leads depends on who
            reads it.
    """
    text = reference.strip(" ")
    if _ABSOLUTE.match(text):
        return parse(text)
    _check_characters(text)
    if text.startswith("//"):
        raise AddressError("it begins with // instead of a scheme")
    path, query = _without_query(text)
    path, query = escape_beside(path, _PATH_SAFE), _escaped_query(query)
    if not path:
        return base._replace(query=base.query if query is None else query)
    if not path.startswith("/"):
        path = f"{base.path[: base.path.rfind('/') + 1] or '/'}{path}"
    return Address(base.origin, _without_dots(path), query)


def _without_dots(path: str) -> str:
    """``path`` without ``.`` and ``..`` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return f"/{'/'.join(kept)}"


def parse_origin(text: str) -> Origin:
    """Reads an origin: an address that has neither path nor query; a final slash does not count.

    Raises:
        AddressError: it is invalid.
    """
    address = parse(text)
    if address.path not in ("", "/") or address.query is not None or "#" in text:
        raise AddressError("an origin is scheme, host and port, without a path or a query")
    return address.origin


def origins(texts: Iterable[str]) -> frozenset[Origin]:
    """Reads several origins; see :func:`parse_origin`."""
    return frozenset(map(parse_origin, texts))


def with_missing(query: str | None, pairs: Iterable[str], *, first: bool = False) -> str | None:
    """A query with those of ``pairs`` whose names it does not have.

    Args:
        query: escaped, or None.
        pairs: escaped, ``name=value`` each.
        first: whether they are put before it.
    """
    present = {_name(pair) for pair in query.split("&")} if query else set[str]()
    added = [pair for pair in pairs if _name(pair) not in present]
    if not added:
        return query
    if query:
        added = [*added, query] if first else [query, *added]
    return "&".join(added)


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


class Base(NamedTuple):
    """Where paths are appended.

    Attributes:
        url: origin and path, without a final slash.
        query: what some write behind a base URL, escaped; or empty.
        origin: its origin.
        named: whether the user said so; otherwise it is the description's.
    """

    url: str
    query: str
    origin: Origin
    named: bool

    def __repr__(self) -> str:
        # Without the query, which may hold a key.
        return f"Base({self.url!r})"

    @property
    def address(self) -> Address:
        """The base as what relative references are resolved against."""
        return Address(self.origin, f"{self.url[len(str(self.origin)) :]}/", None)


class Link(NamedTuple):
    """An address that the service named and a call goes to.

    Attributes:
        base: its origin; path and query are those of the call.
        inside: whether credentials, and what was set for the whole client, may go there.
    """

    base: Base
    inside: bool
