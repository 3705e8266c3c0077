"""Request bodies: media types, forms, files and streams, as they leave the client."""

from __future__ import annotations

import datetime
import io
from collections.abc import AsyncIterator, Iterator
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

from docbound.runtime.errors import (
    ApiTypeError,
    ApiValueError,
    InvalidArgumentError,
    LocalFileError,
)
from docbound.runtime.models.annotations.markers import Base64
from docbound.runtime.models.base import Model
from docbound.runtime.service.operations import Body, Form, Operation, Part, Stream
from docbound.runtime.service.options import CallOptions
from tests.runtime.twins import Outcome, Twin


class Upload(Model):
    title: Annotated[str, Field(alias="theTitle")]
    file: bytes | None = None
    more: list[bytes] | None = None
    digest: Base64 | None = None
    meta: dict[str, Any] | None = None
    day: datetime.date | None = None


class Patch(Model):
    name: str | None = None
    size: int | None = None


def sent(twin: Twin, body: Body, value: object, content_type: str | None = None) -> Outcome:
    operation = Operation[Any]("op", "POST", "/x", body=body)
    outcome = twin.call(operation, value, options=CallOptions(content_type=content_type))
    if isinstance(outcome.result, Exception):
        raise outcome.result
    return outcome


def parts_of(outcome: Outcome) -> list[tuple[dict[str, str], bytes]]:
    """The parts of a multipart body, read by an independent parser."""
    head = f"Content-Type: {outcome.request.headers['Content-Type']}\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head.encode() + outcome.script.bodies[0])
    assert message.is_multipart() and not message.defects
    found = []
    for part in message.iter_parts():  # type: ignore[attr-defined]
        body = part.get_payload(decode=True)
        found.append(({name.lower(): value for name, value in part.items()}, body))
    return found


def multipart(expression: Any = None, **parts: Part) -> Body:
    return Body({"multipart/form-data": Form(expression, parts)})


# --- JSON ---------------------------------------------------------------------------------------


def test_a_field_not_given_is_not_sent_and_none_is_null(twin: Twin) -> None:
    body: Any = Body({"application/json": Patch})  # type: ignore[dict-item]
    assert sent(twin, body, Patch(name=None)).script.bodies == [b'{"name":null}']
    assert sent(twin, body, {"size": 3}).script.bodies == [b'{"size":3}']
    assert sent(twin, body, Patch()).script.bodies == [b"{}"]


def test_a_mapping_is_checked(twin: Twin) -> None:
    body: Any = Body({"application/json": Upload})  # type: ignore[dict-item]
    with pytest.raises(InvalidArgumentError, match=r"theTitle|title"):
        sent(twin, body, {"file": b"x"})
    assert sent(twin, body, {"theTitle": "a"}).script.bodies == [b'{"theTitle":"a"}']
    assert sent(twin, body, {"title": "a"}).script.bodies == [b'{"theTitle":"a"}']


def test_json_comes_first_unless_another_type_is_requested(twin: Twin) -> None:
    body = Body(
        {
            "application/x-www-form-urlencoded": Form(None),
            "application/json": None,
            "multipart/form-data": Form(None),
        }
    )
    made = sent(twin, body, {"a": 1})
    assert (made.request.headers["Content-Type"], made.script.bodies[0]) == (
        "application/json",
        b'{"a":1}',
    )
    made = sent(twin, body, {"a": 1}, "application/x-www-form-urlencoded")
    assert made.script.bodies[0] == b"a=1"
    made = sent(twin, body, {"a": 1}, "multipart/form-data")
    assert parts_of(made)[0][1] == b"1"


def test_merge_patch_and_vendor_types_are_json(twin: Twin) -> None:
    made = sent(twin, Body({"application/merge-patch+json": None}), {"a": None})
    assert (made.request.headers["Content-Type"], made.script.bodies[0]) == (
        "application/merge-patch+json",
        b'{"a":null}',
    )
    made = sent(twin, Body({"application/vnd.odd": "dict[str, int]"}), {"a": 1})
    assert (made.request.headers["Content-Type"], made.script.bodies[0]) == (
        "application/vnd.odd",
        b'{"a":1}',
    )


