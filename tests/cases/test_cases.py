"""Runs the case files: each against the sync client and against its async twin, over a loopback
server.
"""

from __future__ import annotations

import pytest

from tests.cases.case_files import Case, read_cases
from tests.cases.generation import shared_folder
from tests.cases.runner import run
from tests.cases.table import replaced, table
from tests.support.blocks import ROOT

CASES = list(read_cases())
BEHAVIOURS = range(1, 32)


@pytest.mark.parametrize("twin", ["sync", "async"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, twin: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    if case.content.get("only", twin) != twin:
        pytest.skip(f"a case for the {case.content['only']} client only")
    wrong = run(case, twin, shared_folder(tmp_path_factory))
    if "known" in case.content:
        assert wrong, f"it holds now; take `known: {case.content['known']}` away"
    elif wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_behaviour_has_cases() -> None:
    assert {case.behaviour for case in CASES} == set(BEHAVIOURS)


def test_the_readme_has_the_table_of_the_cases() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    hint = "run `python -m tests.cases readme`"
    assert readme == replaced(readme, table(CASES)), hint
