"""What a finding costs: a description beside the same one with a fault in it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from ..measuring import FailedError, in_turns
from ..package_generation import Made, cold, median
from ..peers import OURS
from ..report import Section, Table, cell
from ..run_settings import Setting
from ..subjects import Subject, content, subjects

_PATIENCE = 15.0
_NAMES = frozenset({"orders", "Twilio Flex", "GitHub", "Box"})

Pair = dict[str, Made | FailedError]
"""What a description takes, by :data:`_KINDS`."""
_KINDS = ("without", "with")


def measure(setting: Setting) -> Section:
    """Generation of descriptions with and without a finding."""
    found = {
        subject.name: _compare(subject, setting)
        for subject in subjects(setting.folder, quick=setting.quick)
        if subject.name in _NAMES
    }
    return Section(
        title="A description with a finding",
        text=(
            "Cold: each description beside a copy in which a response has no `description`, which"
            " OpenAPI requires. CPU seconds, and peak memory in MB."
        ),
        tables=[
            Table(
                head=("description", "finding", "CPU s", "peak MB"),
                words=2,
                rows=[
                    _row(name, kind, pair[kind]) for name, pair in found.items() for kind in pair
                ],
            )
        ],
        summary=[_summary(name, pair) for name, pair in found.items()],
        brief=[],
    )


def _compare(subject: Subject, setting: Setting) -> Pair:
    folder = setting.folder / "findings" / subject.slug
    written = {kind: folder / kind / "openapi.json" for kind in _KINDS}
    for kind, path in written.items():
        _write(content(subject.path), path, faulty=kind == "with")
    turns = {
        kind: partial(cold, OURS, path, path.parent / "made" / "out")
        for kind, path in written.items()
    }
    return {
        kind: rounds if isinstance(rounds, FailedError) else median(rounds)
        for kind, rounds in in_turns(turns, setting.rounds, _PATIENCE).items()
    }


def _write(description: dict[str, Any], path: Path, *, faulty: bool) -> None:
    if faulty:
        item = next(iter(description["paths"].values()))
        operation = next(each for each in item.values() if "responses" in each)
        response = next(iter(operation["responses"].values()))
        response.pop("description", None)
        response.pop("$ref", None)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(description, indent=2), encoding="utf-8")


def _row(name: str, kind: str, found: Made | FailedError) -> list[str]:
    if isinstance(found, FailedError):
        return [name, kind, f"fails: {cell(found)}"]
    return [name, kind, f"{found.cost.cpu:.2f}", f"{found.cost.peak:.0f}"]


def _summary(name: str, pair: Pair) -> list[str]:
    what = f"generate {name} with a finding, cold"
    plain, faulty = (pair[kind] for kind in _KINDS)
    if isinstance(plain, FailedError) or isinstance(faulty, FailedError):
        return [what, "fails", "", ""]
    ratio = faulty.cost.cpu / plain.cost.cpu
    beside = f"without: {plain.cost.cpu:.2f} s"
    return [what, f"{faulty.cost.cpu:.2f} s", beside, f"{ratio:.2f}× (≤ 1.5×)"]
