"""A kill at any moment leaves the old tree, the new tree, or a journal that the next writing
command carries out.

The child process kills itself at its n-th file operation, for every n until it survives; Python's
audit events count the operations, so that nothing in docbound has to know about this test.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from docbound.output.compare import compare
from docbound.output.disk_state import JOURNAL
from docbound.output.journal import recover
from docbound.output.write import write
from tests.support.descriptions import CATS, project

OLD = {
    "README.md": "# Old\n",
    "pkg/__init__.py": "",
    "pkg/stale.py": "",
    "pkg/old/only.py": "",
    "pkg/same.py": "SAME = 1\n",
}
NEW = {
    "README.md": "# New\n",
    "pkg/__init__.py": "NEW = 1\n",
    "pkg/models/cat.py": "",
    "pkg/same.py": "SAME = 1\n",
}

CHILD = """
import json, os, signal, sys
from pathlib import Path
from docbound.output.write import write

folder, tree, last = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
count = 0

def kill_at_last(event, arguments):
    global count
    events = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}
    if event in events and str(folder) in str(arguments[0]):
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_at_last)
write(folder, tree)
"""


def killed_write(folder: Path, tree: dict[str, str], moment: int) -> int:
    """Writes ``tree`` in a process that kills itself at its ``moment``-th file operation; returns
    the exit code.
    """
    command = [sys.executable, "-c", CHILD, str(folder), json.dumps(tree), str(moment)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_a_kill_at_every_moment(tmp_path: Path) -> None:
    outcomes: set[str] = set()
    for moment in range(1, 200):
        folder = tmp_path / str(moment)
        write(folder, OLD)
        code = killed_write(folder, NEW, moment)
        assert code in {0, -signal.SIGKILL}
        recover(folder)
        assert not (folder / JOURNAL).exists()
        is_old, is_new = compare(folder, OLD) == [], compare(folder, NEW) == []
        assert (
            is_old or is_new
        ), f"a mixture after a kill at operation {moment}: {compare(folder, NEW)}"
        outcomes.add("old" if is_old else "new")
        write(folder, NEW)
        assert compare(folder, NEW) == []
        if code == 0:
            break
    else:
        raise AssertionError("the write never survived")
    assert outcomes == {"old", "new"}


def test_a_kill_during_the_recovery(tmp_path: Path) -> None:
    first = next(
        moment for moment in range(1, 200) if leaves_a_journal(tmp_path / f"probe{moment}", moment)
    )
    for moment in range(1, 200):
        folder = tmp_path / str(moment)
        assert leaves_a_journal(folder, first)
        code = killed_write(folder, NEW, moment)
        recover(folder)
        assert compare(folder, NEW) == [], f"killed again at operation {moment}"
        if code == 0:
            break


def leaves_a_journal(folder: Path, moment: int) -> bool:
    """Kills a write at ``moment``; tells whether that was after the point of no return."""
    write(folder, OLD)
    killed_write(folder, NEW, moment)
    return (folder / JOURNAL / "journal.json").exists()


COMMAND = """
import os, signal, sys

moves = 0

def kill_between_moves(event, arguments):
    global moves
    if event == "os.rename" and ".docbound-journal" in str(arguments[0]):
        moves += 1
        if moves == 4:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_between_moves)
from docbound.cli import main
main(["regenerate"])
"""


def test_the_next_writing_command_completes_what_a_kill_cut_short(
    tmp_path: Path,
) -> None:
    root = project(tmp_path, cats=CATS)
    folder = root / "generated/cats"
    check = [sys.executable, "-m", "docbound", "check"]
    write = [*check[:-1], "regenerate"]
    done = subprocess.run([sys.executable, "-c", COMMAND], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (folder / JOURNAL).is_dir()
    assert not (folder / "pyproject.toml").exists()
    left = sorted(folder.rglob("*"))
    done = subprocess.run(check, cwd=root, capture_output=True, check=False)
    assert done.returncode == 1 and b"unfinished" in done.stdout
    assert sorted(folder.rglob("*")) == left, "a check writes nothing"
    done = subprocess.run(write, cwd=root, capture_output=True, check=False)
    assert (folder / "pyproject.toml").exists()
    assert not (folder / JOURNAL).exists()
    assert done.returncode == 0
    assert subprocess.run(check, cwd=root, check=False).returncode == 0
