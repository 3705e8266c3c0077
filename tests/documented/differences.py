"""What a difference between the documentation and something else looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.documented.facts import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact that something else contradicts."""

    what: str
    documented: object
    found: object
    at: Source | None

    def __str__(self) -> str:
        where = str(self.at) if self.at else "no source"
        return f"{where}: {self.what}: documented {self.documented!r}, found {self.found!r}"


def compare(
    what: str, documented: object, found: object, at: Source | None
) -> Iterator[Difference]:
    """Nothing if both are equal (``True`` is not 1), else the difference."""
    if documented != found or isinstance(documented, bool) != isinstance(found, bool):
        yield Difference(what=what, documented=documented, found=found, at=at)


def report(differences: Iterable[Difference]) -> str:
    """One line a difference; empty when there is none."""
    return "\n".join(str(difference) for difference in differences)
