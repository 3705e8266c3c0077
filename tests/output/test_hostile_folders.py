"""The whole command on disks that are full, folders that cannot be written, and files of docbound's
own that somebody else wrote: nothing outside of the output folder changes, and nothing is left.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.descriptions import CATS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and links of POSIX")


def described(folder: Path) -> Path:
    path = folder / "openapi.yaml"
    path.write_text(CATS, encoding="utf-8")
    return path


def run(
    folder: Path,
    output: str = "out",
    before: Callable[[], None] | None = None,
    arguments: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docbound", "generate", "openapi.yaml", "--output", output]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env={**os.environ, "DOCBOUND_CACHE": str(folder / "cache")},
        capture_output=True,
        text=True,
        preexec_fn=before,
    )


def limited(kind: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (most, most))


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that failed says: findings, never a traceback."""
    assert done.returncode in (1, 2), done
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.strip() or done.stdout.strip()
    return done.stderr + done.stdout


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, the cache apart, by path."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "cache" not in path.relative_to(folder).parts[:1]:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


@pytest.mark.parametrize("most", [0, 100, 4096])
def test_a_file_may_not_grow(tmp_path: Path, most: int) -> None:
    """As on a full disk or over a quota, the first write that is too much fails."""
    described(tmp_path)
    before = files(tmp_path)
    assert "[cannot-write]" in told(run(tmp_path, before=limited(resource.RLIMIT_FSIZE, most)))
    assert files(tmp_path) == before


def test_a_full_disk_keeps_the_package_that_was_there(tmp_path: Path) -> None:
    path = described(tmp_path)
    assert run(tmp_path).returncode == 0
    path.write_text(CATS.replace("cat", "hound"), encoding="utf-8")
    before = files(tmp_path)
    told(run(tmp_path, before=limited(resource.RLIMIT_FSIZE, 2000)))
    assert files(tmp_path) == before
    assert run(tmp_path).returncode == 0


def test_few_files_may_be_open(tmp_path: Path) -> None:
    described(tmp_path)
    done = run(tmp_path, before=limited(resource.RLIMIT_NOFILE, 24))
    assert done.returncode == 0, done


@contextmanager
def mounted(place: Path) -> Generator[Path]:
    """A disk of 64 KB at ``place``, where this user may make one."""
    place.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    with mounted(tmp_path / "disk") as place:
        yield place


def test_a_small_disk(tmp_path: Path, disk: Path) -> None:
    described(tmp_path)
    assert "[cannot-write]" in told(run(tmp_path, "disk/out"))
    assert list(disk.rglob("*")) == []


def test_a_disk_that_is_read_only(tmp_path: Path, disk: Path) -> None:
    described(tmp_path)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert "[cannot-write]" in told(run(tmp_path, "disk/out"))


def test_another_disk_is_mounted_inside_of_the_folder(tmp_path: Path) -> None:
    """As a container's volume is: nothing can be moved there, only copied."""
    path = described(tmp_path)
    assert run(tmp_path).returncode == 0
    kept = files(tmp_path / "out/docs")
    with mounted(tmp_path / "out/docs") as docs:
        for text in (CATS, CATS.replace("lives", "age"), CATS.replace("tags: [cats]", "tags: [x]")):
            path.write_text(text, encoding="utf-8")
            assert run(tmp_path).returncode == 0
            assert files(docs).keys() >= {"README.md", "Cat.md"}
            checked = run(tmp_path, arguments=["--check"])
            assert checked.returncode == 0, checked.stdout
    assert files(tmp_path / "out/docs") == kept


def test_a_read_only_folder_inside_stops_before_anything_is_written(tmp_path: Path) -> None:
    path = described(tmp_path)
    with mounted(tmp_path / "out/docs") as docs:
        assert run(tmp_path).returncode == 0
        subprocess.run(["mount", "-o", "remount,ro", str(docs)], check=True)
        before = files(tmp_path / "out")
        path.write_text(CATS.replace("lives", "age"), encoding="utf-8")
        assert "out/docs" in told(run(tmp_path))
        assert files(tmp_path / "out") == before


INTERRUPTED = """
import os, signal, sys
left = int(sys.argv.pop(1))
def look(event, arguments):
    global left
    if event in ("open", "os.mkdir") and ".docbound-journal" in str(arguments[0]):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.addaudithook(look)
from docbound.__main__ import main
main()
"""


@pytest.mark.parametrize("number", [1, 2, 7, 40])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, number: int) -> None:
    described(tmp_path)
    before = files(tmp_path)
    command = [sys.executable, "-c", INTERRUPTED, str(number), "generate", "openapi.yaml"]
    done = subprocess.run(
        [*command, "--output", "out"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.strip()) == (1, "Aborted!")
    assert files(tmp_path) == before
    assert not (tmp_path / "out").exists()


# --- files of docbound's own, written by somebody else --------------------------------------------

HOSTILE = {
    "above": "../victim.txt",
    "absolute": "ABSOLUTE",
    "far above": "../../../../victim.txt",
    "null": "a\0b",
    "empty": "",
    "here": ".",
    "git": ".git/hooks/pre-commit",
    "long": "x" * 5000,
    "deep": "a/" * 3000 + "x",
    "number": 7,
    "list": ["victim.txt"],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_manifest_that_names_other_files(tmp_path: Path, name: str) -> None:
    described(tmp_path)
    victim = tmp_path / "victim.txt"
    victim.write_text("Mine.")
    assert run(tmp_path).returncode == 0
    manifest = tmp_path / "out/.docbound.json"
    entry = victim.as_posix() if HOSTILE[name] == "ABSOLUTE" else HOSTILE[name]
    content = json.loads(manifest.read_text())
    known = content["files"]
    if isinstance(known, dict):
        known[str(entry)] = "0" * 64
    else:
        known.append(entry)
    manifest.write_text(json.dumps(content))
    (tmp_path / "out/.git/hooks").mkdir(parents=True)
    hook = tmp_path / "out/.git/hooks/pre-commit"
    hook.write_text("true")
    done = run(tmp_path)
    assert "Traceback" not in done.stderr
    assert victim.read_text() == "Mine."
    assert hook.read_text() == "true"


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "7", "null", "{", '{"files": 7}', '{"files": {"README.md": 7}}', "\x00" * 100),
        *("[" * 100_000, json.dumps({"files": {f"f{n}": "" for n in range(20_000)}})),
    ],
    ids=lambda text: text[:20] or "empty",
)
def test_a_manifest_that_is_none(tmp_path: Path, text: str) -> None:
    described(tmp_path)
    assert run(tmp_path).returncode == 0
    (tmp_path / "out/.docbound.json").write_text(text)
    done = run(tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("name", ["out/.docbound.json", "out/.docbound-lock", "out/README.md"])
def test_a_file_of_the_folder_is_a_link_to_another(tmp_path: Path, name: str) -> None:
    described(tmp_path)
    victim = tmp_path / "victim.txt"
    victim.write_text("Mine.")
    assert run(tmp_path).returncode == 0
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).symlink_to(victim)
    done = run(tmp_path)
    assert "Traceback" not in done.stderr
    assert victim.read_text() == "Mine."


def test_two_runs_at_once(tmp_path: Path) -> None:
    described(tmp_path)
    command = [sys.executable, "-m", "docbound", "generate", "openapi.yaml", "--output", "out"]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [each.communicate()[1] for each in both]
    assert [each.returncode for each in both] == [0, 0, 0], said
    checked = subprocess.run([*command, "--check"], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert not list(tmp_path.glob("out/.docbound-*"))
