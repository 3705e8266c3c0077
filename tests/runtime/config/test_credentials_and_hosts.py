"""What users give as credentials and hosts: taken, cleaned, or refused with the name of what to
give instead.
"""

from __future__ import annotations

import copy
import logging
from typing import Any

import pytest

from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.errors import ApiTypeError, ApiValueError
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions
from docbound.runtime.service.security_schemes import (
    ApiKey,
    HttpBasic,
    HttpBearer,
    HttpScheme,
    MutualTLS,
    OAuth2,
    OpenIdConnect,
    SecurityScheme,
)
from docbound.runtime.service.spec import PackageSpec, Server
from tests.runtime.twins import (
    AsyncScriptTransport,
    BaseApiClient,
    BaseAsyncApiClient,
    Client,
    Configuration,
    Script,
    ScriptTransport,
    Twin,
)

KEY, OTHER = ApiKey(parameter="X-Key"), ApiKey(parameter="k", location="query")
KINDS: dict[str, tuple[SecurityScheme, str]] = {
    "bearer": (HttpBearer(), "access_token=..."),
    "open": (OpenIdConnect(), "access_token=..."),
    "oauth": (
        OAuth2(token_url="/t"),
        "access_token=..., client_id=... and client_secret=..., or sign_in=...",
    ),
    "basic": (HttpBasic(), "username=... and password=..."),
    "key": (KEY, "api_key={'key': ...}"),
    "digest": (HttpScheme(scheme="Digest"), "api_key={'digest': ...}"),
    "tls": (MutualTLS(), "cert_file=..."),
}
TAKEN: dict[str, tuple[str, ...]] = {
    "access_token": ("bearer", "open", "oauth"),
    "client_id": ("oauth",),
    "client_secret": ("oauth",),
    "token_url": ("oauth",),
    "username": ("basic",),
    "password": ("basic",),
    "api_key": ("key", "digest"),
}


def of(**schemes: SecurityScheme) -> type[BaseConfiguration]:
    """The configuration of a service with these security schemes."""

    class Made(BaseConfiguration):
        _spec = PackageSpec(
            package="made_client",
            servers=(Server("https://h"),),
            security_schemes=schemes,
        )

    return Made


@pytest.mark.parametrize("argument", TAKEN)
@pytest.mark.parametrize("name", [*KINDS, ""])
def test_a_credential_that_nothing_takes_is_refused(argument: str, name: str) -> None:
    made = of(**({name: KINDS[name][0]} if name else {}))
    if name in TAKEN[argument]:
        assert getattr(made(**{argument: "value"}), argument)
        return
    for give in (
        lambda: made(**{argument: "value"}),
        lambda: setattr(made(), argument, "value"),
    ):
        with pytest.raises(ApiValueError) as caught:
            give()
        text = str(caught.value)
        assert text.startswith(f"{argument} is taken by no security scheme of the service")
        if name:
            assert f"{name!r}" in text and KINDS[name][1] in text
        else:
            assert "header_name=..." in text


@pytest.mark.parametrize("kind", [BaseApiClient, BaseAsyncApiClient])
@pytest.mark.parametrize("argument", ["username", "password", "client_id", "client_secret"])
def test_clients_send_nobody_to_a_configuration_that_refuses_it(kind: Any, argument: str) -> None:
    class Made(kind):  # type: ignore[misc]
        _configuration_class = of(key=KINDS["bearer"][0])

    with pytest.raises(ApiValueError, match="access_token="):
        Made(**{argument: "value"})


@pytest.mark.parametrize("kind", [BaseApiClient, BaseAsyncApiClient])
@pytest.mark.parametrize("argument", ["access_token", "api_key"])
def test_clients_and_copies_refuse_it_too(kind: Any, argument: str) -> None:
    class Made(kind):  # type: ignore[misc]
        _configuration_class = of(basic=HttpBasic())

    transport = (
        ScriptTransport(Script()) if kind is BaseApiClient else AsyncScriptTransport(Script())
    )
    with pytest.raises(ApiValueError, match="username="):
        Made(**{argument: "value"}, transport=transport)
    with pytest.raises(ApiValueError, match="username="):
        Made(transport=transport).with_options(**{argument: "value"})


