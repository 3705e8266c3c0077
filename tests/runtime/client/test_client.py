"""The client as an object: settings, copies, hooks, logging, closing, forks and loops (issue: the
runtime).
"""

from __future__ import annotations

import asyncio
import copy
import gc
import inspect
import logging
import os
import pickle
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.call.hooks import Attempt
from docbound.runtime.client import api, async_api
from docbound.runtime.errors import (
    ApiTypeError,
    ApiValueError,
    ClientClosedError,
    NotFoundException,
    WrongEventLoopError,
)
from docbound.runtime.service.operations import Body, Operation, Parameter, path, query
from docbound.runtime.service.options import NO_OPTIONS, CallOptions
from docbound.runtime.service.spec import Server, ServerVariable
from docbound.runtime.transport.connection_settings import ConnectionSettings
from tests.runtime.loopback import nothing_unclosed
from tests.runtime.twins import (
    HOST,
    AsyncClient,
    CannedResponse,
    Client,
    Configuration,
    Script,
    ScriptTransport,
    StillClock,
    Twin,
)

GET = Operation[Any](
    "get_it",
    "GET",
    "/x",
    parameters=(query("q"),),
    security=(("bearer", "queryKey"), ()),
)


# --- where a call goes


def url(
    twin: Twin,
    operation: Operation[Any] = GET,
    options: CallOptions = NO_OPTIONS,
    **settings: Any,
) -> str:
    outcome = twin.call(operation, None, options=options, **settings)
    if isinstance(outcome.result, Exception):
        raise outcome.result
    return outcome.request.url


