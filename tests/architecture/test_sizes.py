"""A function fits on a screen: 60 lines, its docstring aside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.blocks import ROOT

LONGEST = 60


def lengths(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a module, and their lines without docstrings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            doc = 0
            if isinstance(first, ast.Expr) and ast.get_docstring(node) is not None:
                doc = (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - doc


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path in sorted((ROOT / "generator").rglob("*.py"))
        for name, lines in lengths(path)
        if lines > LONGEST
    ]
    assert found == []


def test_docstrings_do_not_count(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('def one():\n    """Two\n    lines."""\n    return 1\n\n\ndef two(): ...\n')
    assert list(lengths(module)) == [("one", 2), ("two", 1)]
