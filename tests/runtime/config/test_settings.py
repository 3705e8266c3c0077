"""Every setting of a configuration, a client, a copy and a call, through both clients over real
sockets.

What arrives, and what comes of the call, is the same in both; a value of a wrong kind is refused by
name at once.
"""

from __future__ import annotations

import asyncio
import datetime
import inspect
import re
import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest

from docbound.runtime.client import api, async_api
from docbound.runtime.client.base import ClientCore
from docbound.runtime.errors import ApiException, OpenApiException
from docbound.runtime.service.operations import (
    Body,
    Operation,
    Stream,
    header,
    path,
    query,
)
from docbound.runtime.service.options import CallOptions, Retries
from docbound.runtime.service.sign_in import ClientCredentials
from docbound.runtime.service.spec import Server, ServerVariable
from docbound.runtime.service.token_stores import TokenSet
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import response
from tests.runtime.transport.test_tls import Papers, papers, serve
from tests.runtime.twins import AsyncClient, Client, Configuration

__all__ = ["papers", "serve"]

ANY: Mapping[str, Any] = {"200": {"application/json": None}}
SECURITY = (
    ("key",),
    ("queryKey",),
    ("prefixed",),
    ("basic",),
    ("bearer",),
    ("oauth",),
    (),
)
ASK = Operation[Any](
    "ask",
    "GET",
    "/x/{id}",
    parameters=(path("id"), query("q", type="int | Any"), header("X-Mode")),
    responses=ANY,
    security=SECURITY,
)
POST = Operation[Any](
    "post",
    "POST",
    "/x",
    body=Body({"application/json": None, "text/plain": None}),
    responses=ANY,
    security=SECURITY,
)
TYPED = Operation[Any](
    "typed",
    "GET",
    "/x",
    parameters=(query("q", type="int"),),
    responses={"200": {"application/json": "int"}},
)
ITEMS = Operation[Any](
    "items", "GET", "/x", responses={"200": {"application/jsonl": Stream("Any")}}
)
OWN = Operation[Any](
    "own",
    "GET",
    "/x",
    responses=ANY,
    servers=(
        Server("http://own.invalid"),
        Server("http://{v}.invalid", variables={"v": ServerVariable("a")}),
    ),
)
Seen: TypeAlias = list[bytes]


@dataclass(frozen=True)
class Row:
    """One setting.

    Attributes:
        name: the setting; several rows may have the same.
        configuration, client, copy, options: where it is set.
        operation, values: what is called.
        proxied: whether the server is reached as a proxy, so that any host can be called.
        answer: what the server says.
        arrives: what the first request must have, as a regular expression; empty: nothing arrives.
        gives: what the call gives, or the class of its error.
        requests: how many arrive.
    """

    name: str
    configuration: Mapping[str, Any] = field(default_factory=dict)
    client: Mapping[str, Any] = field(default_factory=dict)
    copy: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    operation: Operation[Any] = ASK
    values: tuple[object, ...] = ("7", None, None)
    proxied: bool = False
    answer: bytes = response(b"5")
    arrives: str = "^GET /x/7 "
    gives: Any = 5
    requests: int = 1


NONE: tuple[object, ...] = ()
MOMENT = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
BUSY = response(b"{}", "503 Busy")
NO_TUNNEL = response(b"", "403 Forbidden")
MOVED = response(b"", "302 Found", "Location: http://other.invalid/y")
AUTH = {"in": "header", "key": "X-Auth", "value": "mine"}


class Stored:
    """A store with a token."""

    def load(self, key: str) -> TokenSet:
        return TokenSet(access_token="from the store")

    def save(self, key: str, tokens: TokenSet) -> None:
        """Never called: the token is good."""


