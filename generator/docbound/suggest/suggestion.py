"""One proposal, and what proposals are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docbound.document import Document
from docbound.lower.context import Context
from docbound.records import field, record
from docbound.service import JSONValue, Operation


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
    """

    section: str
    key: str
    value: JSONValue
    reason: str
    unsure: str = ""
    operations: tuple[str, ...] = ()


@record
class Described:
    """What proposals are made from: the description, its meaning, and what client.yaml says."""

    document: Document
    context: Context
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def name(self, operation: Operation) -> str:
        """What client.yaml calls an operation."""
        return operation.operation_id or f"{operation.method} {operation.path}"
