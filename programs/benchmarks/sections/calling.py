"""Tiny calls over a kept connection, one after the other, sync and async, beside the bare HTTP
libraries.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..measuring import FailedError
from ..orders_service import measured
from ..package_programs import Figures
from ..peers import OURS
from ..plots import Plot
from ..report import Section, Table, cell
from ..run_settings import Setting

_FLOORS = {"sync": ("call", "urllib3"), "async": ("call-async", "aiohttp")}
"""For each kind of call the mode of the programs, and the library that is the floor."""

Calls = Mapping[str, float]
"""CPU seconds of a call; the floor comes first."""


def measure(setting: Setting) -> Section:
    """CPU time of a tiny call."""
    found: dict[str, Calls] = {}
    failures: dict[str, Mapping[str, FailedError]] = {}
    for kind, (mode, floor) in _FLOORS.items():
        figures, failures[kind] = measured(setting, mode)
        found[kind] = _calls(figures, floor)
    return Section(
        title="Calls",
        text=(
            "One call after the other with a tiny typed response over a kept loopback connection:"
            " CPU milliseconds a call, and how many of them a second of CPU is worth. The floor"
            " sends the same request and reads the response with `json.loads`."
        ),
        tables=[
            Table(
                head=(
                    *("", "kind", "CPU ms a call", "calls a CPU second"),
                    "over the floor",
                ),
                words=2,
                rows=[
                    row
                    for kind, calls in found.items()
                    for row in _rows(kind, calls, failures[kind])
                ],
            )
        ],
        plots=[_plot(found)],
        summary=[_summary(kind, calls) for kind, calls in found.items()],
    )


def _calls(figures: Mapping[str, Figures], floor: str) -> Calls:
    clients = {name: each["call"] for name, each in figures.items() if name != "floors"}
    return {f"bare {floor}": figures["floors"][floor], **clients}


def _rows(kind: str, calls: Calls, failures: Mapping[str, FailedError]) -> list[list[str]]:
    floor = next(iter(calls.values()))
    return [
        *(
            [
                *(name, kind, f"{1000 * cost:.3f}", f"{1 / cost:,.0f}"),
                f"{cost / floor:.2f}×",
            ]
            for name, cost in calls.items()
        ),
        *([name, kind, f"fails: {cell(why)}"] for name, why in failures.items()),
    ]


def _plot(found: Mapping[str, Calls]) -> Plot:
    bars = {
        f"{name.split(' ')[0] if name[-1].isdigit() else name}, {kind}": [(0.0, 1000 * cost)]
        for kind, calls in found.items()
        for name, cost in calls.items()
    }
    return Plot(name="calls", title="A tiny call", unit="CPU ms", lines=bars)


def _summary(kind: str, calls: Calls) -> list[str]:
    what = f"a tiny call, {kind}"
    if OURS.name not in calls:
        return [what, "fails", "", ""]
    (floor, least), *clients = calls.items()
    ours = calls[OURS.name]
    beside = [f"{floor}: {1000 * least:.3f} ms"]
    peers = [(cost, name) for name, cost in clients if name != OURS.name]
    if peers:
        cost, name = min(peers)
        beside.append(f"{name}: {1000 * cost:.3f} ms")
    bar = f"{ours / least:.2f}× (≤ 1.3×)"
    return [what, f"{1000 * ours:.3f} ms", "; ".join(beside), bar]
