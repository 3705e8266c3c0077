"""Uploads: files, bytes and iterators as request bodies that never are in memory as a whole."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import IO, Any, Final, ParamSpec, TypeVar, cast

from ..call_site import warn_caller
from ..errors import ApiTypeError, ApiValueError, LocalFileError
from ..models.encoder import encode_json
from ..service.file_input import FileContent
from ..transport.protocol import CHUNK
from .value_text import in_charset

OCTETS: Final = "application/octet-stream"
"""The media type of files of which nothing else is known."""

P = ParamSpec("P")
T = TypeVar("T")


class FileStream:
    """A file as a request body: opened when it is sent, from the start again for each attempt.

    Args:
        opened: gives the open binary file.
        length: its size in bytes, if known; no byte more is sent, and it is an error if there are
            fewer.
        replayable: whether ``opened`` may be called again.
        owned: whether the file is ours to close.
    """

    __slots__ = ("_opened", "_owned", "length", "replayable")

    def __init__(
        self,
        opened: Callable[[], IO[bytes]],
        length: int | None,
        replayable: bool,
        owned: bool,
    ) -> None:
        self._opened = opened
        self.length = length
        self.replayable = replayable
        self._owned = owned

    def __iter__(self) -> Iterator[bytes]:
        file = self._opened()
        left = self.length
        try:
            while piece := _piece(file, left):
                left = None if left is None else left - len(piece)
                yield piece
            self._require_end(left)
        finally:
            if self._owned:
                file.close()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        file = await _in_thread(self._opened)
        left = self.length
        try:
            while piece := await _in_thread(_piece, file, left):
                left = None if left is None else left - len(piece)
                yield piece
            self._require_end(left)
        finally:
            if self._owned:
                file.close()

    def _require_end(self, left: int | None) -> None:
        if left:
            raise ApiValueError(
                f"the file became shorter while it was sent: {left} of its {self.length} bytes are"
                " missing"
            )


def _piece(file: IO[bytes], left: int | None) -> bytes:
    """The next bytes of a file; what was written to it after its size was announced is not sent."""
    size = CHUNK if left is None else min(CHUNK, left)
    piece = cast("object", file.read(size)) if size else b""
    if not isinstance(piece, bytes):
        raise _not_binary()
    return piece


async def _in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls ``function`` in a thread. What it raises arrives as the same object; asyncio itself
    makes copies of some.
    """
    from asyncio import to_thread

    def call() -> tuple[T, None] | tuple[None, Exception]:
        try:
            return function(*args, **kwargs), None
        except Exception as error:
            return None, error

    result, error = await to_thread(call)
    if error is not None:
        raise error
    return cast("T", result)


