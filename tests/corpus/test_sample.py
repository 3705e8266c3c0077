"""A fixed sample of 100 documents: each becomes a package that imports and obeys both laws."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from programs.corpus import batches, documents, exceptions

COUNT = 100
BATCH = 5
LARGEST = 40_000
"""Bytes; larger ones are for ``make corpus``."""


def _ids() -> list[str]:
    if not documents.is_present():
        return []
    return [entry.id for entry in documents.sample(COUNT, below=LARGEST)]


def _excepted() -> list[str]:
    if not documents.is_present():
        return []
    return sorted({item.document for item in exceptions.known()})


@batches.ABSENT
def test_the_sample_is_there() -> None:
    assert COUNT - 5 <= len(_ids()) <= COUNT + 5


@pytest.mark.parametrize("ids", batches.split(_ids(), BATCH), ids=lambda ids: ids[0])
def test_documents_become_packages_that_obey_the_laws(ids: Sequence[str]) -> None:
    wrong: list[str] = []
    for result in batches.run(ids):
        if result["stage"] in ("crashed", "timeout") or (
            result["verdict"] == "pass"
            and (result["stage"] != "imported" or result["kept"] < result["operations"])
        ):
            wrong.append(f"{result['id']}: {result['stage']}: {result['error']}")
        wrong += exceptions.unexpected(result)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("ids", batches.split(_excepted(), BATCH), ids=lambda ids: ids[0])
def test_every_exception_is_still_needed(ids: Sequence[str]) -> None:
    wrong = [line for found in batches.run(ids) for line in exceptions.unneeded(found)]
    assert not wrong, "\n".join(wrong)
