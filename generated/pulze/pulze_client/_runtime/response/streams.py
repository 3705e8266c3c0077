"""Typed iterators over streamed responses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

from ..config.size_limits import MAX_ITEM_SIZE
from ..error_text import error_detail
from ..errors import (
    ApiConnectionError,
    EventStreamError,
    InvalidJSONError,
    MismatchError,
    OpenApiException,
    ResponseMismatchError,
)
from ..http.headers import Headers
from ..http.media_types import JSON_LINES, essence, is_json, known_charset
from ..mismatch_record import Mismatch
from ..records import record
from ..transport.body_reader import pieces, pieces_async
from ..transport.protocol import AsyncResponse, Response
from .reconnection import Reconnection, Repetition, check, header_fields
from .response_plan import Report, ResponseChoice, decoder_of
from .stream_items import Event, Parser, Part, is_whole_event
from .stream_parsers import EventParser, LinesOrDocument, parser_of

Item = TypeVar("Item")
Own = TypeVar("Own", bound="Stream[Any]")
AsyncOwn = TypeVar("AsyncOwn", bound="AsyncStream[Any]")
"""The types of streams in place of ``Self``, which jedi does not read."""

_END_MARK = "[DONE]"
"""The data of the event by which several services end a stream; it is no JSON and no item."""
_DRAINING = 0.1
"""Seconds that the end of the body may take after that, so that its connection can be used
again.
"""


@record
class StreamEvent(Generic[Item]):
    """An item of a stream with what its event says besides.

    Attributes:
        item: the item, as the iteration over the stream gives it.
        event: the name of the event; ``message`` if it has none.
        id: the last id that the stream gave; empty if none.
        retry: milliseconds to wait before connecting again, where the stream says so.
        data: the text of the data.
    """

    item: Item
    event: str
    id: str
    retry: int | None
    data: str


class _Reader(Generic[Item]):
    """Turns the texts of a stream into items.

    Args:
        content_type: that of the response.
        chosen: how the response is read.
        strict: whether an item that does not fit its type raises.
        report: gets each mismatch.
        max_item_size: the octets that one item may have.
        is_empty: whether the status allows no body.
        secrets: what messages hide.
    """

    def __init__(
        self,
        content_type: str,
        chosen: ResponseChoice,
        *,
        strict: bool,
        report: Report,
        max_item_size: int,
        is_empty: bool,
        secrets: tuple[str, ...],
    ) -> None:
        self._secrets = secrets
        # Nothing comes of a response without content, whatever its type says.
        self.parser = parser_of("") if is_empty else _parser(content_type, chosen, max_item_size)
        self._strict = strict
        self._report = report
        self._type_code = chosen.type_code or "Any"
        self._operation = chosen.operation
        self._decoder = chosen.decoder
        self._events = isinstance(self.parser, EventParser)
        whole = chosen.stream.whole_event if chosen.stream else False
        self._whole = self._events and chosen.stream is not None and is_whole_event(chosen.stream)
        self._error_events = chosen.stream.error_events if chosen.stream else ()
        self._text = whole is False  # Whoever describes the data says where they are a text.
        self._by_name: Mapping[str, str] = (
            chosen.stream.events if chosen.stream and self._events else {}
        )
        self.ended = is_empty
        self.last = Event(data="")

    def items(self, events: Iterable[Event]) -> Iterator[Item]:
        for event in events:
            if self._events and event.data.strip() == _END_MARK:
                self.ended = True
                return
            if self._is_error(event.event):
                raise EventStreamError(
                    f"{self._operation}: the stream reported an error: {error_detail(event.data)}",
                    event.event,
                    event.data,
                )
            self.last = event
            if not event.is_text:
                self._report_octets()
            yield self._item(event)

    def conceal(self, error: OpenApiException) -> None:
        """Takes the credentials of the call out of a message with a text of the service's."""
        from ..call.request_secrets import conceal

        conceal(error, self._secrets)

    def _report_octets(self) -> None:
        """Reports octets that are no text, or in a strict client raises."""
        found = Mismatch(path="$", expected="text", got="other octets", value=None)
        if self._strict:
            raise ResponseMismatchError(
                f"{self._operation}: an item of the stream does not fit: {found}", (found,)
            )
        self._report(found)

    def _is_error(self, name: str) -> bool:
        """Whether an event is none of the items; one that is described is, unless client.yaml says
        otherwise.
        """
        if self._whole or name not in self._error_events:
            return False
        return name not in self._by_name or self._error_events != ("error",)

    @property
    def last_id(self) -> str:
        """From where another stream would go on."""
        return self.parser.last_id if isinstance(self.parser, EventParser) else ""

    @property
    def retry(self) -> int | None:
        """Milliseconds to wait before connecting again, where the stream says so."""
        return self.parser.retry if isinstance(self.parser, EventParser) else None

    @property
    def has_events(self) -> bool:
        """Whether the stream is one of server-sent events."""
        return self._events

    def event(self, item: Item) -> StreamEvent[Item]:
        """The item that was read last, with its event."""
        last = self.last
        return StreamEvent(
            item=item, event=last.event, id=last.id, retry=last.retry, data=last.data
        )

    def _item(self, event: Event) -> Item:
        read, code = self._decoder, self._type_code
        if self._by_name:
            code = self._by_name.get(event.event) or self._unknown(event)
            read = decoder_of(code)
        if self._text and code == "str":
            return cast("Item", event.data)
        try:
            if isinstance(event, Part):
                from .body_parts import part_value

                value = part_value(event, code, read, strict=self._strict, report=self._report)
                return cast("Item", value)
            if self._whole:
                return cast(
                    "Item",
                    read.decode_value(_as_fields(event), strict=self._strict, report=self._report),
                )
            return cast(
                "Item",
                read.decode_json(event.data.encode(), strict=self._strict, report=self._report),
            )
        except MismatchError as error:
            raise ResponseMismatchError(
                f"{self._operation}: an item of the stream does not fit: {error}",
                error.mismatches,
            ) from None
        except InvalidJSONError:
            if self._text and code != "Any":
                # A text of its own, such as a constant.
                found = read.decode_value(event.data, strict=self._strict, report=self._report)
                return cast("Item", found)
            return self._misfit(event, code)

    def _unknown(self, event: Event) -> str:
        """The type of an item whose event has an undescribed name."""
        found = Mismatch(
            path="$",
            expected=f"an event called {' or '.join(map(repr, self._by_name))}",
            got=f"one called {event.event[:80]!r}",
            value=None,
        )
        if self._strict:
            raise ResponseMismatchError(
                f"{self._operation}: an item of the stream does not fit: {found}", (found,)
            )
        self._report(found)
        return "Any"

    def _misfit(self, event: Event, code: str) -> Item:
        """An item that is no JSON: its text, reported if the description says that it is JSON."""
        if code not in ("str", "Any"):
            found = Mismatch(path="$", expected="JSON", got="another text", value=None)
            if self._strict:
                raise ResponseMismatchError(
                    f"{self._operation}: an item of the stream does not fit: {found}",
                    (found,),
                )
            self._report(found)
        return cast("Item", event.data)


