"""Proxies: which one a request uses, and its credentials."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from functools import lru_cache
from urllib.parse import unquote

from ..errors import ApiValueError
from ..http.origins import AddressError, Origin, parse
from ..lazy_patterns import lazy_pattern
from ..named_tuples import NamedTuple

_PROXY = lazy_pattern(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?([^@/?#]*)/?", re.DOTALL)
_BROKEN_SCHEME = lazy_pattern(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]")
"""``http:/user`` would be read as a user called ``http``."""
_SOCKS_PORT = 1080


class Proxy(NamedTuple):
    """A proxy.

    Attributes:
        scheme: ``http``, ``https``, ``socks4``, ``socks4a``, ``socks5`` or ``socks5h``.
        host: a name or an address; an IPv6 address in brackets.
        port: the default one filled in.
        user: the user name, unescaped; None if the URL has none.
        password: likewise.
    """

    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None

    @classmethod
    def of(cls, text: str, name: str) -> Proxy:
        """Reads the URL of a proxy; without a scheme it is an ``http`` one.

        Args:
            text: the URL.
            name: the setting or the environment variable, for messages.

        Raises:
            ApiValueError: it is none; the message does not repeat user and password.
        """
        found = _PROXY.fullmatch(text)
        scheme = "" if found is None else (found[1] or "http").lower()
        broken = found is not None and not found[1] and _BROKEN_SCHEME.match(found[2] or "")
        if found is None or broken or scheme not in _SCHEMES:
            raise ApiValueError(
                f"{name} is no URL of a proxy, such as http://proxy.example:3128; its scheme is one"
                f" of {', '.join(_SCHEMES)}"
            )
        socks = scheme.startswith("socks")
        try:
            # The host and the port are read as those of any address are.
            host, port = _host_and_port(found[3])
        except AddressError as error:
            raise ApiValueError(f"{name} is no URL of a proxy: {error}") from None
        default = _SOCKS_PORT if socks else _SCHEMES[scheme]
        user, colon, password = (found[2] or "").partition(":")
        return cls(
            scheme,
            host,
            port or default,
            unquote(user) if found[2] else None,
            unquote(password) if colon else None,
        )

    def __repr__(self) -> str:
        # Programs that report errors print the variables of every frame.
        return f"Proxy({self.url!r})"

    @property
    def url(self) -> str:
        """Its URL without user and password."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS instead of HTTP."""
        return self.scheme.startswith("socks")

    @property
    def headers(self) -> dict[str, str]:
        """The header fields that say who the user is (RFC 9110, section 11.7.2), in UTF-8."""
        if self.user is None:
            return {}
        pair = f"{self.user}:{self.password or ''}".encode("utf-8", "surrogateescape")
        return {"Proxy-Authorization": f"Basic {b64encode(pair).decode()}"}


_SCHEMES = {
    "http": 80,
    "https": 443,
    "socks4": 1080,
    "socks4a": 1080,
    "socks5": 1080,
    "socks5h": 1080,
}


def _host_and_port(text: str) -> tuple[str, int | None]:
    origin = parse(f"http://{text}").origin
    has_port = text.rpartition(":")[2].isdecimal() and not text.endswith("]")
    return origin.host, origin.port if has_port else None


def check_proxy(text: str | None, *, asynchronous: bool) -> None:
    """Refuses the setting of a proxy that a client cannot use; see :func:`check_socks`."""
    if text:
        check_socks(Proxy.of(text, "proxy"), asynchronous=asynchronous)


def check_socks(proxy: Proxy, *, asynchronous: bool) -> None:
    """Refuses a SOCKS proxy that this installation cannot use.

    Raises:
        ApiValueError: it is one; the message says what to do.
    """
    if not proxy.is_socks:
        return
    if asynchronous:
        raise ApiValueError(
            f"the asynchronous client has no SOCKS proxies ({proxy.url}); give an http or https"
            " proxy, or a transport of your own"
        )
    from importlib.util import find_spec

    if find_spec("socks") is None:
        raise ApiValueError(
            f"a SOCKS proxy ({proxy.url}) needs PySocks: pip install 'urllib3[socks]'"
        )


def from_environment(origin: Origin) -> tuple[str, str] | None:
    """The variable that names a proxy for ``origin``, and what it holds; None: the connection is
    direct.
    """
    for name in (f"{origin.scheme}_proxy", "all_proxy"):
        variable, text = _variable(name)
        if text:
            return None if bypasses(origin, _variable("no_proxy")[1]) else (variable, text)
    return None


def _variable(name: str) -> tuple[str, str]:
    # A web server under CGI puts a client's "Proxy" header into HTTP_PROXY, so that one counts in
    # lower case only there.
    names = [name]
    if name != "http_proxy" or "REQUEST_METHOD" not in os.environ:
        names.append(name.upper())
    for each in names:
        text = os.environ.get(each, "").strip()
        if text:
            return each, text
    return name, ""


def bypasses(origin: Origin, no_proxy: str | None) -> bool:
    """Whether ``no_proxy`` names the host of ``origin``.

    Args:
        origin: where a request goes.
        no_proxy: entries separated by commas or blanks: ``*``, a name (which means all names below
            it, too), ``.domain`` or ``*.domain``, an address, a network (``10.0.0.0/8``,
            ``fd00::/8``); names and addresses with a port or without. A name may be written in its
            own script, and as a URL.
    """
    return bool(no_proxy) and any(
        _names(entry, origin.host, origin.port)
        for entry in re.split(r"[,\s]+", no_proxy or "")
        if entry
    )


@lru_cache(maxsize=256)
def _names(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    pattern, number = _entry(entry.lower())
    if number is not None and number != port:
        return False
    bare = host.strip("[]").removesuffix(".")
    if "/" in pattern or ":" in pattern or pattern.replace(".", "").isdecimal():
        return _is_within(bare, pattern)
    suffix = _ascii(pattern.removeprefix("*").removeprefix(".").removesuffix("."))
    return bool(suffix) and (bare == suffix or bare.endswith(f".{suffix}"))


_ENTRY = lazy_pattern(r"(?:https?://)?(?:\[([^\]]*)\](/[0-9]{1,3})?|([^:]*?))(?::([0-9]{1,5}))?/?")
"""A name, an address or a network, in brackets or not, and its port; some write it as a URL."""


def _entry(entry: str) -> tuple[str, int | None]:
    """The name, address or network of an entry, and its port."""
    found = _ENTRY.fullmatch(entry)
    if found is None:  # An IPv6 address without brackets.
        return entry, None
    inside, length, bare, port = found.groups()
    pattern = bare if inside is None else f"{inside}{length or ''}"
    return pattern, int(port) if port else None


def _ascii(name: str) -> str:
    """A name as it is sent; that of an origin has no other letters."""
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name  # No host is called so.


def _is_within(host: str, network: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        address, within = ip_address(host), ip_network(network, strict=False)
    except ValueError:
        return False
    # ::ffff:10.0.0.1 is another spelling of 10.0.0.1.
    mapped = getattr(address, "ipv4_mapped", None)
    return address in within or (mapped is not None and mapped in within)
