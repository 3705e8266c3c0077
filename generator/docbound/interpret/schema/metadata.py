"""What a place's schema says besides its type: texts, examples, defaults and limits."""

from __future__ import annotations

from docbound.keywords import LIMITS
from docbound.service import MISSING, JSONValue, Missing

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
        """The default, the place's own before an inherited one."""
        node = self.expansion.last("default")
        return MISSING if node is None else node.value

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