def _parser(content_type: str, chosen: ResponseChoice, limit: int) -> Parser:
    """The parser for a response; its own content type has the boundary of a multipart body."""
    kind = chosen.media or content_type
    if not kind.startswith("multipart/"):
        charset = known_charset(content_type) or "utf-8"
        if is_json(content_type) and essence(kind) in JSON_LINES:
            return LinesOrDocument(limit, charset)
        return parser_of(kind, limit, charset)
    from .body_parts import PartParser

    return PartParser(content_type, limit)


def _as_fields(event: Event) -> dict[str, object]:
    fields: dict[str, object] = {"data": event.data}
    if event.event != "message":
        fields["event"] = event.event
    if event.id:
        fields["id"] = event.id
    if event.retry is not None:
        fields["retry"] = event.retry
    return fields


# Functions, not methods: a generator that referred to its stream would keep it alive, and with it
# the connection.


def _items(response: Response, reader: _Reader[Item]) -> Iterator[Item]:
    try:
        for piece in pieces(response):
            yield from reader.items(reader.parser.feed(piece))
            if reader.ended:
                if response.drain is not None:
                    response.drain(_DRAINING)
                return
        yield from reader.items(reader.parser.finish())
    except (EventStreamError, ResponseMismatchError) as error:
        reader.conceal(error)
        raise
    finally:
        response.close()


