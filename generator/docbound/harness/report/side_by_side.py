"""Two texts side by side, as rows with their differences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbound.records import record

_MOST_ROWS: Final = 400


@record
class Row:
    """One row of a comparison; a number is None where a side has no line.

    ``kind`` is ``same``, ``changed``, ``removed``, ``added`` or ``gap``.
    """

    kind: str
    left_number: int | None = None
    left: str = ""
    right_number: int | None = None
    right: str = ""


def side_by_side(diff: str) -> list[Row]:
    """The rows of a unified diff, old lines on the left, new ones on the right."""
    rows: list[Row] = []
    for number, hunk in enumerate(_hunks(diff)):
        if number:
            rows.append(Row(kind="gap"))
        rows.extend(hunk)
        if len(rows) > _MOST_ROWS:
            return [*rows[:_MOST_ROWS], Row(kind="gap")]
    return rows


def _hunks(diff: str) -> Iterator[list[Row]]:
    left = right = 0
    rows: list[Row] = []
    removed: list[str] = []
    added: list[str] = []

    def flush() -> None:
        nonlocal left, right
        for index in range(max(len(removed), len(added))):
            old = removed[index] if index < len(removed) else None
            new = added[index] if index < len(added) else None
            kind = (
                "changed"
                if old is not None and new is not None
                else "removed" if new is None else "added"
            )
            rows.append(
                Row(
                    kind=kind,
                    left_number=None if old is None else left,
                    left=old or "",
                    right_number=None if new is None else right,
                    right=new or "",
                )
            )
            left += old is not None
            right += new is not None
        removed.clear()
        added.clear()

    for line in diff.splitlines():
        head = re.match(r"@@ -(\d+)(?:,\d+)? \+(\d+)", line)
        if head:
            flush()
            if rows:
                yield rows
            rows, left, right = [], int(head[1]), int(head[2])
        elif line.startswith(("--- ", "+++ ", "\\")):
            continue
        elif line.startswith("-"):
            removed.append(line[1:])
        elif line.startswith("+"):
            added.append(line[1:])
        else:
            flush()
            rows.append(
                Row(
                    kind="same",
                    left_number=left,
                    left=line[1:],
                    right_number=right,
                    right=line[1:],
                )
            )
            left, right = left + 1, right + 1
    flush()
    if rows:
        yield rows