def test_a_key_as_text_is_for_a_service_with_one() -> None:
    assert of(key=KEY)(api_key="k").api_key == {"key": "k"}
    assert of(digest=HttpScheme(scheme="Digest"))(api_key="k").api_key == {"digest": "k"}
    two_schemes = of(key=KEY, again=ApiKey(parameter="x-key"))
    assert two_schemes(api_key="k").api_key == {"key": "k", "again": "k"}
    with pytest.raises(ApiValueError, match=r"api_key=\{'key': \.\.\., 'other': \.\.\.\}"):
        of(key=KEY, other=OTHER)(api_key="k")
    with pytest.raises(ApiTypeError, match="not a int"):
        of(key=KEY)(api_key=5)  # type: ignore[arg-type]


@pytest.mark.parametrize("argument", ["api_key", "api_key_prefix"])
def test_a_name_that_no_scheme_has(argument: str) -> None:
    with pytest.raises(ApiValueError, match=r"\['kee'\] is taken by no security scheme.*'key'"):
        of(key=KEY)(**{argument: {"kee": "k"}})


def test_no_message_repeats_a_credential() -> None:
    for settings in (
        {"access_token": "S3CRET"},
        {"api_key": {"no": "S3CRET"}},
        {"username": "S3\0CRET"},
    ):
        with pytest.raises(ApiValueError) as caught:
            of(basic=HttpBasic(), key=KEY)(**settings)
        assert "S3" not in str(caught.value)


# --- blanks and marks around

AROUND = (
    "{}\n",
    "{}\r\n",
    " {} ",
    "\t{}",
    "\ufeff{}",
    "\ufeff{}\n",
    "\xef\xbb\xbf{}",
    "\udcef\udcbb\udcbf{}",
    "\u200b{}\u200b",
    "\xa0{}\xa0",
)
CALL = Operation[Any]("op", "GET", "/x", security=(("key",), ("basic",), ("bearer",)))


@pytest.mark.parametrize("around", AROUND)
def test_blanks_around_a_credential_is_left_out(
    twin: Twin,
    around: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "sample_client")
    given = around.format("mine")
    ways: dict[str, tuple[dict[str, Any], str]] = {
        "Authorization": ({"access_token": given}, "Bearer mine"),
        "X-Key": ({"api_key": {"key": given}}, "mine"),
    }
    for field, (settings, expected) in ways.items():
        caplog.clear()
        outcome = twin.call(CALL, configuration={"host": around.format("https://h"), **settings})
        assert outcome.request.url == "https://h/x"
        assert outcome.request.headers[field] == expected
        assert "host: blanks, line ends or a byte order mark around it were left out" in caplog.text
        assert "mine" not in caplog.text
    monkeypatch.setenv("SAMPLE_TOKEN", given)
    monkeypatch.setenv("SAMPLE_HOST", around.format("https://env"))
    outcome = twin.call(CALL, configuration={})
    assert outcome.request.url == "https://env/x"
    assert outcome.request.headers["Authorization"] == "Bearer mine"
    fetched = twin.call(CALL, configuration={"access_token": lambda: given})
    assert fetched.request.headers["Authorization"] == "Bearer mine"
    own = twin.call(
        Operation[Any]("op", "GET", "/x"),
        header_name="X-Own",
        header_value=given,
        cookie=given,
    )
    assert (own.request.headers["X-Own"], own.request.headers["Cookie"]) == (
        "mine",
        "mine",
    )


def test_a_password_keeps_its_blanks_and_loses_a_line_end() -> None:
    assert Configuration(username="me", password=" a b \n").password == " a b "
    assert Configuration(username="me\n", password="\ufeffpw").username == "me"


@pytest.mark.parametrize("inside", ["a\ufeffb", "a\u200bb", "a\nb", "a\x00b", "a\x7fb", "a\ud800b"])
def test_what_no_service_takes_is_refused_by_name(inside: str) -> None:
    for settings in (
        {"access_token": inside},
        {"api_key": {"key": inside}},
        {"client_id": inside},
    ):
        (name,) = settings
        with pytest.raises(ApiValueError, match=rf"{name}.* holds the character U\+[0-9A-F]+"):
            Configuration(**settings)


