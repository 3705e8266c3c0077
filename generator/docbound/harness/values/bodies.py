"""Values as bodies of responses, as their media type wants them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from docbound.harness.described_service import (
    Media,
    Node,
    Service,
    ServiceOperation,
    ServiceResponse,
)
from docbound.json_values import is_array, is_object
from docbound.traffic import HttpResponse
from docbound.traffic.messages import is_json, media_type
from docbound.traffic.multipart import Part, join_parts

from .samples import NO_VALUE, made, named_examples, sample
from .validity import Judge

REASONS: Final[Mapping[int, str]] = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    206: "Partial Content",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    410: "Gone",
    412: "Precondition Failed",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
REDIRECTED: Final = "/redirected-by-docbound"
"""Where a redirect leads whose target the description does not state."""
REDIRECTS: Final = (301, 302, 303, 307, 308)
_DEEPEST: Final = 8
"""Schemas within schemas that are looked through for the contents of an event."""
_BOUNDARY: Final = "part-of-stub"
_JSON_TYPE: Final = "application/json"
_OF_RANGES: Final = {
    "audio": "audio/mpeg",
    "image": "image/png",
    "text": "text/plain",
    "video": "video/mp4",
}
_STREAMS: Final = (
    "text/event-stream",
    "application/jsonl",
    "application/x-ndjson",
    "application/ndjson",
    "application/json-seq",
)


def status_of(code: str) -> int:
    """The number for a status of the description: ``4XX`` becomes 400, ``default`` 500."""
    if code.isdecimal():
        return int(code)
    return int(code[0]) * 100 if code[:1].isdecimal() else 500


def first_success(operation: ServiceOperation) -> ServiceResponse | None:
    """The response that means success: the first 2xx, else the default, else a redirect; None where
    only errors are described.
    """
    rows = operation.responses
    fits: tuple[Callable[[str], bool], ...] = (
        lambda code: code[:1] == "2",
        lambda code: code.lower() == "default",
        lambda code: code[:1] == "3",
    )
    for fit in fits:
        for row in rows:
            if fit(row.code):
                return row
    return None


def preferred(response: ServiceResponse, accept: str = "") -> Media | None:
    """The media type to answer with: of the acceptable ones that with the highest weight; of
    several, what ``accept`` names first, and JSON where one range takes all.

    Source: RFC 9110, 12.5.1. The order of ranges means nothing there; clients that ask for a stream
    put it first.
    """
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    ranked: list[tuple[float, int, bool, Media]] = []
    for item in response.contents:
        # A range that names the media type counts more than one with an asterisk.
        matches = [
            ("*" in pattern, place, weight)
            for place, (pattern, weight) in enumerate(ranges)
            if _accepts(pattern, item.name)
        ]
        if matches and min(matches)[2] > 0:
            _, place, weight = min(matches)
            ranked.append((-weight, place, not is_json(media_type(item.name)[0]), item))
    return min(ranked, key=lambda found: found[:3])[3] if ranked else None


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """The media ranges of an ``Accept`` field, each with its weight; a weight that is no number
    counts as none.
    """
    for part in filter(None, map(str.strip, accept.split(","))):
        pattern, *parameters = (word.strip().lower() for word in part.split(";"))
        texts = [word[2:] for word in parameters if word.startswith("q=")]
        try:
            yield pattern, float(texts[0]) if texts else 1.0
        except ValueError:
            yield pattern, 1.0


def _accepts(pattern: str, name: str) -> bool:
    media = media_type(name)[0]
    return (
        pattern in ("*/*", media)
        or (pattern.endswith("/*") and media.startswith(pattern[:-1]))
        or "*" in media
    )


def response_for(
    service: Service,
    judge: Judge,
    response: ServiceResponse,
    media: Media | None,
    *,
    status: int | None = None,
    seed: int = 0,
    example: str = "",
    loose: bool = False,
) -> HttpResponse | None:
    """A response from the description's examples, or with a made value; None where no valid value
    was found.

    Args:
        service, judge: the description.
        response: which of its responses.
        media: which of its media types.
        status: the status, where the description leaves it open.
        seed: the same seed makes the same value.
        example: the name of an example.
        loose: whether a value that comes near is better than none.
    """
    number = status or (
        200 if response.code == "default" and status is None else status_of(response.code)
    )
    reason = REASONS.get(number, "")
    headers = _headers(service, judge, response, seed)
    if number in REDIRECTS and not any(name.lower() == "location" for name, _ in headers):
        headers.append(("Location", REDIRECTED))
    if media is None or number in (204, 304):
        return HttpResponse(status=number, reason=reason, headers=tuple(headers))
    body = _body(service, judge, media, seed, example, loose)
    if body is None:
        return None
    name = _concrete(media.name)
    if name.lower().startswith("multipart/") and "boundary=" not in name.lower():
        name = f"{name}; boundary={_BOUNDARY}"
    headers.insert(0, ("Content-Type", name))
    return HttpResponse(status=number, reason=reason, headers=tuple(headers), body=body)


def _concrete(name: str) -> str:
    """A media type that a range has, such as ``audio/mpeg`` of ``audio/*``."""
    if "*" not in name:
        return name
    kind = name.partition("/")[0].strip().lower()
    return _OF_RANGES.get(kind, _JSON_TYPE)


def _headers(
    service: Service, judge: Judge, response: ServiceResponse, seed: int
) -> list[tuple[str, str]]:
    """The headers that the description requires, or gives an example for."""
    found: list[tuple[str, str]] = []
    section = response.node.get("headers")
    for name, item in section.items() if section else ():
        node = service.resolve(item)
        schema = node.get("schema") or (node if service.is_swagger else None)
        example: Any = node.value.get("example", NO_VALUE) if is_object(node.value) else NO_VALUE
        if example is NO_VALUE and schema is not None and node.value.get("required"):
            if name.lower() == "location":
                continue  # Nothing answers at a made target.
            example = made(judge, schema, seed=seed)
        if isinstance(example, str | int | float) and name.lower() != "content-type":
            text = str(example).lower() if isinstance(example, bool) else str(example)
            if text.isascii() and text.isprintable():
                found.append((name, text))
    return found


def _body(
    service: Service, judge: Judge, media: Media, seed: int, example: str, loose: bool
) -> bytes | None:
    if example:
        for name, value in named_examples(service, media):
            if name == example:
                return encoded(media, value)
        return None
    item = media.node.get("itemSchema")
    if item is not None and not media.node.has("schema"):
        return _stream_items(service, judge, media, item, seed, loose)
    value = sample(service, judge, media, seed=seed, loose=loose)
    if value is NO_VALUE:
        if media.schema is None or _is_binary(service, media.schema):
            return encoded(media, {} if is_json(media_type(media.name)[0]) else "")
        return None
    return encoded(media, value)


def _stream_items(
    service: Service, judge: Judge, media: Media, item: Node, seed: int, loose: bool
) -> bytes | None:
    found = [made(judge, item, seed=seed + number, loose=loose) for number in range(3)]
    name = media_type(media.name)[0]
    if name == "text/event-stream":
        found = [_with_content(service, judge, item, value, seed, loose) for value in found]
    if any(value is NO_VALUE for value in found):
        return None
    if name == "text/event-stream":
        return b"".join(map(_event, found))
    if name.startswith("multipart/"):
        encoding = media.node.get("itemEncoding")
        usual = encoding.text("contentType") if encoding else ""
        return join_parts(tuple(_item_part(value, usual) for value in found), _BOUNDARY)
    return b"".join(_line(name, value) for value in found)


def _item_part(value: object, content_type: str) -> Part:
    """An item of a multipart body (OpenAPI 3.2.0, "Encoding multipart Media Types")."""
    usual = "text/plain" if isinstance(value, str) else _JSON_TYPE
    content = value.encode() if isinstance(value, str) else _json(value)
    return Part(head=f"Content-Type: {content_type or usual}".encode(), content=content)


def _with_content(
    service: Service, judge: Judge, item: Node, value: object, seed: int, loose: bool
) -> object:
    """An event whose data are a text of JSON: what ``contentSchema`` describes for events of its
    name (OpenAPI 3.2.0, "Special Considerations for Server-Sent Events").
    """
    if not is_object(value) or not isinstance(value.get("data"), str):
        return value
    name = value.get("event", "message")
    for branch in _branches(service, item):
        properties = branch.get("properties")
        fields = dict(properties.items()) if properties else {}
        event: Any = service.resolve(fields["event"]).value if "event" in fields else None
        named = event.get("const", name) if is_object(event) else name
        content = service.resolve(fields["data"]).get("contentSchema") if "data" in fields else None
        if content is None or named != name:
            continue
        data = made(judge, content, seed=seed, loose=loose)
        return NO_VALUE if data is NO_VALUE else {**value, "data": json.dumps(data)}
    return value


def _branches(service: Service, schema: Node, depth: int = 0) -> Iterator[Node]:
    """A schema and those that it is put together from."""
    resolved = service.resolve(schema)
    if not is_object(resolved.value) or depth > _DEEPEST:
        return
    yield resolved
    for keyword in ("allOf", "oneOf", "anyOf"):
        inner = resolved.get(keyword)
        for one in inner.list() if inner and is_array(inner.value) else ():
            yield from _branches(service, one, depth + 1)


def _event(value: object) -> bytes:
    """One event: an object with ``data`` is one already (OpenAPI 3.2.0, "Special Considerations for
    Server-Sent Events").
    """
    fields: dict[str, Any] = value if is_object(value) else {}
    if "data" in fields:
        lines = [
            f"{key}: {text if isinstance(text, str) else json.dumps(text)}"
            for key, text in fields.items()
            if key in ("event", "id", "retry", "data")
        ]
        return ("\n".join(lines) + "\n\n").encode()
    return b"data: " + _json(value) + b"\n\n"


def _line(name: str, value: object) -> bytes:
    return (b"\x1e" if name == "application/json-seq" else b"") + _json(value) + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _is_binary(service: Service, schema: Node) -> bool:
    value = service.resolve(schema).value
    return is_object(value) and (
        value.get("format") == "binary" or value.get("type") == "file" or not value
    )


def encoded(media: Media, value: object) -> bytes:
    """A value in the form of a media type."""
    name = media_type(media.name)[0]
    if is_json(name) or (_concrete(name) == _JSON_TYPE and "*" in name):
        return _json(value)
    if name in _STREAMS:
        items = cast("list[object]", value) if is_array(value) else [value]
        if isinstance(value, str):
            return value.encode()
        return b"".join(
            _event(item) if name == "text/event-stream" else _line(name, item) for item in items
        )
    if name == "application/x-www-form-urlencoded" and is_object(value):
        return urlencode(value, doseq=True).encode()
    if name.endswith("xml") and not isinstance(value, str):
        return f"<value>{escape(json.dumps(value))}</value>".encode()
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return _json(value)
