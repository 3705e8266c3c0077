"""Event streams, JSON lines and JSON sequences, cut anywhere (BEHAVIOUR 10)."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiConnectionError,
    ResponseMismatchError,
    ResponseTooLargeError,
)
from docbound.runtime.models.base import Model
from docbound.runtime.response import stream_parsers
from docbound.runtime.response.response_plan import ResponseChoice
from docbound.runtime.response.stream_items import Event, is_whole_event
from docbound.runtime.response.stream_parsers import EventParser, LinesOrDocument, TextParser
from docbound.runtime.response.streams import Stream as ItemStream
from docbound.runtime.service.operations import Operation, Stream
from docbound.runtime.transport.protocol import Response
from tests.runtime.twins import CannedResponse, Twin


def events(text: str, size: int) -> list[Event]:
    return parsed(EventParser(), text.encode(), size)


def parsed(parser: Any, body: bytes, size: int) -> list[Event]:
    found: list[Event] = []
    for start in range(0, len(body), size):
        found += parser.feed(body[start : start + size])
    return [*found, *parser.finish()]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data: a\n\n", [Event(data="a")]),
        (
            "data:a\r\n\r\ndata: b\r\rdata:  c\n\n",
            [Event(data="a"), Event(data="b"), Event(data=" c")],
        ),
        ("data: a\ndata: b\n\n", [Event(data="a\nb")]),
        (
            "event: add\nid: 7\nretry: 30\ndata: x\n\ndata: y\n\n",
            [
                Event(data="x", event="add", id="7", retry=30),
                Event(data="y", id="7", retry=30),
            ],
        ),
        (": comment\n\n\nevent: nothing\n\ndata: x\n\n", [Event(data="x")]),
        ("data\n\ndata: x\n\n", [Event(data=""), Event(data="x")]),
        ("data: last", [Event(data="last")]),
        ("\ufeffdata: é€\n\n", [Event(data="é€")]),
        ("odd: 1\nretry: soon\nid: a\0b\ndata: x\n\n", [Event(data="x")]),
        ("data: a\u2028b\n\n", [Event(data="a\u2028b")]),
        ("", []),
    ],
)
def test_events(size: int, text: str, expected: list[Event]) -> None:
    assert events(text, size) == expected


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_lines_and_sequences(size: int) -> None:
    lines = '{"a": 1}\n\n2\r\n"\u2028é"\n[3]'.encode()
    assert [event.data.strip() for event in parsed(TextParser(), lines, size)] == [
        '{"a": 1}',
        "2",
        '"\u2028é"',
        "[3]",
    ]
    texts = b'\x1e{"a":\n1}\n\x1e2\n\x1e\x1e3'
    assert [event.data.strip() for event in parsed(TextParser(b"\x1e"), texts, size)] == [
        '{"a":\n1}',
        "2",
        "3",
    ]


@pytest.mark.parametrize(
    ("parser", "line"),
    [
        (EventParser(1000), b"data: "),
        (EventParser(1000), b": a comment "),
        (TextParser(limit=1000), b'"'),
        (TextParser(b"\x1e", limit=1000), b"\x1e["),
    ],
)
def test_an_item_without_end_has_one(parser: Any, line: bytes) -> None:
    taken = 0
    with pytest.raises(ResponseTooLargeError, match="more than 1000 bytes"):
        list(parser.feed(line))
        while taken < 10_000:
            taken += 100
            list(parser.feed(b"x" * 100))
    assert taken <= 1100


def test_an_event_of_endless_lines_has_an_end() -> None:
    parser = EventParser(1000)
    with pytest.raises(ResponseTooLargeError):
        for _ in range(1000):
            list(parser.feed(b"data: x\n"))


def test_many_items_of_the_greatest_size_are_none_too_many() -> None:
    line = b"x" * 1000 + b"\n"
    assert len(parsed(TextParser(limit=1000), line * 50, 700)) == 50
    event = b"data: " + b"x" * 990 + b"\n\n"
    assert len(parsed(EventParser(1000), event * 50, 700)) == 50


def test_a_long_line_in_many_pieces_is_not_copied_for_each() -> None:
    # 20 MB in pieces of 256 bytes: copied for each piece, that would be 800 GB.
    parser = TextParser()
    for _ in range(80_000):
        assert not list(parser.feed(b"x" * 256))
    (item,) = parser.feed(b"\n")
    assert len(item.data) == 80_000 * 256


class Whole(Model):
    data: str
    event: str | None = None
    id: str | None = None


class Payload(Model):
    data: str
    size: int


def collect(
    twin: Twin,
    kind: Any,
    body: bytes,
    content_type: str = "text/event-stream",
    **settings: Any,
) -> Any:
    operation = Operation[Any]("op", "GET", "/x", responses={"200": {content_type: Stream(kind)}})
    outcome = twin.call(
        operation,
        responses=[CannedResponse(200, body, {"Content-Type": content_type})],
        **settings,
    )

    async def gathered() -> list[Any]:
        return [item async for item in outcome.result]

    try:
        found = list(outcome.result) if twin.name == "sync" else twin.run(gathered())
    finally:
        assert outcome.script.closed == outcome.script.opened
    return found


def test_items_are_typed(twin: Twin) -> None:
    assert collect(twin, "dict[str, int]", b'data: {"a": 1}\n\ndata: {"a": 2}\n\n') == [
        {"a": 1},
        {"a": 2},
    ]
    assert collect(twin, "int", b"1\n2\n", "application/x-ndjson") == [1, 2]
    assert collect(twin, "int", b"\x1e1\n\x1e2\n", "application/json-seq") == [1, 2]
    assert collect(twin, None, b"data: [1]\n\ndata: text\n\n") == [[1], "text"]
    assert collect(twin, "str", b"data: plain words\n\n") == ["plain words"]


def test_done_ends_a_stream(twin: Twin) -> None:
    assert collect(twin, "int", b"data: 1\n\ndata: [DONE]\n\ndata: 2\n\n") == [1]


def test_a_misfit_is_reported_or_an_error(twin: Twin, caplog: pytest.LogCaptureFixture) -> None:
    body = b'data: 1\n\ndata: "two"\n\ndata: three\n\n'
    assert collect(twin, "int", body) == [1, "two", "three"]
    assert caplog.text.count("does not fit") == 2
    with pytest.raises(ResponseMismatchError, match="an item of the stream"):
        collect(twin, "int", body, strict=True)


def test_an_item_may_be_the_event_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'event: add\nid: 1\ndata: {"x": 1}\n\n'
    response = Response(200, {"Content-Type": "text/event-stream"}, body)
    chosen = ResponseChoice("stream", Whole, Stream(None, whole_event=True))  # type: ignore[arg-type]
    (item,) = ItemStream[Any](response, chosen, strict=False, report=lambda _: None)
    assert (item.event, item.id, item.data) == ("add", "1", '{"x": 1}')

    class Fields:
        def evaluate(self, code: str) -> Any:
            return {"Whole": Whole, "Payload": Payload, "int": int}[code]

    monkeypatch.setattr("docbound.runtime.models.annotations.namespace.of_package", Fields)
    assert [is_whole_event(Stream(code)) for code in ("Whole", "Payload", "int")] == [
        True,
        False,
        False,
    ]


def test_closing_early_frees_the_connection(twin: Twin) -> None:
    operation = Operation[Any](
        "op", "GET", "/x", responses={"200": {"text/event-stream": Stream("int")}}
    )
    outcome = twin.call(
        operation,
        responses=[CannedResponse(200, b"data: 1\n\n" * 50, {"Content-Type": "text/event-stream"})],
    )
    stream = outcome.result

    async def first() -> list[Any]:
        async with stream:
            found = [await anext(stream)]
        return found + [item async for item in stream]

    if twin.name == "sync":
        with stream:
            found = [next(stream)]
        found += list(stream)
    else:
        found = twin.run(first())
    assert found == [1] and outcome.script.closed == 1


def test_a_break_in_the_middle_is_a_connection_error() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"data: 1\n\nda"
        raise ConnectionResetError(104, "reset")

    closed: list[int] = []
    response = Response(
        200,
        {"Content-Type": "text/event-stream"},
        pieces(),
        close=lambda: closed.append(1),
    )
    stream = ItemStream[Any](
        response, ResponseChoice("stream", "int"), strict=False, report=lambda _: None
    )
    assert next(stream) == 1
    with pytest.raises(ApiConnectionError):
        next(stream)
    assert closed == [1]


@pytest.mark.parametrize("first", [b"[", b"\n", b"[" + b"1," * 100_000])
def test_the_first_line_decides_once(first: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def is_json(text: str) -> bool:
        looked.append(text)
        return False

    monkeypatch.setattr(stream_parsers, "_is_json_text", is_json)
    parser = LinesOrDocument()
    for piece in (first, *[b"\n"] * 50, *[b"x\n"] * 50):
        assert list(parser.feed(piece)) == []
    assert len(looked) == 1


def test_a_document_under_a_label_of_lines_is_whole() -> None:
    text = '\n\n{\n  "a":\n\n 1\n}\n\n'
    for size in (1, 3, 100):
        parser = LinesOrDocument()
        pieces = [text.encode()[at : at + size] for at in range(0, len(text), size)]
        found = [each.data for piece in pieces for each in parser.feed(piece)]
        found += [each.data for each in parser.finish()]
        assert [json.loads(each) for each in found] == [{"a": 1}]


@pytest.mark.parametrize("make", [TextParser, LinesOrDocument, EventParser])
def test_blank_lines_without_end_have_one(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_parsers, "_WITHOUT_ITEM", 10_000)
    parser = make(limit=1000)
    with pytest.raises(ResponseTooLargeError):
        for _ in range(200):
            assert list(parser.feed(b"\n" * 100)) == []
    item = b"data: 1\n\n" if make is EventParser else b"1\n"
    parser = make(limit=1000)
    for _ in range(200):
        assert list(parser.feed(item + b"\n" * 100))


def test_lines_of_data_take_no_more_room_than_their_text() -> None:
    parser = EventParser()
    tracemalloc.start()
    try:
        for _ in range(100):
            assert list(parser.feed(b"data:\n" * 10_000)) == []
        assert tracemalloc.get_traced_memory()[0] < 3_000_000
    finally:
        tracemalloc.stop()
    (event,) = parser.feed(b"\n")
    assert event.data == "\n" * 999_999
