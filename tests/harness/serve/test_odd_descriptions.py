"""Descriptions as they are, not as they should be: fixed text that is escaped on the wire, paths
that differ in a fragment or a query, ranges of media types, events with names.
"""

# ruff: noqa: E501
from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness import described_service
from docbound.harness.serve.stub import Stub
from docbound.harness.values import Judge
from docbound.traffic import HttpRequest

DESCRIPTION = """\
openapi: 3.2.0
info: {title: Odd, version: "1"}
servers: [{url: "https://odd.example"}]
paths:
  /any/flag:
    get: {operationId: flag, responses: {"200": {description: It., content: {"*/*": {schema: {type: boolean}}}}}}
  /any/text:
    get: {operationId: text, responses: {"200": {description: It., content: {"*/*": {schema: {type: string}}}}}}
  /sound:
    get:
      operationId: sound
      responses: {"200": {description: It., content: {"audio/*": {schema: {type: string, format: binary}}}}}
  "/num{}":
    get: {operationId: braces, responses: {"200": {description: It.}}}
  /日本/{id}:
    get:
      operationId: letters
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: It.}}
  /box#small:
    get: {operationId: small, responses: {"200": {$ref: "#/components/responses/Name"}}}
  /box#large:
    get:
      operationId: large
      parameters: [{name: size, in: query, required: true, schema: {type: integer}}]
      responses: {"200": {$ref: "#/components/responses/Name"}}
  /nullable:
    get:
      operationId: nullable
      parameters: [{name: X-Null, in: header, required: true, schema: {type: ["null", string]}}]
      responses: {"200": {description: It.}}
  /parts:
    get:
      operationId: parts
      responses:
        "200":
          description: They.
          content: {multipart/mixed: {itemSchema: {$ref: "#/components/schemas/Said"}}}
  /events:
    get:
      operationId: events
      responses:
        "200":
          description: They.
          content: {text/event-stream: {itemSchema: {$ref: "#/components/schemas/Event"}}}
  /answer:
    get:
      operationId: answer
      responses:
        "200":
          description: At once, or word by word.
          content:
            application/json: {schema: {type: string}}
            text/event-stream: {itemSchema: {$ref: "#/components/schemas/Event"}}
  /moved:
    get: {operationId: moved, responses: {"302": {description: It is there.}, "404": {description: No.}}}
  /label:
    get: {operationId: label, responses: {"200": {description: It., content: {html/text: {schema: {$ref: "#/components/schemas/Said"}}}}}}
  /any/file:
    get: {operationId: file, responses: {"200": {description: It., content: {"*/*": {schema: {type: string, format: binary}}}}}}
  /day:
    get:
      operationId: day
      responses:
        "200":
          description: A day with a wrong example.
          content: {application/json: {schema: {type: string, format: date}, example: "2020-01-01T00:00:00"}}
  /notices:
    get:
      operationId: notices
      responses:
        "200":
          description: They.
          content: {text/event-stream: {itemSchema: {$ref: "#/components/schemas/Notice"}}}
  /page:
    get:
      operationId: page
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/PageOfSaid"}}}}}
components:
  responses:
    Name: {description: It., content: {application/json: {schema: {type: string}}}}
  schemas:
    Event:
      type: object
      required: [event]
      properties: {event: {type: string}, data: {type: string}}
      oneOf:
        - properties:
            event: {const: joined}
            data: {contentMediaType: application/json, contentSchema: {$ref: "#/components/schemas/Joined"}}
        - properties:
            event: {const: said}
            data: {contentMediaType: application/json, contentSchema: {$ref: "#/components/schemas/Said"}}
    Notice: {type: object, required: [event], properties: {event: {type: string, enum: [notice]}, data: {type: string}}}
    Page:
      $id: "https://odd.example/page"
      type: object
      required: [items]
      properties: {items: {type: array, minItems: 1, items: {$dynamicRef: "#item"}}}
      $defs: {item: {$dynamicAnchor: item, not: {}}}
    PageOfSaid:
      $id: "https://odd.example/page-of-said"
      $ref: page
      $defs: {item: {$dynamicAnchor: item, $ref: "https://odd.example/said"}}
    Joined: {type: object, required: [who], properties: {who: {type: string}}}
    Said: {$id: "https://odd.example/said", type: object, required: [words], properties: {words: {type: string}}}
"""
CALLS: dict[str, dict[str, Any]] = {
    "flag": {},
    "text": {},
    "braces": {},
    "letters": {"id": "a/b c"},
    "small": {},
    "large": {"size": 3},
    "nullable": {"x_null": "x"},
    "moved": {},
    "label": {},
    "file": {},
    "day": {},
    "page": {},
}


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("odd") / "openapi.yaml"
    path.write_text(DESCRIPTION, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def package(description: Path) -> Iterator[Any]:
    out = description.parent / "out"
    command = ["generate", str(description), "--output", str(out), "--package", "odd_client"]
    done = CliRunner().invoke(main, [*command, "--lenient"])
    assert done.exit_code == 0, done.output
    sys.path.insert(0, str(out))
    try:
        yield importlib.import_module("odd_client.testing")
    finally:
        sys.path.remove(str(out))
        for name in [name for name in sys.modules if name.partition(".")[0] == "odd_client"]:
            del sys.modules[name]


@pytest.mark.parametrize("name", CALLS)
def test_the_stub_of_users_answers(package: Any, name: str) -> None:
    with package.Stub() as stub, stub.client(strict=True) as client:
        getattr(client.default, name)(**CALLS[name])
        assert stub.calls


def test_what_was_said_tells_operations_of_one_path_apart(package: Any) -> None:
    with package.Stub() as stub, stub.client(strict=True) as client:
        stub.default.large.returns("large")
        assert client.default.large(size=3) == "large"


def test_events_have_the_names_of_their_types(package: Any) -> None:
    models = importlib.import_module("odd_client.models")
    with package.Stub() as stub, stub.client(strict=True) as client:
        stub.default.events.returns([models.Said(words="yes"), models.Joined(who="me")])
        found = list(client.default.events())
        assert [type(item).__name__ for item in found] == ["Said", "Joined"]
    with package.Stub() as stub, stub.client(strict=True) as client:
        [made] = client.default.events()
        assert isinstance(made, models.Joined)


def test_an_event_without_data_arrives(package: Any) -> None:
    models = importlib.import_module("odd_client.models")
    with package.Stub() as stub, stub.client(strict=True) as client:
        stub.default.notices.returns([models.Notice(event="notice")])
        [item] = client.default.notices()
        assert (item.event, item.data) == ("notice", "")


def test_the_client_says_which_operation_of_one_path_is_called(package: Any) -> None:
    with package.Stub() as stub, stub.client(strict=True) as client:
        client.default.small()
        client.default.large(size=3)
        assert [call.operation for call in stub.calls] == ["small", "large"]
        assert len(stub.default.large.calls) == 1


def test_items_of_a_multipart_response_are_parts(package: Any, description: Path) -> None:
    models = importlib.import_module("odd_client.models")
    with package.Stub() as stub, stub.client(strict=True) as client:
        stub.default.parts.returns([models.Said(words="yes"), models.Said(words="no")])
        assert [part.words for part in client.default.parts()] == ["yes", "no"]
    _, media, body = _served(description, "/parts", Accept="multipart/mixed")
    boundary = media.partition("boundary=")[2]
    assert body.count(f"--{boundary}\r\nContent-Type: application/json".encode()) == 3


def _served(description: Path, url: str, **headers: str) -> tuple[str, str, bytes]:
    service = described_service.load(description)
    stub = Stub(service, Judge(service.document))
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    found = stub.answer(HttpRequest(method="GET", url=f"http://stub{url}", headers=pairs))
    return found.operation, found.response.header("content-type"), found.response.body


@pytest.mark.parametrize(
    ("url", "operation"),
    [
        ("/num%7B%7D", "braces"),
        ("/%E6%97%A5%E6%9C%AC/a%2Fb", "letters"),
        ("/box", "small"),
        ("/sound", "sound"),
    ],
)
def test_the_server_finds_the_operation(description: Path, url: str, operation: str) -> None:
    assert _served(description, url)[0] == operation


def test_a_redirect_without_a_target_leads_to_the_stub(description: Path) -> None:
    service = described_service.load(description)
    stub = Stub(service, Judge(service.document))
    found = stub.answer(HttpRequest(method="GET", url="http://stub/moved")).response
    target = dict(found.headers)["Location"]
    assert found.status == 302
    assert stub.answer(HttpRequest(method="GET", url=f"http://stub{target}")).response.status == 204


def test_a_dynamic_reference_means_the_outermost_anchor(description: Path) -> None:
    body = json.loads(_served(description, "/page")[2])
    assert body["items"] and all("words" in item for item in body["items"])


def test_a_range_of_media_types_is_answered_with_one_of_them(description: Path) -> None:
    assert _served(description, "/sound")[1] == "audio/mpeg"
    assert _served(description, "/any/flag")[1] == "application/json"


def test_the_data_of_an_event_are_of_its_content_schema(description: Path) -> None:
    _, media, body = _served(description, "/events", Accept="text/event-stream")
    assert media == "text/event-stream"
    events = [
        dict(line.split(": ", 1) for line in event.splitlines())
        for event in body.decode().strip().split("\n\n")
    ]
    assert events
    for event in events:
        [field] = json.loads(event["data"])
        assert {"joined": "who", "said": "words"}[event["event"]] == field


FORMS = """\
openapi: 3.1.0
info: {title: Forms, version: "1"}
paths:
  /form:
    post:
      operationId: form
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object}}
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Form"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/Form"}}
      responses: {"201": {description: It.}}
components:
  schemas:
    Form:
      type: object
      required: [number]
      properties:
        number: {type: integer}
        tags: {type: array, items: {type: string, enum: [x, y]}}
        more: {type: object, properties: {flag: {type: boolean}}}
        file: {type: string, format: binary}
"""
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"


def _part(name: str, content: str, more: str = "") -> str:
    return f'--B\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{content}\r\n'


BODIES = [
    (URLENCODED, "number=1&tags=x&tags=y", None),
    (URLENCODED, "", "#"),
    (URLENCODED, "number=z", "#/number"),
    (URLENCODED, "tags=x", "#"),
    (URLENCODED, "number=1&tags=x&tags=q", "#/tags/1"),
    (URLENCODED, "number=1&tags[]=q", "#/tags/0"),
    (MULTIPART, _part("number", "1") + _part("file", "\x00", '; filename="a"') + "--B--", None),
    (MULTIPART, _part("number", "z") + "--B--", "#/number"),
    (
        MULTIPART,
        _part("number", "1") + _part("tags", "x") + _part("tags", "q") + "--B--",
        "#/tags/1",
    ),
    (MULTIPART, _part("number", "1") + _part("more", '{"flag": 3}') + "--B--", "#/more/flag"),
    (MULTIPART, _part("number", "1") + _part("more", "{") + "--B--", "#/more"),
    ("application/json", "[" * 90_000, "#"),
    ("application/json", "{", "#"),
]


@pytest.mark.parametrize(("media", "body", "pointer"), BODIES, ids=range(len(BODIES)))
def test_a_wrong_field_of_a_form_is_refused_at_its_place(
    tmp_path: Path, media: str, body: str, pointer: str | None
) -> None:
    (tmp_path / "openapi.yaml").write_text(FORMS)
    service = described_service.load(tmp_path / "openapi.yaml")
    stub = Stub(service, Judge(service.document))
    sent = HttpRequest(
        method="POST",
        url="http://stub/form",
        headers=(("Content-Type", media),),
        body=body.encode(),
    )
    found = stub.answer(sent).response
    if pointer is None:
        assert found.status == 201, found.body
    else:
        assert found.status in (400, 422)
        assert [error["pointer"] for error in json.loads(found.body)["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream, application/json", "text/event-stream"),
        ("text/event-stream;q=0.5, application/json", "application/json"),
        ("*/*, text/event-stream", "application/json"),
        ("text/event-stream, */*;q=0.1", "text/event-stream"),
        ("application/json;q=0, */*", "text/event-stream"),
        ("text/*", "text/event-stream"),
    ],
)
def test_the_media_type_is_what_the_caller_prefers(
    description: Path, accept: str, media: str
) -> None:
    assert _served(description, "/answer", Accept=accept)[1] == media
