"""Holds an OpenAPI description against the documented facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from tests.documented.differences import Difference, compare
from tests.documented.facts import (
    SPECS,
    Documented,
    Field,
    Model,
    Operation,
    Parameter,
    Scheme,
    Status,
    snake,
)

Schema = Mapping[str, Any]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PAGE_WORDS: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "object",
    "any": "object",
}
CONSTRAINTS: Final = (
    "maximum",
    "minimum",
    "maxLength",
    "minLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
)


class _JSONWords(yaml.SafeLoader):
    """YAML with JSON's scalars only: a date stays text, and so does ``on``."""


_JSONWords.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if not tag.endswith("timestamp")]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Description:
    """An OpenAPI document of one file, as plain data."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def resolve(self, node: Schema) -> Schema:
        """Follow ``$ref`` inside the document."""
        while "$ref" in node:
            target: Any = self.data
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def operations(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Method (upper case), path and Operation Object of every operation, with the parameters of its path."""
        for path, item in self.data["paths"].items():
            shared = item.get("parameters", [])
            for method in METHODS:
                if method in item:
                    own = item[method].get("parameters", [])
                    yield method.upper(), path, {
                        **item[method],
                        "parameters": [*shared, *own],
                    }

    def properties(self, schema: Schema) -> tuple[dict[str, Schema], set[str]]:
        """The properties of an object and the names of the required ones, with ``allOf`` flattened."""
        schema = self.resolve(schema)
        found: dict[str, Schema] = {}
        required: set[str] = set(schema.get("required", ()))
        for part in schema.get("allOf", ()):
            inherited, also_required = self.properties(part)
            found |= inherited
            required |= also_required
        return found | schema.get("properties", {}), required

    def type_of(self, schema: Schema, inline: str = "object") -> str:
        """The type in the words of documented.yaml; an inline object is called ``inline``."""
        members = [
            row
            for row in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))
            if row.get("type") != "null"
        ]
        if len(members) == 1:
            return self.type_of(members[0], inline)
        if members:
            return " or ".join(self.type_of(row, inline) for row in members)
        if "$ref" in schema:
            return str(schema["$ref"]).rpartition("/")[2]
        words = [word for word in _types(schema) if word != "null"]
        if words == ["array"]:
            return f"[{self.type_of(schema.get('items', {}), inline)}]"
        if words == ["object"]:
            return inline if "properties" in schema else "object"
        return " or ".join(words) or "any"

    def nullable(self, schema: Schema) -> bool:
        """Whether null is among the types that the schema names."""
        return "null" in _types(schema) or any(
            row.get("type") == "null"
            for key in ("anyOf", "oneOf")
            for row in schema.get(key, ())
        )


def _types(schema: Schema) -> Sequence[str]:
    found = schema.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)


@cache
def description(client: str) -> Description:
    """The description of ``specs/<client>``."""
    return load(SPECS / client / "openapi.yaml")


def load(path: Path) -> Description:
    """The description in one YAML file."""
    return Description(yaml.load(path.read_text(encoding="utf-8"), Loader=_JSONWords))


def page_type(word: str) -> str:
    """``[Credit]`` becomes ``List[Credit]``, ``string`` ``str``: the pages' words for the types of documented.yaml."""
    if word.startswith("["):
        return f"List[{page_type(word[1:-1])}]"
    return PAGE_WORDS.get(word, word)


# --- the comparison ------------------------------------------------------------------------------------------------------------


def differences(facts: Documented, found: Description) -> Iterator[Difference]:
    """Every fact that the description contradicts, and everything in it that no fact backs."""
    yield from compare(
        "base URL",
        facts.base_url.value,
        found.data["servers"][0]["url"],
        facts.base_url.at,
    )
    for scheme in facts.schemes:
        yield from _scheme(scheme, found)
    described = {
        (method, path): operation for method, path, operation in found.operations()
    }
    for operation in facts.operations:
        what = f"{operation.method} {operation.path}"
        match = described.pop((operation.method, operation.path), None)
        if match is None:
            yield Difference(
                what=what, documented=operation.name, found=None, at=operation.at
            )
        else:
            yield from _operation(facts, operation, match, found)
    for method, path in described:
        yield Difference(
            what=f"{method} {path}", documented=None, found="an operation", at=None
        )
    yield from _models(facts, found)


