"""Each grant against a loopback authorization server, with planted faults (issue of signing in)."""

from __future__ import annotations

import base64
import json
import socket
import struct
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from docbound.runtime.auth import token_cache
from docbound.runtime.errors import (
    ApiException,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    BadRequestException,
    LocalFileError,
    MissingCredentialsError,
    ServiceException,
    SignInError,
)
from docbound.runtime.service.sign_in import (
    AnySignIn,
    AuthorizationCode,
    ClientCredentials,
    DeviceCode,
    DeviceFlow,
    JWTBearer,
    Password,
    PrivateKeyJWT,
    RefreshToken,
)
from docbound.runtime.transport.effects import WithLock
from tests.runtime.auth.sign_in.clients import BARE, CONNECT, OK, READ, WRITE, Driver
from tests.runtime.auth.sign_in.server import SECRETS, Answer, ReceivedRequest, Service
from tests.runtime.twins import StillClock

SECRET = "S3CRET-client"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def client(**more: Any) -> ClientCredentials:
    return ClientCredentials(client_id="me", client_secret=SECRET, **more)


def password(**more: Any) -> Password:
    return Password(username="ada", password="S3CRET-password", client_id="me", **more)


def browser(service: Service, **more: Any) -> AuthorizationCode:
    return AuthorizationCode(client_id="me", open_url=service.browse, **{"timeout": 20, **more})


def device(**more: Any) -> DeviceFlow:
    return DeviceFlow(client_id="me", **{"show": lambda code: None, **more})


def hidden(error: object) -> bool:
    """Whether an error shows no secret, in any of its forms."""
    shown = f"{error} {error!r} {getattr(error, 'args', '')}"
    return not any(secret in shown for secret in SECRETS)


def grants(service: Service) -> dict[str, AnySignIn]:
    service.refresh = "S3CRET-refresh-0"
    return {
        "client credentials": client(),
        "password": password(),
        "authorization code": browser(service),
        "device": device(),
        "refresh token": RefreshToken(refresh_token="S3CRET-refresh-0", client_id="me"),
    }


NAMES = ("client credentials", "password", "authorization code", "device", "refresh token")


@pytest.mark.parametrize("name", NAMES)
def test_a_token_is_fetched_kept_and_renewed_once_it_is_refused(
    name: str, driver: Driver, service: Service
) -> None:
    def withdraw(_: object) -> None:
        if service.count == 1:
            service.valid.clear()

    flow = grants(service)[name]
    assert "S3CRET" not in repr(flow)
    found = driver.calls(
        service, READ, READ, READ, sign_in=flow, between=withdraw, clock=StillClock()
    )
    assert found == [OK, OK, OK]
    # Refused once, and then fetched or refreshed once: not by asking the user again.
    assert service.count == 2
    tokens = [each.form["grant_type"] for each in service.requests if "grant_type" in each.form]
    assert len(tokens) == 2
    assert tokens[1] == ("client_credentials" if name == "client credentials" else "refresh_token")


@pytest.mark.parametrize("name", NAMES)
def test_of_many_callers_one_fetches(name: str, driver: Driver, service: Service) -> None:
    flow = grants(service)[name]
    found = driver.calls(service, *[READ] * 12, in_parallel=True, sign_in=flow, clock=StillClock())
    assert found == [OK] * 12
    assert service.count == 1


@pytest.mark.parametrize("rotates", [True, False])
def test_refreshing_happens_once_and_follows_rotation(
    rotates: bool, driver: Driver, service: Service
) -> None:
    service.rotates = rotates
    service.lifetime = 100
    clock = StillClock()
    found = driver.calls(
        service,
        *[READ] * 3,
        sign_in=password(),
        clock=clock,
        between=lambda _: clock.sleep(95),
    )
    assert found == [OK] * 3
    used = [each["refresh_token"] for each in service.forms("refresh_token")]
    first = "S3CRET-refresh-1"
    assert used == ([first, "S3CRET-refresh-2"] if rotates else [first, first])
    # The description has an address of its own for that.
    assert [each.path for each in service.requests if "refresh_token" in each.form] == [
        "/refresh"
    ] * 2


