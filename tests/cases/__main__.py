"""``python -m tests.cases``: runs cases without pytest, or brings README's table up to date.

``table`` prints the table, ``readme`` writes it into README.md, ``run TEXT`` runs the cases whose
name contains TEXT.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.cases.case_files import read_cases
from tests.cases.runner import run
from tests.cases.table import replaced, table
from tests.support.blocks import ROOT

TWINS = ("sync", "async")


def main(words: list[str]) -> int:
    match words:
        case ["table"]:
            print(table(read_cases()), end="")
        case ["readme"]:
            readme = ROOT / "README.md"
            text = replaced(readme.read_text(encoding="utf-8"), table(read_cases()))
            readme.write_text(text, encoding="utf-8")
        case ["run", *texts]:
            return _run(texts)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def _run(texts: list[str]) -> int:
    bad = 0
    with tempfile.TemporaryDirectory() as base:
        for case in read_cases():
            if texts and not any(text in str(case) for text in texts):
                continue
            for twin in TWINS:
                if case.content.get("only", twin) == twin:
                    wrong = run(case, twin, Path(base))
                    bad += bool(wrong)
                    for each in wrong:
                        print(f"{case} ({twin}): {each}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
