"""Header fields of responses are the same through both clients: long ones, many, and those beyond
ASCII.
"""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.errors import ApiException, ResponseTooLargeError
from docbound.runtime.http.content_disposition import file_name
from docbound.runtime.service.operations import Operation
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import OK, response
from tests.runtime.loopback import WIRES, Wire

PLAIN = Operation[Any]("op", "GET", "/x", responses={"200": {"application/json": "int"}})
MISSING = Operation[Any]("op", "GET", "/x")


def headers_of(wire: Wire, *fields: bytes) -> Any:
    """The header fields of an error with these, as bytes."""
    head = b"\r\n".join([b"HTTP/1.1 404 No", b"Content-Length: 0", *fields, b"", b""])
    server = FaultServer([(head,)])
    try:
        with pytest.raises(ApiException) as caught:
            wire.call(MISSING, host=f"http://127.0.0.1:{server.port}")
        return caught.value.headers
    finally:
        server.close()


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("Grüße €".encode(), "Grüße €"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"\xff\xfe", "ÿþ"),
        (b"plain", "plain"),
        ("é".encode() + b"\xff", "Ã©ÿ"),
    ],
)
def test_octets_beyond_ascii(wire: Wire, octets: bytes, text: str) -> None:
    headers = headers_of(wire, b"X-Name: " + octets, b"X-More: 1")
    assert headers["x-name"] == text == headers.text("x-name")
    assert dict(headers.pairs())["X-Name"] == text and headers.get_all("X-Name") == [text]


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_long_fields_and_many_of_them(wire: Wire) -> None:
    acts = [
        (response(b"5", "200 OK", "X-Long: " + "y" * 100_000),),
        (response(b"5", "200 OK", *(f"X-{number}: 1" for number in range(900))),),
        (response(b"5", "200 " + "O" * 20_000),),
        (response(b"", "302 Found", "Location: /y?" + "s" * 70_000),),
        OK,
    ]
    server = FaultServer(acts)
    host = f"http://127.0.0.1:{server.port}"
    assert [wire.call(PLAIN, host=host) for _ in acts[1:]] == [5, 5, 5, 5]
    assert len(server.requests[-1]) > 70_000
    server.close()


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (["X-Long: " + "y" * 140_000], "more than 131072 bytes"),
        ([f"X-{number}: 1" for number in range(1500)], "more than 1000 header fields"),
    ],
)
def test_the_limits_are_named(wire: Wire, fields: list[str], text: str) -> None:
    server = FaultServer([(response(b"5", "200 OK", *fields),)])
    with pytest.raises(ResponseTooLargeError, match=text):
        wire.call(PLAIN, host=f"http://127.0.0.1:{server.port}")
    assert server.is_idle()
    server.close()


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'attachment; filename="plain.txt"', "plain.txt"),
        ('attachment; filename="Grüße €.txt"'.encode(), "Grüße €.txt"),
        ('attachment; filename="Grüße.txt"'.encode("latin-1"), "Grüße.txt"),
        (
            b"attachment; filename=\"plain.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt",
            "Grüße.txt",
        ),
        (
            b"attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt; filename=\"plain.txt\"",
            "Grüße.txt",
        ),
        (b"attachment; filename*=iso-8859-1'en'%A3.txt", "£.txt"),
        (b"attachment; FILENAME*=utf-8'de'a%20b.txt", "a b.txt"),
        (b"attachment; filename*=\"UTF-8''a%20b.txt\"", "a b.txt"),
        (b"attachment; filename*=utf-9''x; filename=\"plain.txt\"", "plain.txt"),
        (b"attachment; filename*=UTF-8''%FF; filename=plain.txt", "plain.txt"),
        (b"attachment; filename*=UTF-8''..%2F..%2Fpasswd", "passwd"),
        (b"attachment; filename*=UTF-8''a%00b%0Ac", "abc"),
        (b'attachment; filename="a\\"b.txt"', "a_b.txt"),
        (b'attachment; filename="../../x"', "x"),
        (b'attachment; filename="C:\\\\dir\\\\x.txt"', "x.txt"),
        (b'attachment; filename*0="long"; filename*1="name.txt"', "longname.txt"),
        (b"attachment", ""),
        (b'attachment; filename=".."', ""),
    ],
)
def test_names_of_files(wire: Wire, disposition: bytes, name: str) -> None:
    headers = headers_of(wire, b"Content-Disposition: " + disposition)
    assert file_name(headers.text("content-disposition")) == name