CONFIGURED = (
    Row("host"),
    Row("api_key", {"api_key": {"key": "k1"}}, arrives="\nx-key: k1\n"),
    Row("api_key", {"api_key": {"queryKey": "k2"}}, arrives=r"^GET /x/7\?api_key=k2 "),
    Row(
        "api_key_prefix",
        {"api_key": {"key": "k"}, "api_key_prefix": {"key": "Word"}},
        arrives="\nx-key: Word k\n",
    ),
    Row(
        "username",
        {"username": "me", "password": "pw"},
        arrives="\nauthorization: Basic bWU6cHc=\n",
    ),
    Row(
        "password",
        {"username": "me", "password": "pw"},
        arrives="\nauthorization: Basic bWU6cHc=\n",
    ),
    Row("access_token", {"access_token": "t"}, arrives="\nauthorization: Bearer t\n"),
    Row(
        "access_token",
        {"access_token": lambda: "t"},
        arrives="\nauthorization: Bearer t\n",
    ),
    Row(
        "server_index",
        {"server_index": 1},
        proxied=True,
        answer=NO_TUNNEL,
        arrives="^CONNECT eu.example.com:443 ",
        gives=OpenApiException,
    ),
    Row(
        "server_variables",
        {"server_index": 1, "server_variables": {"region": "us"}},
        proxied=True,
        answer=NO_TUNNEL,
        arrives="^CONNECT us.example.com:443 ",
        gives=OpenApiException,
    ),
    Row(
        "server_operation_index",
        {"server_operation_index": {"own": 1}},
        operation=OWN,
        values=NONE,
        proxied=True,
        arrives="^GET http://a.invalid/x ",
    ),
    Row(
        "server_operation_variables",
        {
            "server_operation_index": {"own": 1},
            "server_operation_variables": {"own": {"v": "b"}},
        },
        operation=OWN,
        values=NONE,
        proxied=True,
        arrives="^GET http://b.invalid/x ",
    ),
    Row(
        "ignore_operation_servers",
        {"ignore_operation_servers": True, "host": "http://mine.invalid"},
        operation=OWN,
        values=NONE,
        proxied=True,
        arrives="^GET http://mine.invalid/x ",
    ),
    Row(
        "retries",
        {"retries": Retries(count=2, backoff=0)},
        answer=BUSY,
        gives=ApiException,
        requests=3,
    ),
    Row("connection_pool_maxsize", {"connection_pool_maxsize": 1}),
    Row(
        "proxy",
        {"host": "http://mine.invalid"},
        proxied=True,
        arrives="^GET http://mine.invalid/x/7 ",
    ),
    Row(
        "no_proxy",
        {"proxy": "http://127.0.0.1:1", "no_proxy": "10.0.0.0/8, 127.0.0.0/8"},
    ),
    Row(
        "proxy_headers",
        {"host": "http://mine.invalid", "proxy_headers": {"X-Team": "a"}},
        proxied=True,
        arrives="\nx-team: a\n",
    ),
    Row(
        "proxy_headers",
        {"host": "https://mine.invalid", "proxy_headers": {"X-Team": "a"}},
        proxied=True,
        answer=NO_TUNNEL,
        arrives="^CONNECT mine.invalid:443 .*\nx-team: a\n",
        gives=OpenApiException,
    ),
    Row(
        "safe_chars_for_path_param",
        {"safe_chars_for_path_param": ":"},
        values=("a:b", None, None),
        arrives="^GET /x/a:b ",
    ),
    Row(
        "client_side_validation",
        operation=TYPED,
        values=("no number",),
        arrives="",
        gives=TypeError,
        requests=0,
    ),
    Row(
        "client_side_validation",
        {"client_side_validation": False},
        operation=TYPED,
        values=("word",),
        arrives=r"^GET /x\?q=word ",
    ),
    Row(
        "socket_options",
        {"socket_options": [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]},
    ),
    Row(
        "socket_options",
        {"socket_options": [(socket.SOL_SOCKET, 9999, 1)]},
        arrives="",
        gives=OpenApiException,
        requests=0,
    ),
    Row(
        "datetime_format",
        {"datetime_format": "%d.%m.%Y"},
        values=("7", MOMENT, None),
        arrives=r"^GET /x/7\?q=02.01.2024 ",
    ),
    Row(
        "date_format",
        {"date_format": "%d.%m.%Y"},
        values=("7", MOMENT.date(), None),
        arrives=r"^GET /x/7\?q=02.01.2024 ",
    ),
    Row("debug", {"debug": True}),
    Row("timeout", {"timeout": (5, 0.1)}, answer=b"", gives=OpenApiException),
    Row(
        "client_id",
        {"client_id": "me", "client_secret": "s"},
        answer=response(b'{"access_token": "t"}'),
        arrives="^POST /token .*\nauthorization: Basic bWU6cw==\n",
        gives={"access_token": "t"},
        requests=2,
    ),
    Row(
        "client_secret",
        {"client_id": "me", "client_secret": "s"},
        answer=response(b'{"access_token": "t"}'),
        arrives="^POST /token ",
        gives={"access_token": "t"},
        requests=2,
    ),
    Row(
        "token_url",
        {"client_id": "me", "client_secret": "s", "token_url": "/other"},
        answer=response(b'{"access_token": "t"}'),
        arrives="^POST /other ",
        gives={"access_token": "t"},
        requests=2,
    ),
    Row(
        "sign_in",
        {"sign_in": ClientCredentials(client_id="me", client_secret="s", token_url="/mine")},
        answer=response(b'{"access_token": "t"}'),
        arrives="^POST /mine .*\nauthorization: Basic bWU6cw==\n",
        gives={"access_token": "t"},
        requests=2,
    ),
    Row(
        "token_store",
        {
            "sign_in": ClientCredentials(client_id="me", client_secret="s"),
            "token_store": Stored(),
        },
        arrives="\nauthorization: Bearer from the store\n",
    ),
    Row(
        "sign_request",
        {"sign_request": lambda request: {"X-Signed": request.method}},
        arrives="\nx-signed: GET\n",
    ),
    Row(
        "strict",
        {"strict": True},
        operation=TYPED,
        values=(1,),
        answer=response(b'"word"'),
        arrives=r"^GET /x\?q=1 ",
        gives=OpenApiException,
    ),
    Row(
        "max_item_size",
        {"max_item_size": 3},
        operation=ITEMS,
        values=NONE,
        answer=response(b'"%b"\n' % (b"x" * 200_000), kind="application/jsonl"),
        arrives="^GET /x ",
        gives=OpenApiException,
    ),
    Row(
        "max_response_size",
        {"max_response_size": 3},
        answer=response(b"12345"),
        gives=OpenApiException,
    ),
    Row("pause_gc", {"pause_gc": True}),
    Row(
        "trusted_origins",
        {
            "host": "http://mine.invalid",
            "trusted_origins": ["http://other.invalid"],
            "access_token": "t",
        },
        proxied=True,
        answer=MOVED,
        arrives="^GET http://mine.invalid/x/7 .*\nauthorization: Bearer t\n",
        gives=OpenApiException,
        requests=11,
    ),
)
BY_CERTIFICATES = {
    "ssl_ca_cert",
    "ca_cert_data",
    "cert_file",
    "key_file",
    "verify_ssl",
    "assert_hostname",
    "tls_server_name",
    "proxy_ssl_context",
}
"""Those that need a service with a certificate; see the end of this module."""

