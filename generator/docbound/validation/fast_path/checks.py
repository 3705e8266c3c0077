"""JSON Schemas as plain functions that say yes or no.

A validator that explains its answers costs a hundred times what it takes to find that there is
nothing to explain. A schema becomes nested closures here, one for each keyword; a document that
they accept needs no explanation. Whatever is not handled exactly raises :class:`InconclusiveError`,
and then the real validator is asked.

Source: JSON Schema draft 4 and 2020-12; where they leave room, jsonschema 4.26 is followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from functools import partial
from typing import Final, TypeAlias, TypeVar

from docbound.records import field, record
from docbound.service import JSONValue

from .assertions import ASSERTIONS, anything, every, nothing
from .unevaluated_properties import unevaluated
from .vocabulary import (
    Check,
    Dialect,
    InconclusiveError,
    Schema,
    find,
    items,
    joined,
    members,
    number,
    searcher,
    text,
)

_T = TypeVar("_T")
_Maker: TypeAlias = Callable[["Checks", Schema, str], Check]


@record(frozen=False, eq=False)
class Checks:
    """Makes a check of each schema of some resources, once.

    Attributes:
        resources: schemas by their URI, without fragment.
        dialect: how they are read.
        dynamic: the URI reference that every ``$dynamicRef`` means.
        limit: how many references may be followed while values are checked; alternatives that refer
            to each other can double their number with every step.
    """

    resources: Mapping[str, JSONValue]
    dialect: Dialect
    dynamic: str = ""
    limit: int | None = None
    _made: dict[str, list[Check]] = field(default_factory=dict[str, list[Check]])

    def at(self, uri: str) -> Check:
        """The check of the schema that an absolute URI reference means.

        Raises:
            InconclusiveError: there is none, or it says something that is not handled.
        """
        if uri not in self._made:
            cell = self._made[uri] = []
            cell.append(self.of(self.schema_at(uri), uri.partition("#")[0]))
        cell = self._made[uri]
        # A schema that is still being made leads back to itself: it is looked up when it is used.
        return cell[0] if cell else lambda value: cell[0](value)

    def of(self, schema: JSONValue, base: str) -> Check:
        """The check of ``schema``, whose references count from the URI ``base``.

        Raises:
            InconclusiveError: it says something that is not handled.
        """
        match schema:
            case True:
                return anything
            case False:
                return nothing
            case dict():
                return every(self._parts(schema, base))
            case _:
                raise InconclusiveError("not a schema")

    def _parts(self, schema: Schema, base: str) -> Iterable[Check]:
        if self.dialect.lone_references and "$ref" in schema:
            return [_reference(self, schema, base)]
        keywords = schema.keys() - self.dialect.ignored
        if keywords & _UNHANDLED or keywords & self.dialect.refused:
            raise InconclusiveError("a keyword that is not handled")
        if self.dialect.nullable and "discriminator" in schema and keywords & _ALTERNATIVES:
            raise InconclusiveError("alternatives that a discriminator chooses from")
        return [
            *(make(self.dialect, schema) for make in _makers(ASSERTIONS, keywords)),
            *(make(self, schema, base) for make in _makers(_APPLICATORS, keywords)),
        ]

    def schema_at(self, uri: str) -> JSONValue:
        """The schema that an absolute URI reference means.

        Raises:
            InconclusiveError: there is none.
        """
        base, _, fragment = uri.partition("#")
        if base not in self.resources:
            raise InconclusiveError(f"unknown schema {base}")
        return find(self.resources[base], fragment)

    def counted(self, uri: str) -> Check:
        """As :meth:`at`, for a reference on the way through a value: each counts."""
        check = self.at(uri)
        return check if self.limit is None else partial(_counted, self, check)


def _reference(checks: Checks, schema: Schema, base: str) -> Check:
    return checks.counted(joined(base, text(schema["$ref"])))


def _counted(checks: Checks, check: Check, value: JSONValue) -> bool:
    if not checks.limit:
        raise InconclusiveError("too many references on the way")
    checks.limit -= 1
    return check(value)


def _dynamic(checks: Checks, schema: Schema, base: str) -> Check:
    if schema["$dynamicRef"] != "#meta" or not checks.dynamic:
        raise InconclusiveError("$dynamicRef")
    return checks.at(checks.dynamic)


def _members(checks: Checks, schema: Schema, base: str) -> Check:
    """``properties``, ``patternProperties`` and ``additionalProperties``, in one pass over an
    object.
    """
    named = {
        key: checks.of(value, base) for key, value in members(schema.get("properties", {})).items()
    }
    matched = {} if "patternProperties" in checks.dialect.ignored else schema
    patterns = [
        (searcher(key), checks.of(value, base))
        for key, value in members(matched.get("patternProperties", {})).items()
    ]
    other = checks.of(schema.get("additionalProperties", True), base)
    if not patterns and other is anything:
        return partial(_named_members, list(named.items()))
    return partial(_all_members, named, patterns, other)


def _named_members(named: list[tuple[str, Check]], value: JSONValue) -> bool:
    if isinstance(value, dict):
        for key, check in named:
            if key in value and not check(value[key]):
                return False
    return True


def _all_members(
    named: dict[str, Check],
    patterns: list[tuple[Callable[[str], object], Check]],
    other: Check,
    value: JSONValue,
) -> bool:
    if not isinstance(value, dict):
        return True
    for key, item in value.items():
        check = named.get(key)
        known = check is not None
        if check is not None and not check(item):
            return False
        for matches, pattern_check in patterns:
            if matches(key):
                known = True
                if not pattern_check(item):
                    return False
        if not known and not other(item):
            return False
    return True


def _key_names(checks: Checks, schema: Schema, base: str) -> Check:
    check = checks.of(schema["propertyNames"], base)
    return lambda value: not isinstance(value, dict) or all(map(check, value))


def _items(checks: Checks, schema: Schema, base: str) -> Check:
    if "prefixItems" in schema or isinstance(schema["items"], list):
        raise InconclusiveError("tuples")
    check = checks.of(schema["items"], base)
    return lambda value: not isinstance(value, list) or all(map(check, value))


def _contains(checks: Checks, schema: Schema, base: str) -> Check:
    check = checks.of(schema["contains"], base)
    least = number(schema.get("minContains", 1))
    most = number(schema.get("maxContains", float("inf")))
    return lambda value: (not isinstance(value, list) or least <= sum(map(check, value)) <= most)


def _all_of(checks: Checks, schema: Schema, base: str) -> Check:
    return every([checks.of(part, base) for part in items(schema["allOf"])])


def _any_of(checks: Checks, schema: Schema, base: str) -> Check:
    parts = [checks.of(part, base) for part in items(schema["anyOf"])]
    return lambda value: any(part(value) for part in parts)


def _one_of(checks: Checks, schema: Schema, base: str) -> Check:
    parts = [checks.of(part, base) for part in items(schema["oneOf"])]
    return lambda value: sum(part(value) for part in parts) == 1


def _not(checks: Checks, schema: Schema, base: str) -> Check:
    part = checks.of(schema["not"], base)
    return lambda value: not part(value)


def _condition(checks: Checks, schema: Schema, base: str) -> Check:
    condition, then, otherwise = (
        checks.of(schema.get(keyword, True), base) for keyword in ("if", "then", "else")
    )
    return lambda value: then(value) if condition(value) else otherwise(value)


def _dependent_schemas(checks: Checks, schema: Schema, base: str) -> Check:
    parts = [
        (key, checks.of(part, base)) for key, part in members(schema["dependentSchemas"]).items()
    ]
    return lambda value: (
        not isinstance(value, dict) or all(part(value) for key, part in parts if key in value)
    )


def _dependencies(checks: Checks, schema: Schema, base: str) -> Check:
    parts = [
        (key, [text(name) for name in items(names)])
        for key, names in members(schema["dependencies"]).items()
    ]
    return lambda value: (
        not isinstance(value, dict)
        or all(name in value for key, names in parts if key in value for name in names)
    )


_APPLICATORS: Final[Mapping[str, _Maker]] = {
    "$ref": _reference,
    "$dynamicRef": _dynamic,
    "properties": _members,
    "patternProperties": _members,
    "additionalProperties": _members,
    "unevaluatedProperties": unevaluated,
    "propertyNames": _key_names,
    "items": _items,
    "contains": _contains,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _condition,
    "dependencies": _dependencies,
    "dependentSchemas": _dependent_schemas,
}

_ALTERNATIVES: Final = frozenset({"allOf", "anyOf", "oneOf"})
_UNHANDLED: Final = frozenset(
    {"multipleOf", "prefixItems", "unevaluatedItems", "dependentRequired"}
)


def _makers(table: Mapping[str, _T], keywords: Set[str]) -> Iterable[_T]:
    """The makers for ``keywords``, each once: several keywords share one, which reads them all."""
    return dict.fromkeys(make for word, make in table.items() if word in keywords)
