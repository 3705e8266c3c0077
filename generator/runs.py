"""Does a job, or finds that there is nothing to do."""

from __future__ import annotations

from generator import memory
from generator.job import Outcome, Source


def run(source: Source, *, write: bool) -> Outcome:
    """Generates one package and writes or compares it, or finds that nothing has changed since that was done.

    Args:
        source: what to read and where the package belongs.
        write: True brings the output folder up to date; False only compares.

    Returns:
        The outcome, the same whether it was remembered (see :mod:`generator.memory`) or worked out.
    """
    known = memory.recall(source, write=write)
    if known is not None:
        return known
    from generator import pipeline

    started = memory.now()
    outcome = pipeline.run(source, write=write)
    memory.remember(outcome, started)
    return outcome
