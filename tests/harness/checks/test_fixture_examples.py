"""Fixtures that came from a service or a public source are examples on the package's pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbound.writing.json_indent import indented
from tests.support.runs import docbound

CASES = ("get_greeting.example", "get_greeting.status_404")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose two fixtures are called documented, its pages made again."""
    assert docbound(tmp_path, "new", "hello").exit_code == 0
    for case in CASES:
        file = tmp_path / f"tests/fixtures/hello/{case}.yaml"
        file.write_text(file.read_text().replace("provenance: synthetic", "provenance: documented"))
    drift = docbound(tmp_path, "check", "--only", "generated")
    assert drift.exit_code == 1
    assert "Api.md: changed" in drift.output
    assert docbound(tmp_path, "regenerate").exit_code == 0
    return tmp_path


def page(root: Path) -> Path:
    [found] = (root / "generated/hello/docs").glob("*Api.md")
    return found


def test_call_and_response_are_printed_and_run(root: Path) -> None:
    text = page(root).read_text()
    assert "### Examples with responses" in text
    for case in CASES:
        head, _, rest = text.partition(f"```python fixture=hello/{case}\n")
        assert (
            head.rstrip()
            .splitlines()[-1]
            .startswith(f"**{case.partition('.')[2]}".replace("_", " "))
        )
        assert "(documented by the service)" in head
        assert ".get_greeting(" in rest.partition("```")[0]
    assert "gives 200:" in text and "gives 404:" in text
    assert '"text": "Hello, Ada!"' in text
    assert "except hello_client.OpenApiException" in text
    check = docbound(root, "check")
    assert check.exit_code == 0, check.output


def test_a_call_that_differs_from_its_fixture_is_a_finding(root: Path) -> None:
    file = page(root)
    before, mark, after = file.read_text().partition(f"fixture=hello/{CASES[0]}\n")
    file.write_text(before + mark + after.replace('"Ada"', '"Eve"', 1))
    check = docbound(root, "check", "--only", "examples")
    assert check.exit_code == 1
    assert "the call differs from its fixture" in check.output
    assert "Api.md:" in check.output


def test_what_was_made_up_is_no_example(tmp_path: Path) -> None:
    assert docbound(tmp_path, "new", "hello").exit_code == 0
    assert "Examples with responses" not in page(tmp_path).read_text()


def test_what_is_called_recorded_and_was_not_is_no_example(root: Path) -> None:
    for case in CASES:
        file = root / f"tests/fixtures/hello/{case}.yaml"
        file.write_text(file.read_text().replace("provenance: documented", "provenance: recorded"))
    assert docbound(root, "regenerate").exit_code == 0
    assert "Examples with responses" not in page(root).read_text()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.booleans())
def test_laying_out_changes_no_value(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    laid_out = indented(text)
    assert json.loads(laid_out) == value
    assert indented(laid_out) == laid_out


def test_numbers_stay_as_they_are_written() -> None:
    assert indented('{"a":[1.50,1e5,{}],"b":[]}') == (
        '{\n  "a": [\n    1.50,\n    1e5,\n    {}\n  ],\n  "b": []\n}'
    )
