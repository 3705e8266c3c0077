"""The error for a source that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable

from docbound.diagnostics.diagnostic import Diagnostic


class DraftError(Exception):
    """A source that gives no description; the message says which, why, and what to do.

    ``findings`` say the same with their places, where the source is a file of facts.
    """

    def __init__(self, message: str, findings: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
