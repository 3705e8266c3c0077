"""The dynamic scope of a schema: the dynamic anchors that were passed on the way to it.

Source: JSON Schema 2020-12, core, sections 7.1 and 8.2.3.2: a ``$dynamicRef`` means the outermost
schema on the way that has an anchor of its name.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from docbound.document.pointers import child
from docbound.json_values import is_object

Place = tuple[Any, str]
"""A schema and its pointer."""


class DynamicScope:
    """The anchors of the schemas that are being looked at, the outermost first."""

    def __init__(self) -> None:
        self._passed: dict[str, Place] = {}

    @contextmanager
    def within(self, schema: dict[str, Any], pointer: str) -> Generator[None]:
        """While it lasts, ``schema`` is on the way, and so is all that is entered meanwhile."""
        before = self._passed
        self.enter(schema, pointer)
        try:
            yield
        finally:
            self._passed = before

    def enter(self, schema: dict[str, Any], pointer: str) -> None:
        """Adds the anchors of ``schema`` that no schema further out has."""
        found = dict(_anchors(schema, pointer))
        if found:
            self._passed = found | self._passed

    def target(self, reference: str) -> Place | None:
        """What a ``$dynamicRef`` means; None where no schema on the way has its anchor."""
        return self._passed.get(reference.removeprefix("#"))


def _anchors(schema: dict[str, Any], pointer: str) -> Iterator[tuple[str, Place]]:
    """The dynamic anchors of a schema: its own, and those of its ``$defs``."""
    own = schema.get("$dynamicAnchor")
    if isinstance(own, str):
        yield own, (schema, pointer)
    definitions = schema.get("$defs")
    for key, inner in definitions.items() if is_object(definitions) else ():
        name = inner.get("$dynamicAnchor") if is_object(inner) else None
        if isinstance(name, str):
            yield name, (inner, child(pointer, "$defs", key))
