"""The table of mistakes in the calling program and in its settings: what is given wrongly, and what
the error names.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docbound.runtime.errors import (
    ApiConnectionError,
    ApiTypeError,
    ApiValueError,
    InvalidArgumentError,
    LocalFileError,
    MissingCredentialsError,
    OpenApiException,
)
from docbound.runtime.service.operations import (
    Body,
    Operation,
    cookie,
    header,
    path,
    query,
)


@dataclass(frozen=True)
class Misuse:
    """One line.

    Attributes:
        name: what is wrong.
        expect: the class of the error.
        names: what its text has: the argument, and for some what to do.
        configured: settings of the configuration; without one, ``host`` is that of the server.
        settings: of the client.
        options: of the call.
        operation: what is called.
        values: makes its values, anew for each client.
        allowed: names of libraries that the remedy needs.
    """

    name: str
    expect: type[OpenApiException]
    names: tuple[str, ...]
    configured: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    operation: Operation[Any] | None = None
    values: Callable[[], tuple[object, ...]] = lambda: (None,)
    allowed: tuple[str, ...] = ()


class Odd:
    """A value that nothing can send."""


def configured(name: str, value: object, expect: type[OpenApiException], *names: str) -> Misuse:
    shown = f"{name}={value!r:.40}"
    return Misuse(shown, expect, (name, *names), configured={name: value})


def client(
    name: str, value: object, expect: type[OpenApiException], *names: str, **others: Any
) -> Misuse:
    given = {name: value, **others}
    return Misuse(f"client {name}={value!r:.40}", expect, names or (name,), settings=given)


def call(name: str, value: object, expect: type[OpenApiException], *names: str) -> Misuse:
    return Misuse(f"call {name}={value!r:.50}", expect, names, options={name: value})


def host(value: object, *names: str, expect: type[OpenApiException] = ApiValueError) -> Misuse:
    return configured("host", value, expect, *names)


def proxy(value: object, *names: str, expect: type[OpenApiException] = ApiValueError) -> Misuse:
    return configured("proxy", value, expect, *names)


def body(
    name: str,
    kind: str,
    value: Callable[[], object],
    expect: type[OpenApiException],
    *names: str,
    type_code: str | None = None,
    required: bool = False,
) -> Misuse:
    operation = Operation[Any](
        "send",
        "POST",
        "/x",
        body=Body({kind: type_code}, required=required),
        responses=OK,
    )
    return Misuse(f"body: {name}", expect, names, operation=operation, values=lambda: (value(),))


def parameter(
    name: str, row: Any, value: object, expect: type[OpenApiException], *names: str
) -> Misuse:
    place = "/x/{id}" if row.location == "path" else "/x"
    operation = Operation[Any]("find", "GET", place, parameters=(row,), responses=OK)
    return Misuse(
        f"parameter: {name}",
        expect,
        names,
        operation=operation,
        values=lambda: (value,),
    )


def closed_file() -> object:
    file = io.BytesIO(b"x")
    file.close()
    return file


def holds_itself() -> object:
    ring: list[object] = []
    ring.append(ring)
    return ring


OK: Any = {"200": {"application/json": "int"}}
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MULTIPART, OCTETS = "multipart/form-data", "application/octet-stream"
SECURED = Operation[Any]("secured", "GET", "/x", security=(("bearer",),), responses=OK)
HINT = "give one such as host='https://api.example.com'"

MISUSES = [
    # Hosts.
    host("http://[::1", HINT),
    host("http://127.0.0.1:99999", "port", HINT),
    host("http://127.0.0.1:abc", "host:port"),
    host("http://127.0.0.1:-1", "host:port"),
    host("http://127.0.0.1:0", "port"),
    host("http://", "names no host"),
    host("http:///x", "names no host"),
    host("https:", "//"),
    host("api.example.com", "no scheme"),
    host("ftp://example.com", "neither http nor https"),
    host("http://a..b", "no name that can be looked up"),
    host("http://.a", "no name that can be looked up"),
    host("http://" + "a" * 64 + ".example", "no name that can be looked up"),
    host("http://" + "a." * 140 + "example", "no name that can be looked up"),
    host("http://münchen.example", "xn--"),
    host("http://ex ample.com"),
    host("http://\u202eevil.example", "not ASCII"),
    host("http://a\x00b", "control character"),
    host("http://a\nb", "line break"),
    host("http://good.example\\@evil.example", "backslash"),
    host("http://1.2.3.4.5", "IPv4"),
    host("http://999.1.1.1", "IPv4"),
    host("http://[zz::1]/"),
    host("http://%zz.example", "percent"),
    host("http://-a.example", "no name that can be looked up"),
    host("http://user:word@h.example", "username"),
    host("http://\ud800.example"),
    host(5, expect=ApiTypeError),
    host(b"http://x", expect=ApiTypeError),
    Misuse(
        "a host that nobody knows",
        ApiConnectionError,
        ("host name is not known", "check host"),
        configured={"host": "http://unknown.invalid"},
    ),
    Misuse(
        "a host where nothing listens",
        ApiConnectionError,
        ("refused", "check host"),
        configured={"host": "http://127.0.0.1:1"},
    ),
    Misuse(
        "a name that is no IDN",
        ApiConnectionError,
        ("check host",),
        configured={"host": "http://xn--a.invalid"},
    ),
    # Proxies.
    proxy("http://[::1"),
    proxy("http://127.0.0.1:99999", "port"),
    proxy("http://127.0.0.1:abc"),
    proxy("ftp://x:1", "scheme"),
    proxy("http://", "names no host"),
    proxy("http://münchen.example:1", "xn--"),
    proxy("http://a..b:1"),
    proxy("http://ex ample:1"),
    proxy("http://127.0.0.1:1/path?x"),
    proxy(5, expect=ApiTypeError),
    proxy(b"http://x", expect=ApiTypeError),
    Misuse(
        "a proxy where nothing listens",
        ApiConnectionError,
        ("refused",),
        configured={"proxy": "http://127.0.0.1:1"},
    ),
    # SOCKS is refused by both clients here: by one for want of its library, by the other because it
    # has none.
    *(
        Misuse(
            f"proxy {scheme}",
            ApiValueError,
            ("SOCKS", scheme),
            configured={"proxy": f"{scheme}://127.0.0.1:1"},
            allowed=("urllib3[socks]",),
        )
        for scheme in ("socks5", "socks5h", "socks4")
    ),
    # TLS.
    configured("verify_ssl", "no", ApiTypeError, "True or False"),
    configured("verify_ssl", 0, ApiTypeError),
    configured("ssl_ca_cert", "/nope.pem", ApiValueError, "/nope.pem"),
    configured("ssl_ca_cert", "/tmp", ApiValueError),
    configured("ssl_ca_cert", 5, ApiTypeError),
    configured("ca_cert_data", "nope", ApiValueError),
    configured("ca_cert_data", b"\x00", ApiValueError),
    configured("ca_cert_data", 5, ApiTypeError),
    configured("cert_file", "/nope.pem", ApiValueError, "/nope.pem"),
    configured("key_file", "/nope.key", ApiValueError, "/nope.key"),
    configured("assert_hostname", 5, ApiTypeError),
    configured("tls_server_name", 5, ApiTypeError),
    configured("proxy_ssl_context", 5, ApiTypeError),
    # Other settings.
    configured("timeout", "5", ApiTypeError, "seconds", "'5'"),
    configured("timeout", -1, ApiValueError, "greater than 0"),
    configured("timeout", float("nan"), ApiValueError),
    configured("timeout", (1,), ApiTypeError, "pair"),
    configured("timeout", ("a", 2), ApiTypeError),
    configured("timeout", True, ApiTypeError),
    configured("retries", "3", ApiTypeError, "'3'"),
    configured("retries", -1, ApiTypeError, "-1"),
    configured("retries", 2.5, ApiTypeError),
    configured("retries", True, ApiTypeError),
    configured("connection_pool_maxsize", 0, ApiValueError, "at least 1"),
    configured("connection_pool_maxsize", "3", ApiTypeError),
    configured("no_proxy", 5, ApiTypeError),
    Misuse(
        "proxy_headers=5",
        ApiTypeError,
        ("proxy_headers", "mapping"),
        configured={"proxy_headers": 5},
    ),
    Misuse(
        "proxy_headers of a number",
        ApiTypeError,
        ("'a'", "str"),
        configured={"proxy_headers": {"a": 5}},
    ),
    Misuse(
        "proxy_headers with a line break",
        ApiValueError,
        ("'a'", "line break"),
        configured={"proxy_headers": {"a": "x\r\ny"}},
    ),
    configured("socket_options", 5, ApiTypeError),
    configured("socket_options", [(1, 2)], ApiTypeError),
    configured("socket_options", [("a", 2, 3)], ApiTypeError),
    configured("safe_chars_for_path_param", 5, ApiTypeError),
    configured("max_item_size", "x", ApiTypeError, "bytes"),
    configured("max_item_size", -1, ApiValueError),
    configured("max_response_size", 0, ApiValueError),
    configured("datetime_format", 5, ApiTypeError),
    configured("strict", "x", ApiTypeError),
    configured("client_side_validation", 5, ApiTypeError),
    configured("access_token", 5, ApiTypeError),
    configured("access_token", "a\nb", ApiValueError),
    host(""),
    host(" "),
    configured("api_key", 5, ApiTypeError),
    configured("api_key", {"nope": "x"}, ApiValueError, "'key'"),
    configured("api_key", {"key": 5}, ApiTypeError),
    configured("username", 5, ApiTypeError),
    configured("password", 5, ApiTypeError),
    configured("api_key_prefix", 5, ApiTypeError),
    Misuse(
        "server_index out of range",
        ApiValueError,
        ("server 99",),
        configured={"server_index": 99, "host": None},
    ),
    Misuse(
        "server_index of text",
        ApiTypeError,
        ("server_index", "int"),
        configured={"server_index": "x", "host": None},
    ),
    Misuse(
        "server_variables=5",
        ApiTypeError,
        ("server_variables", "mapping"),
        configured={"server_variables": 5},
    ),
    Misuse(
        "host and server_index",
        ApiTypeError,
        ("host", "server_index"),
        configured={"server_index": 1},
    ),
    # Clients.
    client("timeout", "5", ApiTypeError),
    client("timeout", -1, ApiValueError),
    client("retries", "x", ApiTypeError),
    client("strict", "x", ApiTypeError),
    client("transport", 5, ApiTypeError, "send", "close"),
    client("cookie", 5, ApiTypeError),
    client("cookie", "a\nb", ApiValueError),
    client("header_name", 5, ApiTypeError, "5", "str", header_value="x"),
    client("header_name", "a b", ApiValueError, "'a b'", header_value="x"),
    client("header_name", "X-A", ApiTypeError, "header_value"),
    client("header_value", "k", ApiTypeError, "header_name"),
    client("header_name", "X-B", ApiValueError, "header_value", header_value=" "),
    client("access_token", "t", ApiTypeError, "configuration", "access_token"),
    client("configuration", 5, ApiTypeError),
    # Calls.
    call("request_timeout", "5", ApiTypeError, "timeout"),
    call("request_timeout", 0, ApiValueError, "timeout"),
    call("request_timeout", (1, 2, 3), ApiTypeError, "timeout", "pair"),
    call("request_auth", 5, ApiTypeError, "_request_auth", "mapping"),
    call("request_auth", {}, ApiTypeError, "_request_auth", "'in'"),
    call(
        "request_auth",
        {"in": "body", "key": "k", "value": "v"},
        ApiValueError,
        "'body'",
    ),
    call(
        "request_auth",
        {"in": "header", "key": "a b", "value": "x"},
        ApiValueError,
        "'a b'",
    ),
    call(
        "request_auth",
        {"in": "header", "key": "k", "value": "a\nb"},
        ApiValueError,
        "_request_auth",
    ),
    call(
        "request_auth",
        {"in": "query", "key": "k", "value": 5},
        ApiTypeError,
        "_request_auth",
    ),
    call("headers", 5, ApiTypeError, "header fields", "mapping"),
    call("headers", [("a", "b")], ApiTypeError, "header fields", "mapping"),
    call("headers", {"a": 5}, ApiTypeError, "'a'"),
    call("headers", {5: "x"}, ApiTypeError, "5", "not int"),
    call("headers", {"a b": "x"}, ApiValueError, "'a b'"),
    call("headers", {"": "x"}, ApiValueError, "''"),
    call("headers", {"a": "x\ny"}, ApiValueError, "'a'", "line break"),
    call("headers", {"a": "\ud800"}, ApiValueError, "'a'", "surrogate"),
    call(
        "headers",
        {"Content-Length": "99"},
        ApiValueError,
        "Content-Length",
        "leave the header out",
    ),
    call(
        "headers",
        {"Transfer-Encoding": "chunked"},
        ApiValueError,
        "Transfer-Encoding",
        "leave it out",
    ),
    call("query", 5, ApiTypeError, "query parameters", "mapping"),
    call("query", "a=1", ApiTypeError, "query parameters", "mapping"),
    call("query", [("a", 1)], ApiTypeError, "query parameters", "mapping"),
    call("query", {5: 1}, ApiTypeError, "5"),
    call("query", {"a": Odd()}, ApiTypeError, "Odd"),
    call("host", 5, ApiTypeError, "_host"),
    call("host", "x", ApiValueError, "_host", "no scheme"),
    call("host_index", 9, ApiValueError, "server 9"),
    call("host_index", "x", ApiTypeError, "_host_index"),
    call("retries", "x", ApiTypeError, "retries", "'x'"),
    call("strict", "x", ApiTypeError, "_strict"),
    Misuse(
        "no credential",
        MissingCredentialsError,
        ("access_token", "nothing was sent"),
        operation=SECURED,
        values=tuple,
    ),
    # Arguments.
    parameter("an empty path", path("id"), "", ApiValueError, "'id'"),
    parameter("a path of two dots", path("id"), "..", ApiValueError, "'id'"),
    parameter("no path", path("id"), None, ApiValueError, "'id'"),
    parameter("an empty list as path", path("id"), [], ApiValueError, "'id'"),
    parameter("a surrogate in a path", path("id"), "\ud800", ApiValueError, "U+D800"),
    parameter("an object in a query", query("q"), Odd(), ApiTypeError, "parameter 'q': no JSON"),
    parameter("no number", query("q", type="float"), float("nan"), ApiValueError, "'q': nan"),
    parameter("a line break in a header", header("X-A"), "a\nb", ApiValueError, "'X-A'"),
    parameter("a NUL in a header", header("X-A"), "a\0", ApiValueError, "'X-A'"),
    parameter(
        "an object in a header", header("X-A"), Odd(), ApiTypeError, "header parameter 'X-A'"
    ),
    parameter("a missing header", header("X-A", required=True), None, ApiValueError, "'X-A'"),
    parameter("an object in a cookie", cookie("c"), Odd(), ApiTypeError, "cookie parameter 'c'"),
    # Bodies.
    body("no body", JSON, lambda: None, ApiValueError, "needs a body", required=True),
    body("an object", JSON, lambda: {"a": Odd()}, ApiTypeError, "Odd"),
    body("no number", JSON, lambda: {"a": float("nan")}, ApiValueError, "$.a"),
    body("a list that holds itself", JSON, holds_itself, ApiValueError, "holds itself"),
    body("a function", JSON, lambda: print, ApiTypeError, "no JSON form"),
    body(
        "text for a number",
        JSON,
        lambda: "x",
        InvalidArgumentError,
        "the body of send",
        "valid integer",
        type_code="int",
    ),
    body(
        "an object for a list",
        JSON,
        lambda: {"a": 1},
        InvalidArgumentError,
        "the body of send",
        "valid list",
        type_code="list[int]",
    ),
    body(
        "a wrong item",
        JSON,
        lambda: [1, "x"],
        InvalidArgumentError,
        "[1]",
        "valid integer",
        type_code="list[int]",
    ),
    body("a number as a form", FORM, lambda: 5, ApiTypeError, "mapping"),
    body("an object in a form", FORM, lambda: {"a": Odd()}, ApiTypeError, "Odd"),
    body("a number as a multipart form", MULTIPART, lambda: 5, ApiTypeError, "mapping"),
    body(
        "an object in a multipart form",
        MULTIPART,
        lambda: {"a": Odd()},
        ApiTypeError,
        "Odd",
    ),
    body(
        "a file that is not there, in a form",
        MULTIPART,
        lambda: {"a": Path("/nope")},
        LocalFileError,
        "/nope",
    ),
    body(
        "a folder in a form",
        MULTIPART,
        lambda: {"a": Path("/tmp")},
        LocalFileError,
        "/tmp",
        "directory",
    ),
    body(
        "a closed file in a form",
        MULTIPART,
        lambda: {"a": closed_file()},
        ApiValueError,
        "closed",
        "open it",
    ),
    body(
        "a text file in a form",
        MULTIPART,
        lambda: {"a": io.StringIO("x")},
        ApiTypeError,
        "binary mode",
    ),
    body(
        "a file that is not there",
        OCTETS,
        lambda: Path("/nope"),
        LocalFileError,
        "/nope",
    ),
    body("a folder", OCTETS, lambda: Path("/tmp"), LocalFileError, "/tmp"),
    body("a path with a NUL", OCTETS, lambda: Path("/a\0b"), LocalFileError, "NUL"),
    body("a closed file", OCTETS, closed_file, ApiValueError, "closed", "open it"),
    body("a text file", OCTETS, lambda: io.StringIO("x"), ApiTypeError, "binary mode"),
    body("an object as octets", OCTETS, lambda: Odd(), ApiTypeError, "Odd", "bytes"),
    body("pieces of text", OCTETS, lambda: iter(["x"]), ApiTypeError, "bytes", "str"),
    body("pieces of numbers", OCTETS, lambda: iter([1]), ApiTypeError, "bytes", "int"),
    body(
        "an object as text",
        "text/plain",
        lambda: Odd(),
        ApiTypeError,
        "Odd",
        type_code="str",
    ),
    body(
        "a surrogate in a text",
        "text/plain",
        lambda: "\ud800",
        ApiValueError,
        "U+D800",
        type_code="str",
    ),
    body("a number as lines", "application/jsonl", lambda: 5, ApiTypeError, "iterable"),
    body(
        "lines with no number",
        "application/jsonl",
        lambda: [float("nan")],
        ApiValueError,
        "nan",
    ),
    body(
        "an object as XML",
        "application/xml",
        lambda: {"a": 1},
        ApiTypeError,
        "application/xml",
        "bytes",
    ),
]
