"""Texts, examples, defaults and limits of the schema at a place."""

from __future__ import annotations

from docbound.service import MISSING, JSONValue, Missing
from docbound.tables.keywords import LIMITS

from .expansion import Expansion


class SchemaMetadata:
    """The facts of one expansion; texts and examples are the place's own, never those of what it
    refers to.
    """

    def __init__(self, expansion: Expansion) -> None:
        self.expansion = expansion

    def text(self, key: str) -> str:
        """The text under ``key``, or an empty string."""
        for part in reversed(self.expansion.local):
            value = part.value.get(key)
            if isinstance(value, str) and value:
                return value
        return ""

    @property
    def external_docs(self) -> str:
        """The URL of ``externalDocs``, or an empty string."""
        for part in reversed(self.expansion.local):
            match part.value.get("externalDocs"):
                case {"url": str(url)}:
                    return url
                case _:
                    pass
        return ""

    @property
    def deprecated(self) -> bool:
        """Whether the place itself is marked so."""
        return any(
            part.value.get("deprecated") is True or part.value.get("x-deprecated") is True
            for part in self.expansion.local
        )

    @property
    def default(self) -> JSONValue | Missing:
        """The default, the place's own before an inherited one; of a string, of strings in an array
        or a map, an unquoted number or boolean is the text as it is written.
        """
        node = self.expansion.last("default")
        if node is None:
            return MISSING
        match node.value:
            case list(items) if self._holds_strings("array", "items"):
                return [_as_text(item) for item in items]
            case dict(values) if self._holds_strings("object", "additionalProperties"):
                own = self._declared
                return {
                    name: value if name in own else _as_text(value)
                    for name, value in values.items()
                }
            case value:
                return _as_text(value) if self._types == {"string"} else value

    def _holds_strings(self, kind: str, key: str) -> bool:
        """Whether the place is an array or a map whose values are strings."""
        held = [part.value[key] for part in self.expansion.parts if key in part.value]
        stated = [each.get("type") for each in held if isinstance(each, dict)]
        return self._types == {kind} and stated == ["string"]

    @property
    def _declared(self) -> set[str]:
        """The properties that any part declares."""
        listed = [part.value.get("properties") for part in self.expansion.parts]
        return {name for each in listed if isinstance(each, dict) for name in each}

    @property
    def only(self) -> JSONValue | Missing:
        """The only value that the schema allows: a constant, or what is alone in a list; MISSING
        where there is none, or several.
        """
        for part in reversed(self.expansion.parts):
            if "const" in part.value:
                return part.value["const"]
            listed = part.value.get("enum")
            if isinstance(listed, list) and len(listed) == 1 and not self._is_nullable:
                return listed[0]
        return MISSING

    @property
    def _is_nullable(self) -> bool:
        """Whether null is allowed beside the values of a list that does not name it."""
        stated = [part.value.get("type") for part in self.expansion.parts]
        return any(
            part.value.get("nullable") is True or part.value.get("x-nullable") is True
            for part in self.expansion.parts
        ) or any(isinstance(words, list) and "null" in words for words in stated)

    @property
    def _types(self) -> set[str]:
        """The types that any part states, null left out."""
        stated = [part.value.get("type") for part in self.expansion.parts]
        words = [each if isinstance(each, list) else [each] for each in stated]
        return {word for each in words for word in each if isinstance(word, str)} - {"null"}

    @property
    def example(self) -> JSONValue | Missing:
        """The first example, or MISSING."""
        for part in reversed(self.expansion.local):
            for key in ("example", "x-example"):
                if key in part.value:
                    return part.value[key]
            match part.value.get("examples"):
                case [first, *_]:
                    return first
                case _:
                    pass
        return MISSING

    @property
    def constraints(self) -> tuple[tuple[str, JSONValue], ...]:
        """The limits on the value, inherited ones included."""
        stated = {key for part in self.expansion.parts for key in part.value}
        nodes = ((key, self.expansion.last(key)) for key in LIMITS if key in stated)
        return tuple((key, node.value) for key, node in nodes if node is not None)


def _as_text(value: JSONValue) -> JSONValue:
    """A number or a boolean without its quotes as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
