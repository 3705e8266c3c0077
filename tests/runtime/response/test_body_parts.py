"""Parts of a multipart response as items of a stream (RFC 2046, section 5.1)."""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiConnectionError,
    ResponseMismatchError,
    ResponseTooLargeError,
)
from docbound.runtime.response.body_parts import PartParser
from docbound.runtime.service.operations import Operation, Stream
from tests.runtime.twins import CannedResponse, Twin

MIXED = 'multipart/mixed; boundary="simple boundary"'
RFC_2046 = (
    b"This is the preamble.  It is to be ignored.\r\n\r\n"
    b"--simple boundary\r\n\r\n"
    b"This is implicitly typed plain US-ASCII text.\r\nIt does NOT end with a linebreak.\r\n"
    b"--simple boundary\r\nContent-type: text/plain; charset=us-ascii\r\n\r\n"
    b"This is explicitly typed plain US-ASCII text.\r\nIt DOES end with a linebreak.\r\n\r\n"
    b"--simple boundary--\r\n\r\nThis is the epilogue.  It is also to be ignored.\r\n"
)
PICTURES = (
    b"--simple boundary\nContent-Type: image/jpeg\nContent-Length: 10\n\n\xff\xd8--simple\n"
    b"--simple boundary  \n\n--simple boundary longer\n"
    b"--simple boundary\n\n\n"
    b"--simple boundary--"
)
VECTORS: list[tuple[bytes, list[tuple[bytes, str]]]] = [
    (
        RFC_2046,
        [
            (
                b"This is implicitly typed plain US-ASCII text.\r\n"
                b"It does NOT end with a linebreak.",
                "",
            ),
            (
                b"This is explicitly typed plain US-ASCII text.\r\n"
                b"It DOES end with a linebreak.\r\n",
                "text/plain; charset=us-ascii",
            ),
        ],
    ),
    (
        PICTURES,
        [(b"\xff\xd8--simple", "image/jpeg"), (b"--simple boundary longer", ""), (b"", "")],
    ),
    (b"--simple boundary--\r\n", []),
    (b"", []),
]


def read(pieces: list[bytes], content_type: str = MIXED) -> list[tuple[bytes, str]]:
    parser = PartParser(content_type)
    parts = [part for piece in pieces for part in parser.feed(piece)]
    return [(part.octets, part.media_type) for part in [*parts, *parser.finish()]]


@pytest.mark.parametrize(("body", "parts"), VECTORS)
def test_a_body_cut_at_every_byte(body: bytes, parts: list[tuple[bytes, str]]) -> None:
    assert read([body]) == parts
    assert read([body[place : place + 1] for place in range(len(body))]) == parts
    for cut in range(len(body) + 1):
        assert read([body[:cut], body[cut:]]) == parts, cut


@pytest.mark.parametrize(("body", "parts"), VECTORS)
def test_a_body_that_ends_at_any_byte(body: bytes, parts: list[tuple[bytes, str]]) -> None:
    """Either what came whole is there, or the error says that the end is missing."""
    for cut in range(len(body)):
        try:
            found = read([body[:cut]])
        except ApiConnectionError as error:
            assert "ended inside of a part" in str(error)
        else:
            assert found == parts[: len(found)], cut


def test_a_last_part_whose_own_length_is_complete() -> None:
    """A live picture stream has no last boundary."""
    frame = b"--f\r\nContent-Type: image/jpeg\r\nContent-Length: 2\r\n\r\n\xff\xd8"
    wanted = [(b"\xff\xd8", "image/jpeg")]
    for end in (b"", b"\r\n"):
        assert read([frame + end], "multipart/x-mixed-replace;boundary=f") == wanted
    with pytest.raises(ApiConnectionError):
        read([frame[:-1]], "multipart/x-mixed-replace;boundary=f")


def test_a_part_without_end_and_a_body_without_boundary() -> None:
    parser = PartParser("multipart/mixed; boundary=b", 100)
    with pytest.raises(ResponseTooLargeError, match="max_item_size"):
        list(parser.feed(b"--b\r\n\r\n" + b"x" * 200))
    for label in ("multipart/mixed", "multipart/mixed; boundary=", 'multipart/mixed; boundary=""'):
        with pytest.raises(ResponseMismatchError, match="without a boundary"):
            PartParser(label)


BODY = (
    b'--b\r\nContent-Type: application/json\r\n\r\n{"n": 1}\r\n'
    b"--b\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n"
    b"--b\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n\xe9\r\n"
    b'--b\r\n\r\n{"n": 2}\r\n--b--'
)


def items(twin: Twin, type_code: str, **settings: Any) -> list[Any]:
    operation = Operation[Any](
        "watch", "GET", "/w", responses={"200": {"multipart/mixed": Stream(type_code)}}
    )
    response = CannedResponse(200, BODY, {"Content-Type": "multipart/mixed; boundary=b"})
    stream: Any = twin.call(operation, responses=[response], **settings).result

    async def gathered() -> list[Any]:
        return [item async for item in stream]

    return list(stream) if twin.name == "sync" else twin.run(gathered())


def test_items_are_what_their_labels_say(twin: Twin) -> None:
    assert items(twin, "Any") == [{"n": 1}, b"\x89PNG", "é", b'{"n": 2}']
    assert items(twin, "bytes")[:2] == [b'{"n": 1}', b"\x89PNG"]
    assert items(twin, "dict[str, int] | bytes") == [{"n": 1}, b"\x89PNG", "é", {"n": 2}]


def test_a_line_without_end_after_a_boundary_is_no_boundary() -> None:
    body = (
        b"--simple boundary"
        + b" " * 5000
        + b"\r\n--simple boundary\r\n\r\na\r\n--simple boundary--"
    )
    assert read([body]) == [(b"a", "")]
    assert read([body[place : place + 7] for place in range(0, len(body), 7)]) == [(b"a", "")]
