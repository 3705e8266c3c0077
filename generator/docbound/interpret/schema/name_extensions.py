"""The names that extensions of other generators give to inline schemas."""

from __future__ import annotations

from typing import Final

from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import JSONValue

NAMES: Final = (
    "x-speakeasy-name-override",
    "x-fern-type-name",
    "x-stainless-model",
    "x-stainless-modelName",
    "x-ogen-name",
    "x-go-type-name",
)
"""Extensions whose value is the name of the type that a schema is, as Speakeasy, Fern, Stainless,
ogen and oapi-codegen document them. ``x-ms-client-name`` and ``x-go-name`` are none of them: on a
property they name the property. :mod:`.enums` reads ``x-ms-enum``, which also makes a type.
"""
VARIANTS: Final = ("x-stainless-variantName",)
"""Extensions that name a schema among alternatives."""

_NAME: Final = lazy_pattern(r"(?:[\w-]+\.)*([A-Za-z][\w -]*)")
_LONGEST: Final = 64


def type_name(schema: JSONValue) -> str:
    """The name that an extension gives to the type that a schema is, without the resource before
    it (``wallets.wallet``); an empty text where there is none that can be a name.
    """
    return _first(schema, NAMES)


def variant_name(schema: JSONValue) -> str:
    """The words that an extension gives to an alternative."""
    return _first(schema, VARIANTS)


def _first(schema: JSONValue, keywords: tuple[str, ...]) -> str:
    found = (schema.get(keyword) for keyword in keywords) if isinstance(schema, dict) else ()
    return next((name for each in found if (name := _name(each))), "")


def _name(value: JSONValue) -> str:
    found = _NAME.fullmatch(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    return found[1] if found else ""
