"""Overlay documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.api import JSONValue
from generator.diagnostics import Diagnostics

if TYPE_CHECKING:
    from generator.document.description import Document


def apply(
    root: dict[str, JSONValue], overlay: Document, diagnostics: Diagnostics
) -> dict[str, JSONValue] | None:
    """The root changed as the overlay says."""
    raise NotImplementedError