@pytest.mark.parametrize("lifetime", [None, 0, -5, "3600", "soon", True, float("inf"), [], 10**400])
def test_a_lifetime_that_is_odd_or_a_lie(
    lifetime: object, driver: Driver, service: Service
) -> None:
    service.lifetime = lifetime
    found = driver.calls(service, READ, READ, sign_in=client(), clock=StillClock())
    assert found == [OK, OK]
    assert service.count == (2 if lifetime in (0, -5) else 1)


def test_a_refresh_token_that_is_refused_means_signing_in_again(
    driver: Driver, service: Service
) -> None:
    def withdraw(_: object) -> None:
        service.valid.clear()
        service.refresh = "another"

    found = driver.calls(service, READ, READ, sign_in=password(), between=withdraw)
    assert found == [OK, OK]
    assert len(service.forms("password")) == 2 and len(service.forms("refresh_token")) == 1


def test_a_refresh_token_of_the_users_that_is_refused(driver: Driver, service: Service) -> None:
    flow = RefreshToken(refresh_token="S3CRET-refresh-0", client_id="me")
    (error,) = driver.calls(service, READ, sign_in=flow)
    assert isinstance(error, SignInError) and error.error == "invalid_grant"
    assert "sign in again" in str(error) and hidden(error)


def test_further_parameters_of_the_package_and_of_the_user(
    driver: Driver, service: Service
) -> None:
    defaults = {"token_parameters": {"audience": "https://a", "resource": "r"}, "scopes": ("all",)}
    flow = client(token_parameters={"audience": "https://b"})
    assert driver.calls(service, READ, sign_in=flow, defaults=defaults) == [OK]
    (form,) = service.forms("client_credentials")
    assert (form["audience"], form["resource"], form["scope"]) == ("https://b", "r", "all")


def test_scopes_widen_where_none_are_set(driver: Driver, service: Service) -> None:
    found = driver.calls(service, READ, WRITE, READ, sign_in=password())
    assert found == [OK] * 3
    assert [each["scope"] for each in service.forms("password")] == ["read", "read write"]


def test_scopes_that_are_given_stay(driver: Driver, service: Service) -> None:
    found = driver.calls(service, READ, WRITE, sign_in=password(scopes=("mine",)))
    assert found == [OK] * 2
    assert [each["scope"] for each in service.forms("password")] == ["mine"]


@pytest.mark.parametrize("refresh", ["\ud800", "r" * 100_000])
def test_a_refresh_token_that_cannot_be_sent_is_none(
    refresh: str, driver: Driver, service: Service
) -> None:
    service.valid.add("S3CRET-access-0")
    said = {"access_token": "S3CRET-access-0", "expires_in": -1, "refresh_token": refresh}
    service.faults["/token"] = [Answer(body=said)]
    assert driver.calls(service, READ, READ, sign_in=password()) == [OK, OK]
    assert len(service.forms("password")) == 2 and not service.forms("refresh_token")


@pytest.mark.parametrize(
    ("way", "header", "fields"),
    [
        ("", True, set[str]()),
        ("basic", True, set[str]()),
        ("body", False, {"client_id", "client_secret"}),
        ("none", False, {"client_id"}),
    ],
)
def test_how_a_client_proves_itself(
    way: str, header: bool, fields: set[str], driver: Driver, service: Service
) -> None:
    flow = client(client_authentication=way)
    assert driver.calls(service, READ, sign_in=flow) == [OK]
    token = next(each for each in service.requests if each.path == "/token")
    assert ("authorization" in token.headers) == header
    assert token.form.keys() - {"grant_type", "scope"} == fields


def test_another_way_is_tried_only_where_none_is_settled(driver: Driver, service: Service) -> None:
    refusal = Answer(401, {"error": "invalid_client"})
    service.faults["/token"] = [refusal]
    assert driver.calls(service, READ, sign_in=client()) == [OK]
    service.faults["/token"] = [refusal]
    (error,) = driver.calls(service, READ, sign_in=client(client_authentication="basic"))
    assert isinstance(error, ApiException) and error.status == 401 and hidden(error)


