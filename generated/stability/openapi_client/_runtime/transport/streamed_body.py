"""A streamed request body on its way: exactly the bytes that were announced, and what its source
raised.

A body that is longer than its ``Content-Length`` would be read as the beginning of the next request
on the same connection (RFC 9112, section 6.3), and the next call would get the response to it. One
that is shorter leaves the service waiting.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import cast

from ..errors import ApiTypeError, ApiValueError, kind_of
from .protocol import BodyStream, RequestBody


class Upload:
    """A streamed body, held to its length.

    Args:
        source: produces the bytes.
        length: the announced size in bytes; None: it is not known, and the body is sent in chunks.

    Attributes:
        failure: what ``source`` raised during the last attempt, or that its size was another one;
            None if nothing. HTTP libraries wrap or hide such exceptions, so the drivers look here.
    """

    __slots__ = ("_source", "failure", "length")

    def __init__(self, source: BodyStream, length: int | None) -> None:
        self._source = source
        self.length = length
        self.failure: Exception | None = None

    @property
    def asynchronous(self) -> bool:
        """Whether only the asynchronous client can read it."""
        return bool(getattr(self._source, "asynchronous", False))

    @property
    def replayable(self) -> bool:
        """See :class:`~.protocol.BodyStream`."""
        return self._source.replayable

    def __iter__(self) -> Iterator[bytes]:
        self.failure, sent = None, 0
        try:
            for piece in self._source:
                octets = _octets(piece)
                sent += len(octets)
                self._check(sent, complete=False)
                if octets:  # an empty chunk would end a chunked body
                    yield octets
            self._check(sent, complete=True)
        except Exception as error:
            self.failure = error
            raise

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.failure, sent = None, 0
        try:
            async for piece in self._source:
                octets = _octets(piece)
                sent += len(octets)
                self._check(sent, complete=False)
                if octets:
                    yield octets
            self._check(sent, complete=True)
        except Exception as error:
            self.failure = error
            raise

    def _check(self, sent: int, *, complete: bool) -> None:
        length = self.length
        if length is None or sent == length:
            return
        if sent > length:
            raise ApiValueError(
                f"the body has more than the {length} bytes that were announced (Content-Length)"
            )
        if complete:
            raise ApiValueError(
                f"the body ended after {sent} of the {length} bytes that were announced"
                " (Content-Length)"
            )


def upload(body: RequestBody, headers: dict[str, str]) -> RequestBody:
    """A body ready to be sent, with its framing settled: that is the transport's business, not that
    of header fields.

    Args:
        body: as the operation wrote it.
        headers: those of the request; a ``Content-Length`` of the caller's is taken out, and holds
            for a stream whose size is not known otherwise.

    Raises:
        ApiValueError: the caller announces another size than the body has, or a transfer coding.
    """
    announced = _announced(headers)
    length = body.length if isinstance(body, BodyStream) else len(body or b"")
    if announced is not None and length is not None and announced != length:
        raise ApiValueError(
            f"the header 'Content-Length' says {announced}, but the body has {length} bytes; leave"
            " the header out"
        )
    if body is None or isinstance(body, bytes):
        return body
    return Upload(body, announced if length is None else length)


def _announced(headers: dict[str, str]) -> int | None:
    """The caller's own ``Content-Length``, which is taken out of ``headers``."""
    given = {name.lower(): name for name in headers}
    if "transfer-encoding" in given:
        raise ApiValueError("the header 'Transfer-Encoding' is set by the transport; leave it out")
    if "expect" in given:
        raise ApiValueError(
            "the header 'Expect' has no effect here: a body is sent without waiting for 100"
            " Continue; leave it out"
        )
    name = given.get("content-length")
    if name is None:
        return None
    text = headers.pop(name).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ApiValueError(f"the header 'Content-Length' is a number of bytes, not {text!r}")
    return int(text)


def _octets(piece: object) -> bytes:
    if isinstance(piece, bytes):
        return piece
    if isinstance(piece, (bytearray, memoryview)):
        return bytes(cast("bytearray | memoryview[int]", piece))
    raise ApiTypeError(f"the pieces of a body are bytes, not {kind_of(piece)}")
