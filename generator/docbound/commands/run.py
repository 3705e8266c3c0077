"""Does a job, or finds that there is nothing to do."""

from __future__ import annotations

from docbound.commands import run_cache
from docbound.request import BuildRequest, BuildResult


def run(source: BuildRequest, *, write: bool) -> BuildResult:
    """Generates one package and writes or compares it, or finds that nothing has changed since that
    was done.

    Args:
        source: what to read and where the package belongs.
        write: True brings the output folder up to date; False only compares.

    Returns:
        The outcome, the same whether it was remembered (see :mod:`docbound.commands.run_cache`) or
        worked out.
    """
    known = run_cache.load(source, write=write)
    if known is not None:
        return known
    from docbound import pipeline

    started = run_cache.file_clock()
    outcome = pipeline.run(source, write=write)
    run_cache.store(outcome, started)
    return outcome
