"""How generation grows with the number of fields, for a description made by repetition."""

from __future__ import annotations

from functools import partial

from ..measuring import FailedError, in_turns
from ..package_generation import Made, cold, median
from ..peers import OURS
from ..report import Section, Table
from ..run_settings import Setting
from ..services import with_fields, written

SIZES = (1_000, 10_000, 40_000)
_PATIENCE = 20.0


def measure(setting: Setting) -> Section:
    """The cost of a field among few and among many.

    Raises:
        FailedError: no package was made.
    """
    made = {size: _made(size, setting) for size in (SIZES[:2] if setting.quick else SIZES)}
    return Section(
        title="Growth by fields",
        text="Models of ten fields, an operation for each twenty of them. Cold.",
        tables=[
            Table(
                head=("fields", "CPU s", "CPU ms a field", "peak MB"),
                rows=[
                    [
                        *(f"{size:,}", f"{each.cost.cpu:.2f}"),
                        *(f"{1000 * each.cost.cpu / size:.3f}", f"{each.cost.peak:.0f}"),
                    ]
                    for size, each in made.items()
                ],
            )
        ],
        summary=_summary(made),
        brief=[],
    )


def _made(size: int, setting: Setting) -> Made:
    folder = setting.folder / "fields" / str(size)
    path = written(with_fields(size), folder)
    turns = {OURS.name: partial(cold, OURS, path, folder / "made" / "out")}
    rounds = in_turns(turns, setting.rounds, _PATIENCE)[OURS.name]
    if isinstance(rounds, FailedError):
        raise rounds
    return median(rounds)


def _summary(made: dict[int, Made]) -> list[list[str]]:
    """The time of a field after the first size, over that between the first two: what does not
    depend on the description is in neither.
    """
    if len(made) < len(SIZES):
        return []
    few, some, many = (made[size].cost.cpu for size in SIZES)
    early = (some - few) / (SIZES[1] - SIZES[0])
    late = (many - some) / (SIZES[2] - SIZES[1])
    what = f"time per field, {SIZES[2]:,} fields over {SIZES[1]:,}"
    return [[what, f"{late / early:.2f}", "", "≤ 1.2"]]
