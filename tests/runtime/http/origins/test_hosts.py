"""Which host a call goes to, and whose word counts: the call's, the operation's, the client's, the
description's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError, MissingCredentialsError
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions
from docbound.runtime.service.security_schemes import HttpBearer, OAuth2
from docbound.runtime.service.spec import PackageSpec, Server, ServerVariable
from docbound.runtime.transport.protocol import Request
from tests.runtime import twins
from tests.runtime.twins import CannedResponse, Script, Twin

OWN = (
    Server("https://uploads.example.com/up"),
    Server("https://{v}.example.org", variables={"v": ServerVariable("a")}),
)
RELATIVE = (Server("/uploads"),)


@dataclass(frozen=True)
class Row:
    """What was said about the host, and where the call goes."""

    url: str
    configuration: dict[str, Any] = field(default_factory=dict)
    client: dict[str, Any] = field(default_factory=dict)
    copy: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    environment: str = ""
    own: tuple[Server, ...] = ()


TEST_HOST = {"host": "http://localhost:8080"}
ROWS = (
    Row("https://api.example.com/v1/x"),
    Row("https://eu.example.com/x", {"server_index": 1}),
    Row("https://eu.example.com/x", options={"host_index": 1}),
    Row("http://localhost:8080/x", TEST_HOST),
    Row("http://localhost:8080/x", client=TEST_HOST),
    Row("http://localhost:8080/x", copy=TEST_HOST),
    Row("http://localhost:8080/x", options=TEST_HOST),
    Row("http://localhost:8080/x", environment="http://localhost:8080"),
    Row(
        "https://other/x",
        {"host": "https://other"},
        environment="http://localhost:8080",
    ),
    Row("http://localhost:8080/x", {"host": "https://other"}, options=TEST_HOST),
    Row("http://localhost:8080/x", {"host": "https://other"}, copy=TEST_HOST),
    Row(
        "https://third/x",
        client={"host": "https://other"},
        copy=TEST_HOST,
        options={"host": "https://third"},
    ),
    Row("https://eu.example.com/x", TEST_HOST, options={"host_index": 1}),
    # An operation's own servers.
    Row("https://uploads.example.com/up/x", own=OWN),
    Row("https://a.example.org/x", own=OWN, options={"host_index": 1}),
    Row("https://uploads.example.com/up/x", {"server_index": 1}, own=OWN),
    Row("https://api.example.com/v1/x", {"ignore_operation_servers": True}, own=OWN),
    Row("http://localhost:8080/x", TEST_HOST, own=OWN),
    Row("http://localhost:8080/x", client=TEST_HOST, own=OWN),
    Row("http://localhost:8080/x", copy=TEST_HOST, own=OWN),
    Row("http://localhost:8080/x", options=TEST_HOST, own=OWN),
    Row("http://localhost:8080/x", environment="http://localhost:8080", own=OWN),
    Row("https://a.example.org/x", TEST_HOST, own=OWN, options={"host_index": 1}),
    Row(
        "https://a.example.org/x",
        {**TEST_HOST, "server_operation_index": {"op": 1}},
        own=OWN,
    ),
    Row(
        "https://uploads.example.com/up/x",
        {**TEST_HOST, "server_operation_variables": {"op": {}}},
        own=OWN,
    ),
    Row(
        "http://localhost:8080/x",
        {"server_operation_index": {"op": 1}},
        copy=TEST_HOST,
        own=OWN,
    ),
    Row("https://api.example.com/uploads/x", own=RELATIVE),
    Row("http://localhost:8080/x", TEST_HOST, own=RELATIVE),
    Row(
        "http://localhost:8080/uploads/x",
        {**TEST_HOST, "server_operation_index": {"op": 0}},
        own=RELATIVE,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_the_nearest_word_counts_and_credentials_go_there(
    row: Row, twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    if row.environment:
        monkeypatch.setenv("SAMPLE_HOST", row.environment)
    script = Script()
    settings = dict(row.client)
    if row.configuration or not row.client:
        settings["configuration"] = twins.Configuration(**row.configuration)
    client = twin.client(script, **settings).with_options(
        access_token="mine", headers={"X-Own": "1"}, **row.copy
    )
    operation = Operation[Any]("op", "GET", "/x", security=(("bearer",),), servers=row.own)
    twin.run(client._call(operation, (), CallOptions(**row.options)))
    (request,) = script.requests
    assert request.url == row.url
    assert request.headers["Authorization"] == "Bearer mine" and request.headers["X-Own"] == "1"


def test_two_words_at_once_are_refused(twin: Twin) -> None:
    operation = Operation[Any]("op", "GET", "/x")
    both = twin.call(operation, options=CallOptions(host="https://a", host_index=1))
    assert isinstance(both.result, ApiValueError) and "not both" in str(both.result)
    with pytest.raises(ApiTypeError, match="host or server_index, not both"):
        twins.Configuration(host="https://a", server_index=0)


@pytest.mark.parametrize("path", ["https://evil.example/x", "HTTP://h", "ftp://h/x", 5, None])
def test_a_path_that_is_a_whole_address_is_refused(twin: Twin, path: Any) -> None:
    script = Script()
    client = twin.client(script, access_token="S3CRET")
    with pytest.raises((ApiTypeError, ApiValueError), match="path is"):
        twin.run(client.request("GET", path))
    assert not script.requests


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "@evil.example", "\\\\evil.example", "x/http://y"]
)
def test_a_path_never_leaves_the_host(twin: Twin, path: str) -> None:
    script = Script()
    twin.run(twin.client(script, access_token="mine").request("GET", path))
    assert script.requests[0].url.startswith("https://api.example.com/v1/")


# --- servers that are only a path


class Relative(twins.BaseConfiguration):
    _spec = PackageSpec(package="relative_client", servers=(Server("/api/v3"),))


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("https://pets.example", "https://pets.example/api/v3"),
        ("https://pets.example/", "https://pets.example/api/v3"),
        ("https://pets.example/other", "https://pets.example/other"),
        ("https://pets.example?key=1", "https://pets.example/api/v3"),
    ],
)
def test_a_host_takes_the_described_path(host: str, base: str) -> None:
    client = twins.BaseApiClient(Relative(host=host))
    found = client._base(Operation[Any]("op", "GET", "/x"), CallOptions())
    assert found.url == base
    copied = twins.BaseApiClient(Relative()).with_options(host=host)
    assert copied._base(Operation[Any]("op", "GET", "/x"), CallOptions()).url == base


def test_a_server_without_a_host_says_what_to_give() -> None:
    client = twins.BaseApiClient(Relative())
    with pytest.raises(ApiValueError) as caught:
        client._base(Operation[Any]("op", "GET", "/x"), CallOptions())
    assert str(caught.value) == (
        "the description's server is only a path, '/api/v3'; give its host, such as "
        "host='https://api.example.com' (calls then go to https://api.example.com/api/v3)"
    )


@pytest.mark.parametrize(
    ("described", "host", "base"),
    [
        ("./", "https://pets.example", "https://pets.example"),
        (".", "https://pets.example", "https://pets.example"),
        ("./v1/", "https://pets.example", "https://pets.example/v1"),
        ("../v1", "https://pets.example", "https://pets.example/v1"),
        (" https://pets.example/v1 ", None, "https://pets.example/v1"),
        ("//pets.example/v1", None, "https://pets.example/v1"),
        ("//pets.example/v1", "https://other.example", "https://other.example"),
        ("HTTPS://Pets.Example/v1", None, "https://pets.example/v1"),
    ],
)
def test_servers_as_people_write_them(described: str, host: str | None, base: str) -> None:
    class Written(twins.BaseConfiguration):
        _spec = PackageSpec(package="written_client", servers=(Server(described),))

    client = twins.BaseApiClient(Written(host=host))
    assert client._base(Operation[Any]("op", "GET", "/x"), CallOptions()).url == base


@pytest.mark.parametrize("url", ["", "api.example.com", "https://me:pw@api.example.com", "ftp://x"])
def test_a_described_server_that_is_none(url: str) -> None:
    class Broken(twins.BaseConfiguration):
        _spec = PackageSpec(package="broken_client", servers=(Server(url),) if url else ())

    with pytest.raises(ApiValueError, match="host='https://"):
        twins.BaseApiClient(Broken())._base(Operation[Any]("op", "GET", "/x"), CallOptions())


@pytest.mark.parametrize(
    "host",
    [
        "https://user:S3CRET@h",
        "https://user:S3/CRET@h",
        "https://S3CRET@h",
        "https:///x",
        "//h/x",
        "h.example",
        "localhost:8080",
        "ftp://h",
        "https://h:0",
        "https://h:99999",
        "https://[::1",
        "https://[fe80::1%25eth0]",
        "https://bücher.example",
        "https://h\\x",
        "https://a b",
        "https://a\nb",
        5,
        True,
        b"https://h",
    ],
)
def test_a_host_that_is_none_is_refused_at_once(host: Any) -> None:
    places = (
        lambda: twins.Configuration(host=host),
        lambda: twins.Client(host=host),
        lambda: twins.AsyncClient(host=host),
        lambda: setattr(twins.Configuration(), "host", host),
        lambda: twins.Client(twins.Configuration()).with_options(host=host),
    )
    for place in places:
        with pytest.raises((ApiValueError, ApiTypeError), match="host") as caught:
            place()
        assert "S3" not in str(caught.value) and "CRET" not in str(caught.value)


def test_user_and_password_of_a_host_say_which_arguments_to_use() -> None:
    with pytest.raises(ApiValueError, match=r"Configuration\(username=\.\.\., password=\.\.\.\)"):
        twins.Configuration(host="https://me:pw@h")


# --- token endpoints

AUTH = "https://auth.example.net/token"


def service(described: str) -> type[twins.BaseConfiguration]:
    class Configuration(twins.BaseConfiguration):
        _spec = PackageSpec(
            package="token_client",
            servers=(
                Server("https://api.example.com/v1"),
                Server("https://eu.example.com"),
            ),
            security_schemes={
                "oauth": OAuth2(token_url=described),
                "bearer": HttpBearer(),
            },
        )

    return Configuration


@pytest.mark.parametrize(
    ("described", "settings", "options", "endpoint"),
    [
        ("/token", {}, {}, "https://api.example.com/token"),
        ("token", {}, {}, "https://api.example.com/v1/token"),
        (AUTH, {}, {}, AUTH),
        (AUTH, {"server_index": 1}, {}, AUTH),
        (AUTH, {"host": "https://api.example.com/v2"}, {}, AUTH),
        (AUTH, {"host": "http://localhost:8080"}, {}, None),
        (
            "/token",
            {"host": "http://localhost:8080"},
            {},
            "http://localhost:8080/token",
        ),
        (AUTH, {"host": "http://localhost:8080", "token_url": AUTH}, {}, AUTH),
        (
            AUTH,
            {"host": "http://localhost:8080", "token_url": "/t"},
            {},
            "http://localhost:8080/t",
        ),
        (
            AUTH,
            {
                "host": "http://localhost:8080",
                "trusted_origins": ["https://auth.example.net"],
            },
            {},
            AUTH,
        ),
        (AUTH, {}, {"host": "http://localhost:8080"}, None),
        (
            "/token",
            {},
            {"host": "http://localhost:8080"},
            "http://localhost:8080/token",
        ),
        ("http://auth.example.net/token", {}, {}, None),
        (
            "http://auth.example.net/token",
            {"token_url": "http://auth.example.net/token"},
            {},
            "http://auth.example.net/token",
        ),
    ],
)
def test_where_tokens_are_fetched(
    twin: Twin,
    described: str,
    settings: dict[str, Any],
    options: dict[str, Any],
    endpoint: str | None,
) -> None:
    def answer(request: Request) -> CannedResponse:
        return CannedResponse(body=b'{"access_token": "fetched"}')

    script = Script([answer])
    configuration = service(described)(client_id="me", client_secret="S3CRET", **settings)
    client = twin.client(
        script, configuration=configuration, header_name="X-Own", header_value="wide"
    )
    client._own_credential = False
    operation = Operation[Any]("op", "GET", "/x", security=(("oauth",),))
    try:
        twin.run(client._call(operation, (), CallOptions(**options)))
    except MissingCredentialsError as error:
        assert endpoint is None and "token_url=" in str(error) and "trusted_origins=" in str(error)
        assert not script.requests
        return
    token, call = script.requests
    assert token.url == endpoint
    assert "X-Own" not in token.headers and call.headers["Authorization"] == "Bearer fetched"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_endpoint_that_redirects_elsewhere_gets_no_secret_there(
    twin: Twin, status: int
) -> None:
    def answer(request: Request) -> CannedResponse:
        if request.url == "https://evil.example.org/steal":
            return CannedResponse(body=b'{"access_token": "x"}')
        return CannedResponse(status, b"", {"Location": "https://evil.example.org/steal"})

    script = Script([answer])
    configuration = service(AUTH)(client_id="me", client_secret="S3CRET")
    client = twin.client(script, configuration=configuration)
    operation = Operation[Any]("op", "GET", "/x", security=(("oauth",),))
    try:
        twin.run(client._call(operation, ()))
    except Exception as error:
        assert "S3CRET" not in str(error)
        if status != 303:
            assert "leads to https://evil.example.org/steal" in str(error)
    for request, body in zip(script.requests, script.bodies, strict=True):
        if request.url.startswith("https://evil"):
            assert "Authorization" not in request.headers and body == b""


@pytest.mark.parametrize("home", ["https://api.example.com/v1", "http://api.example.com/v1"])
def test_a_way_by_a_trusted_origin_leads_back_home(home: str, twin: Twin) -> None:
    places = ["https://sso.example.net/y", "https://api.example.com/z"]
    moves = [CannedResponse(302, b"", {"Location": place}) for place in places]
    outcome = twin.call(
        Operation("op", "GET", "/x", security=(("bearer",),)),
        responses=[*moves, CannedResponse()],
        configuration={
            "host": home,
            "access_token": "mine",
            "trusted_origins": ["https://sso.example.net"],
        },
    )
    assert outcome.result == {}
    assert [each.url for each in outcome.requests][1:] == places
    assert all("Authorization" in each.headers for each in outcome.requests)
