"""A package runs on the lowest and on the newest releases that it allows of each library, above all
what reaches into their private parts (see docs/decisions/0038-layers.md).
"""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
import venv
from pathlib import Path

import pytest

from docbound.build_request import BuildRequest
from docbound.commands.build import build
from docbound.traffic import HttpRequest, HttpResponse
from tests.support.stub import StubServer, canned

_DESCRIPTION = """
openapi: 3.1.0
info: {title: Notes, version: '1'}
servers: [{url: 'http://127.0.0.1:1'}]
paths:
  /notes:
    post:
      operationId: add_note
      tags: [notes]
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}
      responses:
        '200':
          description: the note
          content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}
  /values:
    get:
      operationId: read_values
      tags: [notes]
      responses:
        '200': &values
          description: the values
          content: {application/json: {schema: {$ref: '#/components/schemas/Values'}}}
    put:
      operationId: write_values
      tags: [notes]
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Values'}}}
      responses: {'200': *values}
components:
  schemas:
    Values:
      type: object
      properties:
        moment: {type: string, format: date-time}
        moments: {type: array, items: {type: string, format: date-time}}
        day: {type: string, format: date}
        clock: {type: string, format: time}
        key: {type: string, format: uuid}
        octets: {type: string, format: byte}
        amount: {type: string, format: decimal}
        price: {type: number, format: decimal}
        number: {type: number}
        numbers: {type: array, items: {type: number}}
        whole: {type: integer}
        flag: {type: boolean}
        perhaps: {type: [string, 'null'], format: date-time}
        byName: {type: object, additionalProperties: {type: string, format: date-time}}
        pageSize: {type: integer}
        anything: {}
        state: {type: string, enum: [open, done]}
        either: {oneOf: [{$ref: '#/components/schemas/Left'}, {$ref: '#/components/schemas/Right'}]}
        tagged:
          oneOf: [{$ref: '#/components/schemas/Left'}, {$ref: '#/components/schemas/Right'}]
          discriminator: {propertyName: side}
        mixed: {anyOf: [{type: integer}, {type: string, format: date}, {type: string}]}
        within: {$ref: '#/components/schemas/Values'}
    Left:
      type: object
      properties: {side: {type: string}, at: {type: string, format: date-time}}
    Right:
      type: object
      properties: {side: {type: string}, at: {type: string, format: date-time}}
    Note:
      type: object
      required: [id, text]
      properties:
        id: {type: integer, readOnly: true}
        text: {type: string}
        pin: {type: string, format: password}
        labels: {type: array, items: {type: string}, default: []}
        state: {type: string, enum: [open, done]}
        related: {type: array, items: {$ref: '#/components/schemas/Note'}}
"""

_BODY = (
    b'{"id": 7, "text": "t", "state": "lost", "labels": ["a"], "related": [{"id": 8, "text": 5}],'
    b' "color": "red"}'
)

_LOSSLESS = (
    '{"moment":"2024-02-29T10:11:12.123456789Z"}',
    '{"moment":"2024-02-29t10:11:12z"}',
    '{"moment":"2024-02-29T10:11:12"}',
    '{"moment":"2016-12-31T23:59:60Z"}',
    '{"moment":"0000-01-01T00:00:00Z"}',
    '{"moment":1709201472}',
    '{"moments":["2024-02-29T10:11:12.1234567+02:00","2024-02-29T10:11:12Z"]}',
    '{"day":"2024-02-29"}',
    '{"day":"2024-02-29T00:00:00Z"}',
    '{"clock":"10:11:12.123456789Z"}',
    '{"key":"6f9619ff-8b86-d011-b42d-00c04fc964ff"}',
    '{"key":"none"}',
    '{"octets":"+/8="}',
    '{"octets":"-_8"}',
    '{"amount":"1.10"}',
    '{"amount":1.10}',
    '{"price":1.10}',
    '{"price":0.12345678901234567890123}',
    '{"number":0.12345678901234567890123}',
    '{"number":9007199254740993}',
    '{"number":1e400}',
    '{"number":"1"}',
    '{"numbers":[0.1,1e-400,true,12345678901234567890]}',
    '{"whole":123456789012345678901234567890}',
    '{"whole":true}',
    '{"flag":1}',
    '{"perhaps":null}',
    '{"perhaps":"2024-02-29T10:11:12.1234567Z"}',
    '{"byName":{"a b":"2024-02-29T10:11:12.1234567Z","":"x"}}',
    '{"pageSize":1,"page_size":2}',
    '{"page_size":2}',
    '{"by_name":{},"model_config":1,"__dict__":2,"self":3}',
    '{"anything":[1,1.5,true,null,"2024-02-29T10:11:12Z",{"b":0.12345678901234567890123}]}',
    '{"state":"lost"}',
    '{"either":{"at":"2024-02-29T10:11:12.1234567Z","more":[]}}',
    '{"tagged":{"side":"Right","at":null,"x":1}}',
    '{"tagged":{"side":"Below","at":7}}',
    '{"mixed":"2024-02-30"}',
    '{"mixed":1.5}',
    '{"within":{"within":{"pageSize":"x","page_size":1}}}',
    "{}",
)
"""Values that come back as they came, whether they fit their schema or not."""

