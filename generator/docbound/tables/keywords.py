"""The keywords of JSON Schema that docbound knows, and what each of them means to a package.

One row a keyword; the stages take what concerns them from here. A keyword that only limits values
needs a row and a case. One that shapes types needs code in :mod:`docbound.interpret.schema`, too.

Source: JSON Schema 2020-12, core sections 10 and 11, validation section 6; OpenAPI 3.0, Schema
Object.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from docbound.records import record

Holds: TypeAlias = Literal["", "one", "several"]


@record
class Keyword:
    """One keyword.

    Attributes:
        name: the keyword.
        type: the type that it is about, for schemas that state none; empty for any.
        shapes: whether it decides what a value looks like; the others describe or limit it.
        holds: whether its value is ``one`` schema or ``several`` of them, which are parts of
            something larger.
        means_type: whether a schema that has it and states no type is plainly of that type.
        note: how it reads as a note in documentation, ``{}`` the value; empty where there is none.
        limits: whether documentation and names files carry its value as a limit.
        checked: whether a package checks arguments by it before it sends them, by type.
        ignored: whether it limits values in ways that a type does not express.
    """

    name: str
    type: str = ""
    shapes: bool = False
    holds: Holds = ""
    means_type: bool = False
    note: str = ""
    limits: bool = False
    checked: tuple[str, ...] = ()
    ignored: bool = False


def _limit(name: str, type: str, note: str, *checked: str) -> Keyword:
    return Keyword(name=name, type=type, note=note, limits=True, checked=checked)


KEYWORDS: Final = (
    # What a value looks like.
    Keyword(name="type", shapes=True),
    Keyword(name="enum", shapes=True),
    Keyword(name="const", shapes=True),
    Keyword(name="format", shapes=True),
    Keyword(name="oneOf", shapes=True, holds="several"),
    Keyword(name="anyOf", shapes=True, holds="several"),
    Keyword(name="allOf", holds="several"),
    # Objects.
    Keyword(name="properties", type="object", shapes=True, holds="several", means_type=True),
    Keyword(name="additionalProperties", type="object", shapes=True, holds="one"),
    Keyword(name="patternProperties", type="object", shapes=True, holds="several", means_type=True),
    Keyword(name="required", type="object", shapes=True),
    Keyword(name="unevaluatedProperties", type="object", shapes=True, holds="one"),
    # Arrays.
    Keyword(name="prefixItems", type="array", shapes=True, holds="several", means_type=True),
    Keyword(name="items", type="array", shapes=True, holds="one", means_type=True),
    Keyword(name="additionalItems", shapes=True, holds="one"),
    # Content of strings.
    Keyword(name="contentEncoding", type="string", shapes=True),
    Keyword(name="contentMediaType", type="string", shapes=True),
    # Limits, in the order of JSON Schema validation, section 6. Fractions are not tested for being
    # a multiple: doubles would refuse some that are.
    _limit("multipleOf", "number", "a multiple of {}", "integer"),
    _limit("maximum", "number", "at most {}", "integer", "number"),
    _limit("exclusiveMaximum", "number", "less than {}", "integer", "number"),
    _limit("minimum", "number", "at least {}", "integer", "number"),
    _limit("exclusiveMinimum", "number", "more than {}", "integer", "number"),
    _limit("maxLength", "string", "at most {}", "string"),
    _limit("minLength", "string", "at least {}", "string"),
    _limit("pattern", "string", "matches `{}`", "string"),
    _limit("maxItems", "array", "at most {}", "array"),
    _limit("minItems", "array", "at least {}", "array"),
    _limit("uniqueItems", "array", ""),
    _limit("maxProperties", "object", "at most {}"),
    _limit("minProperties", "object", "at least {}"),
    # What a type does not express.
    Keyword(name="not", holds="one", ignored=True),
    Keyword(name="if", ignored=True),
    Keyword(name="dependentSchemas", holds="several", ignored=True),
    Keyword(name="dependentRequired", ignored=True),
    Keyword(name="dependencies", ignored=True),
    Keyword(name="propertyNames", holds="one", ignored=True),
    Keyword(name="contains", holds="one", ignored=True),
    Keyword(name="unevaluatedItems", ignored=True),
    Keyword(name="contentSchema", ignored=True),
)

SHAPING: Final = frozenset(row.name for row in KEYWORDS if row.shapes)
HOLDING_ONE: Final = frozenset(row.name for row in KEYWORDS if row.holds == "one")
# The children of `items` are parts as well: up to draft 2019-09 it may hold a list.
HOLDING_SEVERAL: Final = frozenset(
    {*(row.name for row in KEYWORDS if row.holds == "several"), "items"}
)
MEANING_TYPE: Final = {row.name: row.type for row in KEYWORDS if row.means_type}
IGNORED: Final = tuple(row.name for row in KEYWORDS if row.ignored)
LIMITS: Final = tuple(row.name for row in KEYWORDS if row.limits)
NOTES: Final = {row.name: row.note for row in KEYWORDS if row.note}


def speaking_of() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The types that keywords are about, the richest first, with their keywords."""
    for word in ("object", "array", "string", "number"):
        yield word, tuple(row.name for row in KEYWORDS if row.type == word)


def checked_for(kind: str) -> frozenset[str]:
    """The keywords that a package checks an argument of a type by."""
    return frozenset(row.name for row in KEYWORDS if kind in row.checked)
