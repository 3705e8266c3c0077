"""The table of what is supported, made from the cases; README.md holds it between two markers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tests.cases.case_files import Case

BEGIN: Final = "<!-- supported:begin -->"
END: Final = "<!-- supported:end -->"


def table(cases: Iterable[Case]) -> str:
    """Writes a row for each case file: its number, linked to the file, its feature, and how many
    cases hold.

    A file that has a known failure says how many do not hold yet.
    """
    counts = Counter[tuple[int, str, str]]()
    failing = Counter[tuple[int, str, str]]()
    for case in cases:
        key = (case.behaviour, case.file, case.feature)
        counts[key] += 1
        failing[key] += "known" in case.content
    rows = ["| | feature | cases |", "|---|---|---|"]
    for key in sorted(counts):
        number, file, feature = key
        missing = f", {failing[key]} not yet" if failing[key] else ""
        holding = counts[key] - failing[key]
        link = f"[{number}](tests/cases/{file}.yaml)"
        rows.append(f"| {link} | {feature} | {holding}{missing} |")
    return "\n".join(rows) + "\n"


def replaced(readme: str, rows: str) -> str:
    """``readme`` with ``rows`` between its markers.

    Raises:
        ValueError: a marker is missing.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{BEGIN} and {END} must stand in it")
    return f"{before}{BEGIN}\n{rows}{END}{after}"
