"""Plots as SVG: lines over the size of something, or bars; readable on light and on dark pages."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_COLOURS = ("#1f6feb", "#d1242f", "#2da44e", "#bf8700", "#8250df", "#6e7781")
_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 224, 36, 40
_FLOOR = _HEIGHT - _BOTTOM
_LABELS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Lines over a common x axis of evenly spaced steps, or bars where every line has one point.

    Attributes:
        name: of the file, without its ending.
        title: what it shows, in words.
        unit: of the y axis.
        lines: for each label its points (x, y); there is at least one.
        log: whether the y axis is logarithmic; otherwise it begins at 0.
    """

    name: str
    title: str
    unit: str
    lines: Mapping[str, Sequence[tuple[float, float]]]
    log: bool = False


def svg(plot: Plot) -> str:
    """The plot as the text of a picture."""
    longest = max((len(points) for points in plot.lines.values()), default=0)
    body = _bars(plot) if longest <= 1 else _curves(plot)
    title = html.escape(f"{plot.title} ({plot.unit})")
    head = (
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
            ' font-family="sans-serif" font-size="12">'
        ),
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{title}</text>',
    )
    return "\n".join([*head, *body, "</svg>\n"])


def _bars(plot: Plot) -> Iterator[str]:
    values = {label: points[0][1] for label, points in plot.lines.items() if points}
    most = max(values.values(), default=0) or 1
    step = (_HEIGHT - _TOP - 20) / max(1, len(values))
    for index, (label, value) in enumerate(values.items()):
        y = _TOP + index * step
        width = (_WIDTH - _LABELS - 80) * value / most
        middle = y + step / 2 + 4
        colour = _COLOURS[index % len(_COLOURS)]
        yield f'<text x="{_LABELS}" y="{middle:.0f}" text-anchor="end">{html.escape(label)}</text>'
        yield (
            f'<rect x="{_LABELS + 10}" y="{y + 4:.1f}" width="{width:.1f}" height="{step - 8:.1f}"'
            f' fill="{colour}"/>'
        )
        yield f'<text x="{_LABELS + 15 + width:.0f}" y="{middle:.0f}">{figure(value)}</text>'


def _curves(plot: Plot) -> Iterator[str]:
    xs = sorted({x for points in plot.lines.values() for x, _ in points})
    across = (_WIDTH - _LEFT - _RIGHT) / max(1, len(xs) - 1)
    scale = _Scale([y for points in plot.lines.values() for _, y in points], plot.log)
    yield from _axes(xs, across, scale)
    for index, (label, points) in enumerate(plot.lines.items()):
        places = [(_LEFT + xs.index(x) * across, scale.place(y)) for x, y in points]
        yield from _curve(index, label, places)


class _Scale:
    """Where a value is on the y axis: over 0, or, if it is logarithmic, over the next lower
    power of ten.
    """

    def __init__(self, values: Sequence[float], log: bool) -> None:
        self._log = log
        if log:
            low, high = (math.log10(bound) for bound in (min(values), max(values)))
            self._low, self._high = math.floor(low), max(high, math.floor(low) + 1)
        else:
            self._low, self._high = 0, max(values) or 1

    def place(self, value: float) -> float:
        """The y of a value in the picture."""
        height = math.log10(value) if self._log else value
        share = (height - self._low) / (self._high - self._low)
        return _FLOOR - (_FLOOR - _TOP) * share

    @property
    def ticks(self) -> list[float]:
        """The values that are written at the axis."""
        if self._log:
            return [10.0**power for power in range(self._low, int(self._high) + 1)]
        return [self._high / 2, self._high]


def _axes(xs: Sequence[float], across: float, scale: _Scale) -> Iterator[str]:
    right = _WIDTH - _RIGHT
    yield f'<path d="M{_LEFT} {_TOP}V{_FLOOR}H{right}" fill="none" stroke="#57606a"/>'
    for index, x in enumerate(xs):
        place = _LEFT + index * across
        yield f'<text x="{place:.0f}" y="{_FLOOR + 18}" text-anchor="middle">{x:,.0f}</text>'
    for value in scale.ticks:
        y = scale.place(value)
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{figure(value)}</text>'
        yield f'<path d="M{_LEFT} {y:.0f}H{right}" stroke="#d0d7de"/>'


def _curve(index: int, label: str, places: Sequence[tuple[float, float]]) -> Iterator[str]:
    colour = _COLOURS[index % len(_COLOURS)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    left, top = _WIDTH - _RIGHT + 14, _TOP + index * 20
    yield f'<rect x="{left}" y="{top}" width="12" height="12" fill="{colour}"/>'
    yield f'<text x="{left + 18}" y="{top + 11}">{html.escape(label)}</text>'


def figure(value: float) -> str:
    """A number with as many digits as can be believed."""
    if value == 0:
        return "0"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
