"""Replies of many items as typed iterators: server-sent events, JSON lines, JSON text sequences."""

from __future__ import annotations

import codecs
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar, cast

from .errors import InvalidJSON, MismatchError, ReplyMismatchError
from .headers import Headers
from .media import JSON_SEQUENCE, essence
from .mismatches import Mismatch
from .reading import pieces, pieces_async
from .replies import Chosen, Report
from .transport import AsyncResponse, Response

Item = TypeVar("Item")

_EVENT_FIELDS = frozenset(("data", "event", "id", "retry", "comment"))
_END_MARK = "[DONE]"
"""The data of the event by which several services end a stream; it is no JSON and no item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One server-sent event (HTML Standard, "Server-sent events").

    Attributes:
        data: the lines of its data, joined.
        event: its type; ``message`` if it names none.
        id: the last id that the stream gave.
        retry: milliseconds to wait before connecting again, where the stream says so.
    """

    data: str
    event: str = "message"
    id: str = ""
    retry: int | None = None


class Parser(Protocol):
    """Cuts a stream of bytes into the texts of its items."""

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Yields the items that ``piece`` completes."""
        ...

    def finish(self) -> Iterator[Event]:
        """Yields an item that the end of the stream completes."""
        ...


class _Lines:
    """Cuts bytes into lines; a line may end with CR, LF or both, and a piece anywhere."""

    def __init__(self, ends: str = "\r\n") -> None:
        # A byte order mark at the beginning is no part of the first line.
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest = ""
        self._ends = ends

    def feed(self, piece: bytes, final: bool = False) -> list[str]:
        text = self._rest + self._text.decode(piece, final)
        held = ""
        if "\r" in self._ends:
            if text.endswith("\r") and not final:
                # Its LF may be in the next piece.
                text, held = text[:-1], "\r"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        *lines, rest = text.split("\n")
        self._rest = rest + held
        return lines

    def finish(self) -> list[str]:
        lines = self.feed(b"", final=True)
        rest, self._rest = self._rest, ""
        return [*lines, rest] if rest else lines


class EventParser:
    """Server-sent events."""

    def __init__(self) -> None:
        self._lines = _Lines()
        self._data: list[str] = []
        self._event = ""
        self._id = ""
        self._retry: int | None = None

    def feed(self, piece: bytes) -> Iterator[Event]:
        """See :class:`Parser`."""
        for line in self._lines.feed(piece):
            if line:
                self._field(line)
            else:
                yield from self._dispatch()

    def finish(self) -> Iterator[Event]:
        """An event that no blank line ended is incomplete by the standard; services forget that line, so it counts."""
        for line in self._lines.finish():
            if line:
                self._field(line)
            else:
                yield from self._dispatch()
        yield from self._dispatch()

    def _dispatch(self) -> Iterator[Event]:
        if self._data:
            yield Event(
                data="\n".join(self._data),
                event=self._event or "message",
                id=self._id,
                retry=self._retry,
            )
        self._data, self._event = [], ""

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdecimal() and len(value) < 19:
                self._retry = int(value)
            case _:
                pass  # A comment, or a field that the standard does not know: ignored, as it asks.


class LineParser:
    """JSON lines; blank lines separate nothing."""

    def __init__(self) -> None:
        self._lines = _Lines("\n")

    def feed(self, piece: bytes) -> Iterator[Event]:
        """See :class:`Parser`."""
        return self._items(self._lines.feed(piece))

    def finish(self) -> Iterator[Event]:
        """See :class:`Parser`."""
        return self._items(self._lines.finish())

    def _items(self, lines: Iterable[str]) -> Iterator[Event]:
        return (Event(data=line) for line in lines if line.strip())


class SequenceParser:
    """A JSON text sequence (RFC 7464): each text begins with a record separator."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest = ""

    def feed(self, piece: bytes) -> Iterator[Event]:
        """See :class:`Parser`."""
        *texts, self._rest = (self._rest + self._text.decode(piece)).split("\x1e")
        return (Event(data=text) for text in texts if text.strip())

    def finish(self) -> Iterator[Event]:
        """See :class:`Parser`."""
        rest = self._rest + self._text.decode(b"", True)
        self._rest = ""
        return iter([Event(data=rest)] if rest.strip() else [])


def parser_of(content_type: str) -> Parser:
    """The parser for a stream's content type."""
    kind = essence(content_type)
    if kind == "text/event-stream":
        return EventParser()
    if kind == JSON_SEQUENCE or kind.endswith("+json-seq"):
        return SequenceParser()
    return LineParser()


