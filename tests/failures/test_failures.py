"""Broken descriptions, each beside what docbound says about it, to the letter.

A case is a folder with ``input.yaml`` or ``input.json``, whatever files that refers to, and
``expected.txt``: the findings in order, an empty line between them. An ``overlay.yaml`` is laid
over the input; a ``client.yaml`` is alone. ``DOCBOUND_UPDATE=1`` writes what is said now; read
the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docbound import assessment, document
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from docbound.diagnostics.display import render_diagnostic
from docbound.settings import settings

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name[0] not in "_.")


def said(case: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bool]:
    """What a user reads about the input of a case, and whether generation would be stopped."""
    monkeypatch.chdir(case)
    diagnostics = Diagnostics()
    if Path("client.yaml").exists():
        assert settings.load(Path("client.yaml"), diagnostics) is None
    else:
        path = Path("input.json" if Path("input.json").exists() else "input.yaml")
        overlays = [Path("overlay.yaml")] if Path("overlay.yaml").exists() else []
        loaded = document.load(path, diagnostics, overlays=overlays)
        if loaded is not None:
            assessment.assess(loaded, diagnostics, assessment.Policy.STRICT)
            assert diagnostics.has_errors
    text = "\n\n".join(
        render_diagnostic(item) for item in diagnostics if item.severity is not Severity.NOTE
    )
    return f"{text}\n", diagnostics.has_errors


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_says_exactly_what_is_wrong(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, stops = said(case, monkeypatch)
    expected = case / "expected.txt"
    if os.environ.get("DOCBOUND_UPDATE"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert stops


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
