"""How long a package takes to make from nothing: nothing cached, an empty output folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..measuring import FailedError
from ..package_generation import Made
from ..peer_comparison import Compared, compare
from ..peers import OURS, Generator
from ..plots import Plot
from ..report import Section, Table, cell, spread
from ..run_settings import Setting
from ..subjects import Subject, subjects

_PATIENCE = 7.0
_PLOTTED = "GitHub"
_BARS: Final = {"small": 1.0, "middle": 0.33, "large": 0.33}
"""The most of the best complete peer's time that a group of descriptions should take."""
_LONGEST: Final = "≤ 8 s"
"""The bar where no peer's package is complete."""


def measure(setting: Setting) -> Section:
    """Generation with nothing cached and no output there."""
    groups: dict[str, list[Compared]] = {}
    for subject in subjects(setting.folder, quick=setting.quick):
        groups.setdefault(subject.group, []).append(_compare(subject, setting))
    compared = [each for group in groups.values() for each in group]
    return Section(
        title="Generation, cold",
        text=(
            "Nothing is cached and the output folder is empty. CPU and wall time in seconds, peak"
            " memory in MB, lines written. The last column is a generator's CPU time over"
            " docbound's, or what keeps its package from being a complete client."
        ),
        tables=[
            Table(
                head=(
                    *("description", "generator", "operations"),
                    *("CPU s", "wall s", "peak MB", "lines", "note"),
                ),
                words=2,
                rows=[row for each in compared for row in _rows(each)],
            )
        ],
        plots=[_plot(each) for each in compared if each.name == _PLOTTED],
        summary=[
            *(_summary(each, _BARS[name]) for name, group in groups.items() for each in group),
            *_memory(compared),
        ],
        brief=[
            *(row for name, group in groups.items() for row in _brief(name, group)),
            *_memory(compared),
        ],
    )


def _compare(subject: Subject, setting: Setting) -> Compared:
    def place(each: Generator) -> Path:
        return setting.folder / "made" / subject.slug / each.slug

    return compare(
        subject.name,
        subject.path,
        subject.operations,
        place,
        setting,
        patience=_PATIENCE,
    )


def _rows(compared: Compared) -> list[list[str]]:
    rows: list[list[str]] = []
    for name, found in compared.results.items():
        first = [compared.name, name, f"{compared.operations:,}"]
        if isinstance(found, FailedError):
            rows.append([*first, "", "", "", "", f"fails: {cell(found)}"])
            continue
        cost = found.cost
        rows.append(
            [
                *first,
                *(f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}"),
                *(f"{found.lines:,}", _note(compared, name, found)),
            ]
        )
    return rows


def _note(compared: Compared, name: str, made: Made) -> str:
    if compared.lacking[name]:
        return cell(compared.lacking[name])
    return f"{made.cost.cpu / compared.ours.cost.cpu:.2f}×" if compared.ours else ""


def _plot(compared: Compared) -> Plot:
    return Plot(
        name="generation",
        title=f"Generating from the description of {compared.name}, cold",
        unit="CPU s",
        lines={name: [(0.0, made.cost.cpu)] for name, made in compared.made.items()},
    )


# --- the short tables ---


def _summary(compared: Compared, most: float) -> list[str]:
    count = compared.operations
    noun = "operation" if count == 1 else "operations"
    what = f"generate {compared.name} ({count:,} {noun}), cold"
    if compared.ours is None:
        return [what, "fails", "", ""]
    ours = f"{compared.ours.cost.cpu:.2f} s"
    if compared.best is None or compared.share is None:
        return [what, ours, "no complete package", f"{ours} ({_LONGEST})"]
    name, made = compared.best
    bar = f"{compared.share:.2f} of it (≤ {most:.2g})"
    return [what, ours, f"{name}: {made.cost.cpu:.2f} s", bar]


def _memory(compared: Sequence[Compared]) -> list[list[str]]:
    """The description for which docbound needs most memory."""
    made = [(each.ours.cost.peak, each) for each in compared if each.ours]
    if not made:
        return []
    peak, most = max(made, key=lambda pair: pair[0])
    peers = [made.cost.peak for name, made in most.made.items() if name != OURS.name]
    what = f"peak memory, cold, at most ({most.name})"
    beside = f"peers: {min(peers):,.0f}–{max(peers):,.0f} MB" if peers else ""
    return [[what, f"{peak:.0f} MB", beside, "< 300 MB"]]


def _brief(group: str, compared: Sequence[Compared]) -> list[list[str]]:
    """A row for what peers complete in a group of descriptions, and one for what none completes."""
    shared = [each for each in compared if each.share is not None]
    unmatched = [each for each in compared if each.ours and each.best is None]
    rows: list[list[str]] = []
    if shared:
        beside = spread([each.best[1].cost.cpu for each in shared if each.best])
        shares = spread([each.share for each in shared if each.share])
        rows.append(
            [
                f"generate, cold, {group}: {_names(shared)}",
                f"{_times(shared)} s",
                f"fastest complete peer: {beside} s",
                f"{shares} of it (≤ {_BARS[group]:.2g})",
            ]
        )
    if unmatched:
        what = f"generate, cold, {group}: {_names(unmatched)}"
        ours = f"{_times(unmatched)} s"
        rows.append([what, ours, "no complete package", f"{ours} ({_LONGEST})"])
    return rows


def _names(compared: Sequence[Compared]) -> str:
    return ", ".join(each.name for each in compared)


def _times(compared: Sequence[Compared]) -> str:
    return spread([each.ours.cost.cpu for each in compared if each.ours])
