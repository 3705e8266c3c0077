"""Small descriptions beside what they mean: each file under ``cases`` is a list of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from .cases_support import Case, meaning

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted(Path(__file__).with_name("cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_description_means_what_its_case_says(case: Case) -> None:
    means, says = meaning(case)
    assert means == case["means"].rstrip("\n")
    assert says == case["says"]
