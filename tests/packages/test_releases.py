"""A package runs on the lowest and on the newest releases that it allows of each library, above all
what reaches into their private parts (see docs/decisions/0038-floors.md).
"""

from __future__ import annotations

import re
import subprocess
import tomllib
import venv
from pathlib import Path

import pytest

from docbound.build_request import BuildRequest
from docbound.commands.build import build
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
components:
  schemas:
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
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env/bin/python"
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
    ]
    done = subprocess.run(
        [*command, *requirements(package, lowest=lowest)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"NOT PROVED: the releases cannot be had here: {done.stderr.strip()[-300:]}")
    with StubServer(canned(body=_BODY)) as stub:
        ran = subprocess.run(
            [python, "-c", _PROGRAM, stub.url],
            env={"PYTHONPATH": str(package)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert [request.body for request in stub.requests] == [
            b'{"text":"t","pin":"secret","labels":["a"]}'
        ] * 4
