"""The whole command, killed at random file operations: ``make kills`` tries 300 of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.descriptions import CATS, DOGS, project

KILLS = int(os.environ.get("DOCBOUND_KILLS", "6"))
COMMAND = """
import os, signal, sys

root, last = sys.argv[1], int(sys.argv[2])
count = 0

def kill_at_last(event, arguments):
    global count
    events = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.listdir"}
    if event in events and root in str(arguments[0]):
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_at_last)
from docbound.cli import main
try:
    main(["regenerate", "--root", root], standalone_mode=False)
finally:
    print(count)
"""


def run(root: Path, last: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, str(root), str(last)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def docbound(root: Path, *arguments: str) -> int:
    command = [sys.executable, "-m", "docbound", *arguments, "--root", str(root)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_killed_at_random(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project", cats=CATS, dogs=DOGS)
    monkeypatch.setenv("DOCBOUND_CACHE", str(tmp_path / "cache"))
    assert docbound(root, "regenerate") == 0
    description = root / "specs/cats/openapi.yaml"
    outside = sorted(path for path in tmp_path.iterdir() if path.name != "cache")
    chance = random.Random(19)
    killed = 0
    operations = 0
    for number in range(KILLS):
        description.write_text(CATS.replace("lives", f"lives{number}"), encoding="utf-8")
        if not operations:
            operations = int(run(root, 0).stdout.split()[-1])
            description.write_text(CATS.replace("lives", "life"), encoding="utf-8")
        done = run(root, chance.randint(1, operations))
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        killed += done.returncode != 0
        assert docbound(root, "regenerate") == 0
        assert docbound(root, "check", "--only", "generated") == 0
        names = {path.name for path in (root / "generated").iterdir()}
        assert names <= {"cats", "dogs"}, f"something is left behind: {names}"
        assert sorted(path for path in tmp_path.iterdir() if path.name != "cache") == outside
    with capsys.disabled():
        print(f"\nkills survived: {killed} of {KILLS} runs of {operations} file operations")
    assert killed
