"""Import and first typed answer in a fresh interpreter, by the size of the package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from ..measuring import FailedError, answer, in_turns
from ..package_generation import cold
from ..package_programs import Figures, figures, medians, python, serving
from ..paths import floors
from ..peers import OURS, Generator, shortcomings
from ..plots import Plot
from ..report import Section, Table, cell
from ..run_settings import Setting
from .growth import PACKAGE, description, place

_PATIENCE = 25.0
RESPONSE = '{"id":"1","state":"new"}'

BY_HAND: Final = "urllib3 and pydantic by hand"

Found = Mapping[str, Mapping[int, Figures | FailedError]]
"""For each generator and size what starting costs, or why that is not known."""


def measure(setting: Setting) -> Section:
    """What a program pays before its first typed answer."""
    home = setting.folder / "repeated"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("orders.json", "customer.json"):
        (home / name).write_text(RESPONSE, encoding="utf-8")
    with serving(home) as port:
        by_size = {size: _at(size, port, setting) for size in setting.sizes}
    clients = [BY_HAND, *(each.name for each in setting.generators if each.complete)]
    found = {name: {size: results[name] for size, results in by_size.items()} for name in clients}
    return Section(
        title="Starting",
        text=(
            "A fresh interpreter imports a package of the repeated description and makes one call,"
            " as the README of its generator shows: CPU milliseconds that `import` of the package"
            " adds to a bare interpreter, until the client and the operation are there to be"
            " called, and until the first typed answer; MB added to the peak memory, and modules of"
            " the package loaded by then. The packages are compiled, as pip does when it installs"
            " them. The floor is a program for this one call, written by hand."
        ),
        tables=[
            Table(
                head=(
                    *("generator", "operations", "import ms", "ready to call ms"),
                    *("first answer ms", "memory MB", "modules", "note"),
                ),
                rows=[
                    _row(name, size, each)
                    for name, sizes in found.items()
                    for size, each in sizes.items()
                ],
            )
        ],
        plots=[_plot(found)],
        summary=_summary(found),
    )


def _at(size: int, port: str, setting: Setting) -> dict[str, Figures | FailedError]:
    """Everybody's figures for one size."""
    results: dict[str, Figures | FailedError] = {}
    turns = {BY_HAND: partial(figures, floors(), "first_call.py", ["by-hand", port, "1"])}
    for each in setting.generators:
        if not each.complete:
            continue
        try:
            package = _installed(each, size, setting.folder)
            turns[each.name] = partial(
                figures,
                python(each),
                "first_call.py",
                [each.kind, port, "1"],
                package / each.home,
            )
        except FailedError as error:
            results[each.name] = error
    found, failed = medians(in_turns(turns, setting.rounds, _PATIENCE))
    return {**results, **found, **failed}


def _installed(each: Generator, size: int, folder: Path) -> Path:
    """Where the complete package of a size is, compiled as pip does.

    Raises:
        FailedError: there is no such package, or it is not complete.
    """
    output = place(folder, size, each)
    if not output.exists():
        cold(each, description(folder, size), output, PACKAGE)
    lacking = shortcomings(each, output, size, PACKAGE)
    if lacking:
        raise FailedError(lacking)
    answer([python(each), "-m", "compileall", "-q", output])
    return output


def _row(name: str, size: int, found: Figures | FailedError) -> list[str]:
    first = [name, f"{size:,}"]
    if isinstance(found, FailedError):
        return [*first, "", "", "", "", "", cell(found)]
    return [
        *first,
        f"{1000 * found['imported']:.1f}",
        *(f"{1000 * found[step]:.0f}" for step in ("ready", "answered")),
        *(f"{found[what]:,.0f}" for what in ("memory", "loaded")),
    ]


def _plot(found: Found) -> Plot:
    lines = {
        name: [
            (float(size), 1000 * each["answered"])
            for size, each in sizes.items()
            if not isinstance(each, FailedError)
        ]
        for name, sizes in found.items()
    }
    return Plot(
        name="starting",
        title="First typed answer by number of operations",
        unit="CPU ms",
        lines={name: points for name, points in lines.items() if points},
        log=True,
    )


# --- the short table ---


def _summary(found: Found) -> list[list[str]]:
    ours = found[OURS.name]
    few, many = min(ours), max(ours)
    first, last = ours[few], ours[many]
    if isinstance(first, FailedError) or isinstance(last, FailedError):
        return [["first typed answer", "fails", "", ""]]
    ratio = last["answered"] / first["answered"]
    return [
        [
            f"`import` of a package of {many:,} operations",
            f"{1000 * last['imported']:.1f} ms",
            _beside(found, many, "imported"),
            "≤ 5 ms",
        ],
        *(_first_answer(found, size, each) for size, each in ((few, first), (many, last))),
        [
            f"first typed answer, {many:,} operations over {few}",
            f"{ratio:.2f}×",
            "",
            "≤ 1.3×",
        ],
    ]


def _first_answer(found: Found, size: int, ours: Figures) -> list[str]:
    floor = found[BY_HAND][size]
    ratio = None if isinstance(floor, FailedError) else ours["answered"] / floor["answered"]
    return [
        f"first typed answer, {size:,} operations",
        f"{1000 * ours['answered']:.0f} ms",
        _beside(found, size, "answered"),
        "" if ratio is None else f"{ratio:.2f} of what is written by hand (≤ 1.1)",
    ]


def _beside(found: Found, size: int, step: str) -> str:
    """The figures of the floor and of the peers; an import that is no package has none."""
    return "; ".join(
        f"{name if name == BY_HAND else name.split()[0]}: {1000 * each[step]:,.0f} ms"
        for name, sizes in found.items()
        if name != OURS.name
        and not (name == BY_HAND and step == "imported")
        and not isinstance(each := sizes[size], FailedError)
    )