def _claims(text: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    parts = [base64.urlsafe_b64decode(part + "==") for part in text.split(".")[:2]]
    return json.loads(parts[0]), json.loads(parts[1])


@pytest.fixture(scope="session")
def key() -> str:
    pytest.importorskip("jwt", reason="the extra jwt is not installed")
    pytest.importorskip("cryptography", reason="the extra jwt is not installed")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def test_a_client_that_signs_a_statement(driver: Driver, service: Service, key: str) -> None:
    way = PrivateKeyJWT(key=key, algorithm="ES256", key_id="k1")
    assert key not in repr(way)
    flow = ClientCredentials(client_id="me", client_authentication=way)
    assert driver.calls(service, READ, sign_in=flow) == [OK]
    (form,) = service.forms("client_credentials")
    header, claims = _claims(form["client_assertion"])
    assert form["client_assertion_type"].endswith("jwt-bearer")
    assert (header["alg"], header["kid"]) == ("ES256", "k1")
    assert (claims["iss"], claims["sub"]) == ("me", "me")
    assert claims["aud"] == f"{service.url}/token"
    assert claims["exp"] - claims["iat"] == 60 and claims["jti"]


def test_a_key_that_cannot_sign(driver: Driver, service: Service) -> None:
    pytest.importorskip("jwt", reason="the extra jwt is not installed")
    flow = ClientCredentials(
        client_id="me", client_authentication=PrivateKeyJWT(key="S3CRET-password")
    )
    (error,) = driver.calls(service, READ, sign_in=flow)
    assert isinstance(error, ValueError) and "PrivateKeyJWT" in str(error) and hidden(error)
    assert service.requests == []


def test_what_is_sent_beside_them_may_be_a_secret() -> None:
    more = {"resource_key": "S3CRET"}
    assert "S3CRET" not in repr(ClientCredentials(client_id="me", token_parameters=more))
    assert "S3CRET" not in repr(
        AuthorizationCode(client_id="me", token_parameters=more, authorization_parameters=more)
    )


# --- a service account


def test_a_service_account(driver: Driver, service: Service, key: str) -> None:
    flow = JWTBearer(key=key, algorithm="ES256", key_id="k1", issuer="robot@example.com")
    assert key not in repr(flow) and "robot@example.com" in repr(flow)
    assert driver.calls(service, READ, READ, sign_in=flow) == [OK, OK]
    (form,) = service.forms(JWT_BEARER)
    header, claims = _claims(form["assertion"])
    assert (header["alg"], header["kid"]) == ("ES256", "k1")
    assert (claims["iss"], claims["sub"]) == ("robot@example.com", "robot@example.com")
    assert claims["aud"] == f"{service.url}/token" and claims["jti"]
    assert claims["exp"] - claims["iat"] == 300 and "scope" not in claims
    assert form["scope"] == "read" and "client_id" not in form


def test_a_service_account_as_its_package_and_its_user_say(
    driver: Driver, service: Service, key: str
) -> None:
    flow = JWTBearer(
        key=key,
        algorithm="ES256",
        client_id="app",
        subject="ada@example.com",
        scopes=("a", "b"),
        claims={"box_sub_type": "user"},
    )
    defaults = {
        "statement_audience": "https://login.example.com",
        "statement_scope": "claim",
        "statement_lifetime": 180,
    }
    assert driver.calls(service, READ, sign_in=flow, defaults=defaults) == [OK]
    (form,) = service.forms(JWT_BEARER)
    _, claims = _claims(form["assertion"])
    assert (claims["iss"], claims["sub"]) == ("app", "ada@example.com")
    assert claims["aud"] == "https://login.example.com" and claims["scope"] == "a b"
    assert claims["exp"] - claims["iat"] == 180 and claims["box_sub_type"] == "user"
    assert "scope" not in form and form["client_id"] == "app"


def test_a_service_account_signs_anew_when_its_token_ends(
    driver: Driver, service: Service, key: str
) -> None:
    flow = JWTBearer(key=key, algorithm="ES256", issuer="robot", client_secret=SECRET)
    service.faults["/api"] = [None, Answer(401)]
    assert driver.calls(service, READ, READ, sign_in=flow) == [OK, OK]
    first, second = service.forms(JWT_BEARER)
    assert _claims(first["assertion"])[1]["jti"] != _claims(second["assertion"])[1]["jti"]


def test_a_refused_statement_is_not_shown(driver: Driver, service: Service, key: str) -> None:
    def refuse(request: ReceivedRequest) -> Answer:
        return Answer(400, {"error": "invalid_grant", "saw": request.form["assertion"]})

    service.faults["/token"] = [refuse]
    flow = JWTBearer(key=key, algorithm="ES256", issuer="robot")
    (error,) = driver.calls(service, READ, sign_in=flow)
    assert isinstance(error, BadRequestException)
    assert service.forms(JWT_BEARER)[0]["assertion"] not in f"{error}"


def test_a_file_of_a_service_account(
    driver: Driver, service: Service, key: str, tmp_path: Path
) -> None:
    path = tmp_path / "account.json"
    content = {"type": "service_account", "client_email": "robot@x.example", "private_key": key}
    content |= {"private_key_id": "k2", "token_uri": f"{service.url}/token"}
    path.write_text(json.dumps(content), encoding="utf-8")
    flow = JWTBearer.from_file(path, algorithm="ES256", subject="ada@x.example")
    assert driver.calls(service, READ, sign_in=flow) == [OK]
    header, claims = _claims(service.forms(JWT_BEARER)[0]["assertion"])
    assert header["kid"] == "k2"
    assert (claims["iss"], claims["sub"]) == ("robot@x.example", "ada@x.example")
    for text in ("{}", "[]", "S3CRET-password", json.dumps({**content, "token_uri": 1})):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ApiValueError, match="is no file of a service account") as caught:
            JWTBearer.from_file(path)
        assert key not in str(caught.value) and hidden(caught.value)
    with pytest.raises(LocalFileError):
        JWTBearer.from_file(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"key": ""}, "key is empty"),
        ({"scope_as": "query"}, "'field' or 'claim'"),
        ({"lifetime": True}, "lifetime is a number of seconds"),
        ({"claims": ["a"]}, "claims is a mapping"),
        ({"issuer": 3}, "issuer is a str"),
        ({}, "needs a client_id"),
    ],
)
def test_a_service_account_that_cannot_work(
    driver: Driver, service: Service, more: dict[str, Any], said: str
) -> None:
    flow = JWTBearer(**{"key": "S3CRET-password", **more})
    with pytest.raises((ApiValueError, ApiTypeError), match=said):
        (error,) = driver.calls(service, READ, sign_in=flow)
        raise error
    assert service.requests == []