def test_the_host(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    assert url(twin) == f"{HOST}/x"
    assert url(twin, host="http://localhost:8080/") == "http://localhost:8080/x"
    assert url(twin, configuration={"host": "http://h/base?key=1"}) == "http://h/base/x?key=1"
    assert url(twin, configuration={"server_index": 1}) == "https://eu.example.com/x"
    assert (
        url(
            twin,
            configuration={"server_index": 1, "server_variables": {"region": "us"}},
        )
        == "https://us.example.com/x"
    )
    assert url(twin, options=CallOptions(host="https://other/")) == "https://other/x"
    assert url(twin, options=CallOptions(host_index=1)) == "https://eu.example.com/x"
    monkeypatch.setenv("SAMPLE_HOST", "https://from.environment")
    Configuration.set_default(None)
    assert url(twin) == "https://from.environment/x"
    assert url(twin, host="http://given") == "http://given/x"


def test_a_host_that_cannot_be_called(twin: Twin) -> None:
    assert url(twin, host="/v2") == "https://api.example.com/v2/x"
    for bad in ("api.example.com", "ftp://x"):
        with pytest.raises(ApiValueError, match="is no base URL"):
            url(twin, host=bad)
        with pytest.raises(ApiValueError, match="is no base URL"):
            url(twin, options=CallOptions(host=bad))
    with pytest.raises(ValueError, match="'region' cannot be 'mars'"):
        url(
            twin,
            configuration={"server_index": 1, "server_variables": {"region": "mars"}},
        )
    for index in (9, -1):
        with pytest.raises(ApiValueError, match=f"there is no server {index}"):
            Configuration(server_index=index)


def test_variables_of_servers(twin: Twin) -> None:
    with pytest.raises(ApiValueError, match=r"names 'regio', which no server .* it may be region"):
        Configuration(server_index=1, server_variables={"regio": "us"})
    with pytest.raises(ApiTypeError, match=r"server_variables\['region'\] is a str, not a list"):
        Configuration(server_variables={"region": ["us"]})  # type: ignore[dict-item]
    settings = {"server_variables": {"region": "us"}}
    assert url(twin, options=CallOptions(host_index=1), configuration=settings) == (
        "https://us.example.com/x"
    )
    servers = (Server("https://a:{port}", variables={"port": ServerVariable("443")}),)
    operation = Operation[Any]("own", "GET", "/x", parameters=(query("q"),), servers=servers)
    settings = {"server_operation_variables": {"own": {"port": 8443}}}
    assert url(twin, operation, configuration=settings) == "https://a:8443/x"
    settings = {"server_operation_variables": {"own": {"prot": "8443"}}}
    with pytest.raises(ApiValueError, match=r"'own'.* names 'prot', which no server"):
        url(twin, operation, configuration=settings)


def test_servers_of_an_operation(twin: Twin) -> None:
    servers = (
        Server("https://one"),
        Server("https://{v}.two", variables={"v": ServerVariable("a")}),
    )
    operation = Operation[Any]("own", "GET", "/x", parameters=(query("q"),), servers=servers)
    assert url(twin, operation) == "https://one/x"
    assert url(twin, operation, CallOptions(host_index=1)) == "https://a.two/x"
    assert url(twin, operation, configuration={"host": "http://h"}) == "http://h/x"
    assert url(twin, operation, host="http://h") == "http://h/x"
    chosen = {"host": "http://h", "server_operation_index": {"own": 1}}
    assert url(twin, operation, configuration=chosen) == "https://a.two/x"
    for both in (CallOptions(host="http://h", host_index=1),):
        with pytest.raises(ApiValueError, match="_host or _host_index, not both"):
            url(twin, operation, both)
    assert (
        url(
            twin,
            operation,
            configuration={"host": "http://h", "ignore_operation_servers": True},
        )
        == "http://h/x"
    )
    assert url(twin, operation, CallOptions(host="http://h")) == "http://h/x"
    assert (
        url(
            twin,
            operation,
            configuration={
                "server_operation_index": {"own": 1},
                "server_operation_variables": {"own": {"v": "b"}},
            },
        )
        == "https://b.two/x"
    )
    with pytest.raises(ApiValueError, match="there is no server 2"):
        url(twin, operation, CallOptions(host_index=2))


def test_headers_and_query_of_client_and_call(twin: Twin) -> None:
    def prepare(client: Any) -> None:
        client.set_default_header("X-Default", "1")
        client.user_agent = "mine/1"
        client._query = {"tenant": 7}

    outcome = twin.call(
        GET,
        "v",
        prepare=prepare,
        options=CallOptions(
            headers={"accept": "text/x", "x-default": "2"},
            query={"more": ["a b", None], "no": None},
        ),
    )
    assert outcome.request.headers == {
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": "mine/1",
        "accept": "text/x",
        "x-default": "2",
    }
    assert outcome.request.url == f"{HOST}/x?q=v&more=a%20b&tenant=7"
    with pytest.raises(ApiTypeError):
        raise twin.call(GET, None, options=CallOptions(headers={"X": 1})).result  # type: ignore[dict-item]
    with pytest.raises(ApiValueError, match="line break"):
        raise twin.call(GET, None, options=CallOptions(headers={"X": "a\r\nb: c"})).result


def test_formats_and_safe_characters(twin: Twin) -> None:
    import datetime

    operation = Operation[Any]("op", "GET", "/a/{id}", parameters=(path("id"), query("day")))
    outcome = twin.call(
        operation,
        "a/b:c",
        datetime.date(2024, 1, 2),
        configuration={"date_format": "%d.%m.%Y", "safe_chars_for_path_param": "/"},
    )
    assert outcome.request.url == f"{HOST}/a/a/b%3Ac?day=02.01.2024"


# --- copies, defaults, representation


def test_a_copy_has_its_own_settings_and_the_same_connections(twin: Twin) -> None:
    script = Script([CannedResponse(503)])
    client = twin.client(
        script, configuration=Configuration(access_token="t", api_key={"queryKey": "k"})
    )
    client.clock = StillClock()
    twin_of = client.with_options(
        retries=0,
        timeout=3,
        headers={"X-A": "1"},
        query={"z": 1},
        host="http://other",
        access_token="u",
        strict=True,
    )
    with pytest.raises(Exception, match="503"):
        twin.run(twin_of._call(GET, (None,)))
    (request,) = script.requests
    assert request.url == "http://other/x?z=1&api_key=k" and request.headers["X-A"] == "1"
    assert request.headers["Authorization"] == "Bearer u" and script.timeouts[0].total == 3
    assert twin_of._connection is client._connection
    assert client.default_headers == {} and client.configuration.access_token == "t"
    twin.run(twin_of.close())
    assert not client._connection.closed
    twin.run(client.close())
    twin.run(client.close())
    assert client._connection.closed
    with pytest.raises(ClientClosedError):
        twin.run(client._call(GET, (None,)))


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_one_default_client_and_configuration(kind: Any) -> None:
    kind.set_default(None)
    assert kind.get_default() is kind.get_default()
    assert kind.get_default().configuration is Configuration.get_default()
    own_client = kind(host="http://mine")
    kind.set_default(own_client)
    assert kind.get_default() is own_client
    kind.set_default(None)
    configuration = Configuration(host="http://set")
    Configuration.set_default(configuration)
    assert (
        Configuration.get_default_copy() is configuration and kind().configuration is configuration
    )


def test_no_representation_shows_a_secret() -> None:
    configuration = Configuration(
        api_key={"key": "S1"},
        username="u",
        password="S2",
        access_token="S3",
        client_secret="S4",
        proxy="http://u:S5@p",
    )
    client = Client(configuration, "X-H", "S6")
    shown = [
        repr(configuration),
        repr(client),
        repr(configuration.connection_settings()),
        configuration.to_debug_report(),
        repr(api.Api(client)),
        repr(Configuration(host="https://h/?key=S7")),
    ]
    with pytest.raises(ApiValueError) as caught:
        Client(host="https://u:S7@h")
    shown.append(str(caught.value))
    assert not [text for text in shown if any(f"S{n}" in text for n in range(1, 8))]
    assert "api_key={'key': ***}" in shown[0] and "access_token=***" in shown[0]


def test_configuration_as_users_know_it() -> None:
    configuration = Configuration()
    assert (configuration.host, configuration.server_index) == (HOST, 0)
    assert configuration.get_host_settings()[1] == {
        "url": "https://{region}.example.com",
        "description": "No description provided",
        "variables": {
            "region": {
                "description": "No description provided",
                "default_value": "eu",
                "enum_values": ["eu", "us"],
            }
        },
    }
    assert configuration.get_host_from_settings(1, {"region": "us"}) == "https://us.example.com"
    configuration.host = "http://new"
    assert (configuration.host, configuration.server_index) == ("http://new", None)
    configuration.api_key["key"] = "abc"
    configuration.api_key_prefix["key"] = "Token"
    configuration.username, configuration.password = "u", "p"
    configuration.access_token = "t"
    assert configuration.get_api_key_with_prefix("key") == "Token abc"
    assert configuration.get_api_key_with_prefix("none") is None
    settings = configuration.auth_settings()
    assert settings["key"] == {
        "type": "api_key",
        "in": "header",
        "key": "X-Key",
        "value": "Token abc",
    }
    assert settings["basic"]["value"] == configuration.get_basic_auth_token() == "Basic dTpw"
    assert settings["bearer"]["value"] == "Bearer t" and "digest" not in settings
    assert Configuration().api_key == {} and configuration.debug is False
    twin = copy.deepcopy(configuration)
    twin.api_key["key"] = "other"
    assert configuration.api_key["key"] == "abc" and twin.logger is configuration.logger
    configuration.debug = True
    assert logging.getLogger("sample_client").level == logging.DEBUG
    configuration.debug = False


def test_positions_of_arguments_stay() -> None:
    names = list(inspect.signature(Configuration).parameters)
    assert names[:12] == [
        "host",
        "api_key",
        "api_key_prefix",
        "username",
        "password",
        "access_token",
        "server_index",
        "server_variables",
        "server_operation_index",
        "server_operation_variables",
        "ignore_operation_servers",
        "ssl_ca_cert",
    ]
    for kind in (Client, AsyncClient):
        names = list(inspect.signature(kind).parameters)
        assert names == [
            "configuration",
            "header_name",
            "header_value",
            "cookie",
            "host",
            "access_token",
            "api_key",
            "timeout",
            "retries",
            "transport",
            "strict",
        ]


# --- the escape hatch


def test_an_undescribed_path(twin: Twin) -> None:
    script = Script([CannedResponse(201, b'{"a": 1}'), CannedResponse(404, b'{"message": "gone"}')])
    client = twin.client(script, access_token="t")
    found = twin.run(
        client.request(
            "post",
            "/new/thing?x=1",
            query={"y": [1, 2]},
            body={"b": None},
            headers={"X": "1"},
        )
    )
    request = script.requests[0]
    assert (request.method, request.url, script.bodies[0]) == (
        "POST",
        f"{HOST}/new/thing?x=1&y=1&y=2",
        b'{"b":null}',
    )
    assert request.headers["Authorization"] == "Bearer t" and request.headers["X"] == "1"
    assert (found.status_code, found.data) == (201, {"a": 1})
    with pytest.raises(NotFoundException, match="gone"):
        twin.run(client.request("GET", "/gone"))


# --- hooks and logs


def test_hooks_see_every_attempt(twin: Twin) -> None:
    seen: list[str] = []

    def note(word: str) -> Any:
        def hook(attempt: Attempt) -> None:
            attempt.notes.setdefault("span", word)
            seen.append(
                f"{word} {attempt.operation} {attempt.template} {attempt.number} {attempt.status}"
                f" {attempt.notes['span']}"
            )

        return hook

    def sign(attempt: Attempt) -> None:
        attempt.request.headers["X-Signature"] = "signed"

    def prepare(client: Any) -> None:
        client.hooks.before_request += [note("before"), sign]
        client.hooks.after_response.append(note("after"))
        client.hooks.on_error.append(note("error"))

    outcome = twin.call(
        GET,
        None,
        responses=[ConnectionResetError(104, "x"), CannedResponse(503), CannedResponse(404)],
        prepare=prepare,
    )
    assert isinstance(outcome.result, NotFoundException)
    assert all(request.headers["X-Signature"] == "signed" for request in outcome.requests)
    assert seen == [
        "before get_it /x 1 None before",
        "error get_it /x 1 None before",
        "before get_it /x 2 None before",
        "after get_it /x 2 503 before",
        "before get_it /x 3 None before",
        "after get_it /x 3 404 before",
        "error get_it /x 3 404 before",
    ]


@pytest.fixture
def quiet_again() -> Iterator[logging.Logger]:
    logger = logging.getLogger("sample_client")
    yield logger
    for handler in [*logger.handlers]:
        logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
    logger.propagate = True


def test_logging_by_environment_with_credentials_masked(
    twin: Twin,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    quiet_again: logging.Logger,
) -> None:
    monkeypatch.setenv("SAMPLE_LOG", "debug")
    twin.call(
        GET,
        "visible",
        configuration={
            "access_token": "S-ONE",
            "api_key": {"queryKey": "S-TWO"},
            "host": "https://h.example",
        },
        header_name="X-Odd",
        header_value="S-FOUR",
        cookie="S-FIVE",
        responses=[CannedResponse(headers={"Set-Cookie": "S-SIX", "X-Plain": "plain"})],
    )
    text = capsys.readouterr().err
    assert "get_it: GET https://h.example/x?q=visible&api_key=***, attempt 1" in text
    assert (
        "gave 200" in text
        and "plain" in text
        and "'Authorization': '***'" in text
        and "'X-Odd': '***'" in text
    )
    assert "S-" not in text


def test_no_logging_by_default(
    twin: Twin,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    quiet_again: logging.Logger,
) -> None:
    for value in ("", "off", "0"):
        monkeypatch.setenv("SAMPLE_LOG", value)
        twin.call(GET, None)
    assert capsys.readouterr().err == ""
    assert all(type(each) is logging.NullHandler for each in quiet_again.handlers)
    monkeypatch.setenv("SAMPLE_LOG", "whatever")
    twin.call(GET, None)
    assert quiet_again.level == logging.INFO


# --- deprecation


def test_deprecated_operations_and_parameters_warn_where_they_are_used(
    twin: Twin,
) -> None:
    operation = Operation[Any](
        "old", "GET", "/old", parameters=(query("q", deprecated=True),), deprecated=True
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        twin.call(operation, "v")
        twin.call(operation, None)
    texts = [str(each.message) for each in caught if each.category is DeprecationWarning]
    assert texts == [
        "GET /old is deprecated.",
        "the parameter 'q' of old is deprecated.",
        "GET /old is deprecated.",
    ]
    assert {Path(each.filename).name for each in caught} == {"twins.py"}


# --- closing, forks, loops


def test_a_forgotten_client_says_where_it_was_made() -> None:
    client = Client(host="http://127.0.0.1:1", retries=0)
    client._connection.transport()
    with pytest.warns(ResourceWarning, match=r"test_client.py:\d+"):
        del client
        gc.collect()


def test_a_closed_an_unused_and_a_default_client_do_not_warn() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        with Client(host="http://127.0.0.1:1") as client:
            client._connection.transport()
        Client(host="http://127.0.0.1:1")
        del client
        Client.get_default()._connection.transport()
        Client.set_default(None)
        gc.collect()
    assert [str(each.message) for each in caught] == []


def test_that_nothing_is_unclosed_can_fail() -> None:
    with pytest.raises(AssertionError, match="unclosed API client"), nothing_unclosed():
        Client(host="http://127.0.0.1:1")._connection.transport()


SECRETS = ("a-token-of-mine", "a-key-of-mine", "a-password-of-mine", "an-id-secret")


def secretive() -> Configuration:
    token, key, password, client_secret = SECRETS
    return Configuration(
        access_token=token,
        api_key={"key": key},
        username="me",
        password=password,
        client_id="id",
        client_secret=client_secret,
    )


@pytest.mark.parametrize(
    "made", [secretive, lambda: Client(secretive()), lambda: AsyncClient(secretive())]
)
def test_no_credential_gets_into_a_pickle(made: Callable[[], Any]) -> None:
    with pytest.raises(ApiTypeError, match=r"cannot be pickled.* in each process"):
        pickle.dumps(made())


def test_copies_keep_credentials() -> None:
    configuration = secretive()
    for twin in (copy.copy(configuration), copy.deepcopy(configuration)):
        assert (twin.access_token, twin.api_key["key"]) == SECRETS[:2]
        assert twin.host == configuration.host and twin is not configuration
    with Client(configuration) as client:
        assert client.with_options(timeout=1).configuration.password == SECRETS[2]


def test_a_callers_transport_is_closed_once() -> None:
    transport = ScriptTransport(Script())
    with Client(transport=transport) as client:
        pass
    client.close()
    assert transport.closings == 1
    with pytest.raises(ApiTypeError, match="send and close"):
        Client(transport=object())  # type: ignore[arg-type]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_a_fork_makes_its_own_connections() -> None:
    with Client(host="http://127.0.0.1:1") as client:
        before = client._connection.transport()
        client._connection._process -= 1  # What a child process sees.
        after = client._connection.transport()
        assert after is not before and client._connection.transport() is after
        client._connection._transport = before
        after.close()


def test_a_client_belongs_to_one_loop() -> None:
    client = AsyncClient(host="http://127.0.0.1:1", retries=0)

    async def use() -> None:
        client._connection.transport()

    asyncio.run(use())
    with pytest.raises(WrongEventLoopError, match=r"test_client.py:\d+"):
        asyncio.run(use())
    client._connection.warns = False


# --- API classes


class Things(api.Api):
    _client_class = Client

    def get_it(self, q: str | None = None, *, _headers: Any = None) -> dict[str, int]:
        """Gets it."""
        return self._send(GET, (q,), {"_headers": _headers})

    get_it_with_http_info = api.with_http_info(get_it)
    get_it_without_preload_content = api.without_preload_content(get_it)


class AsyncThings(async_api.AsyncApi):
    _client_class = AsyncClient

    async def get_it(self, q: str | None = None, *, _headers: Any = None) -> dict[str, int]:
        """Gets it."""
        return await self._send(GET, (q,), {"_headers": _headers})

    get_it_with_http_info = async_api.with_http_info(get_it)
    get_it_without_preload_content = async_api.without_preload_content(get_it)


def test_one_method_in_three_forms(twin: Twin) -> None:
    kind: Any = Things if twin.name == "sync" else AsyncThings
    things = kind(twin.client(Script([CannedResponse(body=b'{"a": 1}')])))
    assert twin.run(things.get_it("v")) == {"a": 1}
    assert twin.run(things.get_it_with_http_info("v")).data == {"a": 1}
    assert twin.run(things.get_it_without_preload_content(q="v")).status == 200
    assert twin.run(kind.get_it_with_http_info(things, "v")).status_code == 200


@pytest.mark.parametrize("kind", [Things, AsyncThings])
def test_forms_have_the_methods_signature_and_docstring(kind: Any) -> None:
    raw = "AsyncRawResponse" if kind is AsyncThings else "RawResponse"
    for name, result in (
        ("get_it_with_http_info", "ApiResponse[dict[str, int]]"),
        ("get_it_without_preload_content", raw),
    ):
        for method in (getattr(kind(), name), getattr(kind, name)):
            assert method.__doc__ == "Gets it." and method.__name__ == name
            assert method.__qualname__ == f"{kind.__name__}.{name}"
        signature = inspect.signature(getattr(kind(), name))
        assert (
            str(signature) == "(q: str | None = None, *, _headers: Any = None) ->"
            f" docbound.runtime.response.responses.{result}"
        )
    assert kind().api_client is kind().api_client


# --- proxies


def test_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    def through(origin: str, **settings: str) -> str | None:
        proxy = ConnectionSettings(**settings).proxy_for(origin)  # type: ignore[arg-type]
        return None if proxy is None else proxy.url

    assert through("https://h") is None
    assert through("https://h", proxy="http://p:1") == "http://p:1"
    assert through("https://h", proxy="http://p:1", no_proxy="h") is None
    monkeypatch.setenv("HTTPS_PROXY", "p:2")
    assert through("https://h") == "http://p:2"
    assert through("http://h") is None
    monkeypatch.setenv("NO_PROXY", "localhost,.internal,h:8443")
    assert [
        through(f"https://{host}") for host in ("localhost", "a.internal", "h:8443", "h:1")
    ] == [None, None, None, "http://p:2"]
    monkeypatch.setenv("HTTP_PROXY", "evil:1")
    monkeypatch.setenv("REQUEST_METHOD", "GET")
    assert through("http://h") is None


def test_the_table_shows_itself() -> None:
    assert repr(GET) == "Operation('get_it', 'GET', '/x')"
    assert (
        repr(Parameter("a", "query", "form", True, False, False, "", False))
        == "query('a', style='form', explode=True)"
    )
    assert Body({}).media == {}