OF_CLIENTS = (
    Row("configuration"),
    Row(
        "header_name",
        client={"header_name": "X-Own", "header_value": "v"},
        arrives="\nx-own: v\n",
    ),
    Row(
        "header_value",
        client={"header_name": "X-Own", "header_value": "v"},
        arrives="\nx-own: v\n",
    ),
    Row("cookie", client={"cookie": "a=b"}, arrives="\ncookie: a=b\n"),
    Row("host", client={"host": "http://{place}/v2"}, arrives="^GET /v2/x/7 "),
    Row(
        "access_token",
        client={"host": "http://{place}", "access_token": "t"},
        arrives="\nauthorization: Bearer t\n",
    ),
    Row(
        "api_key",
        client={"host": "http://{place}", "api_key": {"key": "k"}},
        arrives="\nx-key: k\n",
    ),
    Row("timeout", client={"timeout": (5, 0.1)}, answer=b"", gives=OpenApiException),
    Row(
        "retries",
        client={"retries": Retries(count=1, backoff=0)},
        answer=BUSY,
        gives=ApiException,
        requests=2,
    ),
    Row(
        "strict",
        client={"strict": True},
        operation=TYPED,
        values=(1,),
        answer=response(b'"word"'),
        arrives="",
        gives=OpenApiException,
    ),
)
OF_COPIES = (
    Row("timeout", copy={"timeout": (5, 0.1)}, answer=b"", gives=OpenApiException),
    Row(
        "retries",
        copy={"retries": Retries(count=1, backoff=0)},
        answer=BUSY,
        gives=ApiException,
        requests=2,
    ),
    Row("headers", copy={"headers": {"X-Copy": "c"}}, arrives="\nx-copy: c\n"),
    Row("query", copy={"query": {"tenant": 7}}, arrives=r"^GET /x/7\?tenant=7 "),
    Row("host", copy={"host": "http://{place}/v3"}, arrives="^GET /v3/x/7 "),
    Row(
        "strict",
        copy={"strict": True},
        operation=TYPED,
        values=(1,),
        answer=response(b'"word"'),
        arrives="",
        gives=OpenApiException,
    ),
    Row(
        "access_token",
        copy={"access_token": "c"},
        arrives="\nauthorization: Bearer c\n",
    ),
    Row("api_key", copy={"api_key": {"key": "c"}}, arrives="\nx-key: c\n"),
    Row(
        "trusted_origins",
        {"host": "http://mine.invalid"},
        copy={"trusted_origins": ["http://other.invalid"], "access_token": "c"},
        proxied=True,
        answer=MOVED,
        arrives="\nauthorization: Bearer c\n",
        gives=OpenApiException,
        requests=11,
    ),
)
OF_CALLS = (
    Row(
        "request_timeout",
        options={"request_timeout": (5, 0.1)},
        answer=b"",
        gives=OpenApiException,
    ),
    Row(
        "request_auth",
        {"access_token": "t"},
        options={"request_auth": AUTH},
        arrives="\nx-auth: mine\n",
    ),
    Row(
        "content_type",
        options={"content_type": "text/plain"},
        operation=POST,
        values=("text",),
        arrives="\ncontent-type: text/plain\n",
    ),
    Row("headers", options={"headers": {"X-Call": "c"}}, arrives="\nx-call: c\n"),
    Row(
        "host_index",
        options={"host_index": 1},
        proxied=True,
        answer=NO_TUNNEL,
        arrives="^CONNECT eu.example.com:443 ",
        gives=OpenApiException,
    ),
    Row(
        "query",
        options={"query": {"more": [1, 2]}},
        arrives=r"^GET /x/7\?more=1&more=2 ",
    ),
    Row(
        "retries",
        options={"retries": Retries(count=1, backoff=0)},
        answer=BUSY,
        gives=ApiException,
        requests=2,
    ),
    Row("host", options={"host": "http://{place}/v4"}, arrives="^GET /v4/x/7 "),
    Row(
        "strict",
        options={"strict": True},
        operation=TYPED,
        values=(1,),
        answer=response(b'"word"'),
        arrives="",
        gives=OpenApiException,
    ),
)
ROWS = [
    (kind, row)
    for kind, rows in (
        ("configuration", CONFIGURED),
        ("client", OF_CLIENTS),
        ("copy", OF_COPIES),
        ("call", OF_CALLS),
    )
    for row in rows
]