# --- the browser


def test_the_page_that_is_opened(driver: Driver, service: Service) -> None:
    opened: list[str] = []

    def open_url(url: str) -> None:
        opened.append(url)
        service.browse(url)

    flow = AuthorizationCode(
        client_id="me",
        open_url=open_url,
        timeout=20,
        authorization_parameters={"prompt": "consent", "state": "mine"},
        redirect_host="localhost",
        redirect_path="/back",
    )
    assert driver.calls(service, READ, sign_in=flow) == [OK]
    query = {name: values[0] for name, values in parse_qs(urlsplit(opened[0]).query).items()}
    assert query["response_type"] == "code" and query["client_id"] == "me"
    assert query["code_challenge_method"] == "S256" and len(query["code_challenge"]) == 43
    assert query["prompt"] == "consent" and query["state"] != "mine"
    assert query["redirect_uri"].startswith("http://localhost:")
    assert query["redirect_uri"].endswith("/back")
    assert query["scope"] == "read"
    (form,) = service.forms("authorization_code")
    assert 43 <= len(form["code_verifier"]) <= 128
    assert form["redirect_uri"] == query["redirect_uri"]
    assert "code_verifier" not in opened[0] and form["code_verifier"] not in opened[0]


def comes_back(**parameters: str) -> Any:
    """A page that sends the browser back with something else."""

    def answer(request: ReceivedRequest) -> Answer:
        back = {"state": request.query["state"], **parameters}
        given = urlencode({name: value for name, value in back.items() if value})
        return Answer(302, headers={"Location": f"{request.query['redirect_uri']}?{given}"})

    return answer


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"error": "access_denied", "error_description": "not\ntoday"}, "access_denied: not today"),
        ({}, "without a code"),
    ],
)
def test_a_browser_that_comes_back_with_something_else(
    parameters: dict[str, str], message: str, driver: Driver, service: Service
) -> None:
    service.faults["/authorize"] = [comes_back(**parameters)]
    (error,) = driver.calls(service, READ, sign_in=browser(service))
    assert isinstance(error, SignInError) and message in str(error) and hidden(error)
    assert "/token" not in service.paths()


