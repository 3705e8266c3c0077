"""HAR files (HTTP Archive, version 1.2), read entry by entry: a file of 200 MB needs the room of
one entry.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final, cast

from docbound.json_values import is_array, is_object
from docbound.records import record

from .content import GZIP, PackedError, unpacked
from .messages import Exchange, HttpRequest, HttpResponse, media_type
from .multipart import Part, join_parts, split_parts

_CHUNK: Final = 1 << 20
_ENTRIES: Final = re.compile(r'"entries"\s*:\s*\[')
_BLANKS: Final = re.compile(r"\s*+")
_LARGEST_ENTRY: Final = 64 << 20
"""Characters of one entry; several times what a fixture may hold."""


class HarError(ValueError):
    """A file is no HAR; the message says why.

    Attributes:
        line, column: where in the file, from 1.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@record
class LeftOut:
    """An entry without a response (aborted, blocked, answered from a cache)."""

    method: str
    url: str


def read_har(
    path: Path, left_out: Callable[[LeftOut], None] = lambda entry: None
) -> Iterator[Exchange]:
    """The exchanges of a HAR file, in order.

    Args:
        path: the file, in UTF-8 or, with a mark, UTF-16.
        left_out: told of each entry without a response.

    Raises:
        HarError: it is no HAR, or breaks off.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        is_utf16 = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encoding = "utf-16" if is_utf16 else "utf-8-sig"
    with path.open(encoding=encoding, errors="replace") as file:
        reader = _EntryReader(file)
        for entry in reader.entries():
            try:
                exchange = _exchange(entry)
            except HarError as error:
                raise reader.error(str(error)) from None
            if isinstance(exchange, Exchange):
                yield exchange
            else:
                left_out(exchange)


class _EntryReader:
    """Reads ``log.entries`` one by one, and knows where in the file each of them begins."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._column = 1

    def error(self, message: str) -> HarError:
        """An error at the present entry."""
        return HarError(message, self._line, self._column)

    def _take(self, size: int) -> None:
        """Goes on in the file."""
        end = self._at + size
        lines = self._buffer.count("\n", self._at, end)
        last = self._buffer.rfind("\n", self._at, end)
        self._line += lines
        self._column = end - last if lines else self._column + size
        self._at = end

    def _read(self, size: int) -> bool:
        """Takes more of the file in, in place of what was gone through; whether there was more."""
        piece = self._file.read(size)
        self._buffer = self._buffer[self._at :] + piece
        self._at = 0
        return bool(piece)

    def _skip_blanks(self) -> None:
        found = _BLANKS.match(self._buffer, self._at)
        self._take(found.end() - self._at if found else 0)

    def _find_entries(self) -> None:
        found = None
        begins = False
        while found is None:
            if not self._read(_CHUNK):
                raise HarError("it has no `log.entries`")
            if not begins and not self._buffer.lstrip().startswith("{"):
                raise HarError("it is no JSON object")
            begins = True
            found = _ENTRIES.search(self._buffer)
            if found is None and len(self._buffer) > 16 * _CHUNK:
                self._take(len(self._buffer) - 64)
        self._take(found.end())

    def _between(self) -> None:
        """Goes on to the next entry, or to the end of the list."""
        self._skip_blanks()
        if self._buffer.startswith(",", self._at):
            self._take(1)
            self._skip_blanks()

    def entries(self) -> Iterator[Mapping[str, Any]]:
        """The entries as plain data."""
        self._find_entries()
        decoder = json.JSONDecoder()
        while True:
            self._between()
            if self._buffer.startswith("]", self._at):
                return
            try:
                entry, end = decoder.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise self.error("an entry is nested deeper than any call") from None
            except ValueError:
                self._read_on()
                continue
            if not is_object(entry):
                raise self.error("an entry is no object")
            yield cast(Mapping[str, Any], entry)
            self._take(end - self._at)

    def _read_on(self) -> None:
        """Takes in as much again of an entry that is not there as a whole."""
        left = len(self._buffer) - self._at
        if left > _LARGEST_ENTRY:
            raise self.error(f"an entry has more than {_LARGEST_ENTRY >> 20} MB; leave it out")
        if not self._read(min(max(_CHUNK, left), _LARGEST_ENTRY + 1 - left)):
            raise self.error("an entry is no JSON, or the file breaks off")


