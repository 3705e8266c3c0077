"""Identifiers and decimal numbers in strings: ``uuid`` (RFC 4122) and ``decimal`` of the OpenAPI
format registry.
"""

from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic_core import core_schema as cs

from ...serialization.exact import ExactDecimal
from .base import ScalarType
from .formats import exact_reader, fast_schema, lenient_schema

_UUID_TEXT: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


def _no_octets(value: object) -> object:
    """The 16 octets of a UUID are not what is written for it."""
    if isinstance(value, (bytes, bytearray)):
        raise ValueError("a UUID or its text expected; give uuid.UUID(bytes=...)")
    return value


UUID: Final = ScalarType(
    expected="a UUID",
    python_types=(uuid.UUID,),
    read=exact_reader(_UUID_TEXT, uuid.UUID),
    # Of the other ways to write a UUID none has 36 characters.
    json=cs.chain_schema(
        [cs.str_schema(strict=True, min_length=36, max_length=36), cs.uuid_schema()]
    ),
    python=cs.uuid_schema(),
    native=cs.no_info_before_validator_function(_no_octets, cs.uuid_schema()),
)


def _decimal(text: str) -> Decimal:
    """The number in ``text``; it keeps the text where a Decimal would be written otherwise (``+1``,
    ``1e5``, ``.5``).

    Raises:
        ValueError: its exponent is beyond what a Decimal holds.
    """
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("an exponent beyond what a Decimal holds") from error
    return number if str(number) == text else ExactDecimal(text)


_DECIMAL_TEXT: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?"
_READ_DECIMAL: Final = exact_reader(_DECIMAL_TEXT, _decimal)

DECIMAL: Final = ScalarType(
    expected="a decimal number in a string",
    python_types=(Decimal,),
    read=_READ_DECIMAL,
    json=fast_schema(_DECIMAL_TEXT, _decimal),
    python=lenient_schema(_READ_DECIMAL, Decimal, cs.decimal_schema()),
)

BY_TYPE: Final[dict[object, ScalarType]] = {uuid.UUID: UUID, Decimal: DECIMAL}
