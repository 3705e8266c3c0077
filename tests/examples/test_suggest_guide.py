"""The guide's page about proposals: what it prints is what is proposed."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from docbound.cli import main
from docbound.suggest.rules import RULES
from tests.support.blocks import ROOT

PAGE = (ROOT / "docs" / "guide" / "suggest.md").read_text(encoding="utf-8")


def block(info: str) -> str:
    found = re.search(rf"^```{re.escape(info)}\n(.*?)^```$", PAGE, re.M | re.S)
    assert found, info
    return found[1]


def test_the_page_prints_what_is_proposed(tmp_path: Path) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(block("yaml file=openapi.yaml"), encoding="utf-8")
    result = CliRunner().invoke(main, ["suggest", str(description)])
    assert (result.exit_code, result.stdout) == (0, block("yaml file=proposals"))
    config = tmp_path / "client.yaml"
    words = ["suggest", str(description), "--config", str(config), "--write"]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert config.read_text(encoding="utf-8").replace("\n\n", "\n") == result.stdout


def test_each_kind_is_described() -> None:
    sections = {"streams": "error_events"}
    assert all(f"| `{sections.get(name, name)}` |" in PAGE for name in RULES)