def _scheme(scheme: Scheme, found: Description) -> Iterator[Difference]:
    what = f"security scheme {scheme.name}"
    node = found.data["components"]["securitySchemes"].get(scheme.name)
    if node is None:
        yield Difference(what=what, documented=scheme.kind, found=None, at=scheme.at)
        return
    kind = node["scheme"] if node["type"] == "http" else node["type"]
    yield from compare(f"{what}: kind", scheme.kind, kind, scheme.at)
    yield from compare(
        f"{what}: parameter", scheme.parameter, node.get("name", ""), scheme.wire_at
    )
    yield from compare(
        f"{what}: location", scheme.location, node.get("in", ""), scheme.wire_at
    )
    yield from compare(
        f"{what}: format", scheme.format, node.get("bearerFormat", ""), scheme.at
    )


def _operation(
    facts: Documented, operation: Operation, node: Schema, found: Description
) -> Iterator[Difference]:
    name = operation.name
    yield from compare(
        f"{name}: operationId",
        operation.operation_id.value,
        node.get("operationId"),
        operation.operation_id.at,
    )
    yield from compare(
        f"{name}: Python name", name, snake(node.get("operationId", "")), operation.at
    )
    yield from compare(
        f"{name}: tags", [facts.tag.value], node.get("tags"), facts.tag.at
    )
    if operation.summary:
        yield from compare(
            f"{name}: summary",
            operation.summary,
            node.get("summary"),
            operation.summary_at,
        )
    requirements = node.get("security", found.data.get("security", []))
    schemes = tuple(scheme for alternative in requirements for scheme in alternative)
    yield from compare(
        f"{name}: security", operation.auth.value, schemes, operation.auth.at
    )
    yield from _parameters(operation, node, found)
    yield from _body(operation, node, found)
    yield from _statuses(operation, node, found)


def _parameters(
    operation: Operation, node: Schema, found: Description
) -> Iterator[Difference]:
    rows = [row for row in operation.parameters if row.location != "body"]
    nodes = [found.resolve(item) for item in node.get("parameters", ())]
    yield from compare(
        f"{operation.name}: parameters in order",
        [row.wire for row in rows],
        [item["name"] for item in nodes],
        rows[0].at if rows else operation.at,
    )
    by_name = {item["name"]: item for item in nodes}
    for row in rows:
        if row.wire in by_name:
            yield from _parameter(operation.name, row, by_name[row.wire], found)


def _parameter(
    operation: str, row: Parameter, node: Schema, found: Description
) -> Iterator[Difference]:
    what = f"{operation}: parameter {row.wire}"
    schema = found.resolve(node["schema"])
    yield from compare(f"{what}: Python name", row.name, snake(node["name"]), row.at)
    yield from compare(f"{what}: location", row.location, node["in"], row.wire_at)
    yield from compare(
        f"{what}: required", row.required, node.get("required", False), row.at
    )
    yield from compare(
        f"{what}: type", row.type, page_type(found.type_of(schema)), row.at
    )
    yield from compare(
        f"{what}: example", row.example, node.get("example"), row.example_at or row.at
    )
    present = {key: schema[key] for key in (*CONSTRAINTS, "default") if key in schema}
    yield from compare(
        f"{what}: constraints", dict(row.constraints), present, row.wire_at
    )


def _body(
    operation: Operation, node: Schema, found: Description
) -> Iterator[Difference]:
    name, row = operation.name, operation.body
    body = found.resolve(node.get("requestBody", {}))
    content = body.get("content", {})
    yield from compare(
        f"{name}: content types",
        operation.content_types.value,
        tuple(content),
        operation.content_types.at,
    )
    if row is None:
        return
    yield from compare(
        f"{name}: body required", row.required, body.get("required", False), row.at
    )
    for media, item in content.items():
        model = page_type(found.type_of(item["schema"]))
        yield from compare(f"{name}: body as {media}", row.type, model, row.at)
        yield from compare(f"{name}: name of the body", row.name, snake(model), row.at)


