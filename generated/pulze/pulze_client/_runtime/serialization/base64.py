"""Octets in JSON: base64, or text."""

from __future__ import annotations

import base64


class TextOctets(bytes):
    """Octets that were in JSON as they are (``format: binary``), and are written back so."""

    __slots__ = ()


def base64_text(value: object) -> object:
    """Octets as base64 with the standard alphabet and padding; anything else as it is."""
    match value:
        case TextOctets():
            return value.decode(errors="surrogatepass")
        case bytes() | bytearray():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value
