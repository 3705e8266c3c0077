"""Many documents in few processes: a worker forks for each document
(:mod:`programs.corpus.worker`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest

from programs.corpus import documents

ABSENT = pytest.mark.skipif(
    not documents.is_present(),
    reason=f"there is no corpus at {documents.folder()}; set DOCBOUND_CORPUS",
)


def split(ids: Sequence[str], size: int) -> list[Sequence[str]]:
    """Batches of at most ``size``."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def run(ids: Iterable[str], *options: str) -> Iterator[dict[str, Any]]:
    """Judges documents in one process, in order, and yields what became of each."""
    command = [sys.executable, "-m", "programs.corpus.worker", *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=documents.REPOSITORY,
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        for one in ids:
            worker.stdin.write(f"{one}\n")
            worker.stdin.flush()
            line = worker.stdout.readline()
            if not line:
                raise RuntimeError(f"the worker died at {one}")
            yield json.loads(line)
        worker.stdin.close()
