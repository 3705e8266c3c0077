"""How long a package takes to make again over the output of an earlier run, with nothing or with
little changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from ..description_edits import EDITS, Description
from ..measuring import Cost, FailedError, in_turns, median_cost, spend
from ..package_generation import Made, cold, median, written_by
from ..paths import DOCBOUND, ROOT
from ..peers import OURS, PEERS, Generator
from ..report import Section, Table, cell, spread
from ..run_settings import Setting
from ..subjects import LARGEST, Subject, subjects

_PATIENCE = 25.0
_BESIDE_PEERS = frozenset({"orders", "Twilio Flex", "full-swagger", "Box"})
"""The descriptions that peers make again as well; for the others it would be their cold time once
more, many times over.
"""
_ALONE = frozenset({"GitHub", "OpenAI", "Rebilly", "largefile", LARGEST})
_COLD = "all (cold)"
_NOTHING = "nothing"
_ONCE_MORE = "nothing, once more"

Turn = dict[str, Made]
"""What one turn of a generator took: cold, and after each of :data:`EDITS`; docbound, which
remembers what it found, once more after nothing.
"""
Results = Mapping[str, Mapping[str, Made] | FailedError]


def measure(setting: Setting) -> Section:
    """Everybody again over their own output: nothing changed, one description changed, one schema
    changed.
    """
    found = {
        subject.name: _again(subject, setting)
        for subject in subjects(setting.folder, quick=setting.quick)
        if subject.name in _BESIDE_PEERS | _ALONE
    }
    check = _check(setting)
    return Section(
        title="Generation, warm",
        text=(
            "Each generator over its own earlier output, docbound with its cache: CPU and wall"
            " time in seconds, peak memory in MB, lines of the files that were written. The last"
            " column is the CPU time over that of the same generator's cold run. `docbound check`"
            f" on the four clients, nothing changed: {check.cpu:.2f} s of CPU, {check.wall:.2f} s"
            " by the clock."
        ),
        tables=[
            Table(
                head=(
                    *("description", "generator", "what changed"),
                    *("CPU s", "wall s", "peak MB", "lines", "of cold"),
                ),
                words=3,
                rows=[
                    row
                    for name, results in found.items()
                    for generator, turns in results.items()
                    for row in _rows(name, generator, turns)
                ],
            )
        ],
        summary=[
            *(_summary(name, results) for name, results in found.items()),
            _checked(check),
        ],
        brief=[*_brief(found), _checked(check)],
    )


def _again(subject: Subject, setting: Setting) -> Results:
    home = setting.folder / "warm" / subject.slug
    beside = subject.name in _BESIDE_PEERS
    turns = {
        each.name: _Again(each, subject, home / each.slug).turn
        for each in (setting.generators if beside else (OURS,))
    }
    results = in_turns(turns, setting.rounds, _PATIENCE)
    return {
        name: (
            rounds
            if isinstance(rounds, FailedError)
            else {kind: median([turn[kind] for turn in rounds]) for kind in rounds[0]}
        )
        for name, rounds in results.items()
    }


class _Again:
    """One generator, its own copy of a description, and its output of earlier runs."""

    def __init__(self, each: Generator, subject: Subject, folder: Path) -> None:
        self._each = each
        self._folder = folder
        self._output = folder / "warm" / "out"
        self._description = Description(subject.path, folder / "description")

    def turn(self) -> Turn:
        """Makes the package from nothing, and over earlier output after each kind of change."""
        path = self._description.path
        found = {_COLD: cold(self._each, path, self._folder / "cold" / "out")}
        self._settle()
        for kind, edit in EDITS.items():
            if edit:
                self._description.change(edit)
            found[kind] = written_by(self._output, self._run)
            if kind == _NOTHING and self._each is OURS:
                found[_ONCE_MORE] = written_by(self._output, self._run)
        return found

    def _settle(self) -> None:
        """Brings the output up to date with the description as it is now."""
        self._output.parent.mkdir(parents=True, exist_ok=True)
        if self._each is OURS or not self._output.exists():
            self._run()

    def _run(self) -> Cost:
        return self._each.generate(
            self._description.path,
            self._output,
            DOCBOUND_CACHE=str(self._folder / "cache"),
        )


def _rows(name: str, generator: str, found: Mapping[str, Made] | FailedError) -> list[list[str]]:
    if isinstance(found, FailedError):
        return [[name, generator, "", "", "", "", "", f"fails: {cell(found)}"]]
    base = found[_COLD].cost.cpu
    return [
        [
            *(name, generator, kind),
            *(f"{made.cost.cpu:.2f}", f"{made.cost.wall:.2f}"),
            *(f"{made.cost.peak:.0f}", f"{made.lines:,}"),
            f"{100 * made.cost.cpu / base:.1f} %",
        ]
        for kind, made in found.items()
    ]


def _check(setting: Setting) -> Cost:
    """The files of the four clients compared, with nothing changed."""
    folder = setting.folder / "check"
    shutil.copytree(ROOT / "specs", folder / "specs")
    cached = {"DOCBOUND_CACHE": str(folder / "cache")}

    def run(*command: str) -> Cost:
        return spend([*DOCBOUND, *command, "--root", folder], cwd=ROOT, environment=cached)

    run("regenerate")
    run("regenerate")
    only = ("check", "--only", "generated")
    return median_cost([run(*only) for _ in range(setting.rounds)])


# --- the short tables ---


def _summary(name: str, results: Results) -> list[str]:
    what = f"generate {name} again, nothing changed"
    ours = results[OURS.name]
    if isinstance(ours, FailedError):
        return [what, "fails", "", ""]
    cpu, cold_cpu = ours[_NOTHING].cost.cpu, ours[_COLD].cost.cpu
    beside = [f"cold: {cold_cpu:.2f} s", f"once more: {ours[_ONCE_MORE].cost.cpu:.2f} s"]
    peer = _least(results)
    if peer:
        beside.append(f"{peer[1]}: {peer[0]:.2f} s")
    bar = f"{100 * cpu / cold_cpu:.1f} % (< 10 %)"
    return [what, f"{cpu:.2f} s", "; ".join(beside), bar]


def _least(results: Results) -> tuple[float, str] | None:
    """The least that a peer which makes clients takes when nothing changed."""
    peers = {peer.name for peer in PEERS if peer.complete}
    times = [
        (found[_NOTHING].cost.cpu, name)
        for name, found in results.items()
        if name in peers and not isinstance(found, FailedError)
    ]
    return min(times, default=None)


def _brief(found: Mapping[str, Results]) -> list[list[str]]:
    """All descriptions in one row for each kind of change."""
    ours = [
        turns
        for results in found.values()
        if not isinstance(turns := results[OURS.name], FailedError)
    ]
    if not ours:
        return []
    bars = {_NOTHING: " (< 10 %)"}
    rows: list[list[str]] = []
    for kind in EDITS:
        times = [turns[kind].cost.cpu for turns in ours]
        base = [turns[_COLD].cost.cpu for turns in ours]
        shares = [100 * time / cold for time, cold in zip(times, base, strict=True)]
        rows.append(
            [
                f"generate again, {kind} changed: {', '.join(found)}",
                f"{spread(times)} s",
                f"cold: {spread(base)} s",
                f"{min(shares):.0f}–{max(shares):.0f} % of it{bars.get(kind, '')}",
            ]
        )
    return rows


def _checked(check: Cost) -> list[str]:
    return ["`docbound check` on the four clients", f"{check.cpu:.2f} s", "", "< 2 s"]
