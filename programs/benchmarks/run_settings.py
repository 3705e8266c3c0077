"""The setting of one run: where it works, how often it measures, and who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .peers import OURS, PEERS, Generator

SIZES = (10, 100, 300, 1_000, 3_000)
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The setting of one run.

    Attributes:
        folder: for everything that is made on the way.
        peers: whether other generators are measured as well.
        quick: one round, few descriptions, small sizes.
        pythons: further interpreters in which packages are started.
        most_rounds: how many rounds there are at most.
    """

    folder: Path
    peers: bool
    quick: bool
    pythons: tuple[Path, ...] = ()
    most_rounds: int = ROUNDS

    @property
    def rounds(self) -> int:
        """How many rounds there are at most."""
        return 1 if self.quick else self.most_rounds

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of operations of the repeated description."""
        return SIZES[:3] if self.quick else SIZES

    @property
    def generators(self) -> tuple[Generator, ...]:
        """Who takes part; docbound comes first."""
        return (OURS, *PEERS) if self.peers else (OURS,)
