"""Secrets that no credential gives away: beside a secret name, or in several parts; and words that
are no secrets.
"""

from __future__ import annotations

import json

import pytest

from docbound.redaction import Redactor
from docbound.traffic import HttpRequest, HttpResponse

WORD = "hunter22-of-theirs"
TOKEN = "s3cr3t-Tok3n-0f-Mine"

BESIDE_A_NAME = {
    "application/json": [
        json.dumps({"passwords": ["another", WORD]}),
        json.dumps({"message": f"Server=db;User=sa;Password={WORD};"}),
        json.dumps({"url": f"https://h.example/?api_key={WORD}&a=1"}),
        json.dumps({"recovery_codes": [WORD]}),
        json.dumps({"credentials": {"inner": {"value": WORD}}}),
    ],
    "text/event-stream": [f'data: {{\ndata:   "password": "{WORD}"\ndata: }}\n\n'],
    "application/x-ndjson": [f'{{"a": 1}}\n{{"secret": "{WORD}"}}\n'],
    "application/xml": [
        f"<login><password><![CDATA[{WORD}]]></password></login>",
        f"<a:login xmlns:a='x'><a:password kind='x'>{WORD}</a:password></a:login>",
        f'<login password="{WORD}"/>',
        f'<add key="x" name="ApiToken" value="{WORD}"/>',
    ],
    "text/html": [
        f'<input type="hidden" name="csrf_token" value="{WORD}">',
        f'<input value="{WORD}" type="hidden" name="csrf_token">',
        f'<meta content="{WORD}" name="csrf-token">',
        f"<script>window.apiToken = '{WORD}';</script>",
        f'<div data-access-token="{WORD}"></div>',
    ],
    "text/plain": [f"password={WORD}", f"PASSWORD: {WORD}", f'secret = "{WORD} and more"'],
    "application/x-www-form-urlencoded": [
        f"user[password]={WORD}",
        f"code={WORD}&state=x",
    ],
}
"""Bodies by media type; each has a secret that only its name tells."""


@pytest.mark.parametrize(
    ("media", "body"), [(media, body) for media, bodies in BESIDE_A_NAME.items() for body in bodies]
)
def test_a_name_tells_that_its_value_is_a_secret(media: str, body: str) -> None:
    sent = HttpResponse(status=403, headers=(("Content-Type", media),), body=body.encode())
    clean = Redactor().response(sent)
    assert WORD.encode() not in clean.body, clean.body
    assert len(clean.body.splitlines()) == len(body.splitlines())
    assert Redactor().response(clean) == clean


@pytest.mark.parametrize("name", ["password", "otp", "cvv", "card_number"])
def test_a_number_may_be_a_secret(name: str) -> None:
    body = json.dumps({name: 47110815, "total_tokens": 12, "token_count": 3}).encode()
    assert json.loads(Redactor().response(_json(body)).body) == {
        name: 0,
        "total_tokens": 12,
        "token_count": 3,
    }


def _json(body: bytes) -> HttpResponse:
    return HttpResponse(status=200, headers=(("Content-Type", "application/json"),), body=body)


@pytest.mark.parametrize(
    "header",
    [
        ("X-Original-URL", f"/a?token={WORD}"),
        ("X-Debug", f'secret="{WORD}"; a=1'),
        ("X-Auth-Key", WORD),
        ("X-GitHub-OTP", WORD),
        ("Location", f"https://h.example/callback?code={WORD}&state=1"),
        ("Refresh", f"0; url=https://h.example/?token={WORD}"),
        ("Set-Cookie", f"{'a' * 9}={WORD}; Path=/"),
    ],
)
def test_header_fields_with_secrets(header: tuple[str, str]) -> None:
    clean = Redactor().response(HttpResponse(status=200, headers=(header,)))
    assert WORD not in clean.headers[0][1]


PARTS = {
    "array": json.dumps({"a": [TOKEN[:5], TOKEN[5:11], TOKEN[11:]]}),
    "characters": json.dumps(list(TOKEN)),
    "fields": json.dumps({"first": TOKEN[:9], "second": TOKEN[9:]}),
    "fields with others between": json.dumps(
        {"first": TOKEN[:9], "n": 7, "x": "y", "z": TOKEN[9:]}
    ),
    "inside of texts": json.dumps({"first": f"begin {TOKEN[:9]}", "second": f"{TOKEN[9:]} end"}),
}


@pytest.mark.parametrize("kind", PARTS)
def test_a_credential_in_parts_is_replaced(kind: str) -> None:
    redactor = Redactor(credentials={"token": TOKEN})
    clean = redactor.response(_json(PARTS[kind].encode())).body.decode()
    together = "".join(_texts(json.loads(clean)))
    assert TOKEN not in together
    assert TOKEN[:9] not in clean
    assert TOKEN[11:] not in clean
    assert "redacted" in clean
    if kind == "inside of texts":
        assert json.loads(clean) == {"first": "begin redacted-token", "second": "redacted end"}


def _texts(value: object) -> list[str]:
    match value:
        case dict():
            return [text for inner in value.values() for text in _texts(inner)]  # pyright: ignore
        case list():
            return [text for inner in value for text in _texts(inner)]  # pyright: ignore
        case _:
            return [str(value)]


def test_a_credential_in_parts_of_an_address_a_form_and_of_header_fields() -> None:
    redactor = Redactor(credentials={"token": TOKEN})
    one, two = TOKEN[:10], TOKEN[10:]
    clean = redactor.request(
        HttpRequest(
            method="POST",
            url=f"https://h.example/{one}/{two}/x?a={one}&b={two}",
            headers=(
                ("X-First", one),
                ("X-Second", two),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ),
            body=f"a={one}&b={two}".encode(),
        )
    )
    written = f"{clean.url} {clean.headers} {clean.body!r}"
    assert one not in written
    assert two not in written
    assert clean.url.startswith("https://h.example/redacted-token/redacted/x?a=redacted-token&b=")


@pytest.mark.parametrize("name", [f"X-{TOKEN}", f"x-{TOKEN.lower()}", TOKEN.title()])
def test_a_credential_in_the_name_of_a_header_field(name: str) -> None:
    redactor = Redactor(credentials={"token": TOKEN})
    [(clean, _)] = redactor.response(HttpResponse(status=200, headers=((name, "1"),))).headers
    assert TOKEN.lower() not in clean.lower()
    assert "redacted-token" in clean


@pytest.mark.parametrize(
    "body",
    [
        {"errors": "password: must not be empty", "next_token": "abc", "keys": ["colour"]},
        {"first": "development", "second": "mine"},
        {"usage": {"prompt_tokens": 3, "tokens": ["Hello", " world"]}},
        {"note": "a = b, c: d; x=1 &amp; y%20z", "mail": "=3D is quoted"},
        {"id": "0e37df36-f698-11e6-8dd4-cb9ced3df976", "file": "a+b/c=="},
    ],
)
def test_what_is_no_secret_stays_as_it_is(body: object) -> None:
    text = json.dumps(body).encode()
    redactor = Redactor(credentials={"token": "development-of-mine-3"})
    assert redactor.response(_json(text)).body == text


def test_a_word_of_a_sentence_is_not_learnt_as_a_secret() -> None:
    redactor = Redactor()
    body = b"password: must not be empty; you must say more"
    sent = HttpResponse(status=400, headers=(("Content-Type", "text/plain"),), body=body)
    assert redactor.response(sent).body == body
