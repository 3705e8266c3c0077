"""The table: how a credential was given, how an address was reached, and what kind of address it
is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal, TypeAlias

from docbound.runtime.service.options import CallOptions

HOME = "https://api.example.com/v1"
TRUSTED = ("https://files.example.net", "http://plain.example.net:8080")
SECRET = "S3CRET"
"""Stands in every credential of the table, and in everything that is set for a whole client."""

Verdict: TypeAlias = Literal["inside", "outside", "refused"]


@dataclass(frozen=True)
class Given:
    """A credential, or something that goes with every call, and how it was given.

    Attributes:
        name: in words.
        configuration: settings of the configuration.
        client: arguments of the client.
        options: those of the call.
        copy: arguments of ``with_options``.
        values: of the header and the cookie parameter of the operation.
        security: of the operation.
        environment: variables that are set.
        prepare: what is done with the client before the call.
    """

    name: str
    configuration: Mapping[str, Any] = field(default_factory=dict)
    client: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    copy: Mapping[str, Any] = field(default_factory=dict)
    values: tuple[object, object] = (None, None)
    security: tuple[tuple[str, ...], ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Any], object] = lambda client: None

    @property
    def call_options(self) -> CallOptions:
        return CallOptions(**self.options)


def _auth(place: str) -> dict[str, Any]:
    return {"request_auth": {"in": place, "key": "X-Auth", "value": SECRET}}


def _key(scheme: str) -> dict[str, Any]:
    return {"configuration": {"api_key": {scheme: SECRET}}, "security": ((scheme,),)}


BEARER = (("bearer",),)

GIVEN = (
    Given("access_token", configuration={"access_token": SECRET}, security=BEARER),
    Given(
        "access_token, a function",
        configuration={"access_token": lambda: SECRET},
        security=BEARER,
    ),
    Given(
        "access_token, environment",
        environment={"SAMPLE_TOKEN": SECRET},
        security=BEARER,
    ),
    Given("access_token, with_options", copy={"access_token": SECRET}, security=BEARER),
    Given("key in a header", **_key("key")),
    Given("key in the query", **_key("queryKey")),
    Given("key in a cookie", **_key("cookieKey")),
    Given("key with a prefix", **_key("prefixed")),
    Given("key of another HTTP scheme", **_key("digest")),
    Given("key, with_options", copy={"api_key": {"key": SECRET}}, security=(("key",),)),
    Given("key, environment", environment={"SAMPLE_KEY": SECRET}, security=(("key",),)),
    Given(
        "user name and password",
        configuration={"username": "me", "password": SECRET},
        security=(("basic",),),
    ),
    Given(
        "OAuth 2, fetched",
        configuration={"client_id": "me", "client_secret": f"{SECRET}-of-client"},
        security=(("oauth",),),
    ),
    Given(
        "two together",
        configuration={"api_key": {"key": SECRET, "queryKey": SECRET}},
        security=(("key", "queryKey"),),
    ),
    Given("header_name", client={"header_name": "X-Own", "header_value": SECRET}),
    Given("header_name Accept", client={"header_name": "Accept", "header_value": SECRET}),
    Given("header_name Range", client={"header_name": "Range", "header_value": SECRET}),
    Given("cookie", client={"cookie": f"a={SECRET}"}),
    Given("a default header", prepare=lambda it: it.set_default_header("X-Own", SECRET)),
    Given("a user agent", prepare=lambda it: setattr(it, "user_agent", SECRET)),
    Given("headers, with_options", copy={"headers": {"X-Tenant": SECRET}}),
    Given("query, with_options", copy={"query": {"tenant": SECRET}}),
    Given("_request_auth, header", options=_auth("header")),
    Given("_request_auth, query", options=_auth("query")),
    Given("_request_auth, cookie", options=_auth("cookie")),
    Given("_headers", options={"headers": {"X-Call": SECRET}}),
    Given("a header parameter", values=(SECRET, None)),
    Given("a cookie parameter", values=(None, SECRET)),
)


@dataclass(frozen=True)
class Target:
    """An address that the service names.

    Attributes:
        text: as the service writes it.
        verdict: ``inside``: what was given is sent along; ``outside``: it is not; ``refused``:
            nothing is sent there.
        url: where the request goes, without what is added to the query; empty: as written.
        home: the host that the client was given.
    """

    text: str
    verdict: Verdict
    url: str = ""
    home: str = HOME

    @property
    def address(self) -> str:
        return self.url or self.text


def _inside(text: str, url: str = "", home: str = HOME) -> Target:
    return Target(text, "inside", url, home)


def _outside(text: str, url: str = "", home: str = HOME) -> Target:
    return Target(text, "outside", url, home)


SPELLINGS = (
    "https://me:pw@api.example.com/y",
    "https://api.example.com@evil.example.org/y",
    "https://evil.example.org\\@api.example.com/y",
    "https://api.example.com\\.evil.example.org/y",
    "https:\\\\evil.example.org/y",
    "\\\\evil.example.org/y",
    "/\\evil.example.org/y",
    "//evil.example.org/y",
    "//api.example.com/y",
    "///evil.example.org/y",
    "https:evil.example.org/y",
    "https:/evil.example.org/y",
    "https:///evil.example.org/y",
    "https://api.example.com#@evil.example.org/y",
    "https://api.example.com?@evil.example.org/y",
    "https://api.example.com\t.evil.example.org/y",
    "ht\ttps://evil.example.org/y",
    "\thttps://evil.example.org/y\x00",
    "https://evil.example.org\x0b/y",
    "https://evil.example.org/y\x7f",
    "https://api.example.com evil.example.org/y",
    "https://аpi.example.com/y",  # a Cyrillic letter
    "https://api。example.com/y",  # an ideographic full stop
    "https://ａpi.example.com/y",  # a letter of double width
    "https://bücher.example/y",
    "https://%61pi.example.com/y",
    "https://api.example.com%2f@evil.example.org/y",
    "https://api.example.com%00.evil.example.org/y",
    "https://api.example.com:0/y",
    "https://api.example.com:65536/y",
    "https://api.example.com:0443/y",
    "https://api.example.com:+443/y",
    "https://api.example.com:443:443/y",
    "https://api.example.com:/y",
    "https://api.example.com:https/y",
    "https://api.example.com:４４３/y",
    "https://[fe80::1%25eth0]/y",
    "https://[::1]evil.example.org/y",
    "https://[::1/y",
    "https://[api.example.com]/y",
    "https://127.1/y",
    "https://0x7f.0.0.1/y",
    "https://2130706433/y",
    "https://api..example.com/y",
    "https://.example.com/y",
    "https://-/y",
    f"https://{'a' * 64}.example.com/y",
    "https://",
    "https://:443/y",
    "http:",
    "ftp://api.example.com/y",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ws://api.example.com/y",
)
"""What is no plain ``http`` or ``https`` address by RFC 3986."""

UPGRADE = "http://api.example.com/v1"

TARGETS = (
    _inside("https://api.example.com/y"),
    _inside("https://api.example.com:443/y", "https://api.example.com/y"),
    _inside("HTTPS://API.Example.com/y", "https://api.example.com/y"),
    _inside("https://api.example.com", "https://api.example.com/"),
    _inside("https://api.example.com/y?page=2"),
    _inside(
        "https://api.example.com/y?page[size]=2",
        "https://api.example.com/y?page%5Bsize%5D=2",
    ),
    _inside("https://api.example.com/y#part", "https://api.example.com/y"),
    _inside("https://api.example.com/@me/y"),
    _inside("/y?page=2", "https://api.example.com/y?page=2"),
    _inside("y", "https://api.example.com/v1/y"),
    _inside("../y", "https://api.example.com/y"),
    _inside("?page=2", "https://api.example.com/v1/x?page=2"),
    _inside("  /y  ", "https://api.example.com/y"),
    _inside("/.//evil.example.org/y", "https://api.example.com//evil.example.org/y"),
    _inside("https://files.example.net/y"),
    _inside("https://files.example.net:443/y", "https://files.example.net/y"),
    _inside("http://plain.example.net:8080/y"),
    _inside("http://127.0.0.1:8080/y", home="http://127.0.0.1:8080"),
    _inside("http://[::1]:8080/y", home="http://[0:0::1]:8080"),
    _inside("http://api.example.com:80/y", "http://api.example.com/y", UPGRADE),
    _inside("https://api.example.com/y", home=UPGRADE),
    _outside("https://evil.example.org/y"),
    _outside("http://api.example.com/y"),
    _outside("http://api.example.com:443/y"),
    _outside("https://api.example.com:8443/y"),
    _outside("https://example.com/y"),
    _outside("https://www.api.example.com/y"),
    _outside("https://evilapi.example.com/y"),
    _outside("https://api.example.com.evil.example.org/y"),
    _outside("https://api.example.com./y"),
    _outside("https://xn--pi-7cd.example.com/y"),
    _outside("https://evil.example.org/y?https://api.example.com/"),
    _outside("http://files.example.net/y"),
    _outside("https://files.example.net:8443/y"),
    _outside("https://plain.example.net/y"),
    _outside("http://plain.example.net/y"),
    _outside("https://127.0.0.1:8080/y", home="http://127.0.0.1:8080"),
    _outside("http://127.0.0.2:8080/y", home="http://127.0.0.1:8080"),
    _outside("http://localhost:8080/y", home="http://127.0.0.1:8080"),
    _outside("https://api.example.com:8443/y", home=UPGRADE),
    _outside("https://api.example.com/y", home="http://api.example.com:8080"),
    *(Target(text, "refused") for text in SPELLINGS),
)

WAYS = ("redirect", "second redirect", "link in the body", "link in a header")
"""How the service names an address."""

ROWS = tuple(product(GIVEN, WAYS, TARGETS))
