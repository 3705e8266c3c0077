"""The first typed answer, blocking and awaited, in each Python; and an import of 4,000 models."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from ..measuring import FailedError, answer, in_turns
from ..package_generation import cold
from ..package_programs import Figures, figures, medians, serving
from ..paths import floors, floors_of, version_of
from ..peers import OURS
from ..report import Section, Table, cell
from ..run_settings import Setting
from .growth import PACKAGE, description, place
from .starting import RESPONSE

FEW: Final = 10
"""Operations of the package that is called."""
MODELS_OF: Final = {100: 60, 6_670: 4_002}
"""The models of the repeated description, by its operations: in a quick run, and in any other."""

CLIENTS: Final = {"sync": ("docbound", "by-hand"), "async": ("docbound-async", "by-hand-async")}
"""For each client what ``first_call.py`` calls it, and its floor."""


def measure(setting: Setting) -> Section:
    """What a program pays before its first typed answer, for both clients.

    Raises:
        FailedError: the packages cannot be made, or this Python cannot run them.
    """
    home = setting.folder / "first-answers"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("orders.json", "customer.json"):
        (home / name).write_text(RESPONSE, encoding="utf-8")
    many = min(MODELS_OF) if setting.quick else max(MODELS_OF)
    packages = {size: _made(size, setting.folder) for size in (FEW, many)}
    pythons = {version_of(sys.executable): floors()}
    unknown = "" if setting.pythons else " (no other Python was named, see `--python`)"
    for interpreter in setting.pythons:
        pythons[version_of(interpreter)] = floors_of(interpreter)
    rows, short = list[list[str]](), list[list[str]]()
    with serving(home) as port:
        for version, interpreter in pythons.items():
            answer([interpreter, "-m", "compileall", "-q", *packages.values()])
            found = _figures(interpreter, port, packages, many, setting.rounds)
            rows += _rows(version, found)
            short += _summary(version, found, MODELS_OF[many])
    return Section(
        title="First answers",
        text=(
            "As [Starting](#starting), for both clients and in each Python"
            f"{unknown}: CPU milliseconds from the start of the interpreter's own work to the first"
            " typed answer of a package of 10 operations, beside the same call written by hand with"
            " urllib3 or aiohttp and a pydantic model; and of the `import` of a package of"
            f" {MODELS_OF[many]:,} models."
        ),
        tables=[
            Table(
                head=("Python", "client", "import ms", "first answer ms", "by hand ms", "ratio"),
                rows=rows,
                words=2,
            )
        ],
        summary=short,
        brief=[],
    )


def _made(size: int, folder: Path) -> Path:
    """Where our package of a size is."""
    output = place(folder, size, OURS)
    if not output.exists():
        cold(OURS, description(folder, size), output, PACKAGE)
    return output / OURS.home


def _figures(
    interpreter: Path, port: str, packages: Mapping[int, Path], many: int, rounds: int
) -> dict[str, Figures | FailedError]:
    """The figures of each program, and of the import of many models as ``import``."""

    def turn(kind: str, size: int) -> partial[Figures]:
        return partial(figures, interpreter, "first_call.py", [kind, port, "1"], packages[size])

    turns = {kind: turn(kind, FEW) for pair in CLIENTS.values() for kind in pair}
    found, failed = medians(in_turns({**turns, "import": turn("docbound", many)}, rounds))
    return {**found, **failed}


def _rows(version: str, found: Mapping[str, Figures | FailedError]) -> list[list[str]]:
    rows: list[list[str]] = []
    for client in CLIENTS:
        try:
            ours, floor = _pair(found, client)
        except FailedError as error:
            rows.append([version, client, "", "", "", cell(error)])
            continue
        rows.append(
            [
                *(version, client, f"{1000 * ours['imported']:.1f}"),
                *(f"{1000 * each['answered']:.0f}" for each in (ours, floor)),
                f"{ours['answered'] / floor['answered']:.2f}",
            ]
        )
    many = found["import"]
    shown = cell(many) if isinstance(many, FailedError) else f"{1000 * many['imported']:.1f}"
    return [*rows, [version, "sync, many models", shown]]


def _pair(found: Mapping[str, Figures | FailedError], client: str) -> tuple[Figures, Figures]:
    """Our figures and those of the floor.

    Raises:
        FailedError: one of them failed.
    """
    ours, floor = (found[program] for program in CLIENTS[client])
    if isinstance(ours, FailedError):
        raise ours
    if isinstance(floor, FailedError):
        raise floor
    return ours, floor


# --- the short table ---

_BY_HAND: Final = {"sync": "urllib3 and pydantic by hand", "async": "aiohttp and pydantic by hand"}


def _summary(
    version: str, found: Mapping[str, Figures | FailedError], models: int
) -> list[list[str]]:
    rows: list[list[str]] = []
    for client, floor_name in _BY_HAND.items():
        try:
            ours, floor = _pair(found, client)
        except FailedError as error:
            rows.append([_what(client, version), "fails", cell(error), ""])
            continue
        rows.append(
            [
                _what(client, version),
                f"{1000 * ours['answered']:.0f} ms",
                f"{floor_name}: {1000 * floor['answered']:.0f} ms",
                f"{ours['answered'] / floor['answered']:.2f} of what is written by hand (≤ 1.1)",
            ]
        )
    many = found["import"]
    if not isinstance(many, FailedError):
        shown = f"{1000 * many['imported']:.1f} ms"
        rows.append([f"`import` of {models:,} models, Python {version}", shown, "", "≤ 5 ms"])
    return rows


def _what(client: str, version: str) -> str:
    return f"first typed answer, {client}, Python {version}"