class PiecesStream:
    """An iterable of bytes as a request body."""

    __slots__ = ("_pieces", "_started", "length")

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._started = False
        self.length: int | None = None

    @property
    def replayable(self) -> bool:
        """A list can be sent again; an iterator only while nothing was taken from it."""
        return not self._started or not isinstance(self._pieces, Iterator)

    def __iter__(self) -> Iterator[bytes]:
        self._started = True
        return iter(self._pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # A thread, because an iterator may read from a disk or another connection.
        self._started = True
        pieces = iter(self._pieces)
        while (piece := await _in_thread(next, pieces, None)) is not None:
            yield piece


class AsyncPiecesStream:
    """An asynchronous iterable of bytes as a request body."""

    __slots__ = ("_pieces", "_started", "length")

    asynchronous = True

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._pieces = pieces
        self._started = False
        self.length: int | None = None

    @property
    def replayable(self) -> bool:
        """As :attr:`PiecesStream.replayable`."""
        return not self._started or not isinstance(self._pieces, AsyncIterator)

    def __iter__(self) -> Iterator[bytes]:
        raise ApiTypeError("an asynchronous iterator needs the asynchronous client")

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._started = True
        return aiter(self._pieces)


Stream = FileStream | PiecesStream | AsyncPiecesStream


def contents(value: FileContent, content_type: str = "") -> bytes | Stream:
    """The content of an upload as bytes or as a stream; a ``str`` is text, in the charset of its
    content type, a ``Path`` leads to a file.

    Raises:
        LocalFileError: a path leads to no file that can be read; so nothing is sent.
        ApiTypeError: ``value`` is none of the forms of ``FileContent``.
    """
    match value:
        case bytes():
            return value
        case bytearray() | memoryview():
            return bytes(value)
        case str():
            return _text(value, content_type)
        case PathLike():
            return _of_path(os.fspath(value))
        case _ if hasattr(value, "read"):
            from inspect import iscoroutinefunction

            if iscoroutinefunction(cast("Any", value).read):
                return AsyncPiecesStream(_pieces_of(value))
            return _of_file(cast("IO[bytes]", value))
        case AsyncIterable():
            return AsyncPiecesStream(value)
        case Iterable():
            return PiecesStream(value)
        case _:
            raise ApiTypeError(
                f"a {type(value).__name__} is no file: give bytes, a path, a binary file or an"
                " iterator of bytes"
            )


def whole_content(value: FileContent, field: str) -> bytes:
    """The content of a file that becomes text in a form, read at once.

    Raises:
        ApiTypeError: it comes from an asynchronous iterator.
    """
    found = contents(value)
    if isinstance(found, AsyncPiecesStream):
        raise ApiTypeError(f"the field {field!r} of a form is written at once: give its octets")
    return found if isinstance(found, bytes) else b"".join(found)


def _text(value: str, content_type: str) -> bytes:
    """Text as a file's content; for what looks like a path the error says so."""
    # The longest path that an operating system takes, and none has a line break in practice.
    is_short = len(value) < 4096 and "\n" not in value and "\0" not in value
    if is_short and Path(value).is_file():
        warn_caller(
            f"the text {value!r} itself is sent; for the file of that name give"
            f" pathlib.Path({value!r})",
            UserWarning,
        )
    return in_charset(value, content_type)


def _of_path(path: str) -> FileStream:
    file = Path(path)
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        is_regular = stat.S_ISREG(status.st_mode)
        length = status.st_size if is_regular else None
        if length == 0 and _has_content(file):
            length = None
    except (OSError, ValueError) as error:
        raise _unreadable(error, path) from error
    return FileStream(lambda: _opened(file), length, is_regular, True)


def _opened(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as error:
        raise _unreadable(error, str(file)) from error


def _unreadable(error: OSError | ValueError, path: str) -> LocalFileError:
    if isinstance(error, OSError):
        return LocalFileError(error.errno, error.strerror or str(error), path)
    return LocalFileError(errno.EINVAL, "no path: it holds a NUL character", path)


def _has_content(file: Path) -> bool:
    """Whether there is something in a file that says it is empty, as those of ``/proc`` do."""
    with file.open("rb") as opened:
        return bool(opened.read(1))


async def _pieces_of(file: Any) -> AsyncIterator[bytes]:
    """What an asynchronous file (of aiofiles or anyio) reads, from where it is."""
    while piece := cast("object", await file.read(CHUNK)):
        if not isinstance(piece, bytes):
            raise _not_binary()
        yield piece


def _not_binary() -> ApiTypeError:
    return ApiTypeError("a file to upload must be opened in binary mode")


def _of_file(file: IO[bytes]) -> FileStream:
    if getattr(file, "closed", False) is True:
        raise ApiValueError(
            "the file to upload is closed; open it, and keep it open until the call is over"
        )
    try:
        if not file.readable():
            raise ApiValueError("the file to upload is opened for writing only")
    except AttributeError:
        pass  # Whatever else has `read` will do.
    try:
        start = file.tell() if file.seekable() else None
    except (AttributeError, OSError):
        start = None
    if start is None:
        return FileStream(lambda: file, None, False, False)
    end = file.seek(0, io.SEEK_END)
    file.seek(start)
    if 0 < end <= start:
        warn_caller(
            f"the file to upload is at its end, so that none of its {end} bytes are sent; seek(0)"
            " goes back to the first",
            UserWarning,
        )

    def opened() -> IO[bytes]:
        file.seek(start)
        return file

    return FileStream(opened, end - start, True, False)


def file_name_of(value: object) -> str:
    """The name of a file, from its path or its ``name``; empty if it has none. Octets that are no
    UTF-8 become U+FFFD.
    """
    name: object = (
        cast("object", value) if isinstance(value, PathLike) else getattr(value, "name", "")
    )
    if not isinstance(name, (str, PathLike)):
        return ""
    found = Path(cast("str | PathLike[str]", name)).name
    return found.encode(errors="surrogateescape").decode(errors="replace")


def media_type_of(value: object, name: str = "") -> str:
    """The media type that a file's name means, or :data:`OCTETS`."""
    from mimetypes import guess_type

    return guess_type(name or file_name_of(value))[0] or OCTETS


def lines(
    value: object, sequence: bool, read: Callable[[object], object] = lambda item: item
) -> bytes | Stream:
    """Values as JSON lines, or as a JSON text sequence (RFC 7464).

    Args:
        value: an iterable or asynchronous iterable of values, encoded one by one while it is sent;
            a mapping or model is the only item; bytes stay as they are.
        sequence: whether each value is introduced by a record separator.
        read: makes what the description says of an item.
    """
    before = b"\x1e" if sequence else b""

    def line(item: object) -> bytes:
        return before + encode_json(read(item), request=True) + b"\n"

    match value:
        case bytes():
            return value
        case str():
            return value.encode()
        case list() | tuple():
            return b"".join(map(line, cast("Iterable[object]", value)))
        case Mapping():
            return line(cast("Mapping[object, object]", value))
        case _ if hasattr(type(value), "model_fields"):
            return line(value)
        case AsyncIterable():
            items = cast("AsyncIterable[object]", value)
            return AsyncPiecesStream(line(item) async for item in items)
        case Iterable():
            return PiecesStream(map(line, cast("Iterable[object]", value)))
        case _:
            raise ApiTypeError(
                f"JSON lines are made from an iterable, not from a {type(value).__name__}"
            )
