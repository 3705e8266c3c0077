"""The whole command, killed at random file operations: ``make kills`` tries 300 of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from docbound import cache
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


def docbound(root: Path, *arguments: str) -> None:
    """Runs a command that has to succeed; what it says is in the failure."""
    command = [sys.executable, "-m", "docbound", *arguments, "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}"


def variant(number: int, chance: random.Random) -> str:
    """A description whose package has other fields, models, modules and names than the last one."""
    text = CATS.replace("lives", f"lives{number}")
    text = text.replace("operationId: getCat", f"operationId: getCat{chance.randrange(4)}")
    text = text.replace("tags: [cats]", f"tags: [{chance.choice(('cats', 'toys', 'models'))}]")
    models = chance.sample(("Toy", "Bed", "Bowl", "Door"), chance.randrange(4))
    return text + "".join(f"    {name}: {{type: object}}\n" for name in models)


def own_code() -> str:
    """A digest of docbound's own files: where they change during the test, the next command rightly
    finds everything out of date.
    """
    cache.program.cache_clear()
    return cache.program()


def test_killed_at_random(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "project", cats=CATS, dogs=DOGS)
    monkeypatch.setenv("DOCBOUND_CACHE", str(tmp_path / "cache"))
    docbound(root, "regenerate")
    description = root / "specs/cats/openapi.yaml"
    outside = sorted(path for path in tmp_path.iterdir() if path.name != "cache")
    sources = sorted(path.name for path in description.parent.iterdir())
    chance = random.Random(19)
    code = own_code()
    killed = 0
    description.write_text(variant(0, chance), encoding="utf-8")
    operations = int(run(root, 0).stdout.split()[-1])
    for number in range(1, KILLS + 1):
        description.write_text(variant(number, chance), encoding="utf-8")
        # In one of four runs, the command that carries on is killed as well.
        for _ in range(chance.choice((1, 1, 1, 2))):
            done = run(root, chance.randint(1, operations))
            assert done.returncode in (0, -signal.SIGKILL), done.stderr
            killed += done.returncode != 0
        docbound(root, "regenerate")
        if own_code() != code:
            pytest.skip("docbound's own files were changed while it was being killed")
        docbound(root, "check", "--only", "generated")
        names = {path.name for path in (root / "generated").iterdir()}
        assert names <= {"cats", "dogs"}, f"something is left behind: {names}"
        assert sorted(path.name for path in description.parent.iterdir()) == sources
        assert sorted(path for path in tmp_path.iterdir() if path.name != "cache") == outside
    with capsys.disabled():
        print(f"\nkills survived: {killed} in {KILLS} rounds of {operations} file operations")
    assert killed
