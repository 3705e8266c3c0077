"""``unevaluatedProperties``: which keys of an object some part of a schema looks at.

Source: JSON Schema 2020-12 core, 11.3, as jsonschema 4.26 reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeAlias

from docbound.service import JSONValue

from .vocabulary import (
    Check,
    InconclusiveError,
    Schema,
    find,
    items,
    joined,
    members,
    searcher,
    text,
)

Keys: TypeAlias = Callable[[Schema], set[str]]
"""Some of the keys of an object."""


class Maker(Protocol):
    """What makes checks of schemas; see :class:`~.checks.Checks`."""

    @property
    def resources(self) -> Mapping[str, JSONValue]:
        """Schemas by their URI."""
        ...

    def of(self, schema: JSONValue, base: str) -> Check:
        """The check of one schema."""
        ...


def unevaluated(checks: Maker, schema: Schema, base: str) -> Check:
    """``unevaluatedProperties: false``."""
    keys = unevaluated_keys(checks, schema, base)
    return lambda value: not isinstance(value, dict) or not keys(value)


def unevaluated_keys(checks: Maker, schema: Schema, base: str) -> Keys:
    """A function that says at which keys of an object nothing looks but ``unevaluatedProperties``,
    which is expected to be false.
    """
    if schema["unevaluatedProperties"] is not False:
        raise InconclusiveError("unevaluatedProperties")
    # The keys of ``properties`` are left out first, being nearly all.
    named = members(schema.get("properties", {})).keys()
    rest = {key: value for key, value in schema.items() if key != "unevaluatedProperties"}
    keys = _evaluated(checks, rest, base)

    def left(value: Schema) -> set[str]:
        others = value.keys() - named
        return others - keys(value) if others else others

    return left


def _evaluated(checks: Maker, schema: JSONValue, base: str) -> Keys:
    """A function that says which keys of an object some schema looks at."""
    if isinstance(schema, bool):
        return lambda value: set[str]()
    content = members(schema)
    if content.keys() & {"$dynamicRef", "unevaluatedProperties"}:
        raise InconclusiveError("nested evaluation")
    readers: list[Keys] = []
    named = members(content.get("properties", {})).keys()
    readers.append(lambda value: value.keys() & named)
    if "additionalProperties" in content:
        check = checks.of(content["additionalProperties"], base)
        readers.append(lambda value: {key for key, item in value.items() if check(item)})
    for pattern in members(content.get("patternProperties", {})):
        readers.append(partial(_matching, searcher(pattern)))
    if "$ref" in content:
        uri = joined(base, text(content["$ref"]))
        home, _, fragment = uri.partition("#")
        readers.append(_evaluated(checks, find(checks.resources[home], fragment), home))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in items(content.get(keyword, [])):
            readers.append(partial(_if_fits, checks.of(part, base), _evaluated(checks, part, base)))
    for key, part in members(content.get("dependentSchemas", {})).items():
        readers.append(partial(_if_given, key, _evaluated(checks, part, base)))
    if "if" in content:
        readers.append(_branches(checks, content, base))

    def keys(value: Schema) -> set[str]:
        found: set[str] = set()
        for reader in readers:
            found |= reader(value)
        return found

    return keys


def _matching(matches: Callable[[str], object], value: Schema) -> set[str]:
    return {key for key in value if matches(key)}


def _if_given(key: str, keys: Keys, value: Schema) -> set[str]:
    return keys(value) if key in value else set()


def _if_fits(check: Check, keys: Keys, value: Schema) -> set[str]:
    return keys(value) if check(value) else set()


def _branches(checks: Maker, schema: Schema, base: str) -> Keys:
    condition = checks.of(schema["if"], base)
    tested, then, otherwise = (
        _evaluated(checks, schema.get(keyword, True), base) for keyword in ("if", "then", "else")
    )
    return lambda value: (tested(value) | then(value) if condition(value) else otherwise(value))
