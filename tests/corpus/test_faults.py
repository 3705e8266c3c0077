"""A fixed sample of 100 packages of the corpus against the fault table: each meets some of its
lines, all together meet each line several times (``make faults`` for all lines with each).
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from programs.corpus import batches, documents
from programs.corpus.fault_calls import COUNT, ROWS, rows_for, sample

BATCH = 5
IDS = sample() if documents.is_present() else ()


@batches.ABSENT
def test_all_lines_are_met() -> None:
    assert len(IDS) == COUNT
    met = {fault.name for number in range(COUNT) for fault in rows_for(number, ROWS)}
    assert met == {fault.name for fault in rows_for(0, 0)}


@pytest.mark.parametrize("ids", batches.split(IDS, BATCH), ids=lambda ids: ids[0])
def test_each_fault_ends_as_documented(ids: Sequence[str]) -> None:
    for found in batches.run(ids, "--faults"):
        assert found["stage"] == "met", found
        assert not found["broken"], f"{found['id']}: " + "\n".join(found["broken"])
