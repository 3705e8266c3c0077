"""The host that a token response names: where calls go, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from docbound.runtime.errors import SignInError
from docbound.runtime.http.origins import parse_origin
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.pagination_kinds import NextLink
from docbound.runtime.service.sign_in import ClientCredentials
from docbound.runtime.service.token_stores import MemoryTokenStore, TokenSet
from tests.runtime.auth.sign_in.clients import OK, READ, Driver
from tests.runtime.auth.sign_in.server import Answer, Service, running

FIELD = {"host_field": "instance_url", "host_origins": ("https://*.example.com",)}
FLOW = ClientCredentials(client_id="me", client_secret="S3CRET-client")


@pytest.fixture
def instance() -> Iterator[Service]:
    """Another origin, where the service's calls go."""
    with running() as found:
        yield found


def shared(service: Service, instance: Service) -> None:
    """The token endpoint names the instance, which takes its tokens."""
    service.host = instance.url
    instance.valid = service.valid


def test_calls_go_to_the_instance(driver: Driver, service: Service, instance: Service) -> None:
    shared(service, instance)
    trusted = [instance.url]
    found = driver.calls(service, READ, READ, sign_in=FLOW, defaults=FIELD, trusted_origins=trusted)
    assert found == [OK, OK]
    assert service.paths() == ["/token"] and instance.paths() == ["/api", "/api"]


def test_a_host_that_the_user_gave_counts_more(
    driver: Driver, service: Service, instance: Service
) -> None:
    shared(service, instance)
    more: dict[str, Any] = {"sign_in": FLOW, "defaults": FIELD, "trusted_origins": [instance.url]}
    assert driver.calls(service, READ, host=service.url, **more) == [OK]
    assert instance.requests == [] and service.paths() == ["/token", "/api"]


def test_without_a_word_of_the_package_it_is_no_host(
    driver: Driver, service: Service, instance: Service
) -> None:
    shared(service, instance)
    assert driver.calls(service, READ, sign_in=FLOW) == [OK]
    assert instance.requests == []


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("https://evil.example", "the package knows https://*.example.com"),
        ("https://example.com", "the package knows"),
        ("https://evilexample.com", "the package knows"),
        ("http://a.example.com", "the package knows"),
        ("https://a.example.com:8443", "the package knows"),
        ("https://a.example.com.evil.example", "the package knows"),
        ("https://a.example.com@evil.example", "a user or a password"),
        ("https://evil.example\\@a.example.com", "a backslash"),
        ("https://evil.example#@a.example.com", "an @ before its path"),
        ("https://evil.example\t.a.example.com", "a control character"),
        ("https://a.example.com/path", "without a path or a query"),
        ("https://a.example.com?x", "without a path or a query"),
        ("//a.example.com", "no scheme"),
        ("a.example.com", "no scheme"),
        ("file:///etc/passwd", "neither http nor https"),
        ("https://ｅxample.com", "not ASCII"),
        ("https://user:S3CRET-password@a.example.com", "a user or a password"),
    ],
)
def test_hosts_that_are_not_used(driver: Driver, service: Service, host: str, said: str) -> None:
    service.host = host
    (error,) = driver.calls(service, READ, sign_in=FLOW, defaults=FIELD)
    assert isinstance(error, SignInError) and said in str(error), error
    assert "S3CRET" not in str(error)
    assert service.paths() == ["/token"]  # Neither here nor there.


