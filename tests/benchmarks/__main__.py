"""``python -m tests.benchmarks [--peers] [--quick] [--only NAME]``: measures, prints, and writes the figures into the pages."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from generator import __version__

from . import generating, running
from .peers import PEERS
from .places import ROOT
from .report import Section, Table, insert, svg

SIZES = (10, 100, 300, 1_000, 3_000)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="measure other generators as well; they are installed below .docbound/peers",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one round, few descriptions; nothing is written",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=list(_sections(Path(), 1, peers=False, quick=True)),
        help="one measurement",
    )
    chosen = parser.parse_args(arguments)
    # Bytecode is written, as after an installation; otherwise every run would compile again.
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    with tempfile.TemporaryDirectory(prefix="docbound-bench-") as folder:
        sections: list[Section] = []
        todo = _sections(
            Path(folder),
            1 if chosen.quick else 3,
            peers=chosen.peers,
            quick=chosen.quick,
        )
        for name, measure in todo.items():
            if chosen.only and name not in chosen.only:
                continue
            section = measure()
            print(f"{section.markdown()}\n", flush=True)
            sections.append(section)
    summary = Table(
        head=("", "docbound", "beside it", "bar"),
        rows=[row for each in sections for row in each.summary],
    )
    print(summary.markdown())
    if not chosen.quick and not chosen.only:
        _write(sections, summary, peers=chosen.peers)


def _sections(
    folder: Path, rounds: int, *, peers: bool, quick: bool
) -> dict[str, Callable[[], Section]]:
    sizes = SIZES[:3] if quick else SIZES
    runs = 1 if quick else 5
    return {
        "cold": partial(
            generating.cold_section, folder, rounds, with_peers=peers, quick=quick
        ),
        "warm": partial(generating.warm_section, folder, rounds, quick=quick),
        "growth": partial(generating.growth_section, folder, rounds, sizes),
        "starting": partial(running.starting_section, folder, runs, sizes),
        "decoding": partial(running.decoding_section, folder, runs, with_peers=peers),
        "calling": partial(running.calling_section, folder, runs, with_peers=peers),
    }


def _write(sections: Sequence[Section], summary: Table, *, peers: bool) -> None:
    """Puts the whole into docs/benchmarks.md, its pictures beside it, and the short table into the README."""
    pictures = ROOT / "docs" / "benchmarks"
    pictures.mkdir(parents=True, exist_ok=True)
    for section in sections:
        for plot in section.plots:
            (pictures / f"{plot.name}.svg").write_text(svg(plot), encoding="utf-8")
    head = _conditions(peers=peers)
    whole = "\n\n".join(
        [
            head,
            "## In short",
            summary.markdown(),
            *(section.markdown() for section in sections),
        ]
    )
    insert(ROOT / "docs" / "benchmarks.md", whole)
    insert(ROOT / "README.md", f"{head}\n\n{summary.markdown()}")


def _conditions(*, peers: bool) -> str:
    used = ", ".join(
        f"{name} {version(name)}"
        for name in ("pydantic", "urllib3", "aiohttp", "black", "jinja2")
    )
    others = f" Peers: {', '.join(peer.name for peer in PEERS)}." if peers else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return f"Measured on {today} with docbound {__version__} ({machine}; {used}).{others} Medians of rounds taken in turns."


if __name__ == "__main__":
    main()
