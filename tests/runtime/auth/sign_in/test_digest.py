"""HTTP Digest: the vectors of RFC 7616, and a service that plants faults."""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Any

import pytest

from docbound.runtime.auth import digest
from docbound.runtime.auth.digest import DigestSession, best_challenge, challenges
from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.errors import OpenApiException, UnauthorizedException
from docbound.runtime.http.headers import Headers
from docbound.runtime.service.operations import Body, Operation
from docbound.runtime.service.security_schemes import DigestUser, HttpDigest
from docbound.runtime.service.spec import PackageSpec, Server
from docbound.runtime.transport.protocol import Request
from tests.runtime.twins import TWINS, CannedResponse, Script, Twin

REALM = "http-auth@example.org"
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def answer(field: str, user: DigestUser, cnonce: str, request: Request) -> dict[str, str]:
    session = DigestSession(user, lambda: cnonce)
    assert session.refused(Headers([("WWW-Authenticate", field)]))
    value = session.sign(request).headers["Authorization"]
    (found,) = challenges(value)
    return found[1]


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_first_vectors_of_rfc_7616(algorithm: str, response: str) -> None:
    """Section 3.9.1."""
    field = (
        f'Digest realm="{REALM}", qop="auth, auth-int", algorithm={algorithm}, nonce="{NONCE}",'
        f' opaque="{OPAQUE}"'
    )
    request = Request("GET", "http://www.example.org/dir/index.html")
    found = answer(field, DigestUser(username="Mufasa", password="Circle of Life"), CNONCE, request)
    assert found == {
        "username": "Mufasa",
        "realm": REALM,
        "uri": "/dir/index.html",
        "algorithm": algorithm,
        "nonce": NONCE,
        "nc": "00000001",
        "cnonce": CNONCE,
        "qop": "auth",
        "response": response,
        "opaque": OPAQUE,
    }


def test_a_user_name_that_is_hashed() -> None:
    """Section 3.9.2: its user hash; its response is that of SHA-512/256 (erratum 4897)."""
    if "sha512_256" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SHA-512/256")
    field = (
        'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256,'
        ' nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",'
        ' opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true'
    )
    request = Request("GET", "http://api.example.org/doe.json")
    user = DigestUser(username="J\u00e4s\u00f8n Doe", password="Secret, or not?")
    found = answer(field, user, "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", request)
    assert found["username"] == "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"
    assert found["response"] == "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"


def test_the_vector_of_rfc_2617_and_one_without_qop() -> None:
    user = DigestUser(username="Mufasa", password="Circle Of Life")
    request = Request("GET", "http://www.nowhere.org/dir/index.html")
    nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
    field = f'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="{nonce}"'
    found = answer(field, user, "0a4f113b", request)
    assert found["response"] == "6629fae49393a05397450978507c4ef1"
    found = answer(f'Digest realm="testrealm@host.com", nonce="{nonce}"', user, "", request)
    assert found["response"] == "670fd8c2df070c60b045671b8b24ff02"
    assert "nc" not in found and "qop" not in found


@pytest.mark.parametrize(
    ("fields", "algorithm"),
    [
        (
            ['Digest realm="a", nonce="n"', 'Digest realm="a", nonce="n", algorithm=SHA-256'],
            "SHA-256",
        ),
        (['Basic realm="x", Digest realm="a, b", nonce="n\\"q", algorithm=MD5'], "MD5"),
        (['Digest realm="a",nonce=n,qop=auth-int'], "MD5"),
        (["Bearer", 'Digest nonce="n", algorithm=TOKEN'], None),
        (['Digest realm="a"'], None),
        (['Digest realm="a", nonce="n", qop="other"'], None),
        (["", ",,,", "=", '"'], None),
    ],
)
def test_the_best_challenge(fields: list[str], algorithm: str | None) -> None:
    found = best_challenge(Headers([("WWW-Authenticate", field) for field in fields]))
    assert (found.algorithm if found else None) == algorithm


