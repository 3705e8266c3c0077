"""Event streams: the examples of the HTML Standard ("Server-sent events"), cut at every byte."""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.response.stream_items import Event
from docbound.runtime.response.stream_parsers import EventParser
from docbound.runtime.service.operations import Operation, Stream
from tests.runtime.twins import CannedResponse, Twin

VECTORS = [
    (
        b"data: This is the first message.\n\n"
        b"data: This is the second message, it\ndata: has two lines.\n\n"
        b"data: This is the third message.\n\n",
        [
            Event(data="This is the first message."),
            Event(data="This is the second message, it\nhas two lines."),
            Event(data="This is the third message."),
        ],
    ),
    (
        b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n",
        [Event(data="73857293", event="add"), Event(data="2153", event="remove")],
    ),
    (b"data: YHOO\ndata: +2\ndata: 10\n\n", [Event(data="YHOO\n+2\n10")]),
    (
        b": test stream\n\ndata: first event\nid: 1\n\n"
        b"data:second event\nid\n\ndata:  third event\n\n",
        [
            Event(data="first event", id="1"),
            Event(data="second event"),
            Event(data=" third event"),
        ],
    ),
    (b"data\n\ndata\ndata\n\ndata:", [Event(data=""), Event(data="\n"), Event(data="")]),
    (b"data:test\n\ndata: test\n\n", [Event(data="test"), Event(data="test")]),
    (
        b"\xef\xbb\xbfid: 7\r\nretry: 250\r\ndata: \xc3\xa9\r\rdata: b\n\r\n",
        [Event(data="é", id="7", retry=250), Event(data="b", id="7", retry=250)],
    ),
    (b"retry: soon\nid: a\0b\nother: x\ndata: c\n\n", [Event(data="c")]),
]


def read(pieces: list[bytes]) -> list[Event]:
    parser = EventParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    return [*found, *parser.finish()]


@pytest.mark.parametrize(("text", "events"), VECTORS)
def test_a_vector_cut_at_every_byte(text: bytes, events: list[Event]) -> None:
    assert read([text]) == events
    assert read([text[place : place + 1] for place in range(len(text))]) == events
    for cut in range(len(text) + 1):
        assert read([text[:cut], text[cut:]]) == events, cut


@pytest.mark.parametrize(("text", "events"), VECTORS)
def test_a_vector_that_ends_at_any_byte(text: bytes, events: list[Event]) -> None:
    """What came whole before the end is there, in order, and nothing is made up."""
    for cut in range(len(text)):
        found = read([text[:cut]])
        assert len(found) <= len(events)
        assert found[:-1] == events[: len(found) - 1] if found else True, cut


STREAM = Operation[Any](
    "watch", "GET", "/watch", responses={"200": {"text/event-stream": Stream("Any")}}
)
TEXT = b'id: 7\nevent: tick\nretry: 250\ndata: {"n": 1}\n\ndata: {"n": 2}\n\n'


def test_events_of_both_clients(twin: Twin) -> None:
    response = CannedResponse(200, TEXT, {"Content-Type": "text/event-stream"})
    stream: Any = twin.call(STREAM, responses=[response]).result
    assert stream.last_event_id == ""

    async def gathered() -> list[Any]:
        return [event async for event in stream.events()]

    found = list(stream.events()) if twin.name == "sync" else twin.run(gathered())
    assert [(each.item, each.event, each.id, each.retry, each.data) for each in found] == [
        ({"n": 1}, "tick", "7", 250, '{"n": 1}'),
        ({"n": 2}, "message", "7", 250, '{"n": 2}'),
    ]
    assert stream.last_event_id == "7"
