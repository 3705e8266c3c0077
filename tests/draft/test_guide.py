"""The commands of the guide's page about drafts run as printed."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main

PAGE = Path(__file__).parent.parent.parent / "docs" / "guide" / "drafting.md"


def test_the_commands_run_as_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    for found in re.finditer(r"^```markdown file=(\S+)\n(.*?)^```$", text, re.M | re.S):
        (tmp_path / found[1]).write_text(found[2], encoding="utf-8")
    request = {"method": "GET", "url": "https://boats.example/v2/boats/7", "headers": []}
    response = {
        "status": 200,
        "headers": [],
        "content": {"mimeType": "application/json", "text": '{"name": "Ilse"}'},
    }
    entry = {"request": request, "response": response}
    (tmp_path / "calls.har").write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    ran = 0
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S):
        for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
            words = shlex.split(command)
            if words[0] != "docbound":
                continue
            result = CliRunner().invoke(main, words[1:])
            assert result.exit_code == 0, f"{command}\n{result.output}"
            assert printed in result.output, f"{command}\n{result.output}"
            ran += 1
    assert ran == 5
