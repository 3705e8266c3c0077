"""HAR files (HTTP Archive, version 1.2), read entry by entry: a file of 200 MB needs the room of
one entry.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final, cast

from docbound.json_values import is_array, is_object

from .messages import Exchange, HttpRequest, HttpResponse, media_type
from .multipart import Part, join_parts, split_parts

_CHUNK: Final = 1 << 20
_ENTRIES: Final = re.compile(r'"entries"\s*:\s*\[')
_LARGEST_ENTRY: Final = 256 << 20


class HarError(ValueError):
    """A file is no HAR; the message says why."""


def read_har(path: Path) -> Iterator[Exchange]:
    """The exchanges of a HAR file, in order; entries without a response (aborted, blocked) are left
    out.

    Args:
        path: the file, in UTF-8, with or without a mark.

    Raises:
        HarError: it is no HAR, or breaks off.
        OSError: it cannot be read.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for entry in _entries(file):
            exchange = _exchange(entry)
            if exchange is not None:
                yield exchange


def _entries(file: IO[str]) -> Iterator[Mapping[str, Any]]:
    buffer = ""
    found = None
    while found is None:
        piece = file.read(_CHUNK)
        if not piece:
            raise HarError("it has no `log.entries`")
        buffer += piece
        if not buffer.lstrip().startswith("{"):
            raise HarError("it is no JSON object")
        found = _ENTRIES.search(buffer)
        if found is None and len(buffer) > 16 * _CHUNK:
            buffer = "{" + buffer[-64:]
    buffer = buffer[found.end() :]
    decoder = json.JSONDecoder()
    while True:
        buffer = buffer.lstrip().removeprefix(",").lstrip()
        if buffer.startswith("]"):
            return
        try:
            entry, end = decoder.raw_decode(buffer)
        except RecursionError:
            raise HarError("an entry is nested deeper than any call") from None
        except ValueError:
            piece = file.read(max(_CHUNK, len(buffer)))
            if not piece or len(buffer) > _LARGEST_ENTRY:
                raise HarError("an entry is no JSON, or the file breaks off") from None
            buffer += piece
            continue
        if not is_object(entry):
            raise HarError("an entry is no object")
        buffer = buffer[end:]
        yield cast(Mapping[str, Any], entry)


def _exchange(entry: Mapping[str, Any]) -> Exchange | None:
    request, response = entry.get("request"), entry.get("response")
    if not is_object(request) or not is_object(response):
        raise HarError("an entry has no `request` or no `response`")
    status = response.get("status")
    if not isinstance(status, int) or not 100 <= status <= 999:
        return None
    method, url = request.get("method"), request.get("url")
    if not isinstance(method, str) or not isinstance(url, str):
        raise HarError("a request has no `method` or no `url`")
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
            headers=_headers(response, unpacked=True),
            body=_content(response.get("content")),
        ),
    )


def _headers(message: Mapping[str, Any], *, unpacked: bool = False) -> tuple[tuple[str, str], ...]:
    """The header fields; those of HTTP/2 that begin with a colon are left out, and what no longer
    holds for an unpacked body.
    """
    rows = message.get("headers")
    pairs = (
        (str(row.get("name", "")), str(row.get("value", "")))
        for row in (rows if is_array(rows) else ())
        if is_object(row)
    )
    gone = ("content-encoding", "content-length", "transfer-encoding") if unpacked else ()
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
        return urlencode(pairs).encode()
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
    return Part(head="\r\n".join(lines).encode(), content=content)


def _content(content: Any) -> bytes:
    text = content.get("text") if is_object(content) else None
    if not isinstance(text, str):
        return b""
    return (
        _decoded(text)
        if content.get("encoding") == "base64"
        else text.encode("utf-8", "surrogatepass")
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise HarError("a body is marked `base64` and is not base64") from None