async def _items_async(response: AsyncResponse, reader: _Reader[Item]) -> AsyncIterator[Item]:
    try:
        async for piece in pieces_async(response):
            for item in reader.items(reader.parser.feed(piece)):
                yield item
            if reader.ended:
                if response.drain is not None:
                    await response.drain(_DRAINING)
                return
        for item in reader.items(reader.parser.finish()):
            yield item
    except (EventStreamError, ResponseMismatchError) as error:
        reader.conceal(error)
        raise
    finally:
        await response.close()


class _Source(Generic[Item]):
    """What a stream reads from: a response, and another one after a break. The stream and its
    generator refer to it, and not to each other.
    """

    def __init__(self, response: Any, reader: _Reader[Item]) -> None:
        self.response = response
        self.reader = reader
        self.closed = False

    def follow(self, stream: Any) -> None:
        """Goes on with what another stream reads from."""
        last_id, retry = self.reader.last_id, self.reader.retry
        other: _Source[Item] = stream._source
        stream._source = _Source(None, other.reader)
        self.response, self.reader = other.response, other.reader
        if isinstance(self.reader.parser, EventParser):
            self.reader.parser.go_on(last_id, retry)


def _going_on(source: _Source[Item], plan: Reconnection, repetition: Repetition) -> Iterator[Item]:
    while True:
        broken: ApiConnectionError | None = None
        try:
            for item in _items(source.response, source.reader):
                plan.item()
                yield item
            if source.reader.ended:
                return
        except ApiConnectionError as error:
            broken = error
        while True:
            last_id = source.reader.last_id
            wait = None if source.closed else plan.wait(broken, last_id, source.reader.retry)
            if wait is None:
                if broken is not None and not source.closed:
                    raise broken
                return
            repetition.clock.sleep(wait)
            try:
                opened = repetition.call(header_fields(last_id))
                break
            except ApiConnectionError as error:
                broken = error
        if opened is None:
            return  # A 204 that the description has: there is nothing more.
        source.follow(opened)


async def _going_on_async(
    source: _Source[Item], plan: Reconnection, repetition: Repetition
) -> AsyncIterator[Item]:
    while True:
        broken: ApiConnectionError | None = None
        try:
            async for item in _items_async(source.response, source.reader):
                plan.item()
                yield item
            if source.reader.ended:
                return
        except ApiConnectionError as error:
            broken = error
        while True:
            last_id = source.reader.last_id
            wait = None if source.closed else plan.wait(broken, last_id, source.reader.retry)
            if wait is None:
                if broken is not None and not source.closed:
                    raise broken
                return
            await repetition.clock.sleep_async(wait)
            try:
                opened = await repetition.call(header_fields(last_id))
                break
            except ApiConnectionError as error:
                broken = error
        if opened is None:
            return
        source.follow(opened)