@pytest.mark.parametrize("state", ["forged", ""])
def test_a_browser_that_never_comes_back_with_the_right_state(
    state: str, driver: Driver, service: Service
) -> None:
    service.faults["/authorize"] = [comes_back(code="S3CRET-code", state=state)]
    flow = AuthorizationCode(client_id="me", open_url=service.browse, timeout=0.5)
    (error,) = driver.calls(service, READ, sign_in=flow)
    assert isinstance(error, SignInError) and "another state" in str(error) and hidden(error)
    assert "/token" not in service.paths()


NOISE = (
    b"GET /callback?code=forged&state=forged HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET /callback?state=%ff%fe&state=x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /callback?" + b"a=b&" * 20_000 + b" HTTP/1.1\r\n\r\n",
    b"GET /callback?error=access_denied HTTP/1.0\r\n\r\n",
    b"POST /callback HTTP/1.1\r\nContent-Length: 99999999\r\n\r\nstate=x",
    b"GET //[ HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    b"\0" * 100_000,
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 300 + b"\r\n",
    b"GET",
)


def test_what_others_send_ends_no_sign_in(
    driver: Driver, service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    still_open: list[socket.socket] = []

    def open_url(url: str) -> None:
        redirect = urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0])
        for text in NOISE:
            connection = socket.create_connection(("127.0.0.1", redirect.port or 0), 10)
            still_open.append(connection)
            with suppress(OSError):  # It may hang up in the middle of it.
                connection.sendall(text)
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        still_open[0].close()
        service.browse(url)

    flow = AuthorizationCode(client_id="me", open_url=open_url, timeout=30)
    assert driver.calls(service, READ, sign_in=flow) == [OK]
    for each in still_open:
        each.close()
    time.sleep(0.05)
    assert capfd.readouterr().err == ""


def test_a_server_that_was_not_given_the_challenge(driver: Driver, service: Service) -> None:
    def forgets(request: ReceivedRequest) -> None:
        del request.query["code_challenge"]

    service.faults["/authorize"] = [forgets]
    (error,) = driver.calls(service, READ, sign_in=browser(service))
    assert isinstance(error, BadRequestException) and "no PKCE" in str(error) and hidden(error)


def test_a_user_who_never_comes_back(driver: Driver, service: Service) -> None:
    flow = AuthorizationCode(client_id="me", open_url=lambda url: None, timeout=0.05)
    (error,) = driver.calls(service, READ, sign_in=flow)
    assert isinstance(error, SignInError) and "in time" in str(error)


def test_a_computer_without_a_browser(driver: Driver, service: Service) -> None:
    flow = AuthorizationCode(client_id="me", open_url=lambda url: False)
    (error,) = driver.calls(service, READ, sign_in=flow)
    assert isinstance(error, SignInError) and "DeviceFlow" in str(error)


