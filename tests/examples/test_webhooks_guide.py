"""The guide's page about webhooks: its description is generated, its examples run in turn."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from docbound.cli import main
from tests.support.blocks import ROOT
from tests.support.runs import run_python

PAGE = (ROOT / "docs" / "guide" / "webhooks.md").read_text(encoding="utf-8")


def blocks(info: str) -> str:
    """The blocks of one kind, as one text."""
    found = re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", PAGE, re.M | re.S)
    assert found, info
    return "".join(found)


def test_the_examples_do_what_the_page_says(tmp_path: Path) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(blocks("yaml file=openapi.yaml"), encoding="utf-8")
    words = [
        "generate",
        str(description),
        "--output",
        str(tmp_path / "out"),
        "--package",
        "harbour_client",
    ]
    made = CliRunner().invoke(main, words)
    assert made.exit_code == 0, made.output
    ran = run_python(blocks("py"), cwd=tmp_path / "out")
    assert (ran.stdout, ran.stderr) == (blocks("text"), "")
