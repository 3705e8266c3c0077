"""Values of requests: what a service only gives is no part of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docbound.document import Document, child

_PARTS = ("allOf", "oneOf", "anyOf")
_MOST_PARTS = 200


def without_read_only(document: Document, schema: Any, pointer: str, value: Any) -> Any:
    """A value without what its schema calls ``readOnly``, however deep.

    A property that only one of several alternatives calls so is left out as well; whether the rest
    is still valid is for the caller to ask.

    Args:
        document: the description.
        schema: the schema of the value.
        pointer: where it is.
        value: a JSON value.
    """
    parts = list(_parts(document, schema, pointer))
    if isinstance(value, list):
        return [
            without_read_only(document, *_one(_of_items(parts, index)), item)
            for index, item in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, item in value.items():
        found = list(_of_property(parts, name))
        if not any(_is_read_only(document, *one) for one in found):
            kept[name] = without_read_only(document, *_one(found), item)
    return kept


def _one(found: list[tuple[Any, str]]) -> tuple[Any, str]:
    """Several schemas of one value as one; each keeps its own place."""
    if len(found) == 1:
        return found[0]
    return _Placed(found), ""


class _Placed(dict[str, Any]):
    """A schema of parts that are in different places."""

    def __init__(self, parts: list[tuple[Any, str]]) -> None:
        super().__init__()
        self.parts = parts


def _parts(document: Document, schema: Any, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The schemas that may speak about one value, references followed, each once."""
    waiting = [(schema, pointer)]
    seen: set[str] = set()
    while waiting and len(seen) < _MOST_PARTS:
        schema, pointer = waiting.pop(0)
        if isinstance(schema, _Placed):
            waiting += schema.parts
        elif isinstance(schema, dict) and pointer not in seen:
            seen.add(pointer)
            yield schema, pointer
            reference = schema.get("$ref")
            target = document.resolve(reference, pointer) if isinstance(reference, str) else None
            if target is not None:
                waiting.append(target)
            for keyword in _PARTS:
                listed = schema.get(keyword)
                waiting += [
                    (part, child(pointer, keyword, index))
                    for index, part in enumerate(listed if isinstance(listed, list) else ())
                ]


def _is_read_only(document: Document, schema: Any, pointer: str) -> bool:
    return any(part.get("readOnly") is True for part, _ in _parts(document, schema, pointer))


def _of_property(parts: list[tuple[dict[str, Any], str]], name: str) -> Iterator[tuple[Any, str]]:
    for schema, pointer in parts:
        properties = schema.get("properties")
        if isinstance(properties, dict) and name in properties:
            yield properties[name], child(pointer, "properties", name)
        elif "additionalProperties" in schema:
            yield schema["additionalProperties"], child(pointer, "additionalProperties")


def _of_items(parts: list[tuple[dict[str, Any], str]], index: int) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    for schema, pointer in parts:
        prefix = schema.get("prefixItems")
        if isinstance(prefix, list) and index < len(prefix):
            found.append((prefix[index], child(pointer, "prefixItems", index)))
        elif "items" in schema:
            found.append((schema["items"], child(pointer, "items")))
    return found
