"""Parses a multipart body into its parts as they arrive (RFC 2046, section 5.1), and gives each its
type. Loaded with the first such response.

It takes time in proportion to the bytes, however they are cut into pieces, and memory for one part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ..config.size_limits import MAX_ITEM_SIZE
from ..errors import ApiConnectionError, InvalidJSONError, MismatchError, ResponseMismatchError
from ..http.media_types import charset_of, essence, is_json, is_text
from ..lazy_patterns import lazy_pattern
from ..mismatch_record import Mismatch
from ..models.decoder import Decoder
from .response_plan import Report, as_text, loses_octets
from .stream_items import Part, too_long

_BLANK_LINE: Final = lazy_pattern(rb"\r?\n\r?\n")
_BOUNDARY: Final = lazy_pattern(r';\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)
_PADDING: Final = 1024
"""The most bytes between a boundary and the end of its line; a longer line is none."""
_LENGTH: Final = lazy_pattern(rb"(?im)^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$")


class PartParser:
    """The parts of a multipart body.

    Args:
        content_type: of the response, with its boundary.
        limit: the most bytes that a part may have.

    Raises:
        ResponseMismatchError: there is no boundary.
    """

    def __init__(self, content_type: str, limit: int = MAX_ITEM_SIZE) -> None:
        boundary = _boundary(content_type)
        if not boundary:
            raise ResponseMismatchError(
                f"the response is {essence(content_type)[:80]!r} without a boundary, so that"
                " nothing tells its parts from each other"
            )
        self._mark = b"\n--" + boundary
        self._limit = limit
        self._rest = bytearray(b"\n")  # A boundary may be the first line.
        self._searched = 0
        self._is_open = False
        self._is_over = False

    def feed(self, piece: bytes) -> Iterator[Part]:
        """See :class:`~.stream_items.Parser`."""
        if self._is_over:
            return  # What follows the last boundary is no part.
        self._rest += piece
        while (found := self._next_boundary()) is not None:
            start, end = found
            content = bytes(self._rest[1:start])
            # The line end before a boundary belongs to it, and is kept for the next one.
            del self._rest[:end]
            self._searched = 0
            if self._is_open:
                yield _part(content)
            self._is_open = True
            if self._is_over:
                self._rest.clear()
                return
        if len(self._rest) > self._limit:
            raise too_long(self._limit)

    def _next_boundary(self) -> tuple[int, int] | None:
        """Where the next boundary begins, and where the line end after it is; None until both are
        there.
        """
        while True:
            start = self._rest.find(self._mark, self._searched)
            if start < 0:
                self._searched = max(0, len(self._rest) - len(self._mark) + 1)
                return None
            self._searched = start
            after = start + len(self._mark)
            if self._rest.startswith(b"--", after):
                self._is_over = True
                return start, after
            end = self._rest.find(b"\n", after, after + _PADDING)
            if end < 0 and len(self._rest) < after + _PADDING:
                return None
            if end >= 0 and not self._rest[after:end].strip():
                return start, end
            self._searched = after  # A longer text that begins like the boundary.

    def finish(self) -> Iterator[Part]:
        """A part that no boundary ended is there if its own length says that it is complete.

        Raises:
            ApiConnectionError: the response ended inside of a part.
        """
        content = bytes(self._rest[1:])
        if self._is_over or not self._is_open or not content.strip():
            return
        length = _length(content)
        part = _part(content)
        if length < 0 or len(part.octets) < length or part.octets[length:].strip():
            raise ApiConnectionError("the response ended inside of a part of its body")
        yield Part(data="", octets=part.octets[:length], media_type=part.media_type)


def _boundary(content_type: str) -> bytes:
    found = _BOUNDARY.search(content_type)
    text = (found[1] or found[2] or "") if found else ""
    return text.rstrip().encode("utf-8", "replace")


def _part(content: bytes) -> Part:
    """A part from what is between two boundaries, line end after the first one excluded."""
    content = content.removesuffix(b"\r")
    head, octets = _head_and_octets(content)
    media_type = next(
        (
            value.strip().decode("latin-1")
            for name, _, value in (line.partition(b":") for line in head.splitlines())
            if name.strip().lower() == b"content-type"
        ),
        "",
    )
    return Part(data="", octets=octets, media_type=media_type)


def _head_and_octets(content: bytes) -> tuple[bytes, bytes]:
    for line_end in (b"\r\n", b"\n"):
        if content.startswith(line_end):
            return b"", content.removeprefix(line_end)
    found = _BLANK_LINE.search(content)
    return (content, b"") if found is None else (content[: found.start()], content[found.end() :])


def _length(content: bytes) -> int:
    """The length that a part's own header says, or -1."""
    found = _LENGTH.search(_head_and_octets(content)[0])
    return int(found[1]) if found else -1


def part_value(
    part: Part, type_code: str, decoder: Decoder, *, strict: bool, report: Report
) -> Any:
    """What a part is: by its own media type, or without one by the description.

    Args:
        part: as it came.
        type_code: the type that parts have by the description.
        decoder: of that type.
        strict: whether a part that does not fit is an error.
        report: is told what does not fit.

    Raises:
        MismatchError: it does not fit, and the client is strict.
    """
    kind = essence(part.media_type)
    if type_code == "bytes":
        return part.octets
    if type_code == "str" and not is_json(kind):
        if loses_octets(part.octets, part.media_type):
            found = Mismatch(path="$", expected="text", got="other octets", value=None)
            if strict:
                raise MismatchError((found,))
            report(found)
            if not (is_text(kind) or charset_of(part.media_type)):
                return part.octets
        return as_text(part.octets, part.media_type)
    if is_json(kind) or (not kind and type_code != "Any"):
        try:
            return decoder.decode_json(part.octets, strict=strict, report=report)
        except InvalidJSONError:
            kind = "no JSON"
    value = as_text(part.octets, part.media_type) if is_text(kind) else part.octets
    if type_code != "Any" and "bytes" not in type_code.split(" | "):
        found = Mismatch(path="$", expected="a part of JSON", got=kind[:80], value=None)
        if strict:
            raise MismatchError((found,))
        report(found)
    return value
