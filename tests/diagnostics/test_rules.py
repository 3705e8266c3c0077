"""The table of rules is complete, shown, and tried."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import docbound
from docbound.cli import main
from docbound.diagnostics.rules import page, rules

PACKAGE = Path(docbound.__file__).parent
TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs/rules.md"


def reported(path: Path) -> Iterator[str]:
    """What a module names as the code of a finding: ``code="..."``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("Diagnostic", "problem", "failure", "Wording"):
                values = [item.value for item in node.keywords if item.arg == "code"]
                values += node.args[:1] if name in ("problem", "failure") else []
                for value in values:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield value.value


def test_each_code_in_the_source_is_a_rule() -> None:
    found = {code for path in PACKAGE.rglob("*.py") for code in reported(path)}
    assert len(found) > 60
    assert found <= set(rules())


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_each_rule_is_in_the_source_and_complete(rule: object) -> None:
    entry = rules()[getattr(rule, "id", "")]
    source = entry.id.partition("-")[2] if entry.id.startswith("drift-") else entry.id
    quoted = re.compile(rf'"{re.escape(source)}"')
    assert any(quoted.search(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", entry.id)
    assert entry.what[0].islower() or entry.what[0] == "`"
    assert not entry.what.endswith(".")
    assert entry.why.endswith(".")
    assert entry.mend.endswith(".")


def test_the_page_is_made_of_the_table() -> None:
    if os.environ.get("DOCBOUND_UPDATE"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def test_explain() -> None:
    done = CliRunner().invoke(main, ["explain", "unresolved-reference"])
    assert done.exit_code == 0
    assert done.output == (
        "unresolved-reference: a `$ref` leads to nothing\n\n"
        "  why:  What it should describe is missing.\n"
        "  mend: Mend the pointer; the nearest name is in the hint.\n"
    )
    listed = CliRunner().invoke(main, ["explain"]).output.splitlines()
    assert [line.split()[0] for line in listed] == list(rules())
    wrong = CliRunner().invoke(main, ["explain", "unresolvd-reference"])
    assert wrong.exit_code == 2
    assert "did you mean unresolved-reference?" in wrong.output


def test_rules_with_an_exact_text() -> None:
    """Rules of descriptions that a folder of tests/failures shows to the letter, and the others."""
    shown = {
        code
        for path in (TESTS / "failures").glob("*/expected.txt")
        for code in re.findall(r"\[([a-z0-9-]+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(shown & set(rules())) >= EXACT


EXACT = 31
"""It only grows."""