def test_no_body_is_no_body(twin: Twin) -> None:
    made = sent(twin, Body({"application/json": "int"}), None)
    assert made.request.body is None and "Content-Type" not in made.request.headers
    with pytest.raises(ApiValueError, match="op needs a body"):
        sent(twin, Body({"application/json": "int"}, required=True), None)
    made = sent(twin, Body({"application/json": "int | None"}, required=True), None)
    assert made.script.bodies == [b"null"]


# --- raw ----------------------------------------------------------------------------------------


def test_text_xml_and_bytes_go_as_they_are(twin: Twin) -> None:
    assert sent(twin, Body({"text/plain": "str"}), "é").script.bodies == ["é".encode()]
    assert sent(twin, Body({"text/plain": "str"}), 12).script.bodies == [b"12"]
    assert sent(twin, Body({"application/xml": "str"}), "<a/>").script.bodies == [b"<a/>"]
    assert sent(twin, Body({"application/octet-stream": "bytes"}), b"\0\1").script.bodies == [
        b"\0\1"
    ]
    with pytest.raises(ApiTypeError, match="cannot be written as application/xml"):
        sent(twin, Body({"application/xml": "str"}), {"a": 1})


def test_files_in_every_form(twin: Twin, tmp_path: Path) -> None:
    path = tmp_path / "data.png"
    path.write_bytes(b"0123456789")
    body = Body({"application/octet-stream": "bytes"})

    def pieces() -> Iterator[bytes]:
        yield b"01234"
        yield b"56789"

    open_file = io.BytesIO(b"skipped0123456789")
    open_file.seek(7)
    for value in (
        path,
        "0123456789",
        open_file,
        pieces(),
        [b"01234", b"56789"],
        ("x.png", path),
        bytearray(b"0123456789"),
    ):
        made = sent(twin, body, value)
        assert made.script.bodies == [b"0123456789"], value
        assert made.request.headers["Content-Type"] == "application/octet-stream"
    assert (
        sent(twin, Body({"image/*": "bytes"}), path).request.headers["Content-Type"] == "image/png"
    )
    for value in (tmp_path / "missing", tmp_path):
        with pytest.raises(LocalFileError) as caught:
            sent(twin, body, value)
        assert isinstance(caught.value, OSError)
        assert caught.value.filename == str(value)


