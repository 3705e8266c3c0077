"""How findings look, for people and for machines."""

from __future__ import annotations

import pytest

from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.diagnostics.display import cut_line, render_diagnostic, to_json


def finding(position: Position | None = None, *, hint: str = "", pointer: str = "") -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="odd-thing",
        message="this is odd",
        hint=hint,
        pointer=pointer,
        position=position,
    )


@pytest.mark.parametrize(
    ("diagnostic", "text"),
    [
        (finding(), "warning: this is odd [odd-thing]"),
        (finding(pointer="#/a"), "#/a: warning: this is odd [odd-thing]"),
        (
            finding(
                Position(file="a.yaml", line=3, column=5, excerpt="a:  b"),
                hint="mend it",
            ),
            "a.yaml:3:5: warning: this is odd [odd-thing]\n    a:  b\n        ^\n    hint: mend it",
        ),
        (
            finding(Position(file="a.yaml", line=1, column=3, excerpt="\t\tx")),
            "a.yaml:1:3: warning: this is odd [odd-thing]\n    \t\tx\n    \t\t^",
        ),
        (
            finding(Position(file="a.yaml", line=1, column=1, excerpt="\x1b[31mred\u202e")),
            "a.yaml:1:1: warning: this is odd [odd-thing]\n    \ufffd[31mred\ufffd\n    ^",
        ),
        (
            finding(Position(file="a.yaml", line=9, column=4, excerpt="")),
            "a.yaml:9:4: warning: this is odd [odd-thing]",
        ),
    ],
)
def test_a_finding_as_text(diagnostic: Diagnostic, text: str) -> None:
    assert render_diagnostic(diagnostic) == text


@pytest.mark.parametrize("column", [1, 59, 60, 61, 62, 63, 500, 940, 1000])
def test_the_caret_is_below_the_character_of_a_long_line(column: int) -> None:
    line = "." * (column - 1) + "X" + "." * (1000 - column)
    excerpt = cut_line(line, column)
    assert len(excerpt) <= 162
    shown = render_diagnostic(
        finding(Position(file="f", line=1, column=column, excerpt=excerpt))
    ).split("\n")
    assert shown[1][shown[2].index("^")] == "X"


def test_what_a_description_says_cannot_move_the_cursor() -> None:
    evil = Diagnostic(
        severity=Severity.ERROR,
        code="c",
        message="key '\x1b[2J\n'",
        hint="\x07",
        pointer="#/\x1b",
    )
    assert "\x1b" not in render_diagnostic(evil)
    assert "\x07" not in render_diagnostic(evil)
    assert render_diagnostic(evil).count("\n") == 1


def test_a_finding_as_json() -> None:
    position = Position(file="a.yaml", line=3, column=5, excerpt="a: b")
    assert to_json(finding(position, hint="h", pointer="#/a")) == {
        "severity": "warning",
        "code": "odd-thing",
        "message": "this is odd",
        "hint": "h",
        "pointer": "#/a",
        "effect": "",
        "action": "",
        "position": {"file": "a.yaml", "line": 3, "column": 5, "excerpt": "a: b"},
    }
    assert to_json(finding())["position"] is None


def test_the_name_of_a_file_does_not_reach_the_terminal_as_it_is() -> None:
    """A reference of somebody's description names it."""
    place = Position(file="a\x1b[31m\u202e.yaml", line=1, column=1)
    shown = render_diagnostic(
        Diagnostic(severity=Severity.ERROR, code="invalid-json", message="x", position=place)
    )
    assert shown.startswith("a\ufffd[31m\ufffd.yaml:1:1: error: x")
