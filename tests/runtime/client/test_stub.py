"""The module ``testing`` of a generated package: answers, refusals, what was sent; sync and async;
checked by mypy.
"""

# ruff: noqa: E501
from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docbound.build_request import BuildRequest
from docbound.commands.fresh_build import fresh_build
from tests.support.runs import run_python

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Kennel, version: "1"}
servers: [{url: "https://kennel.example/v1"}]
security: [{key: []}]
paths:
  /dogs:
    get:
      operationId: listDogs
      tags: [dogs]
      parameters: [{name: breed, in: query, schema: {type: string}}]
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Dog"}}
              example: [{name: Example}]
    post:
      operationId: addDog
      tags: [dogs]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Dog"}}}}
      responses:
        "201": {description: Made, content: {application/json: {schema: {$ref: "#/components/schemas/Dog"}}}}
        "409": {description: Taken, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
  /dogs/{name}:
    get:
      operationId: getDog
      tags: [dogs]
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: OK, content: {application/json: {schema: {$ref: "#/components/schemas/Dog"}}}}
        "404": {description: none, content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
    delete:
      operationId: list
      tags: [dogs]
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {"400": {description: Bad name}, "205": {description: Gone}}
  /barks:
    get:
      operationId: listen
      tags: [client]
      responses:
        "200": {description: OK, content: {text/event-stream: {itemSchema: {$ref: "#/components/schemas/Dog"}}}}
  /photo:
    get:
      operationId: photo
      tags: [client]
      responses: {"200": {description: OK, content: {image/png: {schema: {type: string, format: binary}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Dog: {type: object, required: [name], properties: {name: {type: string}, breed: {type: string}}}
    Problem: {type: object, required: [why], properties: {why: {type: string}}}
    Failure: {type: object, properties: {a: {type: string}}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("kennel")
    (base / "openapi.yaml").write_text(DESCRIPTION)
    source = BuildRequest(
        description=base / "openapi.yaml",
        output=base / "out",
        package="stubbed_kennel",
        lenient=True,
    )
    outcome = fresh_build(source, write=True)
    assert outcome.generated is not None, list(outcome.diagnostics)
    sys.path.insert(0, str(base / "out"))
    yield base / "out"
    sys.path.remove(str(base / "out"))


@pytest.fixture
def kennel(folder: Path) -> ModuleType:
    return importlib.import_module("stubbed_kennel")


@pytest.fixture
def stub(folder: Path) -> Any:
    return importlib.import_module("stubbed_kennel.testing").Stub()


def dog(name: str) -> Any:
    return importlib.import_module("stubbed_kennel.models").Dog(name=name)


def test_it_is_loaded_on_import_only(folder: Path) -> None:
    code = (
        "import sys, stubbed_kennel; stubbed_kennel.ApiClient; print('stubbed_kennel.testing' in"
        " sys.modules)"
    )
    done = run_python(code, cwd=folder)
    assert done.stdout == "False\n"


def test_returns_goes_over_the_wire_and_calls_are_kept(stub: Any) -> None:
    stub.dogs.get_dog.returns(dog("Rex"))
    with stub.client() as client:
        assert client.dogs.get_dog("a b").name == "Rex"
        assert client.dogs.get_dog("c").name == "Rex"
    [first, second] = stub.calls
    assert (first.operation, first.method, first.path, second.path["name"]) == (
        "get_dog",
        "GET",
        {"name": "a b"},
        "c",
    )
    assert len(stub.dogs.get_dog.calls) == 2


def test_async_has_the_same(stub: Any) -> None:
    stub.dogs.add_dog.returns(dog("Rex"))

    async def main() -> Any:
        async with stub.async_client() as client:
            return await client.dogs.add_dog({"name": "Rex"})

    assert asyncio.run(main()).name == "Rex"
    assert stub.calls[0].json == {"name": "Rex"}


def test_raises_gives_the_declared_model(stub: Any, kennel: ModuleType) -> None:
    stub.dogs.get_dog.raises(404, {"why": "gone"}, headers={"X-Request-Id": "r1"})
    with stub.client() as client, pytest.raises(kennel.NotFoundException) as raised:
        client.dogs.get_dog("x")
    assert raised.value.data.why == "gone"


def test_raises_takes_a_transports_exception(stub: Any, kennel: ModuleType) -> None:
    stub.dogs.add_dog.raises(TimeoutError("slow"))
    with stub.client() as client, pytest.raises(kennel.ApiTimeoutError):
        client.dogs.add_dog({"name": "x"})


def test_a_sequence_ends(stub: Any, kennel: ModuleType) -> None:
    testing = importlib.import_module("stubbed_kennel.testing")
    stub.dogs.get_dog.sequence(dog("one"), testing.Failure(404, {"why": "no"}), dog("two"))
    with stub.client() as client:
        assert client.dogs.get_dog("x").name == "one"
        with pytest.raises(kennel.NotFoundException):
            client.dogs.get_dog("x")
        with pytest.raises(testing.UnexpectedCallError, match="1 answers of a sequence"):
            stub.verify()
        assert client.dogs.get_dog("x").name == "two"
        stub.verify()
        with pytest.raises(testing.UnexpectedCallError, match="once more"):
            client.dogs.get_dog("x")


def test_an_example_answers_where_nothing_was_said_and_else_a_value_of_the_type(
    stub: Any,
) -> None:
    testing = importlib.import_module("stubbed_kennel.testing")
    with stub.client(strict=True) as client:
        assert [item.name for item in client.dogs.list_dogs()] == ["Example"]
        assert client.dogs.get_dog("x") == dog("example")
        made = client.dogs.add_dog_with_http_info(dog("Rex"))
        assert (made.status_code, made.data) == (201, dog("example"))
        assert client.dogs.list_with_http_info("x").status_code == 205
        with client.client.listen() as dogs:
            assert list(dogs) == [dog("example")]
        assert client.client.photo().read() == b"example"
    silent = testing.Stub(examples=False)
    with silent.client() as client, pytest.raises(testing.UnexpectedCallError):
        client.dogs.list_dogs()


@pytest.mark.parametrize(
    "expected, words",
    [
        ({"query": {"breed": "pug"}}, None),
        ({"query": {}}, "query was expected to be {}, and was {'breed': ['pug']}"),
        ({"headers": {"accept": "application/json"}}, None),
        ({"headers": {"X-Other": "1"}}, "headers was expected"),
        ({"body": None}, None),
        ({"body": {"a": 1}}, "body was expected"),
    ],
)
def test_what_is_sent_is_checked(stub: Any, expected: dict[str, Any], words: str | None) -> None:
    testing = importlib.import_module("stubbed_kennel.testing")
    stub.dogs.list_dogs.returns([]).expects(**expected)
    with stub.client() as client:
        if words is None:
            assert client.dogs.list_dogs(breed="pug") == []
        else:
            with pytest.raises(testing.UnexpectedCallError, match="expected") as raised:
                client.dogs.list_dogs(breed="pug")
            assert words in str(raised.value)


def test_empty_streams_and_files(stub: Any) -> None:
    stub.dogs.list.returns(None)
    stub.client_api.listen.returns([dog("a"), dog("b")])
    stub.client_api.photo.returns(b"\x89PNG")
    with stub.client(strict=True) as client:
        assert client.dogs.list("x") is None
        accessor = getattr(client, "client_api", None) or client.client
        with accessor.listen() as events:
            assert [event.name for event in events] == ["a", "b"]
        assert accessor.photo().read() == b"\x89PNG"


def test_fixtures_answer(stub: Any, tmp_path: Path) -> None:
    (tmp_path / "get_dog.one.yaml").write_text("""\
version: 1
meta: {call: {method: get_dog}, expect: {result: Dog}}
interactions:
  - request: {}
    response: {status: {code: 200}, headers: {Content-Type: [application/json]}, body: {string: '{"name": "Fixed"}'}}
""")
    with stub.load_fixtures(str(tmp_path)).client() as client:
        assert client.dogs.get_dog("x").name == "Fixed"


TYPED = """\
from stubbed_kennel.models import Dog, Problem
from stubbed_kennel.testing import Failure, Stub

stub = Stub()
stub.dogs.get_dog.returns(Dog(name="x"))
stub.dogs.list_dogs.returns([Dog(name="x")])
stub.dogs.get_dog.sequence(Dog(name="x"), Failure(404))
stub.client_api.listen.returns([Dog(name="x")])
stub.client_api.photo.returns(b"x")
stub.dogs.list.returns(None)
with stub.client() as client:
    found: Dog = client.dogs.get_dog("x")
stub.dogs.get_dog.returns(Problem(why="x"))
stub.dogs.list_dogs.returns(Dog(name="x"))
stub.dogs.get_dgo
stub.client_api.photo.returns("x")
"""


def test_checkers_catch_a_wrong_return_model(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "user.py"
    file.write_text(TYPED)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir",
        str(tmp_path / "cache"),
        str(file),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={"MYPYPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )
    lines = [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line]
    assert sorted(set(lines)) == [13, 14, 15, 16], done.stdout + done.stderr
