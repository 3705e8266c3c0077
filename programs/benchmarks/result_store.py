"""Keeps what each section found, so that a run that was cut off can go on where it stopped."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .plots import Plot
from .report import Section, Table


def keep(section: Section, path: Path) -> None:
    """Writes a section as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(section), indent=1), encoding="utf-8")


def kept(path: Path) -> Section | None:
    """The section that was kept; None where there is none."""
    if not path.exists():
        return None
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Section(
        **{
            **content,
            "tables": [Table(**each) for each in content["tables"]],
            "plots": [_plot(each) for each in content["plots"]],
        }
    )


def _plot(content: dict[str, Any]) -> Plot:
    lines = {
        label: [(float(x), float(y)) for x, y in points]
        for label, points in content["lines"].items()
    }
    return Plot(**{**content, "lines": lines})