def test_other_pages_of_the_loopback_address_are_not_found(
    driver: Driver, service: Service
) -> None:
    seen: list[int] = []

    def open_url(url: str) -> None:
        redirect = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        try:
            urlopen(redirect.replace("/callback", "/favicon.ico"))
        except OSError as error:
            seen.append(getattr(error, "code", 0))
        service.browse(url)

    flow = AuthorizationCode(client_id="me", open_url=open_url, timeout=20)
    assert driver.calls(service, READ, sign_in=flow) == [OK]
    assert seen == [404]


# --- another device


def test_the_device_flow_shows_a_code_and_polls_until_there_is_a_token(
    driver: Driver, service: Service
) -> None:
    service.pending = 2
    shown: list[DeviceCode] = []
    clock = StillClock()
    found = driver.calls(service, READ, sign_in=device(show=shown.append), clock=clock)
    assert found == [OK]
    assert shown[0].user_code == "WDJB-MJHT"
    assert shown[0].verification_uri == "https://example.com/device"
    assert clock.sleeps == [5, 5, 5]


@pytest.mark.parametrize(
    ("faults", "sleeps"),
    [
        ([Answer(400, {"error": "slow_down"})], [5, 10]),
        ([Answer(428, {"error": "authorization_pending"})], [5, 5]),
        ([Answer(200, {"error": "authorization_pending"})], [5, 5]),
    ],
)
def test_a_device_that_has_to_wait(
    faults: list[Any], sleeps: list[float], driver: Driver, service: Service
) -> None:
    service.faults["/token"] = [*faults]
    clock = StillClock()
    assert driver.calls(service, READ, sign_in=device(), clock=clock) == [OK]
    assert clock.sleeps == sleeps


@pytest.mark.parametrize("said", ["access_denied", "expired_token"])
def test_a_device_flow_that_ends(said: str, driver: Driver, service: Service) -> None:
    service.faults["/token"] = [Answer(400, {"error": said})]
    (error,) = driver.calls(service, READ, sign_in=device(), clock=StillClock())
    assert isinstance(error, SignInError) and error.error == said and hidden(error)


def test_a_device_code_that_ends_first(driver: Driver, service: Service) -> None:
    service.pending = 10**6
    clock = StillClock()
    (error,) = driver.calls(service, READ, sign_in=device(), clock=clock)
    assert isinstance(error, SignInError) and error.error == "expired_token"
    assert sum(clock.sleeps) == 900


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verification_uri": "javascript:alert(1)"}, "not shown"),
        ({"verification_uri": None}, "verification_uri"),
        ({"device_code": 5}, "device_code"),
        ({"device_code": "\ud800"}, "device_code"),
    ],
)
def test_a_device_response_that_is_none(
    change: dict[str, Any], message: str, driver: Driver, service: Service
) -> None:
    good = {"device_code": "c", "user_code": "u", "verification_uri": "https://x.example"}
    service.faults["/device"] = [Answer(body={**good, **change})]
    (error,) = driver.calls(service, READ, sign_in=device(), clock=StillClock())
    assert isinstance(error, SignInError) and message in str(error)


# --- what the endpoint answers, and where it leads


@pytest.mark.parametrize(
    ("fault", "kind", "message"),
    [
        (Answer(body=b"<html>hello</html>"), SignInError, "no JSON object"),
        (Answer(body={"error": "invalid_scope"}), SignInError, "invalid_scope"),
        (Answer(body={"access_token": "a\nb"}), SignInError, "cannot be sent"),
        (Answer(body={"access_token": "a", "token_type": "DPoP"}), SignInError, "no bearer"),
        (Answer(400, {"error": "invalid_scope"}), BadRequestException, "invalid_scope"),
        (Answer(502, b"<html>S3CRET-client</html>"), ServiceException, ""),
        (Answer(302, headers={"Location": "/elsewhere"}), ApiException, "elsewhere"),
        (
            Answer(307, headers={"Location": "http://localhost:9/token"}),
            ApiException,
            "was not followed",
        ),
    ],
)
def test_an_answer_that_is_no_token(
    fault: Answer, kind: type[Exception], message: str, driver: Driver, service: Service
) -> None:
    service.faults["/token"] = [fault, fault]
    (error,) = driver.calls(service, READ, sign_in=client())
    assert isinstance(error, kind) and message in str(error) and hidden(error)
    assert "/api" not in service.paths()