def settings_of(
    row: Row, place: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The settings of a row, with the server's place filled in."""

    def filled(settings: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value.replace("{place}", place) if isinstance(value, str) else value
            for name, value in settings.items()
        }

    base: dict[str, Any] = {"retries": 0, "timeout": 20}
    base |= {"proxy": f"http://{place}"} if row.proxied else {"host": f"http://{place}"}
    client = filled(row.client)
    if not {"host", "access_token", "api_key"} & set(client):
        client["configuration"] = Configuration(**(base | filled(row.configuration)))
    else:
        client = {"retries": 0, "timeout": 20, **client}
    return client, filled(row.copy), filled(row.options), base


def call(kind: str, row: Row, place: str) -> Any:
    """Makes the call; an error is the result."""
    client_settings, copy, options, _ = settings_of(row, place)
    chosen = {f"_{name}": value for name, value in options.items()}

    async def calling() -> Any:
        async with AsyncClient(**client_settings) as client:
            made = client.with_options(**copy) if copy else client
            found = await async_api.AsyncApi(made)._send(
                row.operation, row.values, cast("Any", chosen)
            )
            return [item async for item in found] if hasattr(found, "__aiter__") else found

    try:
        if kind == "async":
            return asyncio.run(calling())
        with Client(**client_settings) as client:
            made = client.with_options(**copy) if copy else client
            found = api.Api(made)._send(row.operation, row.values, cast("Any", chosen))
            return list(found) if hasattr(found, "__next__") else found
    except Exception as error:
        return error


def observed(kind: str, row: Row) -> tuple[list[str], Any]:
    """What arrived, in a form of its own, and what came of the call."""
    server = FaultServer([(row.answer,) if row.answer else (b"", 0.5)])
    try:
        found = call(kind, row, f"127.0.0.1:{server.port}")
    finally:
        server.close()
    return [normalized(request).replace(str(server.port), "PORT") for request in server.requests], (
        re.sub(r"127\.0\.0\.1:\d+", "PLACE", f"{type(found).__name__}: {found}")
        if isinstance(found, Exception)
        else found
    )


def normalized(request: bytes) -> str:
    """A request with its fields in order, without those that say only how the connection is
    used.
    """
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = sorted(
        f"{name.lower()}: {value.strip()}"
        for name, _, value in (line.partition(":") for line in lines)
        if name.lower() not in ("connection", "host", "proxy-connection", "idempotency-key")
    )
    if first.startswith("CONNECT"):
        # Each library has its own way to open a tunnel; what says who asks is the same.
        first = first.replace("HTTP/1.0", "HTTP/1.1")
        fields = [each for each in fields if each.startswith(("proxy-authorization", "x-"))]
    return "\n".join([first, *fields, "", body.decode("latin-1")])


@pytest.mark.parametrize(
    ("where", "row"),
    ROWS,
    ids=[f"{kind}-{row.name}-{number}" for number, (kind, row) in enumerate(ROWS)],
)
def test_both_clients_do_the_same(where: str, row: Row) -> None:
    (arrived, found), (arrived_async, found_async) = (
        observed(kind, row) for kind in ("sync", "async")
    )
    assert arrived == arrived_async
    assert len(arrived) == row.requests
    if row.arrives:
        assert re.search(row.arrives, arrived[0], re.DOTALL), arrived[0]
    if isinstance(row.gives, type):
        assert isinstance(found, str), found
        # The words about a broken connection are those of the HTTP library.
        assert found.partition(":")[0] == str(found_async).partition(":")[0]
    else:
        assert found == found_async == row.gives


def names_of(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters) - {"self"}


def test_no_setting_is_missing() -> None:
    assert {row.name for row in CONFIGURED} | BY_CERTIFICATES == names_of(Configuration.__init__)
    for client in (Client, AsyncClient):
        assert {row.name for row in OF_CLIENTS} == names_of(client.__init__) - {"transport"}
    assert {row.name for row in OF_COPIES} == names_of(ClientCore.with_options)
    assert {row.name for row in OF_CALLS} == set(CallOptions._fields) - {"link"}


ODD = (object(), [object()], 0.5j)


@pytest.mark.parametrize("name", sorted(names_of(Configuration.__init__)))
@pytest.mark.parametrize("value", ODD, ids=["object", "list", "complex"])
def test_a_value_of_a_wrong_kind_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError), match=name.removesuffix("s")) as caught:
        Configuration(**{name: value})
    assert isinstance(caught.value, OpenApiException)


