"""The result of reading sources: a draft, and how each fact came about."""

from __future__ import annotations

from pathlib import Path

from docbound.draft.facts import Draft
from docbound.draft.used_statements import UsedStatements
from docbound.records import field, record


@record(frozen=False)
class Drafted:
    """A settled draft and how it came about.

    Attributes:
        sources: what each key means.
        paths: the file of each key.
        ranks: the rank of each key.
        redacted: how many secrets were replaced in what was read.
    """

    draft: Draft
    ledger: UsedStatements
    sources: dict[str, str] = field(default_factory=dict[str, str])
    paths: dict[str, Path] = field(default_factory=dict[str, Path])
    ranks: dict[str, int] = field(default_factory=dict[str, int])
    redacted: int = 0
