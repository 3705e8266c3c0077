"""Two requests compared by meaning.

Equal are: the method, the path (escapes normalised, slashes kept), the query as a multiset of pairs, the headers that
matter, and the body as its media type reads it: JSON values, form fields, multipart parts, otherwise octets.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

UNIMPORTANT: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers that a transport adds or that carry a version; no fixture says anything about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRequest:
    """A request as it crosses the wire.

    Attributes:
        method: in capitals.
        url: absolute.
        headers: in order; names as they were sent.
        body: all octets; empty where there is none.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """Returns all values of ``name`` joined by commas, or an empty string."""
        return ", ".join(
            value for key, value in self.headers if key.lower() == name.lower()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WireReply:
    """A reply as it crosses the wire."""

    status: int
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def header_pairs(
    headers: Mapping[str, object] | Iterable[tuple[str, str]] | None,
) -> tuple[tuple[str, str], ...]:
    """Flattens ``{name: value}``, ``{name: [value, ...]}`` or pairs to pairs."""
    if headers is None:
        return ()
    if not isinstance(headers, Mapping):
        return tuple((name, value) for name, value in headers)
    pairs: list[tuple[str, str]] = []
    for name, value in headers.items():
        values: Iterable[object] = (
            value if isinstance(value, list | tuple) else (value,)
        )
        pairs.extend((name, str(one)) for one in values)
    return tuple(pairs)


def differences(
    expected: WireRequest,
    sent: WireRequest,
    *,
    secrets: Mapping[str, str] | None = None,
) -> list[str]:
    """Says how ``sent`` differs from ``expected``; an empty list means that they mean the same.

    ``secrets`` maps what a fixture has in place of a credential to the credential that the call used.
    """
    found: list[str] = []
    if expected.method != sent.method:
        found.append(f"method: expected {expected.method}, sent {sent.method}")
    wanted, got = urlsplit(_reveal(expected.url, secrets)), urlsplit(sent.url)
    if (wanted.scheme, wanted.netloc) != (got.scheme, got.netloc):
        found.append(
            f"host: expected {wanted.scheme}://{wanted.netloc}, sent {got.scheme}://{got.netloc}"
        )
    if _same_escapes(wanted.path) != _same_escapes(got.path):
        found.append(f"path: expected {wanted.path}, sent {got.path}")
    found.extend(_multiset("query", _pairs(wanted.query), _pairs(got.query)))
    found.extend(_headers(expected, sent, secrets))
    found.extend(_bodies(expected, sent))
    return found


def _reveal(text: str, secrets: Mapping[str, str] | None) -> str:
    for shown, real in (secrets or {}).items():
        text = text.replace(shown, real)
    return text


def _same_escapes(path: str) -> str:
    """Escapes segment by segment in one way, so that ``%2F`` stays apart from ``/`` and ``%c3`` equals ``%C3``."""
    return "/".join(quote(unquote(segment), safe="") for segment in path.split("/"))


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _form(request: WireRequest) -> list[tuple[str, str]]:
    return [
        (name, _one_spelling_if_json(text))
        for name, text in _pairs(request.body.decode())
    ]


def _one_spelling_if_json(text: str) -> str:
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def _multiset(
    what: str, expected: Iterable[object], sent: Iterable[object]
) -> Iterator[str]:
    wanted, got = Counter(expected), Counter(sent)
    for pair in wanted - got:
        yield f"{what}: {pair!r} is missing"
    for pair in got - wanted:
        yield f"{what}: {pair!r} was not expected"


def _headers(
    expected: WireRequest, sent: WireRequest, secrets: Mapping[str, str] | None
) -> Iterator[str]:
    names = {
        name.lower() for request in (expected, sent) for name, _ in request.headers
    } - UNIMPORTANT
    for name in sorted(names):
        wanted, got = _reveal(expected.header(name), secrets), sent.header(name)
        if _canonical_header(name, wanted) != _canonical_header(name, got):
            yield f"header {name}: expected {wanted!r}, sent {got!r}"


def _canonical_header(name: str, value: str) -> object:
    if name == "content-type":
        media, options = parse_options_header(value)
        return media, {
            key: text
            for key, text in options.items()
            if key not in {"boundary", "charset"}
        }
    if name == "accept":
        return {part.strip() for part in value.split(",")}
    return value


# --- bodies --------------------------------------------------------------------------------------------------------------------


def _bodies(expected: WireRequest, sent: WireRequest) -> Iterator[str]:
    if expected.body == sent.body:
        return
    if not expected.body or not sent.body:
        yield f"body: expected {expected.body[:200]!r}, sent {sent.body[:200]!r}"
        return
    media = parse_options_header(expected.header("content-type"))[0]
    if parse_options_header(sent.header("content-type"))[0] != media:
        yield "body: of another media type"
        return
    match media.rpartition("/")[2]:
        case subtype if subtype == "json" or subtype.endswith("+json"):
            yield from _json_bodies(expected.body, sent.body)
        case "x-www-form-urlencoded":
            yield from _multiset("form", _form(expected), _form(sent))
        case "form-data":
            yield from _multiset("part", parts(expected), parts(sent))
        case _:
            yield f"body: expected {expected.body[:200]!r}, sent {sent.body[:200]!r}"


def _json_bodies(expected: bytes, sent: bytes) -> Iterator[str]:
    try:
        wanted, got = json.loads(expected), json.loads(sent)
    except ValueError as error:
        yield f"body: not JSON ({error}): {sent[:200]!r}"
        return
    if not json_equal(wanted, got):
        yield f"body: expected {json.dumps(wanted)}, sent {json.dumps(got)}"


def json_equal(left: object, right: object) -> bool:
    """Compares two JSON values: numbers by value (1 = 1.0), booleans never equal to numbers, keys in any order."""
    match left, right:
        case bool(), _:
            return isinstance(right, bool) and left == right
        case _, bool():
            return False
        case dict(), dict():
            return left.keys() == right.keys() and all(
                json_equal(left[key], right[key]) for key in left
            )
        case list(), list():
            return len(left) == len(right) and all(map(json_equal, left, right))
        case _:
            return left == right


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a multipart body. JSON content is reduced to one spelling."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def parts(request: WireRequest) -> list[FormPart]:
    """Reads the parts of a multipart body (RFC 7578), in order."""
    boundary = parse_options_header(request.header("content-type"))[1]["boundary"]
    decoder = MultipartDecoder(boundary.encode(), max_form_memory_size=None)
    decoder.receive_data(request.body)
    decoder.receive_data(None)
    found: list[FormPart] = []
    head: Field | File | None = None
    content = bytearray()
    while not isinstance(event := decoder.next_event(), Epilogue):
        match event:
            case Field() | File():
                head, content = event, bytearray()
            case Data():
                content += event.data
                if not event.more_data and head is not None:
                    found.append(_part(head, bytes(content)))
            case _:
                continue
    return found


def _part(head: Field | File, content: bytes) -> FormPart:
    media = parse_options_header(head.headers.get("content-type", ""))[0]
    if media == "application/json":
        content = _one_spelling(content, json.loads)
    filename = head.filename if isinstance(head, File) else None
    return FormPart(
        head.name, filename, "" if media == "text/plain" else media, content
    )


def _one_spelling(content: bytes, loads: Callable[[bytes], object]) -> bytes:
    return json.dumps(loads(content), sort_keys=True, ensure_ascii=False).encode()
