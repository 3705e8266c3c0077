"""The tables of the guide that say which calls are repeated, made from ``retries.yaml``;
``python -m tests.runtime.call.retry_tables`` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from tests.support.blocks import ROOT

GUIDE: Final = ROOT / "docs" / "guide" / "retries-and-timeouts.md"
TABLE: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "retries.yaml").read_text(encoding="utf-8")
)
_REPEATS: Final = {"all": "every call", "safe": "safe calls", "none": "no call"}


def calls_table() -> str:
    """Which calls are safe to repeat, and what becomes of each without a word of the service."""
    statuses = [each for each in TABLE["statuses"] if each["repeats"] != "none"]
    invited = TABLE["headers"][0]["repeats"]
    heads = ["", "connection fails", *(each["called"] for each in statuses)]
    rows = [
        [
            call["called"],
            _connection(call["is_safe"]),
            *(
                _status(each["repeats"], invited[number], call["is_safe"])
                for number, each in enumerate(statuses)
            ),
        ]
        for call in TABLE["calls"]
    ]
    return _markdown(heads, rows)


def _connection(is_safe: bool) -> str:
    if is_repeated(TABLE["connections"]["later"], is_safe):
        return "repeated"
    before = is_repeated(TABLE["connections"]["before"], is_safe)
    return "only if the request had not left the machine" if before else "not repeated"


def _status(repetition: str, invited: str, is_safe: bool) -> str:
    if is_repeated(repetition, is_safe):
        return "repeated"
    return "only if `Retry-After` says when" if is_repeated(invited, is_safe) else "not repeated"


def headers_table() -> str:
    """What the headers of a response change."""
    heads = ["the service says", *(each["called"] for each in TABLE["statuses"]), "the wait"]
    first = ["nothing", *(_REPEATS[each["repeats"]] for each in TABLE["statuses"]), "computed"]
    rows = [first]
    for header in TABLE["headers"]:
        words = [_REPEATS[each] for each in header["repeats"]]
        rows.append([header["called"], *words, _wait(header)])
    return _markdown(heads, rows)


def _wait(header: dict[str, Any]) -> str:
    if set(header["repeats"]) == {"none"}:
        return ""
    waits = header.get("waits")
    if waits is None:
        return "computed"
    pairs = zip(TABLE["statuses"], waits, header["repeats"], strict=True)
    computed = [
        each["called"]
        for each, requested, repetition in pairs
        if not requested and repetition != "none"
    ]
    return f"as it says; computed for {', '.join(computed)}" if computed else "as it says"


def is_repeated(repetition: str, is_safe: bool) -> bool:
    """Whether a call is made again where ``repeats`` are."""
    return repetition == "all" or (repetition == "safe" and is_safe)


def _markdown(heads: list[str], rows: Iterable[list[str]]) -> str:
    head, *lines = (f"| {' | '.join(cells)} |\n".replace("|  |", "| |") for cells in (heads, *rows))
    return "".join((head, f"|{'---|' * len(heads)}\n", *lines))


def replaced(guide: str) -> str:
    """The text of the guide with both tables between their markers.

    Raises:
        ValueError: a marker is missing.
    """
    for name, table in (("calls", calls_table()), ("headers", headers_table())):
        pattern = re.compile(rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
        guide, count = pattern.subn(lambda found, t=table: found[1] + t + found[2], guide)
        if count != 1:
            raise ValueError(f"<!-- {name}:begin --> and <!-- {name}:end --> must stand in it")
    return guide


if __name__ == "__main__":
    GUIDE.write_text(replaced(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
