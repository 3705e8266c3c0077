"""Which components nothing refers to."""

from __future__ import annotations

from typing import Final

from docbound.document import Document, split
from docbound.document.references import references_in
from docbound.service import Pointer

_CARRIED_ANYWAY: Final = frozenset(
    {"schemas", "securitySchemes", "definitions", "securityDefinitions"}
)
_SECTIONS_OF_ROOT: Final = frozenset({"parameters", "responses"})
"""Where Swagger 2.0 has its components, beside definitions and security schemes."""


class Unused:
    """Knows which components of a description are referred to; looks for references when first
    asked.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._references: frozenset[str] | None = None

    def holds(self, pointer: Pointer) -> bool:
        """Whether ``pointer`` is within a component that nothing refers to."""
        file, tokens = split(pointer)
        place: tuple[str, ...]
        match tokens:
            case ("components", section, name, *_) if section not in _CARRIED_ANYWAY:
                place = ("components", section, name)
            case (section, name, *_) if section in _SECTIONS_OF_ROOT:
                place = (section, name)
            case _:
                return False
        return not file and not self._is_referred_to(place)

    def _is_referred_to(self, place: tuple[str, ...]) -> bool:
        if self._references is None:
            self._references = frozenset(references_in(self._document.root))
        for reference in self._references:
            uri, _, fragment = reference.partition("#")
            # A file may refer back to the root in more ways than one; such a reference counts for
            # all components.
            if uri or split(f"#{fragment}")[1][: len(place)] == place:
                return True
        return False