@pytest.mark.parametrize("value", [None, "", 0, 1, "False", "no", [], object()])
@pytest.mark.parametrize("place", ["argument", "attribute"])
def test_only_false_turns_verification_off(value: Any, place: str) -> None:
    with pytest.raises(TypeError, match="verify_ssl is True or False"):
        if place == "argument":
            Configuration(verify_ssl=value)
        else:
            Configuration().verify_ssl = value
    assert (
        Configuration(verify_ssl=False).verify_ssl is False and Configuration().verify_ssl is True
    )


# --- with certificates

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None,
    reason="openssl, which makes certificates, is absent",
)
Certified: TypeAlias = Callable[[Papers], dict[str, Any]]
TLS: dict[str, tuple[Certified, Any]] = {
    "ssl_ca_cert": (lambda it: {"ssl_ca_cert": it["ca.pem"]}, "client"),
    "ssl_ca_cert, a path": (lambda it: {"ssl_ca_cert": Path(it["ca.pem"])}, "client"),
    "ca_cert_data": (
        lambda it: {"ca_cert_data": Path(it["ca.pem"]).read_text()},
        "client",
    ),
    "verify_ssl": (lambda it: {"verify_ssl": False}, "client"),
    "nothing": (lambda it: {}, "CertificateError"),
    "cert_file": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "cert_file": None, "key_file": None},
        "ApiConnectionError",
    ),
    "assert_hostname": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "assert_hostname": "other"},
        "CertificateError",
    ),
    "tls_server_name": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "tls_server_name": "other"},
        "CertificateError",
    ),
    "ssl_ca_cert, not there": (
        lambda it: {"ssl_ca_cert": "/nowhere/ca.pem"},
        "ssl_ca_cert: there is no file '/nowhere/ca.pem'",
    ),
    "cert_file, not there": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "cert_file": "/nowhere/c.pem"},
        "cert_file: there is no file '/nowhere/c.pem'",
    ),
    "key_file, not there": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "key_file": "/nowhere/k.pem"},
        "key_file: there is no file '/nowhere/k.pem'",
    ),
    "key_file, alone": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "cert_file": None},
        "give cert_file, too",
    ),
    "ssl_ca_cert, a key": (
        lambda it: {"ssl_ca_cert": it["ca.key"]},
        "holds no certificate that can be read",
    ),
    "ca_cert_data, no certificate": (
        lambda it: {"ca_cert_data": "-----"},
        "ca_cert_data holds no certificate",
    ),
    "cert_file, another key": (
        lambda it: {"ssl_ca_cert": it["ca.pem"], "key_file": it["ca.key"]},
        "cannot be read",
    ),
}


