"""Instances of a schema, made from a fixed seed: JSON values that the schema accepts, judged by an independent validator.

The maker is a rough one on purpose (it knows what the keywords mean, not how they interact); what it makes counts only if the
reference validator accepts it.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Resolve = Callable[[str, str], tuple[Any, str] | None]
"""Takes a ``$ref`` and the pointer where it stands; gives the value and its pointer (see generator.document)."""

DEPTH = 6

_FORMATS: Mapping[str, tuple[str, ...]] = {
    "date-time": (
        "2020-07-04T12:00:00Z",
        "2024-02-29T23:59:59.123456+05:30",
        "2016-12-31T23:59:60Z",
        "1985-04-12T23:20:50.5200000Z",
        "2020-07-04T12:00:00.000Z",
    ),
    "date": ("2020-02-29", "1999-12-31"),
    "time": ("12:00:00Z", "23:59:59.5+02:00"),
    "uuid": (
        "123e4567-e89b-12d3-a456-426614174000",
        "123E4567-E89B-12D3-A456-426614174000",
    ),
    "byte": (
        base64.b64encode(b"\xfb\xff\xfe docbound").decode(),
        "",
        base64.b64encode(b"ab").decode(),
    ),
    "email": ("a@example.org",),
    "uri": ("https://example.org/a?b=c#d",),
    "url": ("https://example.org/",),
    "hostname": ("example.org",),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "decimal": ("1.10", "1e5", "0.1"),
    "duration": ("P1DT2H",),
}
_TEXTS = (
    "",
    "a",
    "Zoë \u202e \U0001f600",
    'quote " and \\ slash',
    "123",
    "true",
    "null",
    "2020-07-04",
    "x" * 40,
    "a b/c?d=e&f#g",
    "100% a+b",
    "a,b;c|d",
    "é%2F!$'()*[]~",
    "..",
    "two",
    "word-1_b",
)
_INTEGERS = (0, 1, -1, 7, 50, 2**31, 9007199254740993)
_NUMBERS = (0, 1, -1.5, 0.1, 1.0, 1e-7, 12345678901234567, 2.5e10)


class Maker:
    """Makes values for schemas of one document.

    Args:
        resolve: follows references.
        seed: the same seed makes the same values.
    """

    def __init__(self, resolve: Resolve, seed: int) -> None:
        self._resolve = resolve
        self._random = random.Random(seed)

    def values(self, schema: Any, pointer: str, count: int) -> Iterator[Any]:
        """Yields ``count`` candidates for the schema at ``pointer``; not all of them need be valid."""
        for number in range(count):
            yield self._make(schema, pointer, DEPTH if number else 2)

    def _make(self, schema: Any, pointer: str, depth: int) -> Any:
        if depth < -DEPTH:  # a schema that only leads back to itself
            return {}
        if not isinstance(schema, dict):
            return self._anything()
        if isinstance(schema.get("$ref"), str):
            found = self._resolve(schema["$ref"], pointer)
            if found is None or depth < -DEPTH:
                return self._anything()
            chained = isinstance(found[0], dict) and "$ref" in found[0]
            return self._make(*found, depth - 1 if chained or depth <= 0 else depth)
        if "const" in schema:
            return schema["const"]
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return self._random.choice(schema["enum"])
        for keyword in ("oneOf", "anyOf"):
            if isinstance(schema.get(keyword), list) and schema[keyword]:
                return self._choice(schema, keyword, pointer, depth)
        if isinstance(schema.get("allOf"), list):
            return self._all(schema, pointer, depth)
        if schema.get("nullable") is True and self._random.random() < 0.2:
            return None
        return self._typed(schema, pointer, depth)

    def _choice(
        self, schema: dict[str, Any], keyword: str, pointer: str, depth: int
    ) -> Any:
        members = schema[keyword]
        index = self._random.randrange(len(members)) if depth > 0 else 0
        made = self._make(members[index], f"{pointer}/{keyword}/{index}", depth - 1)
        rest = {
            key: value
            for key, value in schema.items()
            if key not in {keyword, "discriminator"}
        }
        if isinstance(made, dict) and "properties" in rest:
            return self._object(rest, pointer, depth) | made
        tag = schema.get("discriminator")
        if isinstance(made, dict) and isinstance(tag, dict) and "propertyName" in tag:
            made = self._tagged(made, tag, members[index])
        return made

    def _tagged(
        self, made: dict[str, Any], tag: dict[str, Any], member: Any
    ) -> dict[str, Any]:
        reference = member.get("$ref", "") if isinstance(member, dict) else ""
        mapping = tag.get("mapping") or {}
        names = [
            name
            for name, target in mapping.items()
            if target == reference or target == reference.rpartition("/")[2]
        ]
        name = names[0] if names else reference.rpartition("/")[2]
        return made | {tag["propertyName"]: name} if name else made

    def _all(self, schema: dict[str, Any], pointer: str, depth: int) -> Any:
        made: Any = None
        parts = [
            (part, f"{pointer}/allOf/{index}")
            for index, part in enumerate(schema["allOf"])
        ]
        rest = {key: value for key, value in schema.items() if key != "allOf"}
        if rest.keys() & {"properties", "type", "additionalProperties", "required"}:
            parts.append((rest, pointer))
        for part, place in parts:
            value = self._make(part, place, depth - 1)
            made = (
                made | value
                if isinstance(made, dict) and isinstance(value, dict)
                else value
            )
        return made

    def _typed(self, schema: dict[str, Any], pointer: str, depth: int) -> Any:
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = self._random.choice(kind) if kind else None
        if kind is None:
            kind = (
                "object"
                if "properties" in schema or "additionalProperties" in schema
                else "array" if "items" in schema else None
            )
        match kind:
            case "object":
                return self._object(schema, pointer, depth)
            case "array":
                return self._array(schema, pointer, depth)
            case "string":
                return self._string(schema)
            case "integer":
                return self._number(schema, _INTEGERS)
            case "number":
                return self._number(schema, _NUMBERS)
            case "boolean":
                return self._random.random() < 0.5
            case "null":
                return None
            case _:
                return self._anything()

    def _object(
        self, schema: dict[str, Any], pointer: str, depth: int
    ) -> dict[str, Any]:
        properties = schema.get("properties")
        required = schema.get("required")
        wanted = set(required) if isinstance(required, list) else set()
        made: dict[str, Any] = {}
        for name, inner in properties.items() if isinstance(properties, dict) else ():
            if name in wanted or (depth > 0 and self._random.random() < 0.6):
                made[name] = self._make(
                    inner, f"{pointer}/properties/{_escape(name)}", depth - 1
                )
        for name in sorted(wanted - made.keys()):
            made[name] = self._anything()
        extra = schema.get("additionalProperties", True)
        if extra is not False and depth > 0 and self._random.random() < 0.4:
            key = self._random.choice(("extra", "page_size", "self", "x-unknown", ""))
            if not isinstance(properties, dict) or key not in properties:
                made[key] = (
                    self._anything()
                    if extra is True
                    else self._make(extra, f"{pointer}/additionalProperties", depth - 1)
                )
        return made

    def _array(self, schema: dict[str, Any], pointer: str, depth: int) -> list[Any]:
        least = schema.get("minItems") or 0
        count = max(least, self._random.randrange(3) if depth > 0 else 0)
        given = schema.get("prefixItems")
        prefix: list[Any] = given if isinstance(given, list) else []
        made = [
            self._make(item, f"{pointer}/prefixItems/{index}", depth - 1)
            for index, item in enumerate(prefix)
        ]
        while len(made) < count:
            made.append(
                self._make(schema.get("items", {}), f"{pointer}/items", depth - 1)
            )
        return made

    def _string(self, schema: dict[str, Any]) -> str:
        known = _FORMATS.get(str(schema.get("format")))
        if known:
            return self._random.choice(known)
        text = self._random.choice(_TEXTS)
        least, most = schema.get("minLength") or 0, schema.get("maxLength")
        text += "y" * max(0, least - len(text))
        return text[:most] if isinstance(most, int) else text

    def _number(self, schema: dict[str, Any], choices: tuple[float, ...]) -> float:
        low, high = schema.get("minimum"), schema.get("maximum")
        fitting = [value for value in choices if _within(value, low, high)]
        if fitting:
            return self._random.choice(fitting)
        return low if low is not None else high if high is not None else 0

    def _anything(self) -> Any:
        choices: tuple[Any, ...] = (
            "text",
            1,
            1.5,
            True,
            None,
            [],
            [1, "a", None],
            {"a": {"b": [1.0]}},
        )
        return self._random.choice(choices)


def _within(value: float, low: Any, high: Any) -> bool:
    above = not isinstance(low, int | float) or value > low
    return above and (not isinstance(high, int | float) or value < high)


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
