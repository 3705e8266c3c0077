"""``python -m programs.benchmarks [--peers] [--quick] [--resume] [--rounds N] [--only NAME]
[--python PATH]``: measures, prints, and writes the pages.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import pages
from .measuring import FailedError
from .paths import KEPT
from .report import Section, summary
from .result_store import keep, kept
from .run_settings import ROUNDS, Setting
from .sections import (
    calling,
    checking,
    cold,
    decoding,
    differences,
    drafting,
    fields,
    findings,
    first_answers,
    growth,
    harness,
    starting,
    warm,
)

SECTIONS: dict[str, Callable[[Setting], Section]] = {
    "cold": cold.measure,
    "warm": warm.measure,
    "findings": findings.measure,
    "growth": growth.measure,
    "fields": fields.measure,
    "starting": starting.measure,
    "first-answers": first_answers.measure,
    "decoding": decoding.measure,
    "calling": calling.measure,
    "harness": harness.measure,
    "drafting": drafting.measure,
    "differences": differences.measure,
    "checking": checking.measure,
}
_WHEN_ASKED_FOR = frozenset({"checking"})
"""What takes as long as everything else together."""


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = _parser().parse_args(arguments)
    # Bytecode is written, as after an installation; otherwise every run would compile again.
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    with tempfile.TemporaryDirectory(prefix="docbound-bench-") as folder:
        setting = Setting(
            folder=Path(folder),
            peers=chosen.peers,
            quick=chosen.quick,
            pythons=tuple(chosen.python),
            most_rounds=chosen.rounds,
        )
        names = chosen.only or [name for name in SECTIONS if name not in _WHEN_ASKED_FOR]
        measured = {name: _section(name, setting, resume=chosen.resume) for name in names}
        _conclude(measured, chosen)


def _conclude(measured: Mapping[str, Section | None], chosen: argparse.Namespace) -> None:
    """Prints the short table and writes the pages, if nothing is missing."""
    sections = [section for section in measured.values() if section is not None]
    print(summary(sections).markdown(), flush=True)
    missing = [name for name, section in measured.items() if section is None]
    if missing:
        sys.exit(f"Not measured: {', '.join(missing)}. --resume measures what is missing.")
    if not chosen.quick and not chosen.only:
        pages.write(sections, peers=chosen.peers)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m programs.benchmarks", description=__doc__)
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
        "--resume",
        action="store_true",
        help="go on with a run that was cut off: keep the sections that it measured",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=ROUNDS,
        metavar="N",
        help=f"rounds at most, {ROUNDS} by default: fewer where time is short",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=list(SECTIONS),
        help="one measurement; no page is written",
    )
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        type=Path,
        help="the path of a further Python in which packages are started, such as a newer one",
    )
    return parser


def _section(name: str, setting: Setting, *, resume: bool) -> Section | None:
    """What a section has to show, which is kept for ``--resume``; None if it cannot be measured."""
    place = KEPT / f"{'peers' if setting.peers else 'alone'}-{name}.json"
    earlier = kept(place) if resume and not setting.quick else None
    if earlier is not None:
        return earlier
    started = time.perf_counter()
    try:
        section = SECTIONS[name](setting)
    except FailedError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return None
    print(f"{section.markdown()}\n", flush=True)
    print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    if not setting.quick:
        keep(section, place)
    return section


if __name__ == "__main__":
    main()