@needs_openssl
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("name", TLS)
def test_tls_settings(name: str, kind: str, papers: Papers, serve: Callable[[bool], int]) -> None:
    settings, expected = TLS[name]
    own = {"cert_file": papers["client.pem"], "key_file": papers["client.key"]}
    more = own | settings(papers)
    row = Row(name, {"retries": 2, **more, "host": f"https://localhost:{serve(True)}"})
    found = call(kind, row, "localhost:1")
    if isinstance(found, Exception):
        assert isinstance(found, OpenApiException)
        assert expected in f"{type(found).__name__}: {found}"
    else:
        assert found == expected


@needs_openssl
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_refused_certificate_is_not_tried_again(kind: str, papers: Papers) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers["server.pem"], papers["server.key"])
    accepted: list[object] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            accepted.append(connection)
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

    threading.Thread(target=accept, daemon=True).start()
    host = f"https://localhost:{listener.getsockname()[1]}"
    found = call(kind, Row("host", {"host": host, "retries": Retries(count=3, backoff=0)}), "")
    listener.close()
    assert type(found).__name__ == "CertificateError" and found.sent is False
    assert "certificate" in str(found) and len(accepted) == 1


@needs_openssl
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_the_certificate_of_a_proxy_has_a_context_of_its_own(
    kind: str, papers: Papers, serve: Callable[[bool], int]
) -> None:
    trusting = ssl.create_default_context(cafile=papers["ca.pem"])
    proxy = {
        "host": "http://mine.invalid",
        "proxy": f"https://localhost:{serve(False)}",
    }
    found = call(kind, Row("proxy", {**proxy, "proxy_ssl_context": trusting}), "")
    assert found == "nobody", "the proxy answers"
    assert isinstance(call(kind, Row("proxy", proxy), ""), OpenApiException)