def test_a_str_is_never_a_path(twin: Twin, tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(b"SECRET")
    text = str(path)
    types = (
        "application/csv",
        "application/jose",
        "application/vnd.thing",
        "image/svg+xml",
    )

    for name in types:
        assert sent(twin, Body({name: "str"}), text).script.bodies == [text.encode()]
    with pytest.warns(UserWarning, match="the text itself|pathlib.Path"):
        made = sent(twin, Body({"application/octet-stream": "bytes"}), text)
    assert made.script.bodies == [text.encode()]
    with pytest.warns(UserWarning, match="pathlib.Path"):
        form = sent(twin, multipart(file=Part(file=True)), {"file": text})
    assert [content for _, content in parts_of(form)] == [text.encode()]
    with pytest.warns(UserWarning, match="pathlib.Path"):
        form = sent(twin, multipart(file=Part(file=True)), {"file": ("a.txt", text)})
    assert [content for _, content in parts_of(form)] == [text.encode()]


OFFERED: Any = {
    "application/json": Upload,
    "multipart/form-data": Form(Upload),  # type: ignore[arg-type]
    "application/octet-stream": "bytes",
    "text/csv": "str",
}


@pytest.mark.parametrize(
    ("value", "content_type"),
    [
        (b"octets", "application/octet-stream"),
        (io.BytesIO(b"octets"), "application/octet-stream"),
        ("a,b", "text/csv"),
        ({"theTitle": "t"}, "application/json"),
    ],
)
def test_the_media_type_is_the_one_whose_schema_takes_the_value(
    twin: Twin, value: object, content_type: str
) -> None:
    made = sent(twin, Body(OFFERED), value)

    assert made.request.headers["Content-Type"] == content_type


@pytest.mark.parametrize(
    "media",
    [
        {"multipart/form-data": Form(None)},
        {"application/json": Upload, "multipart/form-data": Form(None)},
    ],
)
def test_bytes_that_no_media_type_takes_are_refused(twin: Twin, media: Any) -> None:
    with pytest.raises(ApiTypeError, match="_content_type"):
        sent(twin, Body(media), b"octets")


def test_bytes_are_sent_under_the_media_type_that_the_caller_names(twin: Twin) -> None:
    kind = "multipart/form-data; boundary=x"
    made = sent(twin, Body({"multipart/form-data": Form(None)}), b"--x--", content_type=kind)

    assert made.request.headers["Content-Type"] == kind


def test_a_text_file_is_refused(twin: Twin, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    with path.open() as file, pytest.raises(ApiTypeError, match="binary mode"):
        sent(twin, Body({"application/octet-stream": "bytes"}), file)


def test_an_asynchronous_iterator_needs_the_asynchronous_client(twin: Twin) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"01"
        yield b"23"

    body = Body({"application/octet-stream": "bytes"})
    if twin.name == "async":
        assert sent(twin, body, pieces()).script.bodies == [b"0123"]
    else:
        with pytest.raises(ApiTypeError, match="asynchronous client"):
            sent(twin, body, pieces())


def test_bytes_find_the_type_that_takes_them(twin: Twin) -> None:
    body = Body({"application/json": None, "application/octet-stream": "bytes"})
    assert sent(twin, body, b"\0").request.headers["Content-Type"] == "application/octet-stream"


def test_json_lines(twin: Twin) -> None:
    body = Body({"application/x-ndjson": Stream(None)})
    assert sent(twin, body, [1, {"a": 2}]).script.bodies == [b'1\n{"a":2}\n']
    assert sent(twin, body, (n for n in (1, 2))).script.bodies == [b"1\n2\n"]
    body = Body({"application/json-seq": Stream("int")})
    assert sent(twin, body, [1, 2]).script.bodies == [b"\x1e1\n\x1e2\n"]


# --- urlencoded -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "parts", "text"),
    [
        ({"a": "x y&z", "b": True, "c": None}, {}, "a=x+y%26z&b=true"),
        ({"a": [1, 2]}, {}, "a=1&a=2"),
        ({"a": [1, 2]}, {"a": Part(style="form", explode=False)}, "a=1,2"),
        ({"a": [1, 2]}, {"a": Part(style="spaceDelimited", explode=False)}, "a=1%202"),
        ({"a": {"b": 1}}, {}, "a=%7B%22b%22%3A1%7D"),
        ({"a": {"b": 1, "c": 2}}, {"a": Part(style="form", explode=True)}, "b=1&c=2"),
        ({"a": {"b": 1}}, {"a": Part(style="deepObject", explode=True)}, "a%5Bb%5D=1"),
        ({"a": [1, 2]}, {"a": Part(content_type="application/json")}, "a=%5B1%2C2%5D"),
        ({"a": "x/y?"}, {"a": Part(allow_reserved=True)}, "a=x/y?"),
        ({}, {}, ""),
    ],
)
def test_urlencoded(twin: Twin, value: object, parts: dict[str, Part], text: str) -> None:
    body = Body({"application/x-www-form-urlencoded": Form(None, parts)})
    made = sent(twin, body, value)
    assert made.script.bodies == [text.encode()]
    assert made.request.headers["Content-Type"] == "application/x-www-form-urlencoded"


class Search(Model):
    criteria: str
    rows: int | None = 100


def test_a_form_sends_no_default(twin: Twin) -> None:
    kind: Any = Search
    body = Body({"application/x-www-form-urlencoded": Form(kind)})
    for value in ({"criteria": "*"}, Search(criteria="*")):
        assert sent(twin, body, value).script.bodies == [b"criteria=%2A"]
    given = Search(criteria="", rows=100)
    assert sent(twin, body, given).script.bodies == [b"criteria=&rows=100"]


# --- multipart ------------------------------------------------------------------------------------


def test_one_part_for_each_field_file_and_item(twin: Twin, tmp_path: Path) -> None:
    path = tmp_path / 'odd"name.png'
    path.write_bytes(b"PNG")
    value = {
        "text": "é",
        "flag": True,
        "data": {"a": 1},
        "tags": ["x", "y"],
        "file": path,
        "raw": b"RAW",
        "named": ("a.txt", b"TEXT", "text/csv"),
        "files": [b"1", ("two.bin", io.BytesIO(b"2"))],
        "nothing": None,
    }
    made = parts_of(sent(twin, multipart(), value))
    shown = [
        (
            head["content-disposition"].removeprefix("form-data; "),
            head.get("content-type"),
            body,
        )
        for head, body in made
    ]
    assert shown == [
        ('name="text"', None, "é".encode()),
        ('name="flag"', None, b"true"),
        ('name="data"', "application/json", b'{"a":1}'),
        ('name="tags"', None, b"x"),
        ('name="tags"', None, b"y"),
        ('name="file"; filename="odd%22name.png"', "image/png", b"PNG"),
        ('name="raw"; filename="raw"', "application/octet-stream", b"RAW"),
        ('name="named"; filename="a.txt"', "text/csv", b"TEXT"),
        ('name="files"; filename="files"', "application/octet-stream", b"1"),
        ('name="files"; filename="two.bin"', "application/octet-stream", b"2"),
    ]


def test_models_and_mappings_with_files(twin: Twin, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"FILE")
    body = multipart(
        Upload,
        file=Part(content_type="image/png", file=True),
        meta=Part(content_type="application/json"),
    )
    for value in (
        {
            "theTitle": "t",
            "file": path,
            "more": [path, b"2"],
            "digest": b"\xfb\xff",
            "meta": {"a": 1},
            "day": "2024-01-02",
        },
        {
            "title": "t",
            "file": "FILE",
            "more": [path, "2"],
            "digest": b"\xfb\xff",
            "meta": {"a": 1},
            "day": datetime.date(2024, 1, 2),
        },
        Upload(
            title="t",
            file=b"FILE",
            more=[b"FILE", b"2"],
            digest=b"\xfb\xff",
            meta={"a": 1},
            day=datetime.date(2024, 1, 2),
        ),
    ):
        made = parts_of(sent(twin, body, value))
        assert [content for _, content in made] == [
            b"t",
            b"FILE",
            b"FILE",
            b"2",
            b"+/8=",
            b'{"a":1}',
            b"2024-01-02",
        ]
        assert made[0][0]["content-disposition"] == 'form-data; name="theTitle"'
        assert made[1][0]["content-type"] == "image/png"
    with pytest.raises(InvalidArgumentError):
        sent(twin, body, {"file": path})


def test_the_boundary_is_random_and_the_length_known(twin: Twin, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"x" * 200_000)
    made = [sent(twin, multipart(), {"file": path}) for _ in range(2)]
    types = [each.request.headers["Content-Type"] for each in made]
    assert types[0] != types[1] and all(
        text.startswith("multipart/form-data; boundary=") for text in types
    )
    content: Any = made[0].request.body
    assert content.length == len(made[0].script.bodies[0])
    assert content.replayable


def test_line_breaks_cannot_leave_a_name(twin: Twin) -> None:
    made = sent(twin, multipart(), {'a"\r\nX: 1': b"x"})
    assert b'name="a%22%0D%0AX: 1"' in made.script.bodies[0]