class Stream(Generic[Item]):
    """The items of a response, one by one as they arrive. Close it, or use it in a ``with``
    statement, to end it early.

    Attributes:
        status: the status code.
        headers: the header fields.

    Args:
        response: the response, its body unread.
        chosen: how it is read.
        strict: whether an item that does not fit its type raises.
        report: gets each mismatch.
        max_item_size: the octets that one item may have.
        repetition: how a stream of events that broke off goes on; None where it does not.
        secrets: what messages hide.
    """

    def __init__(
        self,
        response: Response,
        chosen: ResponseChoice,
        *,
        strict: bool,
        report: Callable[[Mismatch], None],
        max_item_size: int = MAX_ITEM_SIZE,
        repetition: Repetition | None = None,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.status = response.status
        self.headers: Headers = response.headers
        self._repetition = repetition
        reader = _Reader[Item](
            response.headers.get("content-type", ""),
            chosen,
            strict=strict,
            report=report,
            max_item_size=max_item_size,
            is_empty=response.status in (204, 205),
            secrets=secrets,
        )
        self._source = _Source[Item](response, reader)
        self._items = _items(response, reader)

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        """The next item.

        Raises:
            ApiConnectionError: the connection broke.
            ResponseTooLargeError: an item is longer than ``Configuration.max_item_size`` allows.
            ResponseMismatchError: an item does not fit, and the client is strict.
        """
        return next(self._items)

    @property
    def last_event_id(self) -> str:
        """The id of the last item that was read, to go on from there: services take it as the
        header ``Last-Event-ID``. Empty where the stream gave none.
        """
        return self._source.reader.last_id

    def reconnect(
        self: Own, count: int = 5, max_wait: float = 30.0, *, at_end: bool = False
    ) -> Own:
        """Opens the stream again where its connection breaks, from the last id on; the stream
        itself, so that it can be written behind the call.

        The call is made once more with ``Last-Event-ID``, after the wait that the stream asked for
        (``retry``), or half a second, doubled with each attempt in a row. A stream that has given
        items and no id is not opened again: what was read would come again.

        Args:
            count: attempts in a row that bring no item.
            max_wait: the longest wait, in seconds.
            at_end: whether a stream that ends is opened again as well, as browsers do, until the
                service answers 204 or an event's data are ``[DONE]``.

        Raises:
            ApiTypeError: it is no event stream.
            ApiValueError: the body of the request cannot be sent again.

        Source: HTML Standard, "Server-sent events".
        """
        repetition = check(self._repetition, is_event_stream=self._source.reader.has_events)
        plan = Reconnection(count, max_wait, at_end=at_end)
        self._items = _going_on(self._source, plan, repetition)
        return self

    def events(self) -> Iterator[StreamEvent[Item]]:
        """The items with what their events say besides: name, id and ``retry``.

        Raises:
            ApiConnectionError: the connection broke; also what else iterating raises.
        """
        for item in self:
            yield self._source.reader.event(item)

    def close(self) -> None:
        """Ends the stream and frees the connection. A stream without references does so
        by itself.
        """
        self._source.closed = True
        self._source.response.close()
        self._items = iter(())

    def __del__(self) -> None:
        if hasattr(self, "_source") and self._source.response is not None:
            self._source.response.close()

    def __enter__(self: Own) -> Own:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(Generic[Item]):
    """As :class:`Stream`, asynchronously."""

    def __init__(
        self,
        response: AsyncResponse,
        chosen: ResponseChoice,
        *,
        strict: bool,
        report: Callable[[Mismatch], None],
        max_item_size: int = MAX_ITEM_SIZE,
        repetition: Repetition | None = None,
        secrets: tuple[str, ...] = (),
    ) -> None:
        self.status = response.status
        self.headers: Headers = response.headers
        self._repetition = repetition
        reader = _Reader[Item](
            response.headers.get("content-type", ""),
            chosen,
            strict=strict,
            report=report,
            max_item_size=max_item_size,
            is_empty=response.status in (204, 205),
            secrets=secrets,
        )
        self._source = _Source[Item](response, reader)
        self._items: AsyncIterator[Item] = _items_async(response, reader)

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        """The next item; raises as :meth:`Stream.__next__` does."""
        return await anext(self._items)

    @property
    def last_event_id(self) -> str:
        """The id of the last item that was read, to go on from there: services take it as the
        header ``Last-Event-ID``. Empty where the stream gave none.
        """
        return self._source.reader.last_id

    def reconnect(
        self: AsyncOwn, count: int = 5, max_wait: float = 30.0, *, at_end: bool = False
    ) -> AsyncOwn:
        """See :meth:`Stream.reconnect`."""
        repetition = check(self._repetition, is_event_stream=self._source.reader.has_events)
        plan = Reconnection(count, max_wait, at_end=at_end)
        self._items = _going_on_async(self._source, plan, repetition)
        return self

    async def events(self) -> AsyncIterator[StreamEvent[Item]]:
        """The items with what their events say besides: name, id and ``retry``.

        Raises:
            ApiConnectionError: the connection broke; also what else iterating raises.
        """
        async for item in self:
            yield self._source.reader.event(item)

    async def close(self) -> None:
        """Ends the stream and frees the connection. A stream without references does so
        by itself.
        """
        self._source.closed = True
        await self._source.response.close()
        self._items = _nothing()

    async def aclose(self) -> None:
        """The same as :meth:`close`, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    def __del__(self) -> None:
        if hasattr(self, "_source") and self._source.response is not None:
            self._source.response.abandon()

    async def __aenter__(self: AsyncOwn) -> AsyncOwn:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _nothing() -> AsyncIterator[Any]:
    return
    yield
