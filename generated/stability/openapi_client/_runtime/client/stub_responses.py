"""The responses of a stub: values as bodies and streams of their media types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from ..models.encoder import encode_json
from ..service.operations import Stream

_JSON: Final = "application/json"
_BOUNDARY: Final = "part-of-stub"


class StubResponse:
    """A response of a stub: status, headers and the octets of the body."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


def response_headers(media: str, more: Mapping[str, str]) -> dict[str, str]:
    """The headers of a body of the media type, unless it is empty, and those given."""
    return {"Content-Type": media, **more} if media else dict(more)


def body_of(value: object, described: list[str]) -> tuple[str, bytes]:
    """The media type that suits a value, of those that the description has for it, and the body."""
    if value is None:
        return "", b""
    json_type = next((media for media in described if is_json_type(media)), "")
    other = next((media for media in described if not is_json_type(media) and "*" not in media), "")
    if isinstance(value, bytes | bytearray):
        return other or "application/octet-stream", bytes(value)
    is_text = not any(media.startswith("*") for media in described)
    if isinstance(value, str) and not json_type and is_text:
        return other or "text/plain", value.encode()
    # Structured data under a name of its own are JSON in practice.
    return json_type or other or _JSON, encode_json(value)


def is_json_type(media: str) -> bool:
    """Whether a media type is JSON or based on it (RFC 6839, 3.1)."""
    bare = media.partition(";")[0].strip().lower()
    return bare.endswith(("/json", "+json"))


def stream_type(media: str) -> str:
    """The media type of a stream, with the boundary that a multipart one needs."""
    if media.lower().startswith("multipart/") and "boundary=" not in media.lower():
        return f"{media}; boundary={_BOUNDARY}"
    return media


def streamed_body(media: str, kind: Stream, items: Iterable[object]) -> bytes:
    """The items of a stream, as its media type has them."""
    bare = media.partition(";")[0].strip().lower()
    if bare.startswith("multipart/"):
        return _parts(media, items)
    from ..response.stream_items import is_whole_event

    is_whole = bare == "text/event-stream" and is_whole_event(kind)
    lines: list[bytes] = []
    for item in items:
        text = encode_json(item)
        if bare == "text/event-stream":
            value: Any = json.loads(text)
            if is_whole or (isinstance(value, dict) and "data" in value):
                lines.append(_event(cast("dict[str, Any]", value)))
            else:
                lines.append(_named_event(kind, item) + b"data: " + text + b"\n\n")
        else:
            lines.append((b"\x1e" if bare == "application/json-seq" else b"") + text + b"\n")
    return b"".join(lines)


def _parts(media: str, items: Iterable[object]) -> bytes:
    """The items as parts of a multipart body: octets as they are, texts, else JSON."""
    boundary = re.split(r"(?i)boundary=", media)[1].split(";")[0].strip(' "')
    written = b""
    for item in items:
        described, content = body_of(item, ["text/plain"] if isinstance(item, str) else [])
        written += f"--{boundary}\r\nContent-Type: {described}\r\n\r\n".encode() + content + b"\r\n"
    return written + f"--{boundary}--\r\n".encode()


def _named_event(kind: Stream, item: object) -> bytes:
    """The line that names the event of an item, where events have names and types; an item that is
    plain data is of the first of them.
    """
    if not kind.events:
        return b""
    of_type = (name for name, code in kind.events.items() if code == type(item).__name__)
    return f"event: {next(of_type, next(iter(kind.events)))}\n".encode()


def _event(fields: dict[str, Any]) -> bytes:
    """An event as its fields; one without data would not be dispatched (HTML Standard, "Server-sent
    events").
    """
    fields = {**fields, "data": fields.get("data", "")}
    lines = [
        f"{name}: {fields[name] if isinstance(fields[name], str) else json.dumps(fields[name])}"
        for name in ("event", "id", "retry", "data")
        if name in fields
    ]
    return ("\n".join(lines) + "\n\n").encode()


def recorded_body(body: Any) -> bytes:
    """The octets of a body in a cassette: a text, octets, or a mapping with either."""
    import base64

    if isinstance(body, dict):
        fields = cast("dict[str, Any]", body)
        if "base64_string" in fields:
            return base64.b64decode(fields["base64_string"])
        body = fields.get("string")
    if isinstance(body, bytes):
        return body
    return str(body or "").encode()
