"""Instances of a schema, made from a fixed seed: JSON values that the schema accepts, judged by an
independent validator.

The maker is a rough one on purpose (it knows what the keywords mean, not how they interact); what
it makes counts only if the reference validator accepts it, and at a limit (:mod:`.budget`) it makes
nothing. The first value is the smallest that can be, the second has every property that is declared
and no other, the others are made by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from docbound.json_values import is_array, is_object
from docbound.patterns.made_text import text_of

from . import scalars
from .budget import Budget, BudgetExceededError, at_least, at_most
from .discriminator_values import Tags
from .dynamic_scope import DynamicScope

Resolve = Callable[[str, str], tuple[Any, str] | None]
"""Takes a ``$ref`` and the pointer where it is; gives the value and its pointer (see
docbound.document).
"""

DEPTH = 6
FULL = 3
"""So deep the second value has every property."""

OR_NULL = {"nullable": True}
"""A member of ``oneOf`` or ``anyOf`` by which tools for 3.0 say "or null"."""

_OF_OBJECTS = frozenset(
    {
        "properties",
        "type",
        "additionalProperties",
        "required",
        "patternProperties",
        "unevaluatedProperties",
        "discriminator",
    }
)

_SAYING = _OF_OBJECTS | {
    "oneOf",
    "anyOf",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "items",
    "minItems",
    "minimum",
    "maximum",
}
"""Keywords that say something of a value."""


class Maker:
    """Makes values for schemas of one document.

    Args:
        resolve: follows references.
        tags: what discriminators need.
        seed: the same seed makes the same values.
        plain: whether values look like examples, instead of like what may go wrong.
    """

    def __init__(self, resolve: Resolve, tags: Tags, seed: int, *, plain: bool = False) -> None:
        self._resolve = resolve
        self._plain = plain
        self._tags = tags
        self._random = random.Random(seed)
        self._budget = Budget()
        self._scope = DynamicScope()
        self._likely: tuple[float, float] = (0.6, 0.4)
        """How likely a property that may be absent, and one that is not declared, is made."""

    def values(self, schema: Any, pointer: str, count: int) -> Iterator[Any]:
        """Yields up to ``count`` candidates for the schema at ``pointer``; not all of them need be
        valid.
        """
        for number in range(count):
            self._likely = {0: (0.0, 0.0), 1: (1.0, 0.0)}.get(number, (0.6, 0.4))
            self._budget.renew()
            try:
                made = self._make(schema, pointer, DEPTH if number else 2)
            except BudgetExceededError:
                continue
            yield made

    def _make(self, schema: Any, pointer: str, depth: int) -> Any:
        self._budget.spend(depth)
        if depth < -DEPTH:  # a schema that only leads back to itself
            return {}
        if not is_object(schema):
            return "example" if self._plain else scalars.anything(self._random)
        with self._scope.within(schema, pointer):
            return self._made(schema, pointer, depth)

    def _made(self, schema: dict[str, Any], pointer: str, depth: int) -> Any:
        target = self._target(schema, pointer)
        if target is not None:
            chained = is_object(target[0]) and "$ref" in target[0]
            return self._make(*target, depth - 1 if chained or depth <= 0 else depth)
        if depth > 0 and self._random.random() < 0.5:
            child = self._tags.child_of(schema, pointer, self._random)
            if child is not None:
                made = self._make(*child, depth - 1)
                return self._tags.put_child(made, schema, pointer, child[1])
        made = self._untagged(schema, pointer, depth)
        return self._tags.put(made, schema, pointer, self._random)

    def _target(self, schema: dict[str, Any], pointer: str) -> tuple[dict[str, Any], str] | None:
        """The target of a reference; a value of any kind where it has none."""
        reference, dynamic = schema.get("$ref"), schema.get("$dynamicRef")
        if isinstance(reference, str):
            return self._resolve(reference, pointer) or ({}, pointer)
        if isinstance(dynamic, str):
            passed = self._scope.target(dynamic)
            return passed or self._resolve(dynamic, pointer) or ({}, pointer)
        return None

    def _untagged(self, schema: dict[str, Any], pointer: str, depth: int) -> Any:
        self._budget.spend(depth)
        if "const" in schema:
            return schema["const"]
        if is_array(schema.get("enum")) and schema["enum"]:
            return self._random.choice(schema["enum"])
        for keyword in ("oneOf", "anyOf"):
            if is_array(schema.get(keyword)) and schema[keyword]:
                return self._choice(schema, keyword, pointer, depth)
        if is_array(schema.get("allOf")):
            return self._all(schema, pointer, depth)
        if schema.get("nullable") is True and self._random.random() < 0.2:
            return None
        return self._typed(schema, pointer, depth)

    def _choice(self, schema: dict[str, Any], keyword: str, pointer: str, depth: int) -> Any:
        members = schema[keyword]
        index = self._random.randrange(len(members)) if depth > -2 else 0
        if members[index] == OR_NULL:
            return None
        place = f"{pointer}/{keyword}/{index}"
        rest = {key: value for key, value in schema.items() if key != keyword}
        if rest.keys() & {"properties", "required", "allOf", "oneOf", "anyOf"}:
            rest.pop("discriminator", None)
            made = self._all({"allOf": [rest, members[index]]}, pointer, depth - 1)
            for part, at in self._parts(members[index], place, 0):
                made = self._tags.put(made, part, at, self._random)
        else:
            made = self._make(members[index], place, depth - 1)
        if not is_object(made):
            return made
        return self._tags.put_member(made, schema, members[index], pointer)

    # --- objects that are put together ---

    def _all(self, schema: dict[str, Any], pointer: str, depth: int) -> Any:
        merged: dict[str, Any] = {"properties": {}, "required": []}
        others, at, objects = dict[str, Any](), pointer, False
        for part, place in self._parts(schema, pointer, 0):
            stated = part.keys() & {"oneOf", "anyOf", "enum", "const"}
            if not stated and _is_of_object(part):
                _merge(merged, part, place)
                objects = True
            else:
                others |= part
                at = place if stated else at
        made = self._untagged(others, at, depth - 1) if others else dict[str, Any]()
        if objects and is_object(made):
            return self._object(merged, pointer, depth) | made
        return made

    def _parts(self, schema: Any, pointer: str, level: int) -> Iterator[tuple[dict[str, Any], str]]:
        """What an ``allOf`` is put together of, references and inner ones followed."""
        self._budget.spend()
        for _ in range(10):
            if not is_object(schema):
                return
            self._scope.enter(schema, pointer)
            target = self._target(schema, pointer)
            if target is None:
                break
            schema, pointer = target
        if not is_object(schema) or level > 12:
            return
        inner = schema.get("allOf")
        for index, part in enumerate(inner if is_array(inner) else ()):
            yield from self._parts(part, f"{pointer}/allOf/{index}", level + 1)
        rest = {key: value for key, value in schema.items() if key != "allOf"}
        if rest.keys() & _SAYING:
            yield rest, pointer

    def _typed(self, schema: dict[str, Any], pointer: str, depth: int) -> Any:
        match self._kind(schema):
            case "object":
                return self._object(schema, pointer, depth)
            case "array":
                return self._array(schema, pointer, depth)
            case "string" | "file":
                return scalars.string(schema, self._random, plain=self._plain)
            case "integer":
                return scalars.number(
                    schema,
                    scalars.PLAIN_INTEGERS if self._plain else scalars.INTEGERS,
                    self._random,
                )
            case "number":
                return scalars.number(
                    schema,
                    scalars.PLAIN_NUMBERS if self._plain else scalars.NUMBERS,
                    self._random,
                )
            case "boolean":
                return self._random.random() < 0.5
            case "null":
                return None
            case _:
                return "example" if self._plain else scalars.anything(self._random)

    def _kind(self, schema: dict[str, Any]) -> Any:
        """The type that is stated, or the one that the keywords are about."""
        kind = schema.get("type")
        if is_array(kind):
            kind = self._random.choice(kind) if kind else None
        if kind is not None:
            return kind
        if schema.keys() & (_OF_OBJECTS - {"type"}):
            return "object"
        if schema.keys() & {"items", "prefixItems"}:
            return "array"
        if schema.keys() & {"pattern", "format", "minLength", "maxLength"}:
            return "string"
        return "number" if schema.keys() & {"minimum", "maximum"} else None

    def _object(self, schema: dict[str, Any], pointer: str, depth: int) -> dict[str, Any]:
        """An object; in a merged one ``x-places`` and ``x-place`` say where its parts stand."""
        properties = schema.get("properties")
        properties = properties if is_object(properties) else {}
        places: dict[str, str] = schema.get("x-places", {})
        required = schema.get("required")
        wanted = (
            {name for name in required if isinstance(name, str)}
            if is_array(required)
            else set[str]()
        )
        optional, _ = self._likely
        if optional == 1.0 and depth < FULL:
            optional = 0.5
        made: dict[str, Any] = {}
        for name, inner in properties.items():
            if name in wanted or (depth > 0 and self._random.random() < optional):
                place = places.get(name, f"{pointer}/properties/{_escape(name)}")
                made[name] = self._make(inner, place, depth - 1)
        for name in sorted(wanted - made.keys()):
            made[name] = self._of_any_key(schema, name, pointer, depth)
        self._add_others(made, schema, pointer, depth)
        return made

    def _of_any_key(self, schema: dict[str, Any], name: str, pointer: str, depth: int) -> Any:
        extra = schema.get("additionalProperties", True)
        if is_object(extra):
            place = f"{schema.get('x-place', pointer)}/additionalProperties"
            return self._make(extra, place, depth - 1)
        return scalars.anything(self._random)

    def _add_others(
        self, made: dict[str, Any], schema: dict[str, Any], pointer: str, depth: int
    ) -> None:
        """Properties that have no schema of their own: by pattern, and any others."""
        _, others = self._likely
        lacking = max(0, at_least(schema, "minProperties") - len(made))
        patterns = schema.get("patternProperties")
        for pattern, inner in patterns.items() if is_object(patterns) else ():
            if lacking or (depth > 0 and self._random.random() < 0.5):
                base = schema.get("x-place", pointer)
                place = f"{base}/patternProperties/{_escape(pattern)}"
                name = text_of(pattern, self._random)
                if name is not None and name not in made:
                    made[name] = self._make(inner, place, depth - 1)
        extra = schema.get("additionalProperties", True)
        if extra is False:
            return
        names = ["extra", "page_size", "self", "x-unknown", ""]
        if self._plain:
            chosen = [f"key{number}" for number in range(lacking)]
        elif lacking:
            chosen = [*names, *map(str, range(lacking))][:lacking]
        else:
            takes_one = depth > 0 and self._random.random() < others
            chosen = [self._random.choice(names)] if takes_one else []
        for key in chosen:
            if key not in schema.get("properties", {}) and key not in made:
                made[key] = self._of_any_key(schema, key, pointer, depth)

    def _array(self, schema: dict[str, Any], pointer: str, depth: int) -> list[Any]:
        least, most = at_least(schema, "minItems"), at_most(schema, "maxItems")
        count = max(
            least,
            (
                (1 + self._random.randrange(2) if self._plain else self._random.randrange(3))
                if depth > 0
                else 0
            ),
        )
        if most is not None:
            count = min(count, most)
        # Before 2020-12, ``items`` could be a list.
        keyword = "items" if is_array(schema.get("items")) else "prefixItems"
        given = schema.get(keyword)
        prefix: list[Any] = given if is_array(given) else []
        made = [
            self._make(item, f"{pointer}/{keyword}/{index}", depth - 1)
            for index, item in enumerate(prefix)
        ]
        rest = schema.get("additionalItems" if keyword == "items" else "items", {})
        for _ in range(20 + count):
            if len(made) >= count:
                break
            item = self._make(rest, f"{pointer}/items", depth - 1)
            if not schema.get("uniqueItems") or item not in made:
                made.append(item)
        return made


def _is_of_object(schema: dict[str, Any]) -> bool:
    if "type" in schema:
        return bool(schema["type"] == "object")
    return bool(schema.keys() & _OF_OBJECTS)


def _merge(merged: dict[str, Any], part: dict[str, Any], place: str) -> None:
    """Puts an object's schema into one that means several."""
    properties = part.get("properties")
    for name, inner in properties.items() if is_object(properties) else ():
        merged["properties"][name] = inner
        merged.setdefault("x-places", {})[name] = f"{place}/properties/{_escape(name)}"
    required = part.get("required")
    merged["required"] += required if is_array(required) else []
    for keyword in ("additionalProperties", "patternProperties", "minProperties"):
        if keyword in part:
            merged |= {keyword: part[keyword], "x-place": place}
    if part.get("unevaluatedProperties") is False:
        merged["additionalProperties"] = False


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
