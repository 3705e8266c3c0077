"""Builds a package, or finds from the run cache that nothing has changed."""

from __future__ import annotations

from docbound.build_request import BuildRequest, BuildResult
from docbound.commands import run_cache


def build(source: BuildRequest, *, write: bool) -> BuildResult:
    """Generates one package and writes or compares it, or finds that nothing has changed since that
    was done.

    Args:
        source: what to read and where the package belongs.
        write: True brings the output folder up to date; False only compares.

    Returns:
        The result, the same whether it is remembered (see :mod:`docbound.commands.run_cache`) or
        worked out.
    """
    known = run_cache.load(source, write=write)
    if known is not None:
        return known
    from docbound.commands.fresh_build import fresh_build

    started = run_cache.file_clock()
    result = fresh_build(source, write=write)
    run_cache.store(result, started)
    return result
