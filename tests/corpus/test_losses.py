"""A description with harmless faults only becomes a package without a flag, and loses nothing of
it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound import assessment, document
from docbound.assessment import Policy
from docbound.diagnostics.diagnostic import Diagnostics, Effect, Severity
from programs.corpus import batches, documents, losses

LARGEST: int = 60_000
"""Bytes; larger ones are for ``make corpus``."""

PARTS: int = 8


def _rejected() -> list[documents.Entry]:
    if not documents.is_present():
        return []
    return [
        entry for entry in documents.entries() if entry.verdict == "fail" and entry.size <= LARGEST
    ]


@batches.ABSENT
@pytest.mark.parametrize("part", range(PARTS))
def test_harmless_faults_lose_nothing(part: int, tmp_path: Path) -> None:
    wrong: list[str] = []
    harmless = 0
    for entry in _rejected()[part::PARTS]:
        path = entry.unpack(tmp_path / entry.id)
        found = Diagnostics()
        loaded = document.load(path, found)
        if loaded is None:
            continue
        api, accepted = assessment.assess(loaded, found, Policy.HARMLESS)
        reported = [item for item in found if item.severity is not Severity.NOTE]
        if not all(item.effect is Effect.HARMLESS for item in reported):
            continue
        harmless += 1
        if not accepted:
            wrong.append(f"{entry.id}: refused")
        wrong += [f"{entry.id}: {line}" for line in losses.losses(loaded, api)]
    assert harmless
    assert not wrong, "\n".join(wrong)
