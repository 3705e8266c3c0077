"""Items of streams: events and parts, and what a parser of a stream does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..errors import ResponseTooLargeError
from ..records import record
from ..service.operations import Stream


@record
class Event:
    """One server-sent event (HTML Standard, "Server-sent events").

    Attributes:
        data: the lines of its data, joined.
        event: its type; ``message`` if it names none.
        id: the last id that the stream gave.
        retry: milliseconds to wait before connecting again, where the stream says so.
        is_text: whether its octets were text; what was none is U+FFFD in ``data``.
    """

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None
    is_text: bool = True


@record
class Part(Event):
    """One part of a multipart body, as an item of a stream.

    Attributes:
        octets: its content.
        media_type: its content type; empty where it names none.
    """

    octets: bytes = b""
    media_type: str = ""


class Parser(Protocol):
    """Cuts a stream of bytes into the texts of its items."""

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Yields the items that ``piece`` completes."""
        ...

    def finish(self) -> Iterator[Event]:
        """Yields an item that the end of the stream completes."""
        ...


def too_long(limit: int) -> ResponseTooLargeError:
    """The error for an item without end."""
    return ResponseTooLargeError(
        f"an item of the stream has more than {limit} bytes (max_item_size of the configuration)"
    )


_EVENT_FIELDS = frozenset(("data", "event", "id", "retry", "comment"))


def is_whole_event(stream: Stream) -> bool:
    """Whether an item of a stream of events is the event as a whole: as the row says, else where
    its type is an object with ``data`` and no field that events do not have.
    """
    if stream.whole_event is not None:
        return stream.whole_event
    from ..models.annotations.namespace import of_package

    fields = getattr(of_package().evaluate(stream.type or "Any"), "model_fields", None)
    if not fields:
        return False
    names = {field.alias or name for name, field in fields.items()}
    return "data" in names and names <= _EVENT_FIELDS
