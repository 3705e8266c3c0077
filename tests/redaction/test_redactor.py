"""Secrets in messages: replaced wherever HTTP has a place for them, in every spelling, always by
the same stand-in.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from docbound.redaction import Redactor, Rules, find_secrets
from docbound.traffic import Exchange, HttpRequest, HttpResponse

SECRET = "s3cr3t/+tok en-Value9"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"

JSON = (("Content-Type", "application/json"),)
PLACES: dict[str, Callable[[str], HttpRequest]] = {
    "header": lambda s: _get(headers=(("X-Anything", f"v1={s};"),)),
    "header in other case": lambda s: _get(headers=(("AUTHORIZATION", f"Bearer {s}"),)),
    "cookie": lambda s: _get(headers=(("Cookie", f"a=1; sid={s}"),)),
    "query": lambda s: _get(url=f"https://h.example/?q={quote_plus(s)}"),
    "query of a secret name": lambda s: _get(url=f"https://h.example/?api_key={quote_plus(s)}"),
    "userinfo": lambda s: _get(url=f"https://u:{quote(s, safe='')}@h.example/"),
    "path": lambda s: _get(url=f"https://h.example/x/{quote(s, safe='')}/y"),
    "path, encoded twice": lambda s: _get(
        url=f"https://h.example/{quote(quote(s, safe=''), safe='')}"
    ),
    "base64 within a text": lambda s: _get(
        headers=(("X-Y", base64.b64encode(f"ab{s}cd".encode()).decode()),)
    ),
    "url-safe base64": lambda s: _get(
        headers=(("X-Y", base64.urlsafe_b64encode(s.encode()).decode().rstrip("=")),)
    ),
    "basic": lambda s: _get(
        headers=(("Authorization", "Basic " + base64.b64encode(f"bob:{s}".encode()).decode()),)
    ),
    "form": lambda s: _post(f"a=1&note={quote_plus(s)}", "application/x-www-form-urlencoded"),
    "json value": lambda s: _post(json.dumps({"a": [1, {"note": f"is {s}!"}]})),
    "json key": lambda s: _post(json.dumps({s: 1})),
    "json in a json string": lambda s: _post(
        json.dumps({"a": json.dumps({"b": json.dumps({"c": s})})})
    ),
    "multipart": lambda s: _post(
        f'--B\r\nContent-Disposition: form-data; name="x"\r\n\r\n{s}\r\n--B--\r\n',
        "multipart/form-data; boundary=B",
    ),
    "event stream": lambda s: _post(f'data: {{"a": {json.dumps(s)}}}\n\n', "text/event-stream"),
    "xml": lambda s: _post(f"<a><note>{s}</note></a>", "application/xml"),
    "text": lambda s: _post(f"the word is {s}.", "text/plain"),
    "octets": lambda s: HttpRequest(
        method="POST", url="https://h.example/", body=b"\xff\xfe" + s.encode() + b"\x00"
    ),
}


def _get(url: str = "https://h.example/", headers: tuple[tuple[str, str], ...] = ()) -> HttpRequest:
    return HttpRequest(method="GET", url=url, headers=headers)


def _post(body: str, media: str = "application/json") -> HttpRequest:
    return HttpRequest(
        method="POST",
        url="https://h.example/",
        headers=(("Content-Type", media),),
        body=body.encode(),
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", [SECRET, 'quo"te\\d-päss-Wort', "alllowercaseword"])
def test_a_supplied_credential_is_replaced_everywhere(place: str, secret: str) -> None:
    redactor = Redactor(credentials={"token": secret})
    sent = PLACES[place](secret)
    assert (
        redactor.leaks(repr(sent) + sent.body.decode("latin-1"))
        or secret.encode() in sent.body
        or "\\" in secret
    )
    clean = redactor.request(sent)
    assert clean != sent
    written = f"{clean.url} {clean.headers} ".encode() + clean.body
    assert not redactor.leaks(written)
    assert redactor.request(clean) == clean, "a stand-in is no secret"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "clientSecret",
        "access_token",
        "X-Api-Key",
        "refreshToken",
        "aws_secret_access_key",
    ],
)
def test_fields_of_secret_names_are_replaced_and_known_afterwards(name: str) -> None:
    redactor = Redactor()
    login = Exchange(
        request=_post("{}"),
        response=HttpResponse(
            status=200,
            headers=JSON,
            body=json.dumps({name: "hunter22-from-the-wire"}).encode(),
        ),
    )
    later = Exchange(
        request=_get(headers=(("X-Later", "hunter22-from-the-wire"),)),
        response=HttpResponse(status=204),
    )
    redactor.learn([later, login])
    assert b"hunter22" not in redactor.exchange(login).response.body
    assert "hunter22" not in redactor.exchange(later).request.header("x-later")


@pytest.mark.parametrize(
    "name",
    ["next_token", "pageToken", "token_type", "max_tokens", "tokens", "hasPassword"],
)
def test_fields_that_only_sound_alike_are_kept(name: str) -> None:
    sent = _post(json.dumps({name: "abc123"}))
    assert Redactor().request(sent) == sent


def test_names_of_a_project_are_added_and_exempted() -> None:
    sent = _post('{"prom_id": "4711x", "pin": 12, "password": "visible", "n": 1.50}')
    redactor = Redactor(Rules(fields=frozenset({"promId", "pin"}), exempt=frozenset({"password"})))
    assert (
        redactor.request(sent).body
        == b'{"prom_id": "xxxx1", "pin": 0, "password": "visible", "n": 1.50}'
    )


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        (JWT, "jwt"),
        ("AKIA" + "IOSFODNN7ABCDEF2", "aws-access-key"),
        ("ghp_" + "a1B2" * 9, "github"),
        (
            (
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKCAQEA0123456789\n-----END RSA"
                " PRIVATE KEY-----"
            ),
            "pem",
        ),
        ("postgres://app:hunter22@db.internal/x", "userinfo"),
        ("q7Zk0mB9xT4vLr2NsWc8YhJ3pDf6Gt5K", "high-entropy"),
        ("https://a.example/files/q7Zk0mB9xT4vLr2NsWc8YhJ3pDf6Gt5K/it", "high-entropy"),
    ],
)
def test_secrets_are_known_by_their_shape(text: str, pattern: str) -> None:
    assert [found.pattern for found in find_secrets(f"see {text} there")] == [pattern]
    clean = Redactor().request(_post(json.dumps({"note": f"see {text} there"})))
    assert text.encode() not in clean.body
    assert not list(find_secrets(clean.body.decode()))


@pytest.mark.parametrize(
    "text",
    [
        "123e4567-e89b-12d3-a456-426614174000",
        "sha256:85fd72a31f54499069873b3a3cb5f4bdf5f230ac872c0d4f92d82609b8b3aeba",
        "ai_account_orgs_users_default_llm_key_usage_retrieve",
        "https://example.org/a/long/path/with/many/words/in/it/and/more",
        "https://www.shop.com/2016-Kestrel-Cat-Winery-Chardonnay/dp/B00OSAVVM4?tag=shop-20",
        "eyJsYXN0SXRlbUlkIjogInN0cmluZyIsICJwYWdlU2l6ZSI6IDEyMywgInNvcnRPcmRlciI6ICJhc2MifQ==",
        "Bearer test-token-not-a-secret",
        "AiAccountOrgsUseDefaultLlmKeyCreate200Response",
    ],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert not list(find_secrets(text))


def test_stand_ins_have_the_shape_of_what_they_replace_and_are_stable() -> None:
    body = json.dumps(
        {
            "token": "0f8fad5b-d9cb-469f-a165-70867728950e",
            "pin": "4711",
            "secret": "someone@b.example",
            "x": "y",
        }
    )
    made = [Redactor(Rules(fields=frozenset({"pin"}))).request(_post(body)) for _ in range(2)]
    assert made[0] == made[1]
    assert json.loads(made[0].body) == {
        "token": "00000000-0000-4000-8000-000000000001",
        "pin": "0001",
        "secret": "redacted-secret@example.org",
        "x": "y",
    }
