"""Octets as JSON has them: base64, or text that stands for itself."""

from __future__ import annotations

import base64
from typing import Any

from .jsontext import is_array, is_object


class TextOctets(bytes):
    """Octets that stood in JSON as they are (``format: binary``), and are written back so."""

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


def plain_octets(value: Any) -> Any:
    """Untyped data with its octets as base64; the same object where there are none.

    Pydantic would write them with the alphabet for URLs.
    """
    match value:
        case bytes() | bytearray():
            return base64_text(value)
        case _ if is_object(value):
            changed = {key: plain_octets(item) for key, item in value.items()}
            return (
                value
                if all(changed[key] is item for key, item in value.items())
                else changed
            )
        case _ if is_array(value):
            items = [plain_octets(item) for item in value]
            return (
                value
                if all(new is old for new, old in zip(items, value, strict=True))
                else items
            )
        case _:
            return value
