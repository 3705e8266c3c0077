"""What a fault of a description does to the package: nothing, an assumption, or a loss."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import assessment, document, pipeline
from docbound.assessment import Policy
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect, Severity
from tests.interpret.cases_support import described

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "effects.yaml").read_text(encoding="utf-8")
)


def saved(folder: Path, case: dict[str, Any]) -> Path:
    content = {**described(case), **case.get("root", {}), **case.get("more", {})}
    path = folder / "openapi.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def judged(path: Path, policy: Policy) -> tuple[list[Diagnostic], bool]:
    found = Diagnostics()
    loaded = document.load(path, found)
    assert loaded is not None
    _, accepted = assessment.assess(loaded, found, policy)
    return [item for item in found if item.severity is not Severity.NOTE], accepted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_effect_of_a_fault(case: dict[str, Any], tmp_path: Path) -> None:
    path = saved(tmp_path, case)
    found, accepted = judged(path, Policy.HARMLESS)
    assert (
        sorted(f"{item.code} {item.effect and item.effect.value}" for item in found)
        == case["finds"]
    )
    harmless = all(item.effect is Effect.HARMLESS for item in found)
    assert accepted == (harmless or case.get("valid", False))
    assert all(item.action and item.position for item in found)
    text = " ".join(item.message for item in found)
    assert all(words in text for words in case.get("says", ()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_all_policies_see_the_same(case: dict[str, Any], tmp_path: Path) -> None:
    """``validate`` and ``--strict`` see what ``generate`` sees, and refuse where the validator
    does; leniency refuses nothing.
    """
    path = saved(tmp_path, case)
    plain, _ = judged(path, Policy.HARMLESS)
    strict, strictly = judged(path, Policy.STRICT)
    lenient, leniently = judged(path, Policy.LENIENT)
    seen = [{_facts(item) for item in found} for found in (plain, strict, lenient)]
    assert seen[0] == seen[1] == seen[2]
    assert strictly == case.get("valid", False)
    assert leniently


def _facts(item: Diagnostic) -> tuple[object, ...]:
    return item.code, item.pointer, item.message, item.effect, item.action


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_description_becomes_a_package_leniently(
    case: dict[str, Any], tmp_path: Path
) -> None:
    source = BuildRequest(description=saved(tmp_path, case), output=tmp_path / "out", lenient=True)
    assert pipeline.generate(source, Diagnostics(), {}) is not None
