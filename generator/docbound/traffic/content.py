"""Bodies without their Content-Encoding."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace

from .messages import HttpResponse


class PackedError(ValueError):
    """A body is packed in a way that is not known here, or is broken; the message says which."""


def unpacked(response: HttpResponse) -> HttpResponse:
    """A response whose body is not packed (RFC 9110, 8.4); header fields that no longer hold are
    left out.

    Raises:
        PackedError: the encoding is not known, or the body is broken.
    """
    words = [
        word.strip().lower()
        for word in response.header("content-encoding").split(",")
        if word.strip()
    ]
    body = response.body
    for word in reversed(words):
        body = _without(word, body)
    gone = ("content-encoding", "content-length", "transfer-encoding")
    headers = tuple(pair for pair in response.headers if pair[0].lower() not in gone)
    return replace(response, headers=headers, body=body) if words else response


def _without(word: str, body: bytes) -> bytes:
    if not body or word == "identity":
        return body
    try:
        if word in ("gzip", "x-gzip"):
            return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        if word == "deflate":
            return zlib.decompress(body, zlib.MAX_WBITS if body[0] & 0x0F == 8 else -zlib.MAX_WBITS)
    except (OSError, EOFError, zlib.error) as error:
        raise PackedError(f"a body that says {word} is broken: {error}") from None
    raise PackedError(f"a body is packed with {word}, which cannot be searched for secrets")
