"""The table that ``make corpus`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from programs.corpus import exceptions

STAGES = ("imported", "compiled", "generated", "refused", "crashed", "timeout")


def table(results: Iterable[dict[str, Any]]) -> str:
    """One line a version and verdict; then every reason, counted.

    A line says how far the documents came, how many of their operations were kept, and for each
    law: how often it was tried, and in how many places it is broken (known exceptions not counted).
    """
    results = list(results)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for item in results:
        groups.setdefault((item["family"], item["verdict"]), []).append(item)
    heads = [*STAGES, "whole", "operations kept"]
    for law in exceptions.LAWS:
        heads += [f"{law}: tried", "broken"]
    lines = [
        f"| version | validator | documents | {' | '.join(heads)} |",
        f"|---|---|---:|{'---:|' * len(heads)}",
    ]
    for (family, verdict), items in sorted(groups.items()):
        cells = [family, verdict, len(items), *_stages(items), *_laws(items)]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*lines, "", *_ways(results), "", *_counted(results)])


def _ways(results: list[dict[str, Any]]) -> list[str]:
    """How many documents need a flag, and what their faults do to the packages."""
    heads = ["documents", "without a flag", "with --lenient", "refused"]
    heads += ["only harmless", "a guess", "a drop", "losing something"]
    lines = [
        f"| validator | {' | '.join(heads)} |",
        f"|---|{'---:|' * len(heads)}",
    ]
    groups: dict[str, list[dict[str, Any]]] = {"all": results}
    for item in results:
        groups.setdefault(item["verdict"], []).append(item)
    for verdict, items in groups.items():
        ways = Counter(item["way"] for item in items)
        worst = Counter(_worst(item) for item in items)
        cells = (
            *(len(items), ways["plain"], ways["lenient"], ways["refused"]),
            *(worst["harmless"], worst["guess"], worst["drop"]),
            sum(bool(item["lost"]) for item in items),
        )
        lines.append(f"| {verdict} | {' | '.join(map(str, cells))} |")
    return lines


def _worst(item: dict[str, Any]) -> str:
    """The worst effect of a document's findings; empty where it has none."""
    effects = item["effects"]
    return next((word for word in ("drop", "guess", "harmless") if effects.get(word)), "")


def is_whole(item: dict[str, Any]) -> bool:
    """Whether a document became a package with all of its operations."""
    return bool(item["stage"] == "imported" and item["kept"] >= item["operations"])


def _stages(items: list[dict[str, Any]]) -> list[object]:
    stages = Counter(item["stage"] for item in items)
    kept = sum(item["kept"] for item in items)
    operations = sum(item["operations"] for item in items)
    return [
        *(stages[stage] for stage in STAGES),
        sum(map(is_whole, items)),
        f"{kept} / {operations}",
    ]


def _laws(items: list[dict[str, Any]]) -> list[object]:
    cells: list[object] = []
    for law in exceptions.LAWS:
        cells.append(sum(item.get(law, {}).get("tried", 0) for item in items))
        cells.append(sum(len(list(exceptions.broken(item, law))) for item in items))
    return cells


def _counted(results: list[dict[str, Any]]) -> list[str]:
    codes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for item in results:
        codes.update(item["codes"])
        for law in exceptions.LAWS:
            for reason, count in item.get(law, {}).get("left_out", {}).items():
                reasons[f"{law}, not tried: {reason}"] += count
    return [
        f"{count:7d}  {what}"
        for counter in (codes, reasons)
        for what, count in counter.most_common()
    ]
