"""The comparison of requests: what must count as the same, and what must not."""

from __future__ import annotations

import urllib.request
from dataclasses import replace

import pytest

from docbound.harness.replay.matching import differences
from docbound.harness.replay.player import Player, ReplayError
from docbound.traffic import Exchange, HttpRequest, HttpResponse
from tests.support.stub import StubServer, canned

JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
BASE = "https://cats.example"


def get(url: str) -> HttpRequest:
    return HttpRequest(method="GET", url=BASE + url)


def post(body: str, headers: tuple[tuple[str, str], ...] = JSON, url: str = "/cats") -> HttpRequest:
    return HttpRequest(method="POST", url=BASE + url, headers=headers, body=body.encode())


def multipart(boundary: str, *contents: str) -> HttpRequest:
    parts = "".join(f"--{boundary}\r\n{content}\r\n" for content in contents)
    kind = (("Content-Type", f"multipart/form-data; boundary={boundary}"),)
    return post(f"{parts}--{boundary}--\r\n", kind)


NAME = 'Content-Disposition: form-data; name="name"\r\n\r\nTom'
PHOTO = (
    'Content-Disposition: form-data; name="photo"; filename="t.png"\r\n'
    "Content-Type: image/png\r\n\r\n\x01\x02"
)

SAME = [
    (get("/cats?a=1&b=2"), get("/cats?b=2&a=1")),
    (get("/cats/%c3%a9"), get("/cats/%C3%A9")),
    (get("/cats/a~b"), get("/cats/a%7Eb")),
    (get("/cats?q=a+b"), get("/cats?q=a%20b")),
    (post('{"a": 1, "b": [2]}'), post('{"b":[2.0],"a":1}')),
    (
        post('{"a": 1}'),
        post('{"a": 1}', (("content-type", "application/json; charset=utf-8"),)),
    ),
    (post("a=1&b=2", FORM), post("b=2&a=1", FORM)),
    (post('v={"k": 1}', FORM), post("v=%7B%22k%22%3A1%7D", FORM)),
    (multipart("one", NAME, PHOTO), multipart("two", PHOTO, NAME)),
    (get("/cats"), replace(get("/cats"), headers=(("User-Agent", "x/1"),))),
]

DIFFERENT = [
    (get("/cats"), get("/cats/"), "path"),
    (get("/cats/a%2Fb"), get("/cats/a/b"), "path"),
    (get("/cats"), replace(get("/cats"), method="HEAD"), "method"),
    (get("/cats"), replace(get("/cats"), url="https://dogs.example/cats"), "host"),
    (get("/cats"), replace(get("/cats"), url="http://cats.example/cats"), "host"),
    (get("/cats?a=1&a=1"), get("/cats?a=1"), "query"),
    (get("/cats?a="), get("/cats"), "query"),
    (get("/cats"), get("/cats?a=1"), "query"),
    (get("/cats"), replace(get("/cats"), headers=(("X-Key", "1"),)), "header x-key"),
    (replace(get("/cats"), headers=(("X-Key", "1"),)), get("/cats"), "header x-key"),
    (post("{}"), post("{}", FORM), "header content-type"),
    (post('{"a": null}'), post("{}"), "body"),
    (post('{"a": 1}'), post('{"a": true}'), "body"),
    (post('{"a": "1"}'), post('{"a": 1}'), "body"),
    (post('{"a": [1, 2]}'), post('{"a": [2, 1]}'), "body"),
    (post("{}"), replace(post("{}"), body=b""), "body"),
    (post("{}"), post("{"), "body"),
    (post("a=1&a=2", FORM), post("a=1", FORM), "form"),
    (multipart("one", NAME, PHOTO), multipart("two", NAME), "part"),
    (
        multipart("one", PHOTO),
        multipart("one", PHOTO.replace("t.png", "u.png")),
        "part",
    ),
    (
        multipart("one", PHOTO),
        multipart("one", PHOTO.replace("image/png", "image/gif")),
        "part",
    ),
    (
        post("a", (("Content-Type", "text/plain"),)),
        post("b", (("Content-Type", "text/plain"),)),
        "body",
    ),
]


@pytest.mark.parametrize(("expected", "sent"), SAME)
def test_same(expected: HttpRequest, sent: HttpRequest) -> None:
    assert differences(expected, sent) == []
    assert differences(sent, expected) == []


@pytest.mark.parametrize(("expected", "sent", "word"), DIFFERENT)
def test_different(expected: HttpRequest, sent: HttpRequest, word: str) -> None:
    assert differences(expected, sent)[0].startswith(word)


def test_player_refuses_what_is_not_next_and_what_is_left() -> None:
    player = Player(exchanges=(Exchange(request=get("/cats"), response=HttpResponse(status=200)),))
    with pytest.raises(ReplayError, match="unused"):
        player.finish()
    assert player.answer(get("/cats")).status == 200
    player.finish()
    with pytest.raises(ReplayError, match="not expected"):
        player.answer(get("/cats"))
    with pytest.raises(ReplayError, match="path"):
        Player(exchanges=player.exchanges).answer(get("/dogs"))


def test_stub_shows_the_wire() -> None:
    with StubServer(canned(201, b'{"a": 1}')) as stub:
        request = urllib.request.Request(
            f"{stub.url}/a%2Fb?c=d", data=b"body", headers={"X-One": "1"}
        )
        with urllib.request.urlopen(request) as response:
            assert (response.status, response.read()) == (201, b'{"a": 1}')
    (seen,) = stub.requests
    assert (seen.method, seen.url, seen.body) == (
        "POST",
        f"{stub.url}/a%2Fb?c=d",
        b"body",
    )
    assert seen.header("x-one") == "1"