def _statuses(
    operation: Operation, node: Schema, found: Description
) -> Iterator[Difference]:
    name = operation.name
    replies = {code: found.resolve(reply) for code, reply in node["responses"].items()}
    yield from compare(
        f"{name}: statuses",
        tuple(row.code for row in operation.statuses),
        tuple(replies),
        operation.at,
    )
    accept = dict.fromkeys(
        media for reply in replies.values() for media in reply.get("content", {})
    )
    yield from compare(
        f"{name}: accept", operation.accept.value, tuple(accept), operation.accept.at
    )
    for row in operation.statuses:
        if row.code in replies:
            yield from _status(operation, row, replies[row.code], found)


def _status(
    operation: Operation, row: Status, reply: Schema, found: Description
) -> Iterator[Difference]:
    what = f"{operation.name}: status {row.code}"
    if row.text is not None:
        yield from compare(f"{what}: text", row.text, reply["description"], row.at)
    inline = "".join(
        part[:1].upper() + part[1:]
        for part in re.split(r"\W+|_", operation.operation_id.value)
    )
    models = {
        page_type(found.type_of(media["schema"], f"{inline}{row.code}Response"))
        for media in reply.get("content", {}).values()
    }
    documented = {row.model} if row.model else set[str]()
    yield from compare(f"{what}: model", documented, models, row.model_at or row.at)
    if row.code.startswith("2"):
        returned = next(iter(models), "None")
        yield from compare(
            f"{operation.name}: return type",
            operation.returns.value,
            returned,
            operation.returns.at,
        )


def _models(facts: Documented, found: Description) -> Iterator[Difference]:
    schemas = dict(_named_schemas(found))
    for model in facts.models:
        schema = schemas.pop(model.name, None)
        if schema is None:
            yield Difference(
                what=f"model {model.name}",
                documented="a model",
                found=None,
                at=model.at,
            )
        else:
            yield from _model(model, schema, found)
    for name in schemas:
        yield Difference(
            what=f"model {name}", documented=None, found="a schema", at=None
        )


def _named_schemas(found: Description) -> Iterator[tuple[str, Schema]]:
    """Components, and the inline objects of replies under the names that the pages give them."""
    yield from found.data.get("components", {}).get("schemas", {}).items()
    for _, _, operation in found.operations():
        inline = "".join(
            part[:1].upper() + part[1:]
            for part in re.split(r"\W+|_", operation["operationId"])
        )
        for code, reply in operation["responses"].items():
            for media in found.resolve(reply).get("content", {}).values():
                if "properties" in media.get("schema", {}):
                    yield f"{inline}{code}Response", media["schema"]


def _model(model: Model, schema: Schema, found: Description) -> Iterator[Difference]:
    properties, required = found.properties(schema)
    wires = tuple(row.wire for row in model.fields)
    yield from compare(
        f"{model.name}: fields in order", wires, tuple(properties), model.at
    )
    for row in model.fields:
        if row.wire in properties:
            yield from _field(
                model.name, row, properties[row.wire], row.wire in required, found
            )


def _field(
    model: str, row: Field, node: Schema, required: bool, found: Description
) -> Iterator[Difference]:
    what = f"{model}.{row.wire}"
    yield from compare(f"{what}: required", row.required, required, row.at)
    yield from compare(f"{what}: type", row.type, found.type_of(node), row.type_at)
    yield from compare(
        f"{what}: format", row.format, node.get("format", ""), row.format_at
    )
    yield from compare(f"{what}: nullable", row.nullable, found.nullable(node), row.at)
    values = tuple(value for value in node.get("enum", ()) if value is not None)
    yield from compare(f"{what}: enum", row.enum, values, row.at)
    default = (node["default"],) if "default" in node else ()
    yield from compare(f"{what}: default", row.default, default, row.at)
    present = {key: node[key] for key in CONSTRAINTS if key in node}
    yield from compare(f"{what}: constraints", dict(row.constraints), present, row.at)
