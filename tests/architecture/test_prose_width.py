"""Pages and cases are as wide as the code: 100 columns, but for what cannot be broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.blocks import ROOT
from tests.support.prose_width import wide_prose, wide_yaml

PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    *sorted(ROOT.glob("specs/*.md")),
    *sorted(ROOT.glob("tests/**/README.md")),
]
CASES = [
    *sorted(ROOT.glob("tests/cases/*.yaml")),
    *sorted(ROOT.glob("tests/interpret/cases/*.yaml")),
    *sorted(ROOT.glob("tests/validation/*.yaml")),
    *sorted(ROOT.glob("tests/examples/*.yaml")),
    *sorted(ROOT.glob("tests/diff/*.yaml")),
]


@pytest.mark.parametrize(
    ("files", "wide"),
    [(PAGES, wide_prose), (CASES, wide_yaml)],
    ids=["pages", "cases"],
)
def test_no_line_is_wider_than_100_columns(
    files: list[Path], wide: Callable[[str], list[int]]
) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number in wide(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_what_cannot_be_broken_may_be_wider() -> None:
    long = "word " * 30
    assert wide_prose(long) == [1]
    assert wide_prose(f"| {long} |\n# {long}\n```\n{long}\n```\n") == []
    assert wide_prose(f"[link](https://example.com/{'x' * 100})") == []
    assert wide_yaml(f"a: {{b: 1, c: [{'1, ' * 40}2]}}") == [1]
    assert wide_yaml(f'a: "{"b, " * 40}"\nb: |\n  {{a: 1, b: {"c" * 100}}}\n') == []
