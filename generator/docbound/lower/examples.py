"""Example values: the documented one where it fits, otherwise one made from the type, complete
enough to be accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from docbound.lower.example_validation import is_valid
from docbound.naming.words import snake
from docbound.records import field, record
from docbound.service import (
    MISSING,
    Alias,
    Anything,
    Array,
    Definition,
    Enum,
    Field,
    JSONValue,
    Literal,
    Missing,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)
from docbound.service import Mapping as MapType

_Constraints = tuple[tuple[str, JSONValue], ...]

_BY_FORMAT: Final[Mapping[str, str]] = {
    "date-time": "2024-01-31T12:00:00Z",
    "date": "2024-01-31",
    "time": "12:00:00Z",
    "duration": "P1D",
    "uuid": "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    "byte": "ZXhhbXBsZQ==",
    "binary": "example",
    "decimal": "1.5",
    "email": "user@example.com",
    "idn-email": "user@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com",
    "url": "https://example.com",
    "iri": "https://example.com",
    "uri-reference": "/example",
    "json-pointer": "/example",
}
"""Addresses are those set aside for documentation (RFC 2606, 3849 and 5737)."""
_ATTEMPTS: Final = 12
_LONGEST_TEXT: Final = 100
"""Texts for a pattern that are tried, and their length where nothing else limits it."""
_DEEPEST: Final = 6
_DEEPEST_OF_ALL: Final = 20
_MOST_VALUES: Final = 400
"""Where required fields are nested deeper, or are more, the example is cut off."""


@record
class Examples:
    """Makes examples of one service's types.

    Attributes:
        definitions: what a ``Named`` refers to.
    """

    definitions: Mapping[Pointer, Definition]

    def documented(self, given: JSONValue | Missing, type_: Type) -> JSONValue | Missing:
        """``given``, if it is there and fits the type."""
        if given is MISSING or not is_valid(given, type_, self.definitions):
            return MISSING
        return given

    def of(
        self,
        type_: Type,
        name: str,
        *,
        constraints: _Constraints = (),
        for_request: bool = True,
    ) -> JSONValue:
        """A value of the type.

        Args:
            type_: the type.
            name: what the value is called, for texts such as ``org_example``.
            constraints: limits that the value keeps (lengths and ranges).
            for_request: whether read-only fields are left out; otherwise write-only ones are.
        """
        return _Maker(self.definitions, for_request).value(type_, name, dict(constraints), ())

    def of_definition(self, definition: Definition) -> JSONValue:
        """A value that a definition describes; its own example if it has one that fits."""
        about = definition.about
        return self.of(
            Named(pointer=about.pointer),
            snake(about.name),
            for_request=about.in_request or not about.in_response,
        )


@record(kw_only=False)
class _Maker:
    """Walks a type; ``path`` holds the definitions that it is inside of, so that recursion ends,
    and ``left`` counts.
    """

    definitions: Mapping[Pointer, Definition]
    for_request: bool
    left: Iterator[int] = field(default_factory=lambda: iter(range(_MOST_VALUES)))

    def value(
        self,
        type_: Type,
        name: str,
        limits: Mapping[str, JSONValue],
        path: tuple[Pointer, ...],
    ) -> JSONValue:
        match type_:
            case Primitive():
                return _primitive(type_, name, limits)
            case Literal():
                return next((one for one in type_.values if one is not None), None)
            case Array():
                return self._array(type_, name, limits, path)
            case MapType():
                return {"key": self.value(type_.values, "value", {}, path)}
            case Union():
                return self._first([*type_.members], name, limits, path)
            case Anything():
                return {"key": "value"}
            case Named():
                definition = self.definitions.get(type_.pointer)
                if definition is None:
                    return {"key": "value"}
                if len(path) > _DEEPEST_OF_ALL or next(self.left, None) is None:
                    return None
                return self._definition(definition, name, limits, path)

    def _definition(
        self,
        definition: Definition,
        name: str,
        limits: Mapping[str, JSONValue],
        path: tuple[Pointer, ...],
    ) -> JSONValue:
        about = definition.about
        given = about.example
        if given is not MISSING and is_valid(given, Named(pointer=about.pointer), self.definitions):
            return given
        inner = (*path, about.pointer)
        match definition:
            case Enum():
                return next((one for one in definition.values if one is not None), None)
            case Alias():
                if about.pointer in path:
                    return None
                return self.value(definition.type, name, limits, inner)
            case UnionDefinition():
                if about.pointer in path:
                    return None
                return self._choice(definition, name, inner)
            case Object():
                if about.pointer in path:
                    return {}
                return self._object(definition, inner)

    def _object(self, definition: Object, path: tuple[Pointer, ...]) -> JSONValue:
        usable = [
            field
            for field in definition.fields
            if not (field.read_only if self.for_request else field.write_only)
        ]
        wanted = [field for field in usable if field.required]
        if len(path) < _DEEPEST:
            shown = [f for f in usable if f.required or self._has_example(f)]
            wanted = shown or [f for f in usable if not self._is_nested(f.type)][:1]
        made: dict[str, JSONValue] = {}
        for each in wanted:
            given = self._given(each)
            made[each.name] = (
                self.value(each.type, snake(each.name), dict(each.constraints), path)
                if given is MISSING
                else given
            )
        return made

    def _given(self, field: Field) -> JSONValue | Missing:
        if field.only is not MISSING and is_valid(field.only, field.type, self.definitions):
            return field.only
        for given in (field.example, field.default):
            if (
                given is not MISSING
                and given is not None
                and is_valid(given, field.type, self.definitions)
            ):
                return given
        return MISSING

    def _has_example(self, field: Field) -> bool:
        return field.example is not MISSING and is_valid(
            field.example, field.type, self.definitions
        )

    def _is_nested(self, type_: Type) -> bool:
        return isinstance(type_, Named) and not isinstance(
            self.definitions.get(type_.pointer), Enum
        )

    def _choice(self, choice: UnionDefinition, name: str, path: tuple[Pointer, ...]) -> JSONValue:
        """The first member; with a tag, the tag says so."""
        made = self._first([*choice.members], name, {}, path)
        if not choice.tag or not isinstance(made, dict):
            return made
        member = next((m for m in choice.members if isinstance(m, Named)), None)
        tags = [tag for tag, target in choice.mapping if target == member]
        return {**made, choice.tag: tags[0]} if tags else made

    def _first(
        self,
        members: Iterable[Type],
        name: str,
        limits: Mapping[str, JSONValue],
        path: tuple[Pointer, ...],
    ) -> JSONValue:
        """A value of the first member that is not null and that this place is not inside of."""
        usable = [
            member
            for member in members
            if not (isinstance(member, Primitive) and member.kind == "null")
        ]
        fresh = [
            member
            for member in usable
            if not (isinstance(member, Named) and member.pointer in path)
        ]
        nullable = len(usable) < len([*members])
        if not fresh and nullable:
            return None
        chosen = fresh or usable
        return self.value(chosen[0], name, limits, path) if chosen else None

    def _array(
        self,
        type_: Array,
        name: str,
        limits: Mapping[str, JSONValue],
        path: tuple[Pointer, ...],
    ) -> JSONValue:
        items = type_.items
        if isinstance(items, Named) and items.pointer in path:
            return []
        made = [self.value(prefix, name, {}, path) for prefix in type_.prefix]
        wanted = max(_count(limits.get("minItems")), 0 if made else 1)
        while len(made) < min(wanted, 10):
            made.append(self.value(items, name, {}, path))
        return made


def _count(limit: JSONValue) -> int:
    return limit if isinstance(limit, int) and not isinstance(limit, bool) else 0


def _primitive(type_: Primitive, name: str, limits: Mapping[str, JSONValue]) -> JSONValue:
    match type_.kind:
        case "integer":
            return _number(1, 1, limits)
        case "number":
            return _number(1.5, 0.5, limits)
        case "boolean":
            return True
        case "null":
            return None
        case _:
            return _text(type_.format, name, limits)


def _text(format_: str, name: str, limits: Mapping[str, JSONValue]) -> str:
    if format_ in _BY_FORMAT:
        return _BY_FORMAT[format_]
    text = f"{name}_example" if name else "example"
    shortest, longest = _count(limits.get("minLength")), limits.get("maxLength")
    text = text.ljust(min(shortest, 1000), "x")
    text = text[:longest] if isinstance(longest, int) and longest >= 0 else text
    pattern = limits.get("pattern")
    return _of_pattern(pattern, text, limits) if isinstance(pattern, str) else text


def _of_pattern(pattern: str, text: str, limits: Mapping[str, JSONValue]) -> str:
    """``text`` where the pattern takes it, else one that is made for the pattern, if one is
    found.
    """
    import random

    from docbound.patterns import Searcher, UndecidedError
    from docbound.patterns.made_text import text_of

    least, longest = _count(limits.get("minLength")), limits.get("maxLength")
    most = longest if isinstance(longest, int) else max(_LONGEST_TEXT, least)
    try:
        searcher = Searcher(pattern)
        if searcher.search(text):
            return text
        for attempt in range(_ATTEMPTS):
            made = text_of(pattern, random.Random(f"{attempt} {pattern}"), attempt % 4)
            fits = made and least <= len(made) <= most and made.isprintable()
            if made and fits and searcher.search(made):
                return made
    except (re.error, OverflowError, UndecidedError):
        pass  # It is no pattern of Python, and nothing is known of what it takes.
    return text


def _number(value: float, step: float, limits: Mapping[str, JSONValue]) -> JSONValue:
    """A number within its limits; ``exclusiveMinimum`` is a number, or in older descriptions a
    boolean.
    """
    low, above = _bound(limits, "minimum", "exclusiveMinimum")
    high, below = _bound(limits, "maximum", "exclusiveMaximum")
    if low is not None and (value < low or (above and value <= low)):
        value = low + (step if above else 0)
    if high is not None and (value > high or (below and value >= high)):
        value = high - (step if below else 0)
    multiple = limits.get("multipleOf")
    if isinstance(multiple, int) and multiple > 0 and isinstance(value, int):
        value = -(-value // multiple) * multiple
    return value


def _bound(limits: Mapping[str, JSONValue], name: str, exclusive: str) -> tuple[float | None, bool]:
    limit, strict = limits.get(name), limits.get(exclusive)
    if isinstance(strict, int | float) and not isinstance(strict, bool):
        return strict, True
    if isinstance(limit, int | float) and not isinstance(limit, bool):
        return limit, strict is True
    return None, False
