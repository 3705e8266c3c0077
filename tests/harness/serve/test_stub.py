"""The stub: where its answers come from, what it refuses and where, scenarios, pages, streams, the
socket.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docbound.harness import described_service
from docbound.harness.errors import HarnessError
from docbound.harness.serve.server import StubServer
from docbound.harness.serve.stub import Answer, Stub
from docbound.harness.values import Judge
from docbound.settings.pagination import PaginationSettings
from docbound.traffic import HttpRequest, HttpResponse
from tests.support.clients import CLIENTS

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Cats, version: "1"}
servers: [{url: "https://cats.example/v1"}]
security: [{key: []}]
paths:
  /cats:
    get:
      operationId: listCats
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
        - {name: colours, in: query, schema: {type: array, items: {type: string}}, explode: false}
        - {name: X-Trace, in: header, required: true, schema: {type: string, minLength: 3}}
      responses:
        "200": {description: OK, content: {application/json: {schema: {$ref: "#/components/schemas/Cats"}}}}
    post:
      operationId: addCat
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Cat"}}}
      responses:
        "201":
          description: Made
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Cat"}
              examples:
                tom: {value: {name: Tom, kittens: []}}
                kit: {value: {name: Kit, kittens: [{name: Small}]}}
        "409": {description: Taken, content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}
  /sorted:
    get:
      operationId: sortCats
      parameters:
        - {name: order, in: query, schema: {type: object,
            properties: {sort: {type: array, items: {type: string}}, size: {type: integer}}}}
      responses: {"204": {description: OK}}
  /cats/{id}:
    get:
      operationId: getCat
      security: []
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200": {description: OK, content: {application/json: {schema: {$ref: "#/components/schemas/Cat"}}, text/plain: {}}}
        4XX: {description: no, content: {application/json: {schema: {type: object}}}}
    delete:
      operationId: dropCat
      security: []
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"204": {description: Gone}}
  /events:
    get:
      operationId: watch
      security: []
      responses:
        "200":
          description: OK
          content:
            text/event-stream:
              schema: {type: array, items: {type: object, properties: {n: {type: integer}}, required: [n]}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Cats:
      type: object
      required: [cats]
      properties:
        cats: {type: array, items: {$ref: "#/components/schemas/Cat"}}
        next: {type: string}
    Cat:
      type: object
      required: [name]
      properties:
        name: {type: string, minLength: 1}
        lives: {type: integer, maximum: 9}
        kittens: {type: array, items: {$ref: "#/components/schemas/Cat"}}
"""

KEY = (("X-Key", "k"), ("X-Trace", "abc"))
JSON = ("Content-Type", "application/json")


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> described_service.Service:
    path = tmp_path_factory.mktemp("cats") / "openapi.yaml"
    path.write_text(DESCRIPTION)
    return described_service.load(path)


@pytest.fixture
def stub(described: described_service.Service) -> Stub:
    pages = {
        "listCats": PaginationSettings(
            kind="cursor", parameter="page", next=("next",), items=("cats",)
        )
    }
    return Stub(described, Judge(described.document), pagination=pages)


def request(
    method: str,
    path: str,
    *headers: tuple[str, str],
    body: object = None,
    plain: bytes = b"",
) -> HttpRequest:
    sent = plain or (b"" if body is None else json.dumps(body).encode())
    return HttpRequest(method=method, url=f"http://127.0.0.1{path}", headers=headers, body=sent)


