"""Runs the case files: each against the sync client and against its async twin, over a loopback server."""

from __future__ import annotations

import pytest

from tests.cases.making import shared_folder
from tests.cases.reading import Case, read_cases
from tests.cases.running import run

CASES = list(read_cases())


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
