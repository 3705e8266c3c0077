"""Runs the case files: each against the sync client and against its async twin, over a loopback server."""

from __future__ import annotations

import pytest

from tests.cases.reading import Case, read_cases
from tests.cases.running import run

CASES = list(read_cases())


@pytest.mark.parametrize("twin", ["sync", "async"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, twin: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    if case.content.get("only", twin) != twin:
        pytest.skip(f"a case for the {case.content['only']} client only")
    assert run(case, twin, tmp_path_factory) == []
