"""Schemas in the words of documented.yaml: types, properties, nullability, limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docbound.documented.facts import CONSTRAINTS
from docbound.harness.described_service import Node, Service
from docbound.json_values import is_array, is_object


class Schemas:
    """Reads the schemas of a service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def properties(
        self, schema: Node, below: tuple[str, ...] = ()
    ) -> tuple[dict[str, Node], set[str]]:
        """The properties of an object and the names of the required ones, with ``allOf``
        flattened.
        """
        schema = self._service.resolve(schema)
        if schema.pointer in below or not is_object(schema.value):
            return {}, set()
        found: dict[str, Node] = {}
        required = {name for name in schema.value.get("required") or () if isinstance(name, str)}
        parts = schema.get("allOf")
        for part in parts.list() if parts else ():
            inherited, also_required = self.properties(part, (*below, schema.pointer))
            found |= inherited
            required |= also_required
        own = schema.get("properties")
        return found | dict(own.items() if own else ()), required

    def type_of(self, schema: Node | None, inline: str = "object") -> str:
        """The type in the words of documented.yaml; an inline object is called ``inline``."""
        if schema is None or not is_object(schema.value):
            return "any"
        members = [row for row in self._members(schema) if not _is_null(row)]
        if len(members) == 1:
            return self.type_of(members[0], inline)
        if members:
            return " or ".join(self.type_of(row, inline) for row in members)
        ref = schema.value.get("$ref")
        if isinstance(ref, str):
            return ref.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        only = schema.get("allOf")
        if only is not None and "properties" not in schema.value and len(list(only.list())) == 1:
            return self.type_of(next(only.list()), inline)
        words = [word for word in types(schema) if word != "null"]
        if words == ["array"]:
            return f"[{self.type_of(schema.get('items'), inline)}]"
        if words == ["object"] or "properties" in schema.value:
            return inline if "properties" in schema.value else "object"
        return " or ".join(words) or "any"

    def _members(self, schema: Node) -> Iterator[Node]:
        for keyword in ("anyOf", "oneOf"):
            found = schema.get(keyword)
            yield from found.list() if found else ()

    def nullable(self, schema: Node) -> bool:
        """Whether null is among what the schema allows."""
        return (
            "null" in types(schema)
            or schema.value.get("nullable") is True
            or schema.value.get("x-nullable") is True
            or any(_is_null(row) for row in self._members(schema))
        )

    def detail(self, schema: Node) -> Node:
        """The schema that says more than "or null": the only other member of a choice."""
        members = [row for row in self._members(schema) if not _is_null(row)]
        return (
            self.detail(members[0])
            if len(members) == 1 and "$ref" not in members[0].value
            else schema
        )

    def named(self) -> Iterator[tuple[str, Node]]:
        """Named schemas, and the inline objects of responses under the names that pages give
        them.
        """
        yield from self._service.schemas.items()
        for operation in self._service.operations:
            for response in operation.responses:
                for media in response.contents:
                    if media.schema is not None and media.schema.has("properties"):
                        yield inline_name(operation.operation_id, response.code), media.schema


def inline_name(operation_id: str, code: str) -> str:
    """What generated pages call the inline object of a response."""
    words = re.split(r"\W+|_", operation_id)
    return "".join(part[:1].upper() + part[1:] for part in words) + f"{code}Response"


def types(schema: Node) -> Sequence[str]:
    """The words under ``type``."""
    found: Any = schema.value.get("type", ()) if is_object(schema.value) else ()
    return (found,) if isinstance(found, str) else tuple(found) if is_array(found) else ()


def _is_null(schema: Node) -> bool:
    return is_object(schema.value) and (
        schema.value.get("type") == "null"
        or schema.value == {"enum": [None]}
        or schema.value.get("const", 0) is None
    )


def constraints(schema: Node, *more: str) -> dict[str, object]:
    """The limits that a schema states."""
    return {key: schema.value[key] for key in (*CONSTRAINTS, *more) if schema.has(key)}