def _exchange(entry: Mapping[str, Any]) -> Exchange | LeftOut:
    request, response = entry.get("request"), entry.get("response")
    if not is_object(request) or not is_object(response):
        raise HarError("an entry has no `request` or no `response`")
    method, url = request.get("method"), request.get("url")
    if not isinstance(method, str) or not isinstance(url, str):
        raise HarError("a request has no `method` or no `url`")
    status = response.get("status")
    if not isinstance(status, int) or not 100 <= status <= 999:
        return LeftOut(method=method, url=url)
    return Exchange(
        request=_with_form(
            HttpRequest(
                method=method.upper(),
                url=url,
                headers=_headers(request),
                body=_posted(request.get("postData")),
            ),
            request.get("postData"),
        ),
        response=HttpResponse(
            status=status,
            reason=str(response.get("statusText") or ""),
            headers=_headers(response, plain=True),
            body=_content(response),
        ),
    )


def _headers(message: Mapping[str, Any], *, plain: bool = False) -> tuple[tuple[str, str], ...]:
    """The header fields; those of HTTP/2 that begin with a colon are left out, and what no longer
    holds for an unpacked body.
    """
    rows = message.get("headers")
    pairs = (
        (str(row.get("name", "")), str(row.get("value", "")))
        for row in (rows if is_array(rows) else ())
        if is_object(row)
    )
    gone = ("content-encoding", "content-length", "transfer-encoding") if plain else ()
    return tuple(
        (name, value)
        for name, value in pairs
        if name and name[0] != ":" and name.lower() not in gone
    )


def _posted(data: Any) -> bytes:
    if not is_object(data):
        return b""
    text = data.get("text")
    if isinstance(text, str) and text:
        if data.get("encoding") == "base64":
            return _decoded(text)
        return text.encode("utf-8", "surrogatepass")
    params = data.get("params")
    if is_array(params):
        from urllib.parse import urlencode

        pairs = [(row.get("name", ""), row.get("value", "")) for row in params if is_object(row)]
        return urlencode(pairs, errors="surrogatepass").encode()
    return b""


_BOUNDARY: Final = "docbound-har"


def _with_form(request: HttpRequest, data: Any) -> HttpRequest:
    """A request whose form in parts is in ``params`` alone (HAR 1.2, "params"), as it was on
    the wire: browsers leave the text out, or the content of its files.
    """
    posted = data if is_object(data) else {}
    params = posted.get("params")
    written = request.header("content-type") or str(posted.get("mimeType") or "")
    media, options = media_type(written)
    rows = [row for row in (params if is_array(params) else ()) if is_object(row)]
    boundary = options.get("boundary", "")
    if not media.startswith("multipart/") or not rows:
        return request
    if boundary and split_parts(request.body, boundary):
        return request
    body = join_parts(tuple(map(_part, rows)), _BOUNDARY)
    headers = tuple(pair for pair in request.headers if pair[0].lower() != "content-type")
    content_type = ("Content-Type", f"{media}; boundary={_BOUNDARY}")
    return replace(request, headers=(*headers, content_type), body=body)


def _part(row: Mapping[str, Any]) -> Part:
    quoted = {
        key: re.sub(r'["\r\n]', lambda match: f"%{ord(match[0]):02X}", str(row[name]))
        for key, name in (("name", "name"), ("filename", "fileName"))
        if isinstance(row.get(name), str)
    }
    options = "".join(f'; {key}="{value}"' for key, value in quoted.items())
    lines = [f"Content-Disposition: form-data{options}"]
    if isinstance(row.get("contentType"), str) and row["contentType"]:
        lines.append("Content-Type: " + " ".join(row["contentType"].split()))
    text = row.get("value")
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else b""
    return Part(head="\r\n".join(lines).encode("utf-8", "replace"), content=content)


def _content(response: Mapping[str, Any]) -> bytes:
    """The body, unpacked: some tools leave it as it was on the wire."""
    content = response.get("content")
    if not is_object(content) or not isinstance(content.get("text"), str):
        return b""
    text: str = content["text"]
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    body = _decoded(text)
    headers = _headers(response)
    packed = HttpResponse(status=0, headers=headers, body=body)
    if packed.header("content-encoding") and body.startswith(GZIP):
        try:
            return unpacked(packed).body
        except PackedError as error:
            raise HarError(str(error)) from None
    return body


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise HarError("a body is marked `base64` and is not base64") from None