WRONG: dict[str, tuple[HttpRequest, int, str]] = {
    "no such path": (request("GET", "/dogs"), 404, ""),
    "no such method": (request("PUT", "/cats"), 405, ""),
    "no credential": (request("GET", "/cats", ("X-Trace", "abc")), 401, ""),
    "header missing": (request("GET", "/cats", ("X-Key", "k")), 422, "/header/X-Trace"),
    "header too short": (
        request("GET", "/cats", ("X-Key", "k"), ("X-Trace", "a")),
        422,
        "/header/X-Trace",
    ),
    "query type": (request("GET", "/cats?page=one", *KEY), 422, "/query/page"),
    "query limit": (request("GET", "/cats?page=0", *KEY), 422, "/query/page"),
    "query unknown": (request("GET", "/cats?pgae=1", *KEY), 422, "/query/pgae"),
    "path type": (request("GET", "/cats/tom"), 422, "/path/id"),
    "body missing": (request("POST", "/cats", *KEY, JSON), 422, "#"),
    "body no json": (request("POST", "/cats", *KEY, JSON, plain=b"{"), 400, "#"),
    "media type": (
        request("POST", "/cats", *KEY, ("Content-Type", "text/csv"), plain=b"a"),
        415,
        "/header/Content-Type",
    ),
    "field missing": (request("POST", "/cats", *KEY, JSON, body={}), 422, "#"),
    "field type": (
        request("POST", "/cats", *KEY, JSON, body={"name": 1}),
        422,
        "#/name",
    ),
    "field limit": (
        request("POST", "/cats", *KEY, JSON, body={"name": "T", "lives": 10}),
        422,
        "#/lives",
    ),
    "deep field": (
        request(
            "POST",
            "/cats",
            *KEY,
            JSON,
            body={"name": "T", "kittens": [{"name": "a"}, {"name": ""}]},
        ),
        422,
        "#/kittens/1/name",
    ),
    "not acceptable": (request("GET", "/cats/1", ("Accept", "image/png")), 406, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_is_refused_at_its_place(stub: Stub, name: str) -> None:
    sent, status, pointer = WRONG[name]
    answer = stub.answer(sent)
    assert (answer.response.status, answer.origin) == (status, "refused")
    assert answer.response.header("content-type") == "application/problem+json"
    problem = json.loads(answer.response.body)
    assert problem["status"] == status
    assert [error["pointer"] for error in problem.get("errors", [])] == (
        [pointer] if pointer else []
    )


@pytest.mark.parametrize(
    "sent",
    [
        request("GET", "/cats", *KEY),
        request("GET", "/v1/cats?page=2&colours=black,white", *KEY),
        request("GET", "/sorted?size=2&sort=name,desc", *KEY),
        request("GET", "/sorted?sort=name&sort=id&size=2", *KEY),
        request(
            "POST",
            "/cats",
            *KEY,
            JSON,
            body={"name": "Tom", "kittens": [{"name": "K"}]},
        ),
        request("GET", "/cats/7"),
        request("HEAD", "/cats/7"),
        request("DELETE", "/cats/7"),
    ],
    ids=lambda sent: f"{sent.method} {sent.url}",
)
def test_a_right_request_is_answered_and_the_same_again(
    stub: Stub, described: described_service.Service, sent: HttpRequest
) -> None:
    answer = stub.answer(sent)
    assert answer.response.status < 300, answer.response.body
    assert stub.answer(sent) == answer
    found = described.by_id(answer.operation)
    assert found is not None
    if answer.response.body:
        schema = found.responses[0].contents[0].schema
        assert schema is not None
        assert not Judge(described.document).mismatches(
            schema.pointer, json.loads(answer.response.body)
        )


def test_a_seed_makes_other_values(described: described_service.Service) -> None:
    made = [
        Stub(described, Judge(described.document), seed=seed).answer(request("GET", "/cats/7"))
        for seed in range(8)
    ]
    assert len({answer.response.body for answer in made}) > 1


@pytest.mark.parametrize(
    "prefer, status, words",
    [
        ("code=409", 409, "why"),
        ("example=kit", 201, "Small"),
        ('code=201, example="tom"', 201, "Tom"),
        ("code=418", 404, "describes no response 418"),
        ("example=none", 404, "no example 'none'"),
    ],
)
def test_a_caller_chooses(stub: Stub, prefer: str, status: int, words: str) -> None:
    answer = stub.answer(
        request("POST", "/cats", *KEY, JSON, ("Prefer", prefer), body={"name": "T"})
    )
    assert answer.response.status == status
    assert words in answer.response.body.decode()
    assert stub.answer(request("GET", "/cats/1", ("Prefer", "delay=0.25"))).delay == 0.25


def test_pages_follow_each_other_and_end(stub: Stub) -> None:
    path, seen = "/cats", 0
    for _ in range(5):
        page = json.loads(
            stub.answer(request("GET", path, ("X-Key", "k"), ("X-Trace", "abc"))).response.body
        )
        seen += len(page["cats"])
        if "next" not in page:
            break
        path = f"/cats?page={page['next'].removeprefix('page-')}"
    assert seen == 6


def test_streams_come_in_events(stub: Stub) -> None:
    body = stub.answer(request("GET", "/events")).response.body
    events = [json.loads(event.removeprefix(b"data: ")) for event in body.split(b"\n\n") if event]
    assert events
    assert all(isinstance(event["n"], int) for event in events)


def test_fixtures_are_played_in_their_order() -> None:
    """A fixture of several exchanges is a scenario: the same request may get another response each
    time.
    """
    for client in CLIENTS:
        stub = Stub(client.service, client.judge, _cassettes(client), {})
        for cassette in _cassettes(client):
            if len(cassette.exchanges) > 1:
                origins = [stub.answer(one.request) for one in cassette.exchanges]
                expected = [one.response.status for one in cassette.exchanges]
                assert [answer.response.status for answer in origins] == expected, str(cassette)


def _cassettes(client: Any) -> list[Any]:
    from docbound.harness.fixtures import load

    return [load(path) for path in client.fixtures]


# --- the socket


@pytest.fixture
def served(stub: Stub) -> Iterator[tuple[str, list[str]]]:
    lines: list[str] = []
    server = StubServer(stub, 0, lines.append)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.url, lines
    server.stop()
    thread.join()
    server.close()


def test_over_the_wire(served: tuple[str, list[str]]) -> None:
    url, lines = served
    with urllib.request.urlopen(f"{url}/cats/7") as response:
        assert json.loads(response.read())["name"]
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(f"{url}/cats/tom")
    assert json.loads(raised.value.read())["errors"][0]["pointer"] == "/path/id"
    assert [line.split(" ")[:3] for line in lines] == [
        ["GET", "/cats/7", "200"],
        ["GET", "/cats/tom", "422"],
    ]


BODIES = {
    "a sign": b"Content-Length: -5\r\n\r\nabcde",
    "a plus": b"Content-Length: +5\r\n\r\nabcde",
    "an underscore": b"Content-Length: 1_0\r\n\r\n0123456789",
    "another script": b"Content-Length: \xb2\r\n\r\nab",
    "digits": b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
    "length and chunks": b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding": b"Transfer-Encoding: xchunked\r\n\r\n",
    "two codings": b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk with a sign": b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde",
    "a chunk of letters": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabcde",
    "a short chunk": b"Transfer-Encoding: chunked\r\n\r\n50\r\nab",
    "a short body": b"Content-Length: 50\r\n\r\nab",
}
"""Heads and bodies whose end can be read in several ways, or in none."""


def raw(url: str, octets: bytes) -> bytes:
    """What comes back for ``octets``, until the connection ends."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(octets)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_a_clear_end_is_refused(served: tuple[str, list[str]], name: str) -> None:
    url, lines = served
    reply = raw(
        url, b"POST /cats HTTP/1.1\r\nHost: x\r\n" + BODIES[name] + b"GET /cats/7 HTTP/1.1\r\n"
    )
    assert reply.startswith(b"HTTP/1.1 400 "), reply
    assert reply.count(b"HTTP/1.1") == 1
    assert len(lines) == 1


@pytest.mark.parametrize("host", ["[", "[]", "[x]", "a:b", "a@b/c?d#e", "\x00", "\xe9", "a" * 9000])
@pytest.mark.parametrize("target", ["/cats/7", "[", "*", "@[", "http://[/cats/7", "//[/cats/7"])
def test_hosts_and_targets_that_are_none(
    served: tuple[str, list[str]], capfd: pytest.CaptureFixture[str], host: str, target: str
) -> None:
    ask = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    status = raw(served[0], ask.encode("latin-1")).split(b" ")[1]
    assert status == (b"200" if target == "/cats/7" else b"404")
    assert not capfd.readouterr().err


def test_what_a_header_cannot_carry_is_not_sent_raw(tmp_path: Path) -> None:
    class Lying(Stub):
        def answer(self, request: HttpRequest) -> Answer:
            fields = (("X-\u00e9", "no"), ("X-A: b\r\nX-B", "no"), ("X-C", "\u20ac\r\nX-D: 1\0"))
            response = HttpResponse(status=200, reason="O\u20ac\r\nX-E: 1", headers=fields)
            return Answer(response=response, origin="example")

    server = StubServer(Lying.__new__(Lying), 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        reply = raw(server.url, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
    finally:
        server.stop()
        thread.join()
        server.close()
    head = reply.split(b"\r\n")
    assert head[0] == "HTTP/1.1 200 O\u20ac  X-E: 1".encode()
    assert "X-C: \u20ac  X-D: 1 ".encode() in head
    assert not [line for line in head if line.startswith((b"X-A", b"X-B", b"X-D", b"X-E"))]


def test_a_port_in_use_is_reported(stub: Stub, served: tuple[str, list[str]]) -> None:
    port = int(served[0].rpartition(":")[2])
    with pytest.raises(HarnessError, match=f"the port {port} is in use"):
        StubServer(stub, port)


def test_a_file_without_a_description_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text("- no\n")
    with pytest.raises(HarnessError):
        described_service.load(path)
