"""Two requests compared by meaning.

Equal are: the method, the path (escapes normalised, slashes kept), the query as a multiset of
pairs, the headers that
matter, and the body as its media type reads it: JSON values, form fields, multipart parts,
otherwise octets.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from docbound.json_values import is_array, is_object
from docbound.traffic import HttpRequest
from docbound.traffic.messages import is_json, media_type
from docbound.traffic.multipart import split_parts

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


def differences(
    expected: HttpRequest,
    sent: HttpRequest,
    *,
    secrets: Mapping[str, str] | None = None,
) -> list[str]:
    """Says how ``sent`` differs from ``expected``; an empty list means that they mean the same.

    Args:
        expected, sent: the requests.
        secrets: maps what a fixture has in place of a credential to the credential that the call
            used.
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
    for placeholder, real in (secrets or {}).items():
        text = text.replace(placeholder, real)
    return text


def _same_escapes(path: str) -> str:
    """Escapes segment by segment in one way, so that ``%2F`` stays apart from ``/`` and ``%c3``
    equals ``%C3``.
    """
    return "/".join(quote(unquote(segment), safe="") for segment in path.split("/"))


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _form(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, _one_spelling(text))
        for name, text in _pairs(request.body.decode("utf-8", "replace"))
    ]


def _one_spelling(text: str) -> str:
    """A JSON text in one spelling; any other as it is."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def _multiset(what: str, expected: Iterable[object], sent: Iterable[object]) -> Iterator[str]:
    wanted, got = Counter(expected), Counter(sent)
    for pair in wanted - got:
        yield f"{what}: {pair!r} is missing"
    for pair in got - wanted:
        yield f"{what}: {pair!r} was not expected"


def _headers(
    expected: HttpRequest, sent: HttpRequest, secrets: Mapping[str, str] | None
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
        media, options = media_type(value)
        return media, {
            key: text for key, text in options.items() if key not in {"boundary", "charset"}
        }
    if name == "accept":
        return {part.strip() for part in value.split(",")}
    return value


# --- bodies


def _bodies(expected: HttpRequest, sent: HttpRequest) -> Iterator[str]:
    if expected.body == sent.body:
        return
    if not expected.body or not sent.body:
        yield f"body: expected {expected.body[:200]!r}, sent {sent.body[:200]!r}"
        return
    media = media_type(expected.header("content-type"))[0]
    if media_type(sent.header("content-type"))[0] != media:
        yield "body: of another media type"
    elif is_json(media):
        yield from _json_bodies(expected.body, sent.body)
    elif media == "application/x-www-form-urlencoded":
        yield from _multiset("form", _form(expected), _form(sent))
    elif media.startswith("multipart/"):
        yield from _multiset("part", _parts(expected), _parts(sent))
    else:
        yield f"body: expected {expected.body[:200]!r}, sent {sent.body[:200]!r}"


def _json_bodies(expected: bytes, sent: bytes) -> Iterator[str]:
    try:
        wanted, got = json.loads(expected), json.loads(sent)
    except ValueError as error:
        yield f"body: not JSON ({error}): {sent[:200]!r}"
        return
    for path, one, other in json_differences(wanted, got):
        yield f"body at {path}: expected {_short(one)}, sent {_short(other)}"


def _short(value: object) -> str:
    text = "nothing" if value is ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"


class _Absent:
    """What is where one of two values has nothing."""


ABSENT: Final = _Absent()


def json_equal(left: object, right: object) -> bool:
    """Compares two JSON values: numbers by value (1 = 1.0), booleans never equal to numbers, keys
    in any order.
    """
    return next(json_differences(left, right), None) is None


def json_differences(
    left: object, right: object, path: str = "$"
) -> Iterator[tuple[str, object, object]]:
    """Every place at which two JSON values differ: its path, and both values."""
    if is_object(left) and is_object(right):
        for key in dict.fromkeys((*left, *right)):
            one, other = left.get(key, ABSENT), right.get(key, ABSENT)
            yield from json_differences(one, other, f"{path}.{key}")
    elif is_array(left) and is_array(right):
        for index in range(max(len(left), len(right))):
            one = left[index] if index < len(left) else ABSENT
            other = right[index] if index < len(right) else ABSENT
            yield from json_differences(one, other, f"{path}[{index}]")
    elif isinstance(left, bool) != isinstance(right, bool) or left != right:
        yield path, left, right


def _parts(request: HttpRequest) -> list[tuple[str | None, str | None, str, bytes]]:
    """The parts of a multipart body (RFC 7578): name, file name, media type, content (JSON in one
    spelling).
    """
    boundary = media_type(request.header("content-type"))[1].get("boundary", "")
    found: list[tuple[str | None, str | None, str, bytes]] = []
    for part in split_parts(request.body, boundary) or ():
        media = media_type(part.headers.get("content-type", ""))[0]
        content = part.content
        if is_json(media):
            content = _one_spelling(content.decode("utf-8", "replace")).encode()
        shown = "" if media == "text/plain" else media
        found.append((part.option("name"), part.option("filename"), shown, content))
    return found