_PROGRAM = """
import asyncio, logging, sys
import notes_client
from notes_client import ApiClient, Note, aio
logging.disable()
note = Note(text="t", pin="secret")
note.labels.append("a")
assert note.to_dict() == {"text": "t", "pin": "secret", "labels": ["a"]}, note.to_dict()
assert "secret" not in repr(note) and list(Note.model_fields)[:2] == ["id", "text"]
def check(found):
    assert (found.id, found.state, found.related[0].text) == (7, "lost", 5), found
    assert found.additional_properties == {"color": "red"}
    assert found.model_copy(deep=True) == found and '"color":"red"' in found.to_json()
with ApiClient(host=sys.argv[1], timeout=(20, 20)) as client:
    for _ in range(2):
        check(client.notes.add_note(note, _request_timeout=30))
async def main():
    async with aio.ApiClient(host=sys.argv[1], timeout=30) as client:
        for _ in range(2):
            check(await client.notes.add_note(note))
asyncio.run(main())
"""

_VALUES = """
import asyncio, datetime, json, logging, sys, warnings
import notes_client
from notes_client import ApiClient, Values, aio
logging.disable()
warnings.simplefilter("ignore")
lost = []
def check(text, found):
    copies = (found, found.model_copy(deep=True), Values.from_json(text))
    written = {each.to_json() for each in copies}
    if written != {text}:
        lost.append((text, written))
def sends(client, texts):
    for text in texts:
        found = yield client.notes.read_values(_headers={"X-Value": text})
        check(text, found)
        yield client.notes.write_values(found)
def ask(client):
    try:
        return client.notes.read_values(_headers={"X-Many": "yes"})
    except notes_client.OpenApiException as error:
        return type(error).__name__
texts = json.loads(sys.stdin.read())
with ApiClient(host=sys.argv[1], timeout=60, retries=0) as client:
    steps, result = sends(client, texts), None
    try:
        while True:
            result = steps.send(result)
    except StopIteration:
        pass
    sync = ask(client)
async def main():
    async with aio.ApiClient(host=sys.argv[1], timeout=60, retries=0) as client:
        steps, result = sends(client, texts), None
        try:
            while True:
                result = await steps.send(result)
        except StopIteration:
            pass
        try:
            return await client.notes.read_values(_headers={"X-Many": "yes"})
        except notes_client.OpenApiException as error:
            return type(error).__name__
other = asyncio.run(main())
if sync != other or not isinstance(sync, str):
    lost.append(("header fields without end", sync, other))
given = Values(
    moment=datetime.datetime(2024, 2, 29), octets=b"\\xfb\\xff", amount="1.10",
    anything=[b"\\xfb\\xff", datetime.datetime(2024, 2, 29)], page_size=3, either={"at": None},
)
wanted = (
    '{"moment":"2024-02-29T00:00:00Z","octets":"+/8=","amount":"1.10","pageSize":3,'
    '"anything":["+/8=","2024-02-29T00:00:00Z"],"either":{"at":null}}'
)
if given.to_json() != wanted:
    lost.append((wanted, given.to_json()))
if type(given.either).__name__ != "Left":
    lost.append(("the first of two members that fit equally", given.either))
assert not lost, lost
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small package."""
    home = tmp_path_factory.mktemp("releases")
    description = home / "openapi.yaml"
    description.write_text(_DESCRIPTION, encoding="utf-8")
    made = build(
        BuildRequest(description=description, output=home / "out", package="notes_client"),
        write=True,
    )
    assert not made.failed
    return home / "out"


def requirements(package: Path, *, lowest: bool) -> list[str]:
    """What the package needs, the asynchronous transport included."""
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted: list[str] = [*project["dependencies"], *project["optional-dependencies"]["aio"]]
    return [re.sub(r">=([\d.]+).*", r"==\1", each) if lowest else each for each in wanted]


@pytest.mark.parametrize("lowest", [True, False], ids=["lowest", "newest"])
def test_a_package_runs_on_the_releases_that_it_allows(
    package: Path, tmp_path: Path, lowest: bool
) -> None:
    python = environment(tmp_path / "env", requirements(package, lowest=lowest))
    with StubServer(canned(body=_BODY)) as stub:
        run(python, package, _PROGRAM, stub)
        assert [request.body for request in stub.requests] == [
            b'{"text":"t","pin":"secret","labels":["a"]}'
        ] * 4
    with StubServer(given_value) as stub:
        run(python, package, _VALUES, stub)
    sent = [request.body.decode() for request in stub.requests if request.method == "PUT"]
    assert sent == [*_LOSSLESS] * 2


def environment(folder: Path, wanted: list[str]) -> Path:
    """A fresh environment with these releases; its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    command = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT PROVED: the releases cannot be had here: {done.stderr.strip()[-300:]}")
    return python


def given_value(request: HttpRequest) -> HttpResponse:
    """The value that the request names; or more header fields than anyone takes."""
    fields = [("Content-Type", "application/json")]
    if request.header("X-Many"):
        fields += [(f"X-Field-{number}", "x") for number in range(2000)]
    body = (request.header("X-Value") or "{}").encode()
    return HttpResponse(status=200, headers=tuple(fields), body=body)


def run(python: Path, package: Path, program: str, stub: StubServer) -> None:
    ran = subprocess.run(
        [python, "-c", program, stub.url],
        input=json.dumps(_LOSSLESS),
        env={"PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
