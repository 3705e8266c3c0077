"""Templates are compiled once, and again when they or docbound change."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from docbound import cache
from docbound.render.bytecode_cache import TemplateBytecodeCache


class Compiling(Environment):
    """An environment that counts what it compiles."""

    count = 0

    def _compile(self, source: str, filename: str) -> object:  # type: ignore[override]
        self.count += 1
        return super()._compile(source, filename)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one template; Python may write bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "greeting.jinja").write_text("Hello, {{ name }}.")
    return tmp_path


def compiled(folder: Path, expected: str = "Hello, you.") -> int:
    """How many templates a run compiles that prints ``expected``."""
    made = Compiling(loader=FileSystemLoader(folder), bytecode_cache=TemplateBytecodeCache(folder))
    assert made.get_template("base/greeting.jinja").render(name="you") == expected
    return made.count


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix == ".pyc"]


def test_a_second_run_compiles_nothing(folder: Path) -> None:
    assert [compiled(folder) for _ in range(3)] == [1, 0, 0]
    assert [path.parent for path in kept(folder)] == [folder / "__pycache__"]


def test_a_changed_template_is_compiled_again(folder: Path) -> None:
    compiled(folder)
    (folder / "base" / "greeting.jinja").write_text("Good day, {{ name }}.")
    assert [compiled(folder, "Good day, you.") for _ in range(2)] == [1, 0]
    assert len(kept(folder)) == 1


def test_a_changed_docbound_compiles_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(folder)
    monkeypatch.setattr(cache, "program", lambda: "another")
    assert [compiled(folder) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("damage", [b"", b"\n", b"no code\nat all"])
def test_a_damaged_file_is_replaced(folder: Path, damage: bytes) -> None:
    compiled(folder)
    [path] = kept(folder)
    path.write_bytes(damage)
    assert [compiled(folder) for _ in range(2)] == [1, 0]


def test_a_file_that_was_cut_off_is_replaced(folder: Path) -> None:
    compiled(folder)
    [path] = kept(folder)
    path.write_bytes(path.read_bytes()[:-20])
    assert [compiled(folder) for _ in range(2)] == [1, 0]


def test_nothing_is_written_where_python_would_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [compiled(folder) for _ in range(2)] == [1, 1]
    assert kept(folder) == []
