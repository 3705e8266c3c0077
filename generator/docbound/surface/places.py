"""Looks up fields of definitions in a description for the surface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.document import Document, escape
from docbound.records import record
from docbound.service import JSONValue, Pointer

_DEEPEST: Final = 6


@record(kw_only=False)
class Places:
    """Looks things up in one description."""

    document: Document | None

    def value(self, pointer: Pointer) -> JSONValue:
        """What is at ``pointer``, or None."""
        if self.document is None:
            return None
        try:
            return self.document.get(pointer)
        except KeyError:
            return None

    def of_fields(self, pointer: Pointer) -> dict[str, Pointer]:
        """Where a definition declares its fields, itself or in one of its parts, by wire name."""
        found: dict[str, Pointer] = {}
        for place in self._parts(pointer, 0):
            declared = self.value(f"{place}/properties")
            for name, value in declared.items() if isinstance(declared, dict) else ():
                if value is not None:
                    found.setdefault(name, f"{place}/properties/{escape(name)}")
        return found

    def is_closed(self, pointer: Pointer) -> bool:
        """Whether a definition says that it has no other keys."""
        for place in self._parts(pointer, 0):
            match self.value(place):
                case {"additionalProperties": False} | {"unevaluatedProperties": False}:
                    return True
                case _:
                    pass
        return False

    def _parts(self, pointer: Pointer, depth: int) -> Iterator[Pointer]:
        yield pointer
        value = self.value(pointer)
        if not isinstance(value, dict) or depth == _DEEPEST or self.document is None:
            return
        ref = value.get("$ref")
        if isinstance(ref, str):
            found = self.document.resolve(ref, pointer)
            if found is not None:
                yield from self._parts(found[1], depth + 1)
        parts = value.get("allOf")
        for index in range(len(parts) if isinstance(parts, list) else 0):
            yield from self._parts(f"{pointer}/allOf/{index}", depth + 1)
