"""One proposal, and what proposals are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docbound.document import Document
from docbound.lower.context import Context
from docbound.records import field, record
from docbound.service import JSONValue, Operation, Pointer


@record
class Suggestion:
    """A proposal.

    Attributes:
        section: the key of client.yaml.
        key: the entry below it: an operation, ``*``, or empty where the section is the entry.
        value: what to write there.
        reason: what of the description speaks for it.
        unsure: what the description does not say, and the maintainer has to look up; or empty.
        operations: the operations that it is about, as client.yaml names them.
        lines: what of the description was read for it: the file and a line, ``openapi.yaml:7``.
    """

    section: str
    key: str
    value: JSONValue
    reason: str
    unsure: str = ""
    operations: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@record
class Described:
    """What proposals are made from: the description, its meaning, and what client.yaml says."""

    document: Document
    context: Context
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def lines(self, pointers: Iterable[Pointer]) -> tuple[str, ...]:
        """The lines of what was read, in their order; each once."""
        found: set[tuple[str, int]] = set()
        for pointer in pointers:
            position = self.document.position(pointer, key=True)
            if position is not None:
                found.add((Path(position.file).name, position.line))
        return tuple(f"{file}:{line}" for file, line in sorted(found))

    def name(self, operation: Operation) -> str:
        """What client.yaml calls an operation."""
        return operation.operation_id or f"{operation.method} {operation.path}"
