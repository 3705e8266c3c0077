"""Results of calls beside plain data: data with its response, the raw response, files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from os import PathLike
from typing import IO, Any, Generic, TypeVar, cast

from ..errors import InvalidJSONError
from ..http.content_disposition import file_name
from ..http.headers import Headers
from ..records import record
from ..transport.body_reader import pieces, pieces_async
from ..transport.protocol import AsyncResponse, Response
from .response_plan import as_text
from .saving import complete_file, writable
from .streams import AsyncStream as AsyncStream
from .streams import Stream as Stream

T_co = TypeVar("T_co", covariant=True)
Raw = TypeVar("Raw", bound="RawResponse")
AsyncRaw = TypeVar("AsyncRaw", bound="AsyncRawResponse")
"""The types of responses in place of ``Self``, which jedi does not read."""


@record(kw_only=False, hidden=("url",))
class ApiResponse(Generic[T_co]):
    """A response with its data.

    Attributes:
        status_code: the status code.
        headers: the header fields.
        data: what the plain call would have returned.
        raw_data: the body's bytes, decompressed; empty where ``data`` is a file or a stream.
        url: what answered, after redirects; without credentials.
    """

    status_code: int
    headers: Headers
    data: T_co
    raw_data: bytes
    url: str = ""


class RawResponse:
    """A response whose body is read when it is requested; close it, or use it in a ``with``
    statement.

    Attributes:
        status: the status code.
        reason: the reason phrase.
        headers: the header fields.
    """

    def __init__(self, response: Response) -> None:
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self._response = response
        self._pieces: Iterator[bytes] | None = None
        self._data: bytes | None = None

    @property
    def data(self) -> bytes:
        """The whole body; it is read once and kept."""
        if self._data is None:
            self._data = b"".join(self.iter_bytes())
        return self._data

    def read(self) -> bytes:
        """What is left of the body; empty when it was read before."""
        return b"".join(self.iter_bytes())

    def iter_bytes(self) -> Iterator[bytes]:
        """The body piece by piece, decompressed. The connection is free at its end.

        Raises:
            ApiConnectionError: the body is incomplete or damaged.
        """
        if self._pieces is None:
            self._pieces = pieces(self._response)
        return self._pieces

    def text(self) -> str:
        """The body as text, by the charset of its content type."""
        return as_text(self.data, self.headers.text("content-type"))

    def json(self) -> Any:
        """The body as plain JSON data; raises InvalidJSONError if it is not one."""
        return _json(self.data)

    def close(self) -> None:
        """Frees the connection; what was not read is lost."""
        self._response.close()

    def __enter__(self: Raw) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status})"


class AsyncRawResponse:
    """As :class:`RawResponse`, asynchronously."""

    def __init__(self, response: AsyncResponse) -> None:
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self._response = response
        self._pieces: AsyncIterator[bytes] | None = None

    async def read(self) -> bytes:
        """What is left of the body; empty when it was read before."""
        return b"".join([piece async for piece in self.iter_bytes()])

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body piece by piece, decompressed. The connection is free at its end.

        Raises:
            ApiConnectionError: the body is incomplete or damaged.
        """
        if self._pieces is None:
            self._pieces = pieces_async(self._response)
        return self._pieces

    async def text(self) -> str:
        """The body as text, by the charset of its content type."""
        return as_text(await self.read(), self.headers.text("content-type"))

    async def json(self) -> Any:
        """The body as plain JSON data; raises InvalidJSONError if it is not one."""
        return _json(await self.read())

    async def close(self) -> None:
        """Frees the connection; what was not read is lost."""
        await self._response.close()

    async def aclose(self) -> None:
        """The same as :meth:`close`, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    def __del__(self) -> None:
        if hasattr(self, "_response"):
            self._response.abandon()

    async def __aenter__(self: AsyncRaw) -> AsyncRaw:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status})"


class BinaryResponse(RawResponse):
    """A file as a response: saved, read or iterated over, never in memory as a whole unless
    :meth:`read` is called.

    Attributes:
        file_name: the name that the service gives it (its last part only), or an empty string.
    """

    @property
    def content_type(self) -> str:
        """The media type of the file."""
        return self.headers.text("content-type")

    @property
    def file_name(self) -> str:
        """The name that ``Content-Disposition`` gives it, without any folder; or an empty
        string.
        """
        return file_name(self.headers.text("content-disposition"))

    def save(self, target: str | PathLike[str] | IO[bytes]) -> int:
        """Writes the file to a path or into an open binary file.

        At a path it appears when it is complete; a failure leaves there what was there before.

        Returns:
            The number of bytes written.

        Raises:
            ApiConnectionError: the body is incomplete or damaged.
            ApiTypeError, ApiValueError: ``target`` is neither a path nor a binary file that is open
                for writing.
            LocalFileError: the file cannot be written, because its folder is missing or read-only,
                the disk is full, and so on.
        """
        with self:
            if isinstance(target, (str, PathLike)):
                with complete_file(target) as file:
                    return self._copy(file)
            return self._copy(writable(target))

    def _copy(self, file: IO[bytes]) -> int:
        return sum(_written(file, piece) for piece in self.iter_bytes())

    def __iter__(self) -> Iterator[bytes]:
        return self.iter_bytes()


class AsyncBinaryResponse(AsyncRawResponse):
    """As :class:`BinaryResponse`, asynchronously."""

    @property
    def content_type(self) -> str:
        """The media type of the file."""
        return self.headers.text("content-type")

    @property
    def file_name(self) -> str:
        """The name that ``Content-Disposition`` gives it, without any folder; or an empty
        string.
        """
        return file_name(self.headers.text("content-disposition"))

    async def save(self, target: str | PathLike[str] | IO[bytes]) -> int:
        """As :meth:`BinaryResponse.save`; the writing itself is done in a thread."""
        async with self:
            if isinstance(target, (str, PathLike)):
                with complete_file(target) as file:
                    return await self._copy(file)
            return await self._copy(writable(target))

    async def _copy(self, file: IO[bytes]) -> int:
        from asyncio import to_thread

        count = 0
        async for piece in self.iter_bytes():
            count += await to_thread(_written, file, piece)
        return count

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self.iter_bytes()


def _written(file: IO[bytes], piece: bytes) -> int:
    rest = memoryview(piece)
    while rest:
        # An unbuffered file may take less than it is given.
        taken = cast("int | None", file.write(rest))
        if taken is None or taken >= len(rest):
            break
        rest = rest[taken:]
    return len(piece)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except RecursionError:
        raise InvalidJSONError("the body nests too deeply") from None
    except ValueError as error:
        raise InvalidJSONError(f"the body is no JSON: {error}") from None
