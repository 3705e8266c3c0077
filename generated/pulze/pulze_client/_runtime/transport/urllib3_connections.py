"""urllib3's connections with what they lack: an end to the waiting, limits on everything that is no
body, and responses that are the final ones and are framed as HTTP says.

Neither urllib3 nor ``http.client`` has a documented way to it. Whatever of them is not documented
is touched here and nowhere else, so that a release which changes it is met in one module.
"""

from __future__ import annotations

import http.client
import io
import re
from email.parser import Parser
from functools import cache
from types import FunctionType
from typing import Any, Final

from ..http.headers import UNDERSTOOD_CODINGS, transfer_codings
from ..lazy_patterns import lazy_pattern
from .network_errors import MAX_BESIDE_BODY, MAX_HEADER_LINE, MAX_HEADERS, MAX_INTERIM
from .urllib3_deadline import UNLIMITED, current


class TooManyHeaders(http.client.HTTPException):
    """More header fields than the limit."""


class TooMuchBesideBody(http.client.HTTPException):
    """More bytes than the limit before, between and behind the bytes of the body."""


class TooManyInterimResponses(http.client.HTTPException):
    """More interim responses than the limit, and no final one."""


class MalformedHeader(http.client.HTTPException):
    """A line among the header fields that is none, or a length that is none."""


class UnknownTransferCoding(http.client.HTTPException):
    """A ``Transfer-Encoding`` that nobody asked for."""


class _Counted:
    """What arrives before the body, up to the limit.

    Args:
        file: where it is read from.
    """

    def __init__(self, file: io.BufferedReader) -> None:
        self.file = file
        self.line = b""
        self._left = MAX_BESIDE_BODY

    def readline(self, size: int = -1) -> bytes:
        line = self.line = self.file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise TooMuchBesideBody
        return line

    def flush(self) -> None:
        self.file.flush()

    def close(self) -> None:
        self.file.close()


_STATUS_LINE: Final = lazy_pattern(rb"HTTP/[0-9.]+[ \t]+[1-9][0-9]{2}(?:[ \t][^\r\n]*)?(?:\r?\n)?")
_FIELD: Final = lazy_pattern(rb"[!-9;-~]+[ \t]*:[^\0\r\n]*\r?\n")
_FOLDED: Final = lazy_pattern(rb"[ \t][^\0\r\n]*\r?\n")
"""A line that continues the one before it (RFC 9112, section 5.2)."""
_END: Final = (b"\r\n", b"\n")


def _read_headers(file: io.BufferedReader, *_: object) -> list[bytes]:
    lines: list[bytes] = []
    while True:
        line = file.readline(MAX_HEADER_LINE + 1)
        if len(line) > MAX_HEADER_LINE:
            raise http.client.LineTooLong("header field")
        lines.append(line)
        if len(lines) > MAX_HEADERS + 1:  # with the empty line that ends them
            raise TooManyHeaders
        if line in _END:
            return lines
        if not line:
            # What comes after a head that breaks off would be guessed: that there is no body, say.
            raise http.client.IncompleteRead(b"")
        if not (_FIELD.fullmatch(line) or (lines[1:] and _FOLDED.fullmatch(line))):
            raise MalformedHeader


def _parse_headers(file: io.BufferedReader, **_: object) -> http.client.HTTPMessage:
    lines = _read_headers(file)
    # The parser would take a line with a blank before the colon for the end of the fields.
    lines = [line if line[:1].isspace() else _without_blanks(line) for line in lines]
    text = b"".join(lines).decode("iso-8859-1")
    return Parser(_class=http.client.HTTPMessage).parsestr(text)


def _without_blanks(line: bytes) -> bytes:
    name, colon, value = line.partition(b":")
    return name.rstrip(b" \t") + colon + value


_GLOBALS = {
    **vars(http.client),
    "_MAXLINE": MAX_HEADER_LINE,
    "_read_headers": _read_headers,
    "parse_headers": _parse_headers,
}

