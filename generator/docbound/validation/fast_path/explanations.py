"""What a value lacks that its schema demands: the errors that jsonschema would give.

A check says yes or no; only where it says no, the same schema is gone through once more, keyword by
keyword, with the same checks. What makes no finding of a kind that is known here raises
:class:`InconclusiveError`, and then the real validator is asked.

Source: jsonschema 4.26, ``_keywords.py``, whose order is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from docbound.records import record
from docbound.service import JSONValue
from docbound.validation.schema_error import SchemaError, Steps

from .assertions import ASSERTIONS
from .checks import Checks
from .unevaluated_properties import unevaluated_keys
from .vocabulary import InconclusiveError, Schema, items, joined, members, searcher, text


@record(eq=False)
class Explained:
    """A schema that says yes or no, and why not.

    Attributes:
        checks: makes the checks of it and of what it refers to.
        uri: the absolute URI reference that means it.
    """

    checks: Checks
    uri: str

    def __call__(self, value: JSONValue) -> bool:
        """Whether ``value`` fits.

        Raises:
            InconclusiveError: something is not handled exactly.
        """
        return self.checks.at(self.uri)(value)

    def errors(self, value: JSONValue) -> Iterator[SchemaError]:
        """What does not fit, in jsonschema's order.

        Raises:
            InconclusiveError: something is not handled exactly.
        """
        return explain(self.checks, self.checks.schema_at(self.uri), self.uri, value)


def explain(
    checks: Checks, schema: JSONValue, base: str, value: JSONValue
) -> Iterator[SchemaError]:
    """What does not fit ``schema``, whose references count from the URI ``base``.

    Args:
        checks: the keywords, and how references are followed.
        schema: the schema.
        base: the URI of its document.
        value: what is held against it.

    Raises:
        InconclusiveError: something is not handled exactly.
    """
    return _errors(_Site(checks=checks, base=base.partition("#")[0], value=value), schema)


@record(eq=False)
class _Site:
    """A value beside a schema that it is held against.

    Attributes:
        checks: as above.
        base: the URI without a fragment that references in the schema count from.
        value: the value.
        path: the way to the value.
        schema_path: the way to the schema, without the references on it.
        outer: how long both ways are at the alternatives around.
    """

    checks: Checks
    base: str
    value: JSONValue
    path: Steps = ()
    schema_path: Steps = ()
    outer: tuple[int, int] = (0, 0)

    def below(self, *words: str | int) -> _Site:
        """The same value beside a part of the schema."""
        return self.beside(schema_path=(*self.schema_path, *words))

    def at(self, value: JSONValue, step: str | int) -> _Site:
        """A part of the value beside the same schema."""
        return self.beside(value=value, path=(*self.path, step))

    def inside(self) -> _Site:
        """The same beside alternatives, whose errors count their ways from here."""
        return self.beside(outer=(len(self.path), len(self.schema_path)))

    def beside(self, **changes: Any) -> _Site:
        """The same with some attributes changed."""
        known = {name: getattr(self, name) for name in _ATTRIBUTES}
        return _Site(**(known | changes))

    def error(
        self, schema: Schema, keyword: str, message: str = "", context: Iterable[SchemaError] = ()
    ) -> SchemaError:
        """The error of a keyword here."""
        schema_path = (*self.schema_path, keyword)
        relative = schema_path[self.outer[1] :]
        return SchemaError(
            keyword=keyword,
            limit=schema[keyword],
            instance=self.value,
            schema=schema,
            message=message,
            path=self.path,
            steps=self.path[self.outer[0] :],
            branch=relative[0],
            schema_path=schema_path,
            context=tuple(context),
        )


_ATTRIBUTES: Final = ("checks", "base", "value", "path", "schema_path", "outer")

_Errors: TypeAlias = Iterator[SchemaError]
_Keyword: TypeAlias = Callable[[_Site, Schema], _Errors]


def _errors(site: _Site, schema: JSONValue) -> _Errors:
    if schema is True:
        return
    content = members(schema)
    dialect = site.checks.dialect
    if dialect.lone_references and "$ref" in content:
        yield from _reference(site, content)
        return
    for keyword in content:
        if keyword in dialect.ignored or (dialect.flags and keyword in _FLAGS):
            continue
        if keyword in _KEYWORDS:
            yield from _KEYWORDS[keyword](site, content)
        elif keyword in ASSERTIONS and not _holds(site, content, keyword):
            yield site.error(content, keyword)


_FLAGS: Final = frozenset({"exclusiveMinimum", "exclusiveMaximum"})


def _holds(site: _Site, schema: Schema, keyword: str) -> bool:
    """Whether one assertion holds, with what belongs to it in the schema."""
    words = (keyword, *_BESIDE.get(keyword, ()))
    single_keyword = {word: schema[word] for word in words if word in schema}
    return ASSERTIONS[keyword](site.checks.dialect, single_keyword)(site.value)


_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "minimum": ("exclusiveMinimum",),
    "maximum": ("exclusiveMaximum",),
    "type": ("nullable",),
}
"""What another keyword is read with; without flags it is a limit that is reported by itself."""


def _fits(site: _Site, schema: JSONValue) -> bool:
    return site.checks.of(schema, site.base)(site.value)


def _reference(site: _Site, schema: Schema) -> _Errors:
    uri = joined(site.base, text(schema["$ref"]))
    if not site.checks.counted(uri)(site.value):
        yield from _errors(_elsewhere(site, uri), site.checks.schema_at(uri))


def _dynamic(site: _Site, schema: Schema) -> _Errors:
    uri = site.checks.dynamic
    if schema["$dynamicRef"] != "#meta" or not uri:
        raise InconclusiveError("$dynamicRef")
    if not site.checks.at(uri)(site.value):
        there = _elsewhere(site.below("$dynamicRef"), uri)
        yield from _errors(there, site.checks.schema_at(uri))


def _elsewhere(site: _Site, uri: str) -> _Site:
    return site.beside(base=uri.partition("#")[0])


def _required(site: _Site, schema: Schema) -> _Errors:
    for name in items(schema["required"]):
        if not _holds(site, {**schema, "required": [name]}, "required"):
            yield site.error(schema, "required", f"{name!r} is a required property")


def _properties(site: _Site, schema: Schema) -> _Errors:
    if isinstance(site.value, dict):
        for key, part in members(schema["properties"]).items():
            if key in site.value:
                inner = site.below("properties", key)
                yield from _errors(inner.at(site.value[key], key), part)


def _pattern_properties(site: _Site, schema: Schema) -> _Errors:
    if isinstance(site.value, dict):
        for pattern, part in members(schema["patternProperties"]).items():
            matches = searcher(pattern)
            inner = site.below("patternProperties", pattern)
            for key, item in site.value.items():
                if matches(key):
                    yield from _errors(inner.at(item, key), part)


def _additional(site: _Site, schema: Schema) -> _Errors:
    if not isinstance(site.value, dict):
        return
    ignores = "patternProperties" in site.checks.dialect.ignored
    patterns = {} if ignores else members(schema.get("patternProperties", {}))
    named = members(schema.get("properties", {}))
    matchers = list(map(searcher, patterns))
    part = schema["additionalProperties"]
    inner = site.below("additionalProperties")
    for key, item in site.value.items():
        if key in named or any(matches(key) for matches in matchers):
            continue
        if part is False:
            yield site.error(schema, "additionalProperties")
            return
        yield from _errors(inner.at(item, key), part)


def _unevaluated(site: _Site, schema: Schema) -> _Errors:
    if isinstance(site.value, dict):
        left = unevaluated_keys(site.checks, schema, site.base)(site.value)
        if left:
            names = ", ".join(map(repr, sorted(left)))
            message = f"Unevaluated properties are not allowed ({names} were unexpected)"
            yield site.error(schema, "unevaluatedProperties", message)


def _key_names(site: _Site, schema: Schema) -> _Errors:
    if isinstance(site.value, dict):
        inner = site.below("propertyNames")
        for key in site.value:
            yield from _errors(inner.beside(value=key), schema["propertyNames"])


def _items(site: _Site, schema: Schema) -> _Errors:
    if "prefixItems" in schema or isinstance(schema["items"], list | bool):
        raise InconclusiveError("tuples")
    if isinstance(site.value, list):
        inner = site.below("items")
        for index, item in enumerate(site.value):
            yield from _errors(inner.at(item, index), schema["items"])


def _all_of(site: _Site, schema: Schema) -> _Errors:
    for index, part in enumerate(items(schema["allOf"])):
        yield from _errors(site.below("allOf", index), part)


def _any_of(site: _Site, schema: Schema) -> _Errors:
    if not any(_fits(site, part) for part in items(schema["anyOf"])):
        yield site.error(schema, "anyOf", context=_alternatives(site, schema, "anyOf"))


def _one_of(site: _Site, schema: Schema) -> _Errors:
    fitting = sum(_fits(site, part) for part in items(schema["oneOf"]))
    if not fitting:
        yield site.error(schema, "oneOf", context=_alternatives(site, schema, "oneOf"))
    elif fitting > 1:
        yield site.error(schema, "oneOf")


def _alternatives(site: _Site, schema: Schema, keyword: str) -> _Errors:
    inner = site.below(keyword).inside()
    for index, part in enumerate(items(schema[keyword])):
        yield from _errors(inner.below(index), part)


def _not(site: _Site, schema: Schema) -> _Errors:
    if _fits(site, schema["not"]):
        yield site.error(schema, "not")


def _condition(site: _Site, schema: Schema) -> _Errors:
    branch = "then" if _fits(site, schema["if"]) else "else"
    if branch in schema:
        yield from _errors(site.below(branch), schema[branch])


def _dependent_schemas(site: _Site, schema: Schema) -> _Errors:
    if isinstance(site.value, dict):
        for key, part in members(schema["dependentSchemas"]).items():
            if key in site.value:
                yield from _errors(site.below("dependentSchemas", key), part)


def _dependencies(site: _Site, schema: Schema) -> _Errors:
    if isinstance(site.value, dict):
        for key, names in members(schema["dependencies"]).items():
            for name in items(names) if key in site.value else ():
                if name not in site.value:
                    message = f"{name!r} is a dependency of {key!r}"
                    yield site.error(schema, "dependencies", message)


def _contains(site: _Site, schema: Schema) -> _Errors:
    if not _fits(site, {key: schema[key] for key in _CONTAINS if key in schema}):
        raise InconclusiveError("contains")
    yield from ()


_CONTAINS: Final = ("contains", "minContains", "maxContains")

_KEYWORDS: Final[Mapping[str, _Keyword]] = {
    "$ref": _reference,
    "$dynamicRef": _dynamic,
    "required": _required,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "unevaluatedProperties": _unevaluated,
    "propertyNames": _key_names,
    "items": _items,
    "contains": _contains,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _condition,
    "dependentSchemas": _dependent_schemas,
    "dependencies": _dependencies,
}
"""How each keyword that has more than one error, or that looks at parts of a value, explains
itself; the others are assertions with one.
"""
