"""The rules that openapi-spec-validator has beside its schemas, part by part.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``; the rules for the parts of a
description are its classes, in its order.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Final, Protocol

from docbound.records import record
from docbound.service import JSONValue
from docbound.validation.objections import Objection, Place, RuleError

from .resolver import RefResolver
from .unresolved_references import noting
from .vocabulary import InconclusiveError, Schema, items, members, text

_METHODS: Final = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


class Judge(Protocol):
    """What judges the things that occur in many places."""

    def schema(self, place: Place, node: JSONValue, /) -> Iterator[Objection]:
        """What is wrong with the schema at ``place``."""
        ...

    def default(self, place: Place, schema: Schema, /) -> Iterator[Objection]:
        """What is wrong with the default of ``schema``, which is at ``place``."""
        ...

    def is_repeated(self, identifier: str, /) -> bool:
        """Whether another operation has an operationId."""
        ...


@record(eq=False)
class DocumentRules:
    """What is wrong with each part of a description, itself behind its reference.

    Attributes:
        follow: reads the description.
        line: the version of the specification.
        judge: judges schemas, defaults and operationIds.
    """

    follow: RefResolver
    line: str
    judge: Judge

    def description(self) -> Iterator[Objection]:
        """What is wrong with the whole, but for what its own schema says."""
        root = self.follow.root
        if "tags" in root:
            yield from self.tags(("tags",), root["tags"])
        if "paths" in root:
            yield from self.paths(("paths",), root["paths"])
        if "components" in root:
            yield from self.components(("components",), root["components"])

    @noting
    def tags(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """Each name once."""
        tags = [members(tag) for tag in self.follow.entries(self.follow.at(node))]
        if self.line == "3.2" and any("parent" in tag for tag in tags):
            raise InconclusiveError("a tree of tags")
        seen: set[str] = set()
        for name in (text(tag.get("name")) for tag in tags):
            if name in seen:
                message = f"Duplicate tag name '{name}'"
                yield _broken(RuleError(rule="tag", names=(name,), message=message), place)
            seen.add(name)

    @noting
    def paths(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """All paths."""
        for url, item in members(self.follow.at(node)).items():
            yield from self.path((*place, url), item, url)

    @noting
    def path(self, place: Place, node: JSONValue, url: str) -> Iterator[Objection]:
        """The parameters of a path, and its operations."""
        item = members(self.follow.at(node))
        if "additionalOperations" in item and self.line == "3.2":
            raise InconclusiveError("operations of other methods")
        shared: list[JSONValue] = []
        if "parameters" in item:
            yield from self.parameters((*place, "parameters"), item["parameters"])
            shared = items(self.follow.at(item["parameters"]))
        for method, operation in item.items():
            if method in _METHODS or (method == "query" and self.line == "3.2"):
                yield from self.operation((*place, method), operation, url, shared)

    @noting
    def operation(
        self, place: Place, node: JSONValue, url: str, shared: list[JSONValue]
    ) -> Iterator[Objection]:
        """The name, the responses and the parameters of an operation.

        Args:
            place: where the operation is.
            node: the operation.
            url: the path template that it stands under.
            shared: the parameters of its path item.
        """
        operation = members(self.follow.at(node))
        identifier = operation.get("operationId")
        if identifier is not None and self.judge.is_repeated(text(identifier)):
            yield _broken(RuleError(rule="operation-id", names=(text(identifier),)), place)
        if "responses" in operation:
            yield from self.responses((*place, "responses"), operation["responses"])
        own: list[JSONValue] = []
        if "parameters" in operation:
            yield from self.parameters((*place, "parameters"), operation["parameters"])
            own = items(self.follow.at(operation["parameters"]))
        declared = {
            text(each.get("name"))
            for each in (members(self.follow.at(node)) for node in (*own, *shared))
            if text(each.get("in")) == "path"
        }
        needed = _in_url(url)
        for name in (*sorted(needed - declared), *sorted(declared - needed)):
            yield _broken(RuleError(rule="path-parameter", names=(name,)), place)

    @noting
    def parameters(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """Each parameter, once in the same place."""
        seen: set[tuple[str, str]] = set()
        for index, each in enumerate(items(self.follow.at(node))):
            yield from self.parameter((*place, str(index)), each)
            parameter = members(self.follow.at(each))
            key = (text(parameter.get("name")), text(parameter.get("in")))
            if key in seen:
                yield _broken(RuleError(rule="parameter", names=key[:1]), place)
            seen.add(key)

    @noting
    def parameter(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """The schema of a parameter, and its default in Swagger 2.0."""
        parameter = members(self.follow.at(node))
        if "schema" in parameter:
            yield from self.judge.schema((*place, "schema"), parameter["schema"])
        if self.line == "2.0" and "default" in parameter:
            if isinstance(parameter["default"], dict):
                raise InconclusiveError("an object as default of a parameter")
            # A parameter's own ``required`` is no list of properties, and only objects are held
            # against it.
            rest = {key: value for key, value in parameter.items() if key != "required"}
            yield from self.judge.default(place, rest)

    @noting
    def responses(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """All responses of an operation."""
        for status, response in members(self.follow.at(node)).items():
            yield from self.response((*place, status), response)

    @noting
    def response(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """The schemas of a response."""
        response = members(self.follow.at(node))
        if self.line == "2.0":
            if "schema" in response:
                yield from self.judge.schema((*place, "schema"), response["schema"])
        elif "content" in response:
            yield from self.content((*place, "content"), response["content"])

    @noting
    def content(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """All media types."""
        for name, media_type in members(self.follow.at(node)).items():
            yield from self.media_type((*place, name), media_type)

    @noting
    def media_type(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """The schema of a media type."""
        media_type = members(self.follow.at(node))
        if "schema" in media_type:
            yield from self.judge.schema((*place, "schema"), media_type["schema"])

    @noting
    def components(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """The schemas that have names."""
        components = members(self.follow.at(node))
        if "schemas" in components:
            yield from self.schemas((*place, "schemas"), components["schemas"])

    @noting
    def schemas(self, place: Place, node: JSONValue) -> Iterator[Objection]:
        """Each of the schemas that have names."""
        for name, schema in members(self.follow.at(node)).items():
            yield from self.judge.schema((*place, name), schema)


def _broken(error: RuleError, place: Place) -> Objection:
    return Objection(fault=error, place=place)


def _in_url(url: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(url) if name}
    except ValueError as error:
        raise InconclusiveError("braces that do not match") from error