@pytest.mark.parametrize(
    "field",
    [
        "Digest " + "a" * 50_000 + "(",
        "Digest" + " " * 50_000 + "(",
        "Digest nonce=n" + "," * 50_000,
        'Digest a="' + '\\"' * 25_000,
        "Digest " + "a " * 25_000 + "(",
        '"' * 50_000,
    ],
    ids=lambda field: field[:14],
)
def test_each_word_of_a_challenge_is_looked_at_once(
    field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = 0

    class Counted:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self._pattern = pattern

        def __getattr__(self, name: str) -> Any:
            def search(text: str, start: int) -> re.Match[str] | None:
                nonlocal seen
                found: re.Match[str] | None = getattr(self._pattern, name)(text, start)
                # A search that finds nothing, and a match that fails, look at no more than this.
                seen += len(text) - start if found is None else found.end() - start
                return found

            return search

    monkeypatch.setattr(digest, "_WORD", Counted(digest._WORD))
    list(digest.challenges(field))
    assert seen <= 2 * len(field)


@pytest.mark.parametrize("count", [1000, 100_000])
def test_no_more_than_some_of_a_field_is_read(count: int) -> None:
    field = 'Digest realm="a", nonce="n", ' + "x=y, " * count
    ((scheme, found),) = digest.challenges(field)
    assert scheme == "digest" and found["nonce"] == "n"


# --- calls

SPEC = PackageSpec(
    package="sample_client",
    servers=(Server("https://api.example.com/v1"),),
    security_schemes={"digest": HttpDigest(environment="SAMPLE_DIGEST")},
)


@pytest.fixture(params=TWINS, ids=lambda twin: twin.name)
def twin(request: pytest.FixtureRequest) -> Twin:
    made: Twin = request.param
    return made


READ = Operation[Any]("read", "GET", "/x", security=(("digest",),))
SEND = Operation[Any](
    "send", "POST", "/x", body=Body({"application/json": None}), security=(("digest",),)
)
USER = {"username": "Mufasa", "password": "Circle of Life"}


class Guard:
    """A service that checks each answer."""

    def __init__(self, qop: str = "auth", stale_after: int = 99) -> None:
        self.qop, self.nonce, self.left, self.stale_after = qop, 1, stale_after, stale_after
        self.counts: list[str] = []
        self.passwords = "Circle of Life"

    def __call__(self, request: Request) -> CannedResponse:
        given = request.headers.get("Authorization", "")
        found = dict(next(iter(challenges(given)))[1]) if given else {}
        if found.get("nonce") == str(self.nonce) and self.right(request, found):
            if self.left > 0:
                self.left -= 1
                self.counts.append(found["nc"])
                return CannedResponse(200, b"{}")
            self.nonce, self.left = self.nonce + 1, self.stale_after
            return self.challenge(", stale=true")
        return self.challenge()

    def challenge(self, more: str = "") -> CannedResponse:
        field = f'Digest realm="r", nonce="{self.nonce}", qop="{self.qop}", algorithm=SHA-256{more}'
        return CannedResponse(401, b"{}", {"WWW-Authenticate": field})

    def right(self, request: Request, found: dict[str, str]) -> bool:
        def digest(text: bytes | str) -> str:
            octets = text if isinstance(text, bytes) else text.encode()
            return hashlib.sha256(octets).hexdigest()

        what = f"{request.method}:{found['uri']}"
        if found["qop"] == "auth-int":
            assert isinstance(request.body, bytes)
            what += f":{digest(request.body)}"
        key = digest(f"Mufasa:r:{self.passwords}")
        rest = ":".join(found[name] for name in ("nonce", "nc", "cnonce", "qop"))
        assert request.url.endswith(found["uri"])
        return found["response"] == digest(f"{key}:{rest}:{digest(what)}")


class Configuration(BaseConfiguration):
    _spec = SPEC


def calls(
    twin: Twin, guard: Guard, *operations: Operation[Any], **settings: Any
) -> tuple[list[Any], list[Request]]:
    """What the calls of one client gave, and what was sent."""
    script = Script([guard])
    client = twin.client(script, configuration=Configuration(**settings))
    client._own_credential = False
    made = [(each, ({"a": 1},) if each is SEND else ()) for each in operations]

    async def main() -> list[Any]:
        return [await client._call(operation, values) for operation, values in made]

    try:
        if twin.name == "async":
            return asyncio.run(main()), script.requests
        return [client._call(operation, values) for operation, values in made], script.requests
    except OpenApiException as error:
        return [error], script.requests


def test_calls_answer_a_challenge_once_and_go_on_with_it(twin: Twin) -> None:
    guard = Guard()
    results, requests = calls(twin, guard, READ, READ, SEND, **USER)
    assert results == [{}] * 3
    assert guard.counts == ["00000001", "00000002", "00000003"]
    assert len(requests) == 4
    assert "Authorization" not in requests[0].headers
    assert not any("Circle" in str(request.headers) for request in requests)


def test_a_nonce_that_is_too_old_is_replaced(twin: Twin) -> None:
    guard = Guard(stale_after=1)
    results, _ = calls(twin, guard, READ, READ, READ, **USER)
    assert results == [{}] * 3 and guard.counts == ["00000001"] * 3


def test_the_body_is_part_of_the_digest_where_the_service_wants_it(twin: Twin) -> None:
    assert calls(twin, Guard(qop="auth-int"), SEND, **USER)[0] == [{}]


def test_a_wrong_password_is_refused_after_one_answer(twin: Twin) -> None:
    results, requests = calls(twin, Guard(), READ, username="Mufasa", password="another one")
    (error,) = results
    assert isinstance(error, UnauthorizedException) and len(requests) == 2
    assert "another one" not in f"{error} {error!r}"


def test_the_environment_has_user_and_password(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLE_DIGEST", "Mufasa:Circle of Life")
    guard = Guard()
    assert calls(twin, guard, READ, READ)[0] == [{}, {}]
    assert guard.counts == ["00000001", "00000002"]
