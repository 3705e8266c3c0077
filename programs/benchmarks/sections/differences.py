"""What ``docbound diff`` costs: two descriptions that differ by one property."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..description_edits import Description, reshape
from ..measuring import Cost, FailedError, in_turns, median_cost, spend
from ..paths import DOCBOUND
from ..report import Section, Table, cell
from ..run_settings import Setting
from ..subjects import LARGEST, Subject, subjects

_PATIENCE = 20.0
_NAMES = frozenset({"orders", "Twilio Flex", "Box", LARGEST})

Pair = dict[str, Cost | FailedError]
"""What two descriptions take, by command."""
_DIFF, _VALIDATE = "`docbound diff`", "`docbound validate`, both"


def measure(setting: Setting) -> Section:
    """The comparison of two descriptions, beside reading and validating them."""
    found = {
        subject.name: _compare(subject, setting)
        for subject in subjects(setting.folder, quick=setting.quick)
        if subject.name in _NAMES
    }
    return Section(
        title="Differences",
        text=(
            "Each description beside a copy that has one property more: what the change means for"
            " users, and, as the least that reading both costs, `docbound validate` on one after"
            " the other. Nothing is cached."
        ),
        tables=[
            Table(
                head=("descriptions", "command", "CPU s", "wall s", "peak MB"),
                words=2,
                rows=[
                    _row(name, command, pair[command])
                    for name, pair in found.items()
                    for command in pair
                ],
            )
        ],
        summary=[_summary(name, pair) for name, pair in found.items()],
        brief=[],
    )


def _compare(subject: Subject, setting: Setting) -> Pair:
    folder = setting.folder / "differences" / subject.slug
    old, new = (Description(subject.path, folder / side) for side in ("old", "new"))
    new.change(reshape)
    turns: dict[str, Callable[[], Cost]] = {
        _DIFF: partial(_run, "diff", old.path, new.path),
        _VALIDATE: lambda: _sum(_run("validate", old.path), _run("validate", new.path)),
    }
    return {
        command: rounds if isinstance(rounds, FailedError) else median_cost(rounds)
        for command, rounds in in_turns(turns, setting.rounds, _PATIENCE).items()
    }


def _run(command: str, *descriptions: Path) -> Cost:
    return spend([*DOCBOUND, command, *descriptions], environment={"DOCBOUND_CACHE": ""})


def _sum(first: Cost, second: Cost) -> Cost:
    return Cost(
        cpu=first.cpu + second.cpu,
        wall=first.wall + second.wall,
        peak=max(first.peak, second.peak),
    )


def _row(name: str, command: str, found: Cost | FailedError) -> list[str]:
    if isinstance(found, FailedError):
        return [name, command, f"fails: {cell(found)}"]
    return [name, command, f"{found.cpu:.2f}", f"{found.wall:.2f}", f"{found.peak:.0f}"]


def _summary(name: str, pair: Pair) -> list[str]:
    what = f"`docbound diff`, {name} and a copy with one property more"
    ours, least = pair[_DIFF], pair[_VALIDATE]
    if isinstance(ours, FailedError):
        return [what, "fails", "", ""]
    if isinstance(least, FailedError):
        return [what, f"{ours.cpu:.2f} s", "", ""]
    beside = f"validating both: {least.cpu:.2f} s"
    return [what, f"{ours.cpu:.2f} s", beside, f"{ours.cpu / least.cpu:.2f}×"]
