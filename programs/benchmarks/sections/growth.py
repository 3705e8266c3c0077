"""How generation grows with the number of operations, for a description made by repetition."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from ..measuring import FailedError
from ..package_generation import Made
from ..peer_comparison import Compared, compare
from ..peers import OURS, Generator
from ..plots import Plot
from ..report import Section, Table, cell
from ..run_settings import Setting
from ..services import repeated, written

PACKAGE = "things_client"
_PATIENCE = 15.0
_LINEAR = (300, 3_000)
"""The sizes between which the time of one operation should not grow."""


def place(folder: Path, size: int, each: Generator) -> Path:
    """Where the package of a size goes."""
    return folder / "repeated" / f"{size}-{each.slug}" / "out"


def description(folder: Path, size: int) -> Path:
    """The description of a size, which is written."""
    return written(repeated(size), folder / "repeated" / str(size))


def measure(setting: Setting) -> Section:
    """The cost of making packages of growing size from nothing."""
    compared = {size: _compare(size, setting) for size in setting.sizes}
    names = [each.name for each in setting.generators]
    return Section(
        title="Growth of generation",
        text=(
            "A description made by repetition: five operations and three models for each resource."
            " Cold."
        ),
        tables=[
            Table(
                head=(
                    *("generator", "operations", "CPU s", "CPU ms an operation"),
                    *("wall s", "peak MB", "lines", "note"),
                ),
                rows=[_row(name, each) for name in names for each in compared.values()],
            )
        ],
        plots=[_plot(names, compared.values())],
        summary=_summary(compared),
    )


def _compare(size: int, setting: Setting) -> Compared:
    return compare(
        f"{size:,}",
        description(setting.folder, size),
        size,
        partial(place, setting.folder, size),
        setting,
        package=PACKAGE,
        patience=_PATIENCE,
    )


def _row(name: str, compared: Compared) -> list[str]:
    found, size = compared.results[name], compared.operations
    if isinstance(found, FailedError):
        return [name, f"{size:,}", "", "", "", "", "", f"fails: {cell(found)}"]
    cost = found.cost
    return [
        *(name, f"{size:,}", f"{cost.cpu:.2f}", f"{1000 * cost.cpu / size:.2f}"),
        *(f"{cost.wall:.2f}", f"{cost.peak:.0f}", f"{found.lines:,}"),
        cell(compared.lacking[name]),
    ]


def _plot(names: Sequence[str], compared: Collection[Compared]) -> Plot:
    lines = {
        name: [
            (float(each.operations), each.made[name].cost.cpu)
            for each in compared
            if name in each.made
        ]
        for name in names
    }
    return Plot(
        name="growth",
        title="Generation by number of operations",
        unit="CPU s",
        lines={name: points for name, points in lines.items() if points},
        log=True,
    )


# --- the short table ---


def _summary(compared: Mapping[int, Compared]) -> list[list[str]]:
    few, many = (compared.get(size) for size in _LINEAR)
    if few is None or many is None or many.ours is None:
        return []
    rows = [_beside(many, many.ours)]
    slopes = {name: _slope(few, many, name) for name in many.made if name in few.made}
    if OURS.name in slopes:
        ours = slopes.pop(OURS.name)
        others = ", ".join(f"{slope:.2f}" for slope in slopes.values())
        rows.append(
            [
                f"time per operation, {many.name} operations over {few.name}",
                f"{ours:.2f}",
                f"peers: {others}" if others else "",
                "≤ 1.2",
            ]
        )
    peak = f"{many.ours.cost.peak:.0f} MB"
    return [*rows, [f"peak memory, {many.name} operations", peak, "", "< 1,000 MB"]]


def _beside(many: Compared, ours: Made) -> list[str]:
    row = [f"generate {many.name} operations, cold", f"{ours.cost.cpu:.2f} s"]
    if many.best is None or many.share is None:
        return [*row, "", ""]
    name, made = many.best
    return [*row, f"{name}: {made.cost.cpu:.2f} s", f"{many.share:.2f} of it (≤ 0.33)"]


def _slope(few: Compared, many: Compared, name: str) -> float:
    """How much more the time of one operation is among many than among few."""
    cheap = few.made[name].cost.cpu / few.operations
    return many.made[name].cost.cpu / many.operations / cheap
