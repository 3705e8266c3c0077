"""Thirty documents that somebody else wrote: each gives a package that imports, and a call that
works.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from programs.corpus import batches, documents

COUNT = 30
BATCH = 5


def _thirty() -> list[str]:
    if not documents.is_present():
        return []
    accepted = (
        item
        for item in documents.entries()
        if item.verdict == "pass" and item.version.startswith("3.")
    )
    return [item.id for item in accepted][:COUNT]


@batches.ABSENT
def test_there_are_thirty() -> None:
    assert len(_thirty()) == COUNT


@pytest.mark.parametrize("ids", batches.split(_thirty(), BATCH), ids=lambda ids: ids[0])
def test_one_call_of_each_works(ids: Sequence[str]) -> None:
    found = list(batches.run(ids, "--call"))
    assert [result["id"] for result in found] == list(ids)
    assert all(result["stage"] == "called" for result in found), found