_INHERITED: Any = http.client.HTTPResponse
_CHUNK_SIZE: Final = lazy_pattern(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?\r?\n", re.DOTALL)


class CheckedResponse(http.client.HTTPResponse):
    """A response that arrives before the deadline, after all interim ones (RFC 9110, section 15.2).

    http.client itself skips only status 100, and the final response would be taken for that of the
    next request.
    """

    # http.client has its limits (100 fields of 64 KB) in globals of its module, which belong to the
    # whole program. So its own function runs here with other globals.
    _begin = FunctionType(_INHERITED.begin.__code__, _GLOBALS)
    _read_one_status = FunctionType(_INHERITED._read_status.__code__, _GLOBALS)

    def begin(self) -> None:
        """Reads status and header fields."""
        if self.headers is not None:  # pyright: ignore[reportUnnecessaryComparison]
            return
        self._begin()
        if isinstance(self.fp, _Counted):
            self.fp = self.fp.file
        self._check_framing()

    def _read_status(self) -> tuple[int, int, str]:
        deadline = current.deadline
        file: Any = self.fp
        if not isinstance(file, _Counted):
            # A proxy's response to CONNECT is read by way of this, too.
            if deadline is not UNLIMITED and deadline is not None:
                file = deadline.guarded(file)
            counted: Any = _Counted(file)
            self.fp = counted
        version, status, reason = self._read_one_status()
        seen: Any = self.fp
        if not _STATUS_LINE.fullmatch(seen.line):
            raise http.client.BadStatusLine("")
        if not 100 <= status < 200 or status == http.client.SWITCHING_PROTOCOLS:
            return version, status, reason
        self._interim = getattr(self, "_interim", 0) + 1
        if self._interim > MAX_INTERIM:
            raise TooManyInterimResponses
        return version, http.client.CONTINUE, reason

    def _check_framing(self) -> None:
        """Refuses what leaves open where the body ends (RFC 9112, section 6)."""
        codings = transfer_codings(self.headers.get_all("transfer-encoding", []))
        if codings not in UNDERSTOOD_CODINGS:
            raise UnknownTransferCoding
        lengths = {text.strip(" \t") for text in self.headers.get_all("content-length", [])}
        if codings != ["chunked"] and lengths and not _is_length(lengths):
            raise MalformedHeader

    def _read_next_chunk_size(self) -> int:
        line: bytes = self.fp.readline(MAX_HEADER_LINE + 1)
        if len(line) > MAX_HEADER_LINE:
            raise http.client.LineTooLong("chunk size")
        found = _CHUNK_SIZE.fullmatch(line)
        if found is None:
            raise ValueError("no size of a chunk")
        return int(found[1], 16)

    def _read_and_discard_trailer(self) -> None:
        _read_headers(self.fp)


def _is_length(lengths: set[str]) -> bool:
    text, *others = lengths
    # Python reads no number of some thousand digits; nothing has so many bytes.
    return not others and text.isascii() and text.isdecimal() and len(text) < 19


@cache
def with_deadline(connection: type[Any]) -> type[Any]:
    """A class of connections as ``connection`` that reads such responses, and sends within the
    deadline.
    """

    inherited: Any = connection.send

    def send(self: Any, data: Any) -> None:
        deadline = current.deadline
        if deadline is UNLIMITED or deadline is None:
            inherited(self, data)
            return
        if self.sock is not None:
            self.sock.settimeout(deadline.left(self.timeout))
        inherited(self, data)
        deadline.connected = self.sock

    tunnel: Any = connection._tunnel
    return type(
        connection.__name__,
        (connection,),
        {
            "response_class": CheckedResponse,
            "send": send,
            # How many fields a proxy may send before a tunnel is a global of the module, too.
            "_tunnel": FunctionType(
                tunnel.__code__,
                {**tunnel.__globals__, "_read_headers": _read_headers},
                closure=tunnel.__closure__,
            ),
        },
    )