def test_what_no_service_takes_is_refused_wherever_it_comes_from(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_KEY", "a\u200bb")
    auth = CallOptions(request_auth={"in": "header", "key": "X", "value": "a\ufeffb"})
    environment = twin.call(CALL)
    monkeypatch.delenv("SAMPLE_KEY")
    for outcome, name in (
        (environment, "the environment variable SAMPLE_KEY"),
        (
            twin.call(CALL, configuration={"access_token": lambda: "a\ufeffb"}),
            "access_token",
        ),
        (twin.call(CALL, options=auth), "_request_auth"),
        (
            twin.call(CALL, configuration={"username": "a:b", "password": "c"}),
            "username",
        ),
    ):
        assert isinstance(outcome.result, ApiValueError) and name in str(outcome.result)
        assert not outcome.requests


def test_a_key_put_into_the_configuration_later_has_a_name_of_the_service(
    twin: Twin,
) -> None:
    configuration = Configuration(access_token="t")
    configuration.api_key["kee"] = "k"
    outcome = twin.call(CALL, prepare=lambda it: setattr(it, "configuration", configuration))
    assert isinstance(outcome.result, ApiValueError) and "api_key['kee']" in str(outcome.result)


@pytest.mark.parametrize("blank", ["", " ", "\n", "\ufeff"])
def test_a_blank_is_nothing(blank: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLE_HOST", blank)
    configuration = Configuration(access_token=blank, username=blank, client_id=blank)
    assert configuration.access_token is None and configuration.username is None
    assert configuration.host == "https://api.example.com/v1"


def test_none_is_nothing_as_for_an_unset_variable() -> None:
    configuration = Configuration(api_key={"key": None, "queryKey": "k"})  # type: ignore[dict-item]
    assert configuration.api_key == {"queryKey": "k"}
    configuration.api_key = None  # type: ignore[assignment]
    assert configuration.api_key == {}
    for name in (
        "access_token",
        "username",
        "proxy",
        "timeout",
        "retries",
        "trusted_origins",
    ):
        setattr(configuration, name, None)
        assert getattr(configuration, name) is None
    assert Configuration(assert_hostname=True).assert_hostname is None


def test_a_host_of_the_environment_that_is_none_names_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAMPLE_HOST", "https://me:S3CRET@h")
    with pytest.raises(ApiValueError, match="the environment variable SAMPLE_HOST: ") as caught:
        Configuration()
    assert "S3CRET" not in str(caught.value)


def test_a_representation_shows_no_part_of_a_host_that_may_be_secret() -> None:
    configuration = Configuration(host="https://h/base?key=S3CRET")
    assert repr(configuration) == "Configuration(host='https://h/base?***')"
    assert "S3CRET" not in repr(Client(configuration))


# --- trusted origins


@pytest.mark.parametrize(
    "given",
    [
        "https://h",
        5,
        [5],
        [""],
        ["*"],
        ["h"],
        ["https://h/x"],
        ["https://h?x"],
        ["https://a:b@h"],
        ["//h"],
    ],
)
def test_trusted_origins_are_origins(given: Any) -> None:
    with pytest.raises((ApiTypeError, ApiValueError), match="trusted_origins"):
        Configuration(trusted_origins=given)


def test_trusted_origins_of_a_copy_are_its_own() -> None:
    client = Client(Configuration(trusted_origins=["https://a"]))
    copied = client.with_options(trusted_origins=["https://b"])
    assert list(client.configuration.trusted_origins) == ["https://a"]
    assert list(copied.configuration.trusted_origins) == ["https://b"]
    assert copy.deepcopy(copied.configuration)._trusted == copied.configuration._trusted


# --- copies


def test_a_key_that_is_put_into_a_copy_is_not_the_originals() -> None:
    given = Configuration(api_key={"key": "mine"}, proxy_headers={"X-A": "b"})
    client = Client(given)
    copies = (
        copy.copy(given),
        copy.deepcopy(given),
        client.with_options(access_token="other").configuration,
        client.with_options(trusted_origins=["https://a.example"]).configuration,
    )
    for each in copies:
        each.api_key["key"] = "theirs"
        each.proxy_headers["X-A"] = "c"
        assert each.logger is given.logger
    assert given.api_key == {"key": "mine"} and given.proxy_headers == {"X-A": "b"}


def test_a_hook_that_refreshes_the_keys_of_a_copy_leaves_the_original_alone() -> None:
    given = Configuration(api_key={"key": "mine"})
    client = Client(given).with_options(access_token="t")
    client.configuration.refresh_api_key_hook = lambda it: it.api_key.update(key="theirs")
    client.configuration.auth_settings()
    assert client.configuration.api_key == {"key": "theirs"} and given.api_key == {"key": "mine"}
