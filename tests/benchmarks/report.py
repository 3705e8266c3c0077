"""Tables in Markdown, plots in SVG, and putting them into pages between markers."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BEGIN = "<!-- bench:begin -->"
END = "<!-- bench:end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under a head; the first column is text, the others are figures."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """The table as Markdown."""
        rule = ["---", *("---:" for _ in self.head[1:])]
        return "\n".join(
            f"| {' | '.join(row)} |" for row in (self.head, rule, *self.rows)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Lines over a common, logarithmic x axis, or bars where every line has one point.

    Attributes:
        name: of the file, without its ending.
        lines: for each label its points (x, y); y counts from 0.
    """

    name: str
    title: str
    unit: str
    lines: Mapping[str, Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one measurement has to show.

    Attributes:
        summary: rows for the short table of the README: what, docbound's figure, beside it, the bar.
    """

    title: str
    text: str
    tables: Sequence[Table]
    plots: Sequence[Plot] = ()
    summary: Sequence[Sequence[str]] = field(default_factory=list[Sequence[str]])

    def markdown(self) -> str:
        """The section as Markdown; its plots are pictures beside the page."""
        parts = [
            f"## {self.title}",
            self.text,
            *(table.markdown() for table in self.tables),
        ]
        parts += [f"![{plot.title}](benchmarks/{plot.name}.svg)" for plot in self.plots]
        return "\n\n".join(parts)


def insert(page: Path, content: str) -> bool:
    """Replaces what stands between the markers of a page.

    Returns:
        Whether the page has them.
    """
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(text):
        return False
    page.write_text(
        pattern.sub(lambda _: f"{BEGIN}\n\n{content}\n\n{END}", text), encoding="utf-8"
    )
    return True


# --- plots ---

_COLOURS = ("#1f6feb", "#d1242f", "#2da44e", "#bf8700", "#8250df", "#6e7781")
_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 200, 36, 40


def svg(plot: Plot) -> str:
    """The plot as a picture that is readable on light and dark pages."""
    longest = max(len(points) for points in plot.lines.values())
    body = _bars(plot) if longest == 1 else _curves(plot)
    title = html.escape(f"{plot.title} ({plot.unit})")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'<text x="{_LEFT}" y="20" font-size="14">{title}</text>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _bars(plot: Plot) -> list[str]:
    most = max(points[0][1] for points in plot.lines.values()) or 1
    step = (_HEIGHT - _TOP - 20) / len(plot.lines)
    room = _WIDTH - 270
    found: list[str] = []
    for index, (label, points) in enumerate(plot.lines.items()):
        value = points[0][1]
        y = _TOP + index * step
        width = room * value / most
        middle = y + step / 2
        found += [
            f'<text x="190" y="{middle:.0f}" text-anchor="end">{html.escape(label)}</text>',
            f'<rect x="200" y="{y + 4:.1f}" width="{width:.1f}" height="{step - 8:.1f}" fill="{_COLOURS[index % 6]}"/>',
            f'<text x="{205 + width:.0f}" y="{middle:.0f}">{figure(value)}</text>',
        ]
    return found


def _curves(plot: Plot) -> list[str]:
    xs = sorted({x for points in plot.lines.values() for x, _ in points})
    most = max(y for points in plot.lines.values() for _, y in points) or 1
    across = (_WIDTH - _LEFT - _RIGHT) / max(1, len(xs) - 1)
    down = _HEIGHT - _TOP - _BOTTOM
    floor = _HEIGHT - _BOTTOM
    found = [
        f'<path d="M{_LEFT} {_TOP}V{floor}H{_WIDTH - _RIGHT}" fill="none" stroke="#57606a"/>'
    ]
    for index, x in enumerate(xs):
        place = _LEFT + index * across
        found.append(
            f'<text x="{place:.0f}" y="{floor + 18}" text-anchor="middle">{x:g}</text>'
        )
    for part in (0.5, 1.0):
        y = floor - down * part
        found.append(
            f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{figure(most * part)}</text>'
        )
        found.append(f'<path d="M{_LEFT} {y:.0f}H{_WIDTH - _RIGHT}" stroke="#d0d7de"/>')
    for index, (label, points) in enumerate(plot.lines.items()):
        colour = _COLOURS[index % 6]
        places = [
            (_LEFT + xs.index(x) * across, floor - down * y / most) for x, y in points
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        found.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        found += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            for x, y in places
        ]
        found.append(
            f'<rect x="{_WIDTH - _RIGHT + 14}" y="{_TOP + index * 20}" width="12" height="12" fill="{colour}"/>'
        )
        found.append(
            f'<text x="{_WIDTH - _RIGHT + 32}" y="{_TOP + index * 20 + 11}">{html.escape(label)}</text>'
        )
    return found


def figure(value: float) -> str:
    """A number with as many digits as can be believed."""
    if value == 0:
        return "0"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
