"""Identifiers and decimal numbers in strings: ``uuid`` (RFC 4122) and ``decimal`` of the OpenAPI format registry."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic_core import core_schema as cs

from .formatted import formatted, reading
from .leaf import MISFIT, Leaf

_UUID_TEXT: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

UUID: Final = Leaf(
    expected="a UUID",
    held=(uuid.UUID,),
    read=reading(_UUID_TEXT, uuid.UUID, lambda text: False),
    # Of the other ways to write a UUID none has 36 characters.
    json=cs.chain_schema(
        [cs.str_schema(strict=True, min_length=36, max_length=36), cs.uuid_schema()]
    ),
    python=cs.uuid_schema(),
    native=cs.uuid_schema(),
)


def _decimal(text: str) -> Decimal | str:
    """The number in ``text``, or the text itself where a Decimal would be written otherwise (``+1``, ``1e5``, ``.5``)."""
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        return text
    return number if str(number) == text else text


_DECIMAL_TEXT: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?"


def _read_decimal(value: object) -> object:
    if not isinstance(value, str) or re.fullmatch(_DECIMAL_TEXT, value) is None:
        return MISFIT
    return _decimal(value)


DECIMAL: Final = Leaf(
    expected="a decimal number in a string",
    held=(Decimal,),
    read=_read_decimal,
    json=formatted(_DECIMAL_TEXT, _decimal),
    python=cs.union_schema(
        [cs.decimal_schema(), cs.str_schema(pattern=f"^{_DECIMAL_TEXT}$")]
    ),
)

BY_TYPE: Final[dict[object, Leaf]] = {uuid.UUID: UUID, Decimal: DECIMAL}
