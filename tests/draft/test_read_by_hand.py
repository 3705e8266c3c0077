"""Practice pages without a truth beside them, against what a person found in them: all of two,
parts of four. Only facts are here, in the words of ``test_saved_pages``; the pages are not ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main
from programs.draft_score.__main__ import VARIABLE
from tests.draft.test_saved_pages import facts

HERE = Path(__file__).parent / "read_by_hand"
COMPLETE = {"kittens", "pastries"}
"""Pages of which all is written down, so that nothing else may be in the draft."""


def operations(lines: Iterable[str]) -> dict[str, list[str]]:
    """The lines about each operation, by its first one."""
    found: dict[str, list[str]] = {}
    lines_of: list[str] = []
    for line in lines:
        if not line.startswith(" "):
            lines_of = found.setdefault(line, [])
        else:
            lines_of.append(line)
    return found


@pytest.mark.parametrize("name", sorted(path.stem for path in HERE.iterdir()))
def test_the_draft_has_what_a_person_found(name: str, tmp_path: Path) -> None:
    folder = Path(os.environ.get(VARIABLE, "")) / name
    if VARIABLE not in os.environ or not folder.is_dir():
        pytest.skip(f"NOT PROVED: {VARIABLE} names no folder with the page {name}")
    output = tmp_path / "specs/page"
    done = CliRunner().invoke(main, ["draft", str(folder), "--output", str(output)])
    assert done.exit_code == 0, done.output
    content = yaml.safe_load((output / "openapi.yaml").read_text(encoding="utf-8"))
    drafted = operations(facts(content))
    wanted = operations((HERE / f"{name}.facts").read_text(encoding="utf-8").splitlines())
    assert wanted
    assert {line: drafted.get(line) for line in wanted} == wanted
    if name in COMPLETE:
        assert drafted.keys() == wanted.keys()
