"""Strings that mean octets: ``byte`` (base64, RFC 4648) and ``binary`` of the OpenAPI format
registry.
"""

from __future__ import annotations

import binascii
import re
from typing import Final

from pydantic_core import core_schema as cs

from ...serialization.base64 import TextOctets
from ...serialization.wire_values import WRITE
from .base import INVALID, ScalarType
from .formats import exact_reader

_BASE64_TEXT: Final = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"


def _octets(value: object) -> bytes:
    """What constructing takes for octets: bytes as they are, a string as base64 text."""
    match value:
        case bytes() | bytearray():
            return bytes(value)
        case str() if re.fullmatch(_BASE64_TEXT, value) is not None:
            return binascii.a2b_base64(value)
        case _:
            raise ValueError("bytes or base64 text (RFC 4648, section 4) expected")


BASE64: Final = ScalarType(
    expected="base64 (RFC 4648, section 4)",
    python_types=(bytes,),
    read=exact_reader(_BASE64_TEXT, binascii.a2b_base64),
    json=cs.no_info_after_validator_function(
        binascii.a2b_base64,
        cs.str_schema(strict=True, pattern=f"^{_BASE64_TEXT}$"),
        serialization=WRITE,
    ),
    python=cs.no_info_plain_validator_function(_octets, serialization=WRITE),
)


def _read_octets(value: object) -> object:
    return TextOctets(value.encode(errors="surrogatepass")) if isinstance(value, str) else INVALID


def _given_octets(value: object) -> object:
    """What constructing takes for a file: octets, text, or whatever a form can send (a path, an
    open file, a pair).
    """
    if isinstance(value, bytearray):
        return bytes(value)
    if value is None or isinstance(value, (bool, int, float, list, dict)):
        raise ValueError("bytes, text or a file expected")
    return TextOctets(value.encode()) if isinstance(value, str) else value


BYTES: Final = ScalarType(
    expected="a string",
    python_types=(bytes,),
    read=_read_octets,
    json=cs.no_info_after_validator_function(
        lambda text: TextOctets(text.encode()),
        cs.str_schema(strict=True),
        serialization=WRITE,
    ),
    python=cs.no_info_plain_validator_function(_given_octets, serialization=WRITE),
)