@needs_openssl
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("own_context", [True, False])
def test_a_proxy_gets_no_certificate_and_no_name_that_are_for_the_service(
    kind: str, own_context: bool, papers: Papers, serve: Callable[[bool], int]
) -> None:
    """The service is reached by plain HTTP, so that all TLS there is ends at the proxy."""
    trusting = ssl.create_default_context(cafile=papers["ca.pem"])
    settings = {
        "host": "http://mine.invalid",
        "cert_file": papers["client.pem"],
        "key_file": papers["client.key"],
        "tls_server_name": "mine.invalid",
        **({"proxy_ssl_context": trusting} if own_context else {"ssl_ca_cert": papers["ca.pem"]}),
    }
    proxy = f"https://localhost:{serve(False)}"
    assert call(kind, Row("proxy", {**settings, "proxy": proxy}), "") == "nobody"
    asking = f"https://localhost:{serve(True)}"
    found = call(kind, Row("proxy", {**settings, "proxy": asking}), "")
    assert isinstance(found, OpenApiException), "the proxy was shown the service's certificate"
    assert len(trusting.get_ca_certs()) == 1


class SecureTunnels:
    """A proxy that is reached over TLS and makes tunnels to one port, in an event loop of its own.

    Args:
        port: where tunnels lead.
        papers: has its certificate.
    """

    def __init__(self, port: int, papers: Papers) -> None:
        self._port = port
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(papers["server.pem"], papers["server.key"])
        self._loop = asyncio.new_event_loop()
        self.heads: list[bytes] = []
        started = threading.Event()
        threading.Thread(target=self._run, args=(started,), daemon=True).start()
        started.wait(20)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self, started: threading.Event) -> None:
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context)
        server = self._loop.run_until_complete(listening)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append(await reader.readuntil(b"\r\n\r\n"))
        inner, outer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(self._pass(reader, outer), self._pass(inner, writer))

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(65536):
            sink.write(piece)
        sink.close()


@needs_openssl
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_https_through_a_proxy_that_is_reached_by_https(
    kind: str, papers: Papers, serve: Callable[[bool], int]
) -> None:
    port = serve(False)
    proxy = SecureTunnels(port, papers)
    settings = {
        "host": f"https://localhost:{port}",
        "proxy": f"https://us%40er:pw@localhost:{proxy.port}",
        "proxy_ssl_context": ssl.create_default_context(cafile=papers["ca.pem"]),
        "ssl_ca_cert": papers["ca.pem"],
        "access_token": "S3CRET",
    }
    try:
        assert call(kind, Row("proxy", settings), "") == "nobody"
    finally:
        proxy.close()
    (head,) = proxy.heads
    assert head.startswith(b"CONNECT localhost:") and b"Basic dXNAZXI6cHc=" in head
    assert b"S3CRET" not in head
