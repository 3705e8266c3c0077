"""Parses streams into items: server-sent events, JSON lines, JSON text sequences. The parts of
multipart bodies have a module of their own.

All of it takes time in proportion to the bytes, however they are cut into pieces, and memory up to
a limit.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence

from ..config.size_limits import MAX_ITEM_SIZE
from ..errors import ResponseTooLargeError
from ..http.media_types import JSON_SEQUENCE, essence
from .stream_items import Event, Parser, too_long

_LINES = 4096
"""Lines of data that are kept one by one."""
_WITHOUT_ITEM = 32 * 1024 * 1024
"""Bytes that may come without an item: at 20 bytes a second, sent as keep-alives, that is weeks."""


class _Cutter:
    """Cuts bytes into texts; a piece may end anywhere.

    Args:
        limit: the most bytes that a text may have.
        mark: what is between two texts.
        any_line_end: whether CR, LF, and both together are such marks too.
        charset: that of the label, which counts for texts that are not in UTF-8.

    Attributes:
        is_text: whether all octets were text so far.
    """

    def __init__(
        self,
        limit: int,
        mark: bytes = b"\n",
        any_line_end: bool = False,
        charset: str = "utf-8",
    ) -> None:
        self._limit = limit
        self._mark = mark
        self._any_line_end = any_line_end
        self._charset = charset
        self.is_text = True
        # In UTF-16 and its like a mark is no single octet.
        self._wide = (
            None
            if "\n".encode(charset) == b"\n"
            else codecs.getincrementaldecoder(charset)("replace")
        )
        self._rest = bytearray()
        self._after_return = False
        self._first = True

    def feed(self, piece: bytes) -> list[str]:
        """The texts that ``piece`` completes.

        Raises:
            ResponseTooLargeError: the one that it does not complete is too long.
        """
        if self._wide is not None:
            piece = self._wide.decode(piece).encode("utf-8", "replace")
        if self._any_line_end and piece:
            piece = self._with_one_line_end(piece)
        first, *others = piece.split(self._mark)
        self._rest += first
        texts: list[str] = []
        if others:
            texts = [self._text(self._rest), *map(self._text, others[:-1])]
            self._rest = bytearray(others[-1])
        if len(self._rest) > self._limit:
            raise too_long(self._limit)
        return texts

    def _with_one_line_end(self, piece: bytes) -> bytes:
        ends_in_return = piece.endswith(b"\r")
        if self._after_return:
            # Its line ended with the CR; an LF after that belongs to it.
            piece = piece.removeprefix(b"\n")
        self._after_return = ends_in_return
        return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def finish(self) -> str:
        """What is after the last mark."""
        if self._wide is not None:
            self._rest += self._wide.decode(b"", final=True).encode("utf-8", "replace")
        return self._text(self._rest)

    def _text(self, text: bytes | bytearray) -> str:
        if self._first:
            # A byte order mark at the beginning is no part of the first text.
            text, self._first = text.removeprefix(codecs.BOM_UTF8), False
        try:
            return text.decode()
        except UnicodeDecodeError:
            pass
        try:
            return text.decode(self._charset)
        except UnicodeDecodeError:
            self.is_text = False
            return text.decode(self._charset, "replace")


def _check_fruit(size: int, limit: int, kind: str) -> None:
    if size > max(limit, _WITHOUT_ITEM):
        raise ResponseTooLargeError(f"{size} bytes of the stream gave no item: {kind}")


class EventParser:
    """Server-sent events.

    Attributes:
        last_id: from where another stream would go on, by what was dispatched; it may be set for
            that stream.
        retry: milliseconds to wait before connecting again, where the stream says so.
    """

    def __init__(self, limit: int = MAX_ITEM_SIZE, charset: str = "utf-8") -> None:
        self._limit = limit
        self._lines = _Cutter(limit, any_line_end=True, charset=charset)
        self._data: list[str] = []
        self._before: list[str] = []  # of the same event, joined: a list of lines takes more room
        self._size = 0
        self._fruitless = 0
        self._event = ""
        self._id = ""
        self.last_id = ""
        self.retry: int | None = None

    def feed(self, piece: bytes) -> Iterator[Event]:
        """See :class:`Parser`."""
        self._fruitless += len(piece)
        for line in self._lines.feed(piece):
            if line:
                self._field(line)
            elif self._data:
                self._fruitless = 0
                yield from self._dispatch()
            else:
                yield from self._dispatch()  # Nothing, but its id counts.
        _check_fruit(self._fruitless, self._limit, "comments, or fields without data")

    def finish(self) -> Iterator[Event]:
        """An event that no blank line ended is incomplete by the standard; services forget that
        line, so it counts.
        """
        rest = self._lines.finish()
        if rest:
            self._field(rest)
        yield from self._dispatch()

    def go_on(self, last_id: str, retry: int | None) -> None:
        """Takes over what an earlier stream has said."""
        self._id = self.last_id = last_id
        self.retry = retry

    def _dispatch(self) -> Iterator[Event]:
        self.last_id = self._id  # Also where an event has no data.
        if self._data:
            data = "\n".join((*self._before, *self._data) if self._before else self._data)
            yield Event(
                data=data,
                event=self._event or "message",
                id=self._id,
                retry=self.retry,
                is_text=self._lines.is_text or "\ufffd" not in data,
            )
        self._data, self._size, self._event = [], 0, ""
        self._before.clear()

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                if len(self._data) >= _LINES:
                    self._before.append("\n".join(self._data))
                    self._data.clear()
                self._data.append(value)
                self._size += len(value) + 1
                if self._size > self._limit:
                    raise too_long(self._limit)
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdecimal() and len(value) < 19:
                self.retry = int(value)
            case _:
                pass  # A comment, or a field that the standard does not know: ignored, as it asks.


class TextParser:
    """JSON lines; or a JSON text sequence (RFC 7464), in which each text begins with a record
    separator.

    Args:
        mark: what is between two texts.
        limit: the most bytes that a text may have.
        charset: that of the label, which counts for texts that are not in UTF-8.
    """

    def __init__(
        self, mark: bytes = b"\n", limit: int = MAX_ITEM_SIZE, charset: str = "utf-8"
    ) -> None:
        self._texts = _Cutter(limit, mark, charset=charset)
        self._limit = limit
        self._fruitless = 0

    def feed(self, piece: bytes) -> Iterator[Event]:
        """See :class:`Parser`."""
        self._fruitless += len(piece)
        yield from self._items(self._texts.feed(piece))
        _check_fruit(self._fruitless, self._limit, "blank lines")

    def finish(self) -> Iterator[Event]:
        """See :class:`Parser`."""
        return self._items([self._texts.finish()])

    def _items(self, texts: Sequence[str]) -> Iterator[Event]:
        for text in texts:
            if text.strip():
                self._fruitless = 0
                is_text = self._texts.is_text or "\ufffd" not in text
                yield Event(data=text, is_text=is_text)


class LinesOrDocument(TextParser):
    """JSON lines under the label of one JSON document, as services send them. A document of several
    lines is one item, and known by a first line that is no JSON.

    Args:
        limit: the most bytes that an item may have.
        charset: that of the label.
    """

    def __init__(self, limit: int = MAX_ITEM_SIZE, charset: str = "utf-8") -> None:
        super().__init__(b"\n", limit, charset)
        self._are_lines: bool | None = None
        # Not a list of lines, which takes many times the room of the shortest ones.
        self._document = io.StringIO()
        self._size = 0

    def _items(self, texts: Sequence[str]) -> Iterator[Event]:
        for number, text in enumerate(texts):
            if self._are_lines is None and text.strip():
                self._are_lines = _is_json_text(text)  # The first line decides, once.
            if self._are_lines:
                return super()._items(texts[number:])
            self._size += len(text) + 1
            if self._size > self._limit:
                raise too_long(self._limit)
            self._document.write(f"{text}\n")
        return iter(())

    def finish(self) -> Iterator[Event]:
        """See :class:`Parser`."""
        yield from super().finish()
        yield from super()._items([self._document.getvalue().removesuffix("\n")])


def _is_json_text(text: str) -> bool:
    # Only here: it comes with pydantic, which reading such a stream loads in any case.
    from pydantic_core import from_json

    try:
        from_json(text)
    except ValueError:
        return False
    return True


def parser_of(content_type: str, limit: int = MAX_ITEM_SIZE, charset: str = "utf-8") -> Parser:
    """The parser for a stream's content type.

    Args:
        content_type: that of the response.
        limit: the most bytes that an item may have.
        charset: that of the response's label.
    """
    kind = essence(content_type)
    if kind == "text/event-stream":
        return EventParser(limit, charset)
    if kind == JSON_SEQUENCE or kind.endswith("+json-seq"):
        return TextParser(b"\x1e", limit, charset)
    return TextParser(b"\n", limit, charset)
