"""Thirty documents that somebody else wrote: each gives a package that imports, and a call that works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus import documents

COUNT = 30


def _thirty() -> list[str]:
    if not documents.is_present():
        return []
    accepted = (
        item
        for item in documents.entries()
        if item.verdict == "pass" and item.version.startswith("3.")
    )
    return [item.id for item in accepted][:COUNT]


@pytest.mark.skipif(
    not documents.is_present(),
    reason=f"there is no corpus at {documents.folder()}; set DOCBOUND_CORPUS",
)
def test_there_are_thirty() -> None:
    assert len(_thirty()) == COUNT


@pytest.mark.parametrize("document", _thirty())
def test_one_call_works(document: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.corpus.calling", document, str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=documents.REPOSITORY
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip()
