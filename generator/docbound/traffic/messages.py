"""Requests and responses as they cross the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from docbound.records import record

Headers = tuple[tuple[str, str], ...]


@record
class HttpRequest:
    """A request.

    Attributes:
        method: in capitals.
        url: absolute.
        headers: in order; names as they were sent.
        body: all octets; empty where there is none.
    """

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """All values of ``name`` joined by commas, or an empty string."""
        return _joined(self.headers, name)


@record
class HttpResponse:
    """A response."""

    status: int
    reason: str = ""
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """All values of ``name`` joined by commas, or an empty string."""
        return _joined(self.headers, name)


@record
class Exchange:
    """One request and its response."""

    request: HttpRequest
    response: HttpResponse


def _joined(headers: Headers, name: str) -> str:
    return ", ".join(value for key, value in headers if key.lower() == name.lower())


def header_pairs(
    headers: Mapping[str, object] | Iterable[tuple[str, str]] | None,
) -> Headers:
    """Flattens ``{name: value}``, ``{name: [value, ...]}`` or pairs to pairs."""
    if headers is None:
        return ()
    if not isinstance(headers, Mapping):
        return tuple((name, value) for name, value in headers)
    pairs: list[tuple[str, str]] = []
    for name, value in cast("Mapping[str, object]", headers).items():
        is_list = isinstance(value, list | tuple)
        values = cast("Iterable[object]", value) if is_list else (value,)
        pairs.extend((str(name), str(one)) for one in values)
    return tuple(pairs)


def media_type(value: str) -> tuple[str, dict[str, str]]:
    """A Content-Type in its parts: the media type in small letters, and its parameters (RFC 9110,
    8.3.1).
    """
    if not value.strip():
        return "", {}
    from email.message import Message  # loads sockets, and every package's pages come by here

    message = Message()
    shown = value.encode("utf-8", "replace").decode()  # half of a character cannot be sent
    message["content-type"] = shown.replace("\r", " ").replace("\n", " ")
    found = message.get_params(failobj=[], unquote=True)
    if not found:
        return "", {}
    return found[0][0].strip().lower(), {str(key).lower(): str(text) for key, text in found[1:]}


def is_json(media: str) -> bool:
    """Whether a media type is JSON's, or built upon it (RFC 6839, 3.1)."""
    subtype = media.rpartition("/")[2]
    return subtype == "json" or subtype.endswith("+json")
