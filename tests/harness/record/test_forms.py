"""Forms in parts and octets that other tools recorded: names, file names, types and contents come
back as the arguments of a call, whose request is the same by meaning.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docbound.fixtures.base64_bodies import without_octets
from docbound.fixtures.files import file_data, file_of, with_files
from docbound.harness.fixtures import load
from tests.support.runs import docbound

PICTURE = b"\x89PNG\r\n\x1a\n\x00\xff--docbound\r\n"
URL = "https://drawer.example/things"
DESCRIPTION = """
openapi: 3.1.0
info: {title: Drawer, version: "1"}
servers: [{url: "https://drawer.example"}]
paths:
  /things:
    post:
      operationId: addThing
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string}
                count: {type: integer}
                labels: {type: array, items: {type: string}}
                about: {type: object, properties: {kind: {type: string}}}
                picture: {type: string, format: binary}
                more: {type: array, items: {type: string, format: binary}}
      responses:
        "200": {description: OK, content: {application/json: {schema: {type: object}}}}
  /raw:
    put:
      operationId: putRaw
      requestBody:
        content: {image/png: {schema: {type: string, format: binary}}}
      responses: {"204": {description: Done.}}
"""

FORM = [
    ('form-data; name="title"', "", b"A chair"),
    ('form-data; name="count"', "", b"7"),
    ('form-data; name="labels"', "", b"old"),
    ('form-data; name="labels"', "", b"oak"),
    ('form-data; name="about"', "application/json", b'{"kind": "seat"}'),
    ('form-data; name="picture"; filename="chair.png"', "image/png", PICTURE),
    ('form-data; name="more"; filename="a.txt"', "text/plain", b"a\n"),
]
ARGUMENTS = {
    "title": "A chair",
    "count": 7,
    "labels": ["old", "oak"],
    "about": {"kind": "seat"},
    "picture": {
        "$file": {
            "name": "chair.png",
            "content_type": "image/png",
            "base64": base64.b64encode(PICTURE).decode(),
        }
    },
    "more": [{"$file": {"name": "a.txt", "content_type": "text/plain", "text": "a\n"}}],
}


def body(boundary: str) -> bytes:
    written = b""
    for disposition, media, content in FORM:
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\n"
        head += f"Content-Type: {media}\r\n" if media else ""
        written += head.encode() + b"\r\n" + content + b"\r\n"
    return written + f"--{boundary}--\r\n".encode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "specs/drawer").mkdir(parents=True)
    (tmp_path / "specs/drawer/openapi.yaml").write_text(DESCRIPTION)
    assert docbound(tmp_path, "regenerate").exit_code == 0
    return tmp_path


def vcr(url: str, method: str, media: str, octets: bytes, status: int = 200) -> str:
    request = {
        "method": method,
        "uri": url,
        "headers": {"Content-Type": [media]},
        "body": {"base64_string": base64.b64encode(octets).decode()},
    }
    response = {
        "status": {"code": status, "message": "OK"},
        "headers": {"Content-Type": ["application/json"]},
        "body": {"string": "{}" if status == 200 else ""},
    }
    return yaml.safe_dump(
        {"version": 1, "interactions": [{"request": request, "response": response}]}
    )


def har(post: dict[str, Any], media: str) -> str:
    request = {
        "method": "POST",
        "url": URL,
        "headers": [{"name": "Content-Type", "value": media}],
        "postData": {"mimeType": media, **post},
    }
    response = {
        "status": 200,
        "headers": [{"name": "Content-Type", "value": "application/json"}],
        "content": {"text": "{}"},
    }
    return json.dumps({"log": {"entries": [{"request": request, "response": response}]}})


def passes(root: Path, way: str, text: str, case: str) -> dict[str, Any]:
    """Imports a recording, plays the fixture, runs the gate; gives the arguments of the call."""
    file = root / f"traffic.{way}"
    file.write_text(text)
    done = docbound(root, "record", "drawer", f"--{way}", str(file))
    assert "without a fixture" not in done.output, done.output
    assert done.exit_code == 0, done.output
    assert docbound(root, "replay").exit_code == 0
    assert docbound(root, "regenerate").exit_code == 0
    check = docbound(root, "check")
    assert check.exit_code == 0, check.output
    cassette = load(root / f"tests/fixtures/drawer/{case}.{way}.yaml")
    [value] = cassette.meta.call.arguments.values()
    assert isinstance(value, dict)
    return value


def test_parts_of_a_vcr_cassette(root: Path) -> None:
    text = vcr(URL, "POST", "multipart/form-data; boundary=xyz", body("xyz"))
    assert passes(root, "vcr", text, "add_thing") == ARGUMENTS
    page = (root / "generated/drawer/docs/DefaultApi.md").read_text()
    assert '("chair.png", b"' in page
    assert '("a.txt", b"a\\n", "text/plain")' in page


def test_parts_of_a_har_with_its_text(root: Path) -> None:
    octets = base64.b64encode(body("b1")).decode()
    media = "multipart/form-data; boundary=b1"
    found = passes(root, "har", har({"text": octets, "encoding": "base64"}, media), "add_thing")
    assert found == ARGUMENTS


def test_parts_of_a_har_that_lists_them(root: Path) -> None:
    params = [
        {"name": "title", "value": 'A "chair"'},
        {"name": "count", "value": "7"},
        {"name": "picture", "fileName": "chair.png", "contentType": "image/png", "value": "…"},
        {"name": "more", "fileName": "a.txt"},
    ]
    found = passes(
        root, "har", har({"params": params}, "multipart/form-data; boundary=z"), "add_thing"
    )
    assert found["title"] == 'A "chair"'
    assert found["picture"] == {
        "$file": {"name": "chair.png", "content_type": "image/png", "text": "…"}
    }
    assert found["more"] == [{"$file": {"name": "a.txt", "text": ""}}]


def test_octets_that_are_the_whole_body(root: Path) -> None:
    text = vcr("https://drawer.example/raw", "PUT", "image/png", PICTURE, 204)
    assert file_of(passes(root, "vcr", text, "put_raw")) == PICTURE


@given(
    st.binary(max_size=80),
    st.text(st.characters(codec="utf-8"), max_size=10),
    st.sampled_from(["", "image/png"]),
)
def test_a_file_is_the_same_after_it_was_plain_data(content: bytes, name: str, media: str) -> None:
    data = json.loads(json.dumps(file_data(content, name, media)))
    expected = content if not name else (name, content, media) if media else (name, content)
    assert file_of(data) == expected
    assert with_files({"a": [data]}) == {"a": [expected]}


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"$file": "x"},
        {"$file": {}},
        {"$file": {"text": "a", "base64": "YQ=="}},
        {"$file": {"base64": "?"}},
        {"$file": {"text": "a", "unknown": 1}},
        {"$file": {"text": "a"}, "more": 1},
    ],
)
def test_other_data_is_no_file(value: object) -> None:
    assert file_of(value) is None
    assert with_files(value) == value


SECRET = "ghp_" + "a1B2" * 9


def test_octets_are_no_secret_but_a_text_in_them_may_be_one(root: Path) -> None:
    text = vcr("https://drawer.example/raw", "PUT", "image/png", PICTURE, 204)
    passes(root, "vcr", text, "put_raw")
    file = root / "tests/fixtures/drawer/put_raw.vcr.yaml"
    for key in ("base64", "string", "body"):
        hidden = base64.b64encode(f"key {SECRET}".encode()).decode()
        mark = "" if key == "base64" else "!!binary "
        plain = without_octets(f"a:\n  {key}: {mark}{hidden}\n")
        assert plain.octets == (f"key {SECRET}".encode(),)
        assert plain.text == f"a:\n  {key}: {mark}{re.sub('.', 'x', hidden)}\n"
    octets = base64.b64encode(PICTURE).decode()
    assert octets in file.read_text()
    planted = base64.b64encode(f"key {SECRET}".encode()).decode()
    file.write_text(file.read_text().replace(octets, planted))
    check = docbound(root, "check", "--only", "secrets")
    assert check.exit_code == 1
    assert "octets of this fixture hold what looks like a secret (github)" in check.output


def test_a_text_that_looks_like_base64_is_searched_as_it_is() -> None:
    text = f"  string: {SECRET.replace('_', '')}\n  body: abcd\n"
    assert without_octets(text).text == text
