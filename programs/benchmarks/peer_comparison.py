"""Everybody's result for one description, and who of the peers makes a complete client fastest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .measuring import FailedError, in_turns
from .package_generation import Made, cold, median
from .peers import OURS, Generator, shortcomings
from .run_settings import Setting

Place = Callable[[Generator], Path]
"""Where a generator's package goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Everybody's result for one description.

    Attributes:
        name: of the description.
        operations: how many it has.
        results: for each generator what making the package took, or why it failed.
        lacking: for each that made one what keeps it from being a complete client; empty if nothing
            does.
    """

    name: str
    operations: int
    results: Mapping[str, Made | FailedError]
    lacking: Mapping[str, str]

    @property
    def made(self) -> dict[str, Made]:
        """The results of those that made a package."""
        return {name: found for name, found in self.results.items() if isinstance(found, Made)}

    @property
    def ours(self) -> Made | None:
        """Docbound's result."""
        return self.made.get(OURS.name)

    @property
    def best(self) -> tuple[str, Made] | None:
        """The peer that makes a complete client with the least CPU time."""
        complete = [
            (name, made)
            for name, made in self.made.items()
            if name != OURS.name and not self.lacking[name]
        ]
        return min(complete, key=lambda peer: peer[1].cost.cpu, default=None)

    @property
    def share(self) -> float | None:
        """Docbound's CPU time over that of the best peer."""
        if self.ours is None or self.best is None:
            return None
        return self.ours.cost.cpu / self.best[1].cost.cpu


def compare(
    name: str,
    description: Path,
    operations: int,
    place: Place,
    setting: Setting,
    *,
    package: str = "bench_client",
    patience: float,
) -> Compared:
    """Lets everybody make a package from nothing, in turns.

    Args:
        name: of the description, for tables.
        description: the document.
        operations: how many it has.
        place: where each generator's package goes.
        setting: of the run.
        package: the name of the import package.
        patience: seconds after which a generator takes no more turns.
    """
    turns = {
        each.name: partial(cold, each, description, place(each), package)
        for each in setting.generators
    }
    results = {
        generator: rounds if isinstance(rounds, FailedError) else median(rounds)
        for generator, rounds in in_turns(turns, setting.rounds, patience).items()
    }
    lacking = {
        each.name: shortcomings(each, place(each), operations, package)
        for each in setting.generators
        if isinstance(results[each.name], Made)
    }
    return Compared(name=name, operations=operations, results=results, lacking=lacking)
