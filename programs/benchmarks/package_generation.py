"""Making packages: into an empty place, over an earlier one, and counting the lines that were
written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .measuring import Cost, median_cost
from .peers import Generator

_KINDS = frozenset({".py", ".md", ".toml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What it cost to make a package, and how many lines of code, pages and settings were
    written.
    """

    cost: Cost
    lines: int


def cold(each: Generator, description: Path, output: Path, package: str = "bench_client") -> Made:
    """Makes a package with nothing cached and nothing there.

    Raises:
        FailedError: the generator does not make one.
    """
    set_aside(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    return written_by(
        output,
        lambda: each.generate(description, output, package, DOCBOUND_CACHE=""),
    )


def written_by(output: Path, make: Callable[[], Cost]) -> Made:
    """Runs ``make`` and counts the lines of the files that it wrote, whether they changed or
    not.
    """
    before = _times(output)
    cost = make()
    after = _times(output)
    touched = [path for path, time in after.items() if before.get(path) != time]
    return Made(cost=cost, lines=sum(_lines(path) for path in touched))


def _times(output: Path) -> Mapping[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in output.rglob("*")
        if path.suffix in _KINDS and path.is_file()
    }


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def set_aside(output: Path) -> None:
    """Makes way for a package without deleting the last one: ext4 takes ten times as long to create
    a file where others were deleted in the last five seconds, and that is no cost of a
    generator."""
    if output.exists():
        trash = Path(tempfile.mkdtemp(prefix="aside-", dir=output.parent))
        output.rename(trash / output.name)


def median(rounds: Sequence[Made]) -> Made:
    """The median of the costs, and the lines of the last round."""
    return Made(cost=median_cost([made.cost for made in rounds]), lines=rounds[-1].lines)
