"""Generated requests read by openapi-core, which shares nothing with our runtime nor with the laws'
own readers.

openapi-core 0.23 requires openapi-spec-validator below 0.9, which docbound needs; it has an
environment of its own, made by ``make openapi-core``. ``DOCBOUND_OPENAPI_CORE`` names another
interpreter that has it. Where there is none, this is skipped.

What openapi-core cannot read is here no more than it must: the styles ``label`` and ``matrix``,
exploded objects of style ``form``, ``spaceDelimited``, escapes in paths and cookies, numbers in
parts. The tables of the specification cover those in :mod:`tests.corpus.test_readers`.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from programs.corpus import documents
from programs.corpus.equality import same
from tests.support.stub import StubServer, canned

READER = Path(__file__).parents[2] / "programs" / "corpus" / "openapi_core_reader.py"
PACKAGE = "read_by_openapi_core"
WORDS = ["blue", "a b&c=d", "é/ü"]
RGB = {"R": 100, "G": 200}
STRING: dict[str, Any] = {"type": "string"}
INTEGER: dict[str, Any] = {"type": "integer"}
LIST: dict[str, Any] = {"type": "array", "items": STRING}
COLOR: dict[str, Any] = {"type": "object", "properties": {"R": INTEGER, "G": INTEGER}}


def _interpreter() -> Path:
    given = os.environ.get("DOCBOUND_OPENAPI_CORE")
    default = documents.REPOSITORY / ".docbound" / "openapi-core" / "bin" / "python"
    return Path(given) if given else default


pytestmark = pytest.mark.skipif(
    not _interpreter().exists(),
    reason=f"no openapi-core at {_interpreter()}: make openapi-core",
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One operation: a parameter called ``color``, or a body, and the value that goes through
    it.
    """

    name: str
    value: Any
    schema: dict[str, Any]
    location: str = ""
    style: str = ""
    explode: bool = False
    media: str = ""
    encoding: dict[str, Any] = field(default_factory=dict[str, Any])

    def path(self) -> str:
        return f"/{self.name}/{{color}}" if self.location == "path" else f"/{self.name}"

    def operation(self) -> dict[str, Any]:
        made: dict[str, Any] = {
            "operationId": self.name,
            "responses": {"204": {"description": "done"}},
        }
        if self.media:
            content = {"schema": self.schema}
            if self.encoding:
                content["encoding"] = self.encoding
            return made | {"requestBody": {"required": True, "content": {self.media: content}}}
        color = {
            "name": "color",
            "in": self.location,
            "required": True,
            "style": self.style,
            "explode": self.explode,
            "schema": self.schema,
        }
        return made | {"parameters": [color]}


def _parameter(location: str, style: str, explode: bool, value: Any) -> Case:
    schema = {str: STRING, int: INTEGER, list: LIST, dict: COLOR}[type(value)]
    exploded = "exploded" if explode else "plain"
    return Case(
        name=f"{location}_{style.lower()}_{exploded}_{type(value).__name__}",
        location=location,
        style=style,
        explode=explode,
        value=value,
        schema=schema,
    )


FORM = {
    "type": "object",
    "properties": {"a": STRING, "n": INTEGER, "l": LIST, "o": COLOR},
}
VALUES = {"a": "x y&z=é+%", "n": 7, "l": ["p", "q r"], "o": RGB}
CASES = [
    _parameter("path", "simple", False, "blue"),
    _parameter("path", "simple", False, 7),
    _parameter("path", "simple", False, ["blue", "black"]),
    _parameter("path", "simple", False, RGB),
    _parameter("path", "simple", True, RGB),
    _parameter("query", "form", True, "a b&c=d/é%+"),
    _parameter("query", "form", True, 7),
    _parameter("query", "form", True, WORDS),
    _parameter("query", "form", False, WORDS),
    _parameter("query", "form", False, RGB),
    _parameter("query", "pipeDelimited", False, WORDS),
    _parameter("query", "deepObject", True, RGB),
    _parameter("header", "simple", False, "a b; c"),
    _parameter("header", "simple", False, ["blue", "a b"]),
    _parameter("header", "simple", False, RGB),
    _parameter("header", "simple", True, RGB),
    _parameter("cookie", "form", False, "blue"),
    _parameter("cookie", "form", False, ["blue", "black"]),
    Case(name="json", media="application/json", schema=FORM, value=VALUES),
    Case(name="text", media="text/plain", schema=STRING, value="é & b"),
    Case(
        name="urlencoded",
        media="application/x-www-form-urlencoded",
        schema=FORM,
        value={key: VALUES[key] for key in "anl"},
    ),
    Case(
        name="urlencoded_styled",
        media="application/x-www-form-urlencoded",
        schema=FORM,
        value=VALUES,
        encoding={
            "l": {"explode": False},
            "o": {"style": "deepObject", "explode": True},
        },
    ),
    Case(
        name="multipart",
        media="multipart/form-data",
        schema=FORM,
        value={key: VALUES[key] for key in "alo"},
    ),
]


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What openapi-core reads in the request of each case, by the case's name."""
    folder = tmp_path_factory.mktemp("openapi_core")
    paths = {case.path(): {"post" if case.media else "get": case.operation()} for case in CASES}
    info = {"title": "Colors", "version": "1"}
    description = {"openapi": "3.1.0", "info": info, "paths": paths}
    (folder / "openapi.json").write_text(json.dumps(description))
    source = build_request.BuildRequest(
        description=folder / "openapi.json", output=folder / "made", package=PACKAGE
    )
    assert not fresh_build(source, write=True).failed
    sys.path.insert(0, str(folder / "made"))
    try:
        sent = _sent()
    finally:
        sys.path.remove(str(folder / "made"))
    question = json.dumps({"description": description, "requests": sent})
    done = subprocess.run(
        [str(_interpreter()), "-P", str(READER)],
        input=question,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    names = [case.name for case in CASES]
    yield dict(zip(names, json.loads(done.stdout), strict=True))


def _sent() -> list[dict[str, Any]]:
    package = importlib.import_module(PACKAGE)
    with (
        StubServer(canned(204, b"")) as server,
        package.ApiClient(host=server.url) as client,
    ):
        api = package.api.DefaultApi(client)
        for case in CASES:
            getattr(api, case.name)(case.value, _host=server.url)
        return [
            {
                "method": request.method,
                "url": request.url,
                "headers": request.headers,
                "body": base64.b64encode(request.body).decode(),
            }
            for request in server.requests
        ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_openapi_core_reads_what_was_given(case: Case, readings: dict[str, Any]) -> None:
    reading = readings[case.name]
    assert "error" not in reading, reading
    found = reading["body"] if case.media else reading["parameters"][case.location].get("color")
    assert same(found, case.value), reading
