"""The rules that openapi-spec-validator has beside its schemas.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Final

from generator.api import JSONValue
from generator.records import field, record

from .checks import Checks
from .rules import Rules
from .vocabulary import Schema, UnsureError, find, members, text

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_LONGEST_CHAIN: Final = 10_000
_MOST_REFERENCES: Final = 20_000


@record(frozen=False, eq=False)
class Walk:
    """Goes where the validator goes, following references as it does."""

    root: Schema
    rules: Rules
    _targets: dict[str, JSONValue] = field(default_factory=dict[str, JSONValue])
    _seen: set[int] = field(default_factory=set[int])
    _checked: dict[int, bool] = field(default_factory=dict[int, bool])
    _properties: dict[int, set[str]] = field(default_factory=dict[int, set[str]])
    _operation_ids: set[str] = field(default_factory=set[str])

    def accepts(self) -> bool:
        """Whether the validator would find nothing."""
        return (
            self._tags()
            and all(
                self._path(url, members(self._at(item)))
                for url, item in self._items(self.root, "paths")
            )
            and all(
                self._schema(schema)
                for schema in self._values(
                    self._member(self.root, "components"), "schemas"
                )
            )
        )

    # --- following references ---

    def _at(self, node: JSONValue) -> JSONValue:
        """What stands at a place, references followed."""
        passed: list[str] = []
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            reference = text(node["$ref"])
            if reference in self._targets:
                node = self._targets[reference]
                break
            if not reference.startswith("#/") or len(passed) == _LONGEST_CHAIN:
                raise UnsureError("a reference to elsewhere, or to itself")
            passed.append(reference)
            node = find(self.root, reference[1:])
        self._targets.update(dict.fromkeys(passed, node))
        return node

    def _member(self, node: JSONValue, key: str) -> Schema:
        return members(self._at(members(node).get(key, {})))

    def _items(self, node: JSONValue, key: str) -> Iterator[tuple[str, JSONValue]]:
        yield from self._member(node, key).items()

    def _values(self, node: JSONValue, key: str) -> Iterator[JSONValue]:
        yield from self._member(node, key).values()

    def _list(self, node: Schema, key: str) -> list[JSONValue]:
        found = self._at(node.get(key, []))
        if not isinstance(found, list):
            raise UnsureError("not a list")
        return [self._at(item) for item in found]

    # --- the parts of a description ---

    def _tags(self) -> bool:
        tags = [members(tag) for tag in self._list(self.root, "tags")]
        if self.rules.line == "3.2" and any("parent" in tag for tag in tags):
            raise UnsureError("a tree of tags")
        names = [text(tag.get("name")) for tag in tags]
        return len(set(names)) == len(names)

    def _path(self, url: str, item: Schema) -> bool:
        if not url.startswith("/") or "additionalOperations" in item:
            raise UnsureError("an extension where a path is expected")
        shared = [members(each) for each in self._list(item, "parameters")]
        methods = (*_METHODS, "query") if self.rules.line == "3.2" else _METHODS
        return self._parameters(shared) and all(
            self._operation(url, members(self._at(item[method])), shared)
            for method in methods
            if method in item
        )

    def _operation(self, url: str, operation: Schema, shared: list[Schema]) -> bool:
        identifier = operation.get("operationId")
        if identifier is not None:
            if text(identifier) in self._operation_ids:
                return False
            self._operation_ids.add(text(identifier))
        own = [members(each) for each in self._list(operation, "parameters")]
        named = {
            text(each.get("name"))
            for each in (*own, *shared)
            if each.get("in") == "path"
        }
        return (
            named == _in_url(url)
            and self._parameters(own)
            and all(
                self._response(members(self._at(response)))
                for response in self._values(operation, "responses")
            )
        )

    def _parameters(self, parameters: list[Schema]) -> bool:
        keys = [(text(each.get("name")), text(each.get("in"))) for each in parameters]
        return len(set(keys)) == len(keys) and all(map(self._parameter, parameters))

    def _parameter(self, parameter: Schema) -> bool:
        if "schema" in parameter and not self._schema(parameter["schema"]):
            return False
        if self.rules.line == "2.0" and "default" in parameter:
            if isinstance(parameter["default"], dict):
                raise UnsureError("an object as default of a parameter")
            # A parameter's own ``required`` is no list of properties, and only objects are held against it.
            return self._default(
                {key: value for key, value in parameter.items() if key != "required"}
            )
        return True

    def _response(self, response: Schema) -> bool:
        if self.rules.line == "2.0":
            return "schema" not in response or self._schema(response["schema"])
        return all(
            self._schema(media["schema"])
            for media in map(members, map(self._at, self._values(response, "content")))
            if "schema" in media
        )

    # --- schemas ---

    def _schema(self, node: JSONValue) -> bool:
        """A schema that stands by itself: against its meta-schema, and then part by part."""
        schema = self._at(node)
        if not isinstance(schema, dict):
            raise UnsureError("a boolean schema")
        known = self._checked.get(id(schema))
        if known is None:
            known = self._checked[id(schema)] = self.rules.meta(schema)
        return known and self._parts(schema)

    def _parts(self, start: Schema) -> bool:
        """The rules for a schema and all that it is made of; each schema once."""
        waiting: list[tuple[JSONValue, bool]] = [(start, True)]
        while waiting:
            node, alone = waiting.pop()
            schema = self._at(node)
            if not isinstance(schema, dict):
                raise UnsureError("a boolean schema")
            if id(schema) in self._seen and not alone:
                continue
            if not self._is_sound(schema):
                return False
            if id(schema) in self._seen:
                continue
            self._seen.add(id(schema))
            for keyword in ("allOf", "anyOf", "oneOf"):
                waiting.extend((part, False) for part in self._list(schema, keyword))
            waiting.extend(
                (schema[keyword], False)
                for keyword in ("not", "items")
                if keyword in schema
            )
            waiting.extend((part, False) for part in self._values(schema, "properties"))
        return True

    def _is_sound(self, schema: Schema) -> bool:
        """Whether what is required is declared, and the default fits."""
        if "allOf" in schema:
            declared = set(self._member(schema, "properties"))
            for part in self._list(schema, "allOf"):
                declared |= self._declared(part)
            if not declared.issuperset(map(text, self._list(schema, "required"))):
                return False
        if "default" in schema:
            is_null = schema["default"] is None and schema.get("nullable") is True
            return is_null or self._default(schema)
        return True

    def _declared(self, node: JSONValue) -> set[str]:
        """The properties that can be reached from a schema; the validator never comes back from a circle."""
        active: dict[int, set[str]] = {}
        waiting = [(self._dict(node), False)]
        while waiting:
            schema, done = waiting.pop()
            if done:
                parts = (self._properties[id(part)] for part in self._made_of(schema))
                self._properties[id(schema)] = active.pop(id(schema)).union(*parts)
            elif id(schema) in active:
                raise UnsureError("a circle")
            elif id(schema) not in self._properties:
                active[id(schema)] = set(self._member(schema, "properties"))
                waiting.append((schema, True))
                waiting.extend((part, False) for part in self._made_of(schema))
        return self._properties[id(self._dict(node))]

    def _made_of(self, schema: Schema) -> Iterator[Schema]:
        """The schemas whose properties count as those of ``schema``."""
        for keyword in ("allOf", "anyOf", "oneOf"):
            yield from map(self._dict, self._list(schema, keyword))
        for keyword in ("items", "not"):
            if keyword in schema:
                yield self._dict(schema[keyword])

    def _dict(self, node: JSONValue) -> Schema:
        schema = self._at(node)
        if not isinstance(schema, dict):
            raise UnsureError("a boolean schema")
        return schema

    def _default(self, schema: Schema) -> bool:
        if schema.keys() & {"id", "discriminator"}:
            raise UnsureError("a default beside a discriminator")
        values = Checks(
            resources={"": self.root},
            dialect=self.rules.values,
            limit=_MOST_REFERENCES,
        )
        return values.of(schema, "")(schema["default"])


def _in_url(url: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(url) if name}
    except ValueError as error:
        raise UnsureError("braces that do not match") from error
