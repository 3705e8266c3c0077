"""What a description says plainly and its package would not carry: operations, parameters, fields
and constraints.

It goes through the raw data by itself, and knows nothing of how the generator reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docbound.document import Document, child
from docbound.service import Api, Field, Object, Operation, Parameter

METHODS: Final = (
    *("get", "put", "post", "delete", "options", "head", "patch", "trace"),
    "query",
)
IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
LIMITS: Final[Mapping[str, type | tuple[type, ...]]] = {
    **dict.fromkeys(("maximum", "minimum", "multipleOf"), (int, float)),
    **dict.fromkeys(("maxLength", "minLength", "maxItems", "minItems"), int),
    **dict.fromkeys(("maxProperties", "minProperties"), int),
    "pattern": str,
}


def losses(document: Document, api: Api) -> Iterator[str]:
    """Everything that is stated and not carried."""
    kept = {(item.method, item.path): item for item in api.operations}
    alike = {(item.method, plain(item.path)): item for item in api.operations}
    for method, path, pointer, item, operation in operations(document):
        found = kept.get((method.upper(), path)) or alike.get((method.upper(), plain(path)))
        if found is None:
            yield f"{method} {path}: the operation"
            continue
        stated = {
            **parameters(document, pointer, item),
            **parameters(document, child(pointer, method), operation),
        }
        yield from _lost_parameters(document, path, stated, found)
    yield from _lost_fields(document, api)


def plain(path: str) -> str:
    """A path without what is in its braces, or a framework's marks (``:id``, ``<int:id>``)."""
    path = re.sub(r"(?<=/)(?::[\w-]+|<[\w:-]+>)(?=/|$)", "{}", path)
    return re.sub(r"\{(?:[^{}]|\{[^{}]*\})*\}", "{}", path)


def behind(document: Document, value: Any, pointer: str) -> tuple[Any, str]:
    """The value behind references, and its place."""
    for _ in range(20):
        if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
            break
        target = document.resolve(value["$ref"], pointer)
        if target is None:
            return None, pointer
        value, pointer = target
    return value, pointer


def operations(
    document: Document,
) -> Iterator[tuple[str, str, str, dict[str, Any], dict[str, Any]]]:
    """Method, path, place of the path item, path item and operation."""
    paths, here = behind(document, document.root.get("paths"), "#/paths")
    for path, value in (paths if isinstance(paths, dict) else {}).items():
        if path.startswith("x-"):
            continue
        item, pointer = behind(document, value, child(here, path))
        for method in METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict) and "$ref" not in operation:
                yield method, path, pointer, item, operation


def parameters(
    document: Document, pointer: str, holder: dict[str, Any]
) -> dict[tuple[str, str], dict[str, Any]]:
    """The parameters of a path or an operation, by location and name."""
    place = child(pointer, "parameters")
    listed, place = behind(document, holder.get("parameters"), place)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for index, value in enumerate(listed if isinstance(listed, list) else ()):
        one, _ = behind(document, value, child(place, index))
        if isinstance(one, dict):
            name, location = one.get("name"), one.get("in")
            if isinstance(name, str) and isinstance(location, str):
                found.setdefault((location, name), one)
    return found


def _lost_parameters(
    document: Document,
    path: str,
    stated: Mapping[tuple[str, str], dict[str, Any]],
    operation: Operation,
) -> Iterator[str]:
    kept = {(item.location, item.name): item for item in operation.parameters}
    for (location, name), value in stated.items():
        if location in ("body", "formData"):
            if operation.body is None:
                yield f"{operation.method} {path}: the body"
            continue
        if location == "header" and name.lower() in IGNORED_HEADERS:
            continue
        if location == "path" and not re.search(rf"\{{[+#]?{re.escape(name)}\b", path):
            continue
        found = kept.get((location, name))
        if found is None:
            yield f"{operation.method} {path}: the {location} parameter {name}"
            continue
        schema = value.get("schema", value)
        yield from _lost_limits(f"{path} {name}", schema, found)


def _lost_fields(document: Document, api: Api) -> Iterator[str]:
    components = document.root.get("components")
    for section, holder, base in (
        ("schemas", components, "#/components"),
        ("definitions", document.root, "#"),
    ):
        schemas = holder.get(section) if isinstance(holder, dict) else None
        for name, schema in (schemas if isinstance(schemas, dict) else {}).items():
            found = api.definitions.get(child(base, section, name))
            if isinstance(found, Object) and isinstance(schema, dict):
                yield from _lost_of_object(name, schema, found)


def _lost_of_object(name: str, schema: dict[str, Any], found: Object) -> Iterator[str]:
    properties = schema.get("properties")
    if not isinstance(properties, dict) or isinstance(properties.get("$ref"), str):
        return
    fields = {field.name: field for field in found.fields}
    required = schema.get("required")
    for key, value in properties.items():
        field = fields.get(key)
        if field is None:
            yield f"{name}.{key}: the field"
            continue
        if isinstance(required, list) and key in required and not field.required:
            yield f"{name}.{key}: that it is required"
        yield from _lost_limits(f"{name}.{key}", value, field)


def _lost_limits(place: str, schema: object, found: Field | Parameter) -> Iterator[str]:
    if not isinstance(schema, dict) or "$ref" in schema:
        return
    kept = {key for key, _ in found.constraints}
    for key, kind in LIMITS.items():
        value = schema.get(key)
        stated = isinstance(value, kind) and not isinstance(value, bool)
        if stated and key not in kept:
            yield f"{place}: {key}"