class _Reader(Generic[Item]):
    """Turns the texts of a stream into items."""

    def __init__(
        self, content_type: str, chosen: Chosen, *, strict: bool, report: Report
    ) -> None:
        self.parser = parser_of(content_type)
        self._strict = strict
        self._report = report
        self._type_code = chosen.type_code or "Any"
        self._operation = chosen.operation
        self._decoder = chosen.decoder
        self._events = isinstance(self.parser, EventParser)
        whole = chosen.stream.whole_event if chosen.stream else False
        self._whole = self._events and (
            _is_event(self._type_code) if whole is None else whole
        )
        self.ended = False

    def items(self, events: Iterable[Event]) -> Iterator[Item]:
        for event in events:
            if self._events and event.data.strip() == _END_MARK:
                self.ended = True
                return
            yield self._item(event)

    def _item(self, event: Event) -> Item:
        read = self._decoder
        try:
            if self._whole:
                return cast(
                    "Item",
                    read.decode_value(
                        _as_fields(event), strict=self._strict, report=self._report
                    ),
                )
            return cast(
                "Item",
                read.decode_json(
                    event.data.encode(), strict=self._strict, report=self._report
                ),
            )
        except MismatchError as error:
            raise ReplyMismatchError(
                f"{self._operation}: an item of the stream does not fit: {error}",
                error.mismatches,
            ) from None
        except InvalidJSON:
            return self._misfit(event)

    def _misfit(self, event: Event) -> Item:
        """An item that is no JSON: its text, reported unless nobody said that it would be JSON."""
        if self._type_code not in ("str", "Any"):
            found = Mismatch(path="$", expected="JSON", got="another text", value=None)
            if self._strict:
                raise ReplyMismatchError(
                    f"{self._operation}: an item of the stream does not fit: {found}",
                    (found,),
                )
            self._report(found)
        return cast("Item", event.data)


def _is_event(type_code: str) -> bool:
    """Whether a type describes the event as a whole: an object with ``data`` and no field that events do not have."""
    from .namespace import of_package

    fields = getattr(of_package().evaluate(type_code), "model_fields", None)
    if not fields:
        return False
    names = {field.alias or name for name, field in fields.items()}
    return "data" in names and names <= _EVENT_FIELDS


def _as_fields(event: Event) -> dict[str, object]:
    fields: dict[str, object] = {"data": event.data}
    if event.event != "message":
        fields["event"] = event.event
    if event.id:
        fields["id"] = event.id
    if event.retry is not None:
        fields["retry"] = event.retry
    return fields


class Stream(Generic[Item]):
    """The items of a reply, one by one as they arrive. Close it, or use it in a ``with`` statement, to end it early.

    Attributes:
        status: the status code.
        headers: the header fields.
    """

    def __init__(
        self,
        response: Response,
        chosen: Chosen,
        *,
        strict: bool,
        report: Callable[[Mismatch], None],
    ) -> None:
        self.status = response.status
        self.headers: Headers = response.headers
        self._response = response
        reader = _Reader[Item](
            response.headers.get("content-type", ""),
            chosen,
            strict=strict,
            report=report,
        )
        self._items = self._all(reader)

    def _all(self, reader: _Reader[Item]) -> Iterator[Item]:
        try:
            for piece in pieces(self._response):
                yield from reader.items(reader.parser.feed(piece))
                if reader.ended:
                    return
            yield from reader.items(reader.parser.finish())
        finally:
            self._response.close()

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        """The next item.

        Raises:
            ApiConnectionError: the connection broke.
            ReplyMismatchError: an item does not fit, and the client is strict.
        """
        return next(self._items)

    def close(self) -> None:
        """Ends the stream and frees the connection."""
        self._response.close()
        self._items = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(Generic[Item]):
    """As :class:`Stream`, asynchronously."""

    def __init__(
        self,
        response: AsyncResponse,
        chosen: Chosen,
        *,
        strict: bool,
        report: Callable[[Mismatch], None],
    ) -> None:
        self.status = response.status
        self.headers: Headers = response.headers
        self._response = response
        reader = _Reader[Item](
            response.headers.get("content-type", ""),
            chosen,
            strict=strict,
            report=report,
        )
        self._items: AsyncIterator[Item] = self._all(reader)

    async def _all(self, reader: _Reader[Item]) -> AsyncIterator[Item]:
        try:
            async for piece in pieces_async(self._response):
                for item in reader.items(reader.parser.feed(piece)):
                    yield item
                if reader.ended:
                    return
            for item in reader.items(reader.parser.finish()):
                yield item
        finally:
            await self._response.close()

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        """The next item; raises as :meth:`Stream.__next__` does."""
        return await anext(self._items)

    async def close(self) -> None:
        """Ends the stream and frees the connection."""
        await self._response.close()
        self._items = _nothing()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _nothing() -> AsyncIterator[Any]:
    return
    yield