def test_a_slow_endpoint(driver: Driver, service: Service) -> None:
    hold = threading.Event()

    def waits(_: ReceivedRequest) -> None:
        hold.wait(20)

    service.faults["/token"] = [waits]
    try:
        (error,) = driver.calls(service, READ, sign_in=client(), timeout=0.2)
    finally:
        hold.set()
    assert isinstance(error, ApiTimeoutError) and hidden(error)


@pytest.mark.parametrize("fault", [Answer(503), Answer(400, {"error": "invalid_client"}), Answer()])
def test_callers_that_wait_for_a_token_share_the_failure(
    fault: Answer, driver: Driver, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    callers = 12
    arrived = threading.Semaphore(0)

    def waits(*given: Any) -> WithLock:
        arrived.release()
        return WithLock(*given)

    def fails(_: ReceivedRequest) -> Answer:
        assert all(arrived.acquire(timeout=20) for _ in range(callers))
        return fault

    monkeypatch.setattr(token_cache, "WithLock", waits)
    service.faults["/token"] = [fails]
    flow = client(client_authentication="body")
    found = driver.calls(service, *[READ] * callers, in_parallel=True, sign_in=flow)
    assert service.paths() == ["/token"]
    assert len({id(error) for error in found}) == callers  # Each has a traceback of its own.
    assert {(type(error), str(error)) for error in found} == {(type(found[0]), str(found[0]))}
    assert isinstance(found[0], ApiException) and all(map(hidden, found))


def test_the_next_caller_asks_again_after_a_failure(driver: Driver, service: Service) -> None:
    service.faults["/token"] = [Answer(503)]
    error, result = driver.calls(service, READ, READ, sign_in=client())
    assert isinstance(error, ServiceException) and result == OK
    assert service.paths() == ["/token", "/token", "/api"]


def test_discovery(driver: Driver, service: Service) -> None:
    found = driver.calls(service, CONNECT, CONNECT, sign_in=client(scopes=("s",)))
    assert found == [OK, OK]
    assert service.paths().count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        ({"issuer": "https://evil.example"}, SignInError, "another issuer"),
        ({"issuer": None}, SignInError, "another issuer"),
        ({"token_endpoint": "https://evil.example/t"}, MissingCredentialsError, "trusted_origins"),
        ({"token_endpoint": "http://127.0.0.1\\@evil.example/"}, SignInError, "not used"),
        ({"token_endpoint": None}, SignInError, "token_url="),
    ],
)
def test_a_discovery_document_that_leads_elsewhere(
    change: dict[str, Any], kind: type[Exception], message: str, driver: Driver, service: Service
) -> None:
    path = "/.well-known/openid-configuration"
    service.faults[path] = [Answer(body={**service.metadata(), **change})]
    (error,) = driver.calls(service, CONNECT, sign_in=client())
    assert isinstance(error, kind) and message in str(error) and hidden(error)
    assert service.paths() == [path]


def test_a_discovery_document_that_is_a_page(driver: Driver, service: Service) -> None:
    service.faults["/.well-known/openid-configuration"] = [Answer(body=b"<html>")]
    (error,) = driver.calls(service, CONNECT, sign_in=client())
    assert isinstance(error, SignInError) and "no JSON object" in str(error)


def test_an_address_of_the_users_for_a_bare_bearer_token(driver: Driver, service: Service) -> None:
    (error,) = driver.calls(service, BARE, sign_in=client())
    assert isinstance(error, MissingCredentialsError) and "token_url=" in str(error)
    flow = client(token_url=f"{service.url}/token")
    assert driver.calls(service, BARE, sign_in=flow) == [OK]


def test_another_host_gets_no_secret_for_an_endpoint_of_the_description(
    driver: Driver, service: Service
) -> None:
    (error,) = driver.calls(service, CONNECT, sign_in=client(), host="http://localhost:1")
    assert isinstance(error, MissingCredentialsError) and "discovery" in str(error)
    assert service.requests == []