def test_a_host_below_the_one_of_the_package() -> None:
    from docbound.runtime.auth.token_host import home_of_calls
    from docbound.runtime.config.configuration import BaseConfiguration
    from docbound.runtime.http.origins import Base
    from docbound.runtime.service.oauth_flows import SignInDefaults
    from docbound.runtime.service.spec import PackageSpec, Server

    spec = PackageSpec(package="p", servers=(Server("https://login.example.com"),))
    configuration = type("Configuration", (BaseConfiguration,), {"_spec": spec})()
    origin = parse_origin("https://login.example.com")
    base = Base("https://login.example.com", "", origin, named=False)
    defaults = SignInDefaults(
        host_field="h", host_origins=("https://api.example.net:8443", "https://*.example.com")
    )
    for host in (
        "https://a.example.com",
        "HTTPS://A.b.Example.com/",
        "https://api.example.net:8443",
    ):
        home = home_of_calls(host, defaults, configuration, base)
        assert home == parse_origin(host)
    elsewhere = base._replace(origin=parse_origin("https://files.example.com"))
    # What goes to another server than the first one stays there, and so does a host that is named.
    assert home_of_calls("https://a.example.com", defaults, configuration, elsewhere) is None
    assert home_of_calls("https://evil", defaults, configuration, base._replace(named=True)) is None
    assert home_of_calls("", defaults, configuration, base) is None


def test_a_store_keeps_the_host(driver: Driver, service: Service, instance: Service) -> None:
    shared(service, instance)
    store = MemoryTokenStore()
    more: dict[str, Any] = {"sign_in": FLOW, "defaults": FIELD, "trusted_origins": [instance.url]}
    for _ in range(2):
        assert driver.calls(service, READ, token_store=store, **more) == [OK]
    assert service.paths() == ["/token"] and instance.paths() == ["/api", "/api"]
    kept = TokenSet(access_token="a", host=instance.url)
    assert TokenSet.from_dict(kept.to_dict()) == kept
    assert "host" not in TokenSet(access_token="a").to_dict()


def test_a_new_token_may_name_another_host(
    driver: Driver, service: Service, instance: Service
) -> None:
    shared(service, instance)

    def ended(request: Any) -> Answer:
        service.host = service.url
        return Answer(401)

    instance.faults["/api"] = [ended]
    more: dict[str, Any] = {"sign_in": FLOW, "defaults": FIELD, "trusted_origins": [instance.url]}
    assert driver.calls(service, READ, **more) == [OK]
    assert instance.paths() == ["/api"] and service.paths() == ["/token", "/token", "/api"]


LIST = Operation[Any](
    "list", "GET", "/api", security=(("oauth",),), responses={"200": {"application/json": "Any"}}
)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_links_of_the_instance(service: Service, instance: Service, elsewhere: bool) -> None:
    """A link to the next page stays within the instance; to any other origin no token goes."""
    from docbound.runtime.client.sync_client import BaseApiClient
    from docbound.runtime.pagination.pagers import Pager
    from docbound.runtime.pagination.recorded_calls import Recorded

    shared(service, instance)
    with running() as other:
        link = f"{other.url}/api?page=2" if elsewhere else "/api?page=2"
        instance.faults["/api"] = [Answer(body={"items": [1], "next": link})]
        instance.faults["/api"].append(Answer(body={"items": [2]}))
        other.faults["/api"] = [Answer(body={"items": [2]})]
        settings = {"sign_in": FLOW, "trusted_origins": [instance.url]}
        configuration = Driver().configuration(service, settings, **FIELD)
        with BaseApiClient(configuration) as client:
            pages = NextLink[Any, Any](items=("items",), next=("next",))
            assert list(Pager(client, Recorded(LIST, (), _options()), pages)) == [1, 2]
        went = other.requests if elsewhere else instance.requests[1:]
        assert ["authorization" in each.headers for each in went] == [not elsewhere]


def _options() -> Any:
    from docbound.runtime.service.options import NO_OPTIONS

    return NO_OPTIONS


def test_what_is_set_for_the_client_goes_to_the_instance_only(
    service: Service, instance: Service
) -> None:
    from docbound.runtime.client.sync_client import BaseApiClient

    shared(service, instance)
    settings = {"sign_in": FLOW, "trusted_origins": [instance.url]}
    configuration = Driver().configuration(service, settings, **FIELD)
    with BaseApiClient(configuration, header_name="X-Own", header_value="mine") as client:
        assert client._call(READ, ()) == OK
    assert instance.requests[0].headers["x-own"] == "mine"
    assert "x-own" not in service.requests[0].headers
