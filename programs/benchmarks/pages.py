"""The pages that show what was measured: docs/benchmarks.md with its pictures, and the short table
of the README.
"""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from docbound import __version__

from .paths import ROOT
from .peers import PEERS
from .plots import svg
from .report import Section, insert, summary

_USED = ("pydantic", "urllib3", "aiohttp", "black", "jinja2")


def write(sections: Sequence[Section], *, peers: bool) -> None:
    """Puts the whole into docs/benchmarks.md, its pictures beside it, and the short table into the
    README.
    """
    pictures = ROOT / "docs" / "benchmarks"
    pictures.mkdir(parents=True, exist_ok=True)
    for section in sections:
        for plot in section.plots:
            (pictures / f"{plot.name}.svg").write_text(svg(plot), encoding="utf-8")
    head = _conditions(peers=peers)
    page = [
        head,
        "## In short",
        summary(sections).markdown(),
        *(section.markdown() for section in sections),
    ]
    insert(ROOT / "docs" / "benchmarks.md", "\n\n".join(page))
    insert(ROOT / "README.md", f"{head}\n\n{summary(sections, brief=True).markdown()}")


def _conditions(*, peers: bool) -> str:
    used = ", ".join(f"{name} {version(name)}" for name in _USED)
    others = f" Peers: {', '.join(peer.name for peer in PEERS)}." if peers else ""
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python"
        f" {platform.python_version()}"
    )
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return (
        f"Measured on {today} with docbound {__version__} ({machine}; {used}).{others} Medians of"
        " rounds taken in turns."
    )
