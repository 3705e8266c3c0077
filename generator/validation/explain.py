"""The validator's objections as findings that say where, what, why and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsonschema.exceptions import ValidationError

from generator.diagnostics import Diagnostic, Severity
from generator.document import Document, child

from .judge import Objection


def explain(document: Document, objections: Iterable[Objection]) -> list[Diagnostic]:
    """Turns objections into findings."""
    return list(_all(document, objections))


def _all(document: Document, objections: Iterable[Objection]) -> Iterator[Diagnostic]:
    for objection in objections:
        error = objection.error
        steps = objection.steps
        if isinstance(error, ValidationError) and not objection.place:
            steps = tuple(str(step) for step in error.absolute_path)
        pointer = document.locate((*objection.place, *steps))
        yield Diagnostic(
            severity=Severity.ERROR,
            code="invalid",
            message=f"{error}"[:200].splitlines()[0] if f"{error}" else repr(error),
            pointer=pointer,
            position=document.position(pointer),
        )
