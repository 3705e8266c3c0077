"""Bodies without their Content-Encoding."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from .messages import HttpRequest, HttpResponse

NO_LONGER: tuple[str, ...] = ("content-encoding", "content-length", "transfer-encoding")
"""Header fields that say nothing true of a body which was unpacked."""
GZIP = b"\x1f\x8b"

Message = TypeVar("Message", HttpRequest, HttpResponse)


class PackedError(ValueError):
    """A body is packed in a way that is not known here, is broken, or unpacks to more than any
    service sends; the message says which.
    """


def unpacked(message: Message) -> Message:
    """A request or response whose body is not packed (RFC 9110, 8.4); header fields that no longer
    hold are left out. A body that was unpacked already, as some tools record it, stays as it is.

    Raises:
        PackedError: the encoding is not known, or the body is broken or a bomb.
    """
    encoding = message.header("content-encoding")
    if not encoding.strip(", "):
        return message
    body = message.body
    if body and not ("gzip" in encoding.lower() and not body.startswith(GZIP)):
        body = _without(encoding, body)
    headers = tuple(pair for pair in message.headers if pair[0].lower() not in NO_LONGER)
    return replace(message, headers=headers, body=body)


def _without(encoding: str, body: bytes) -> bytes:
    from docbound.runtime.errors import OpenApiException
    from docbound.runtime.transport.decompression import unpacked as pieces

    try:
        return b"".join(pieces([body], encoding))
    except OpenApiException as error:
        raise PackedError(f"a body cannot be searched for secrets: {error}") from None
