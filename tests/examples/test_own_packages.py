"""Pages of the guide that bring a description of their own: it is generated, the programs run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from tests.support.blocks import ROOT
from tests.support.runs import run_python

PAGES = ("responses", "service-accounts", "waiting")
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)


def blocks(page: str) -> list[tuple[str, str]]:
    """The blocks of a page: what is after the fence, and the text."""
    text = (ROOT / "docs" / "guide" / f"{page}.md").read_text(encoding="utf-8")
    return [(found[1], found[2]) for found in _BLOCK.finditer(text)]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    found = blocks(page)
    for info, text in found:
        name = info.partition("file=")[2]
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
    config = tmp_path / "client.yaml"
    words = ["generate", str(tmp_path / "openapi.yaml"), "--output", str(tmp_path / "out")]
    words += ["--config", str(config)] if config.exists() else []
    made = CliRunner().invoke(main, [*words, "--package", "harbour_client"])
    assert made.exit_code == 0, made.output
    programs = [index for index, (info, _) in enumerate(found) if info == "py"]
    assert programs
    for index in programs:
        ran = run_python(found[index][1], cwd=tmp_path / "out")
        assert (ran.stdout, ran.stderr) == (found[index + 1][1], "")
        assert found[index + 1][0] == "text"
