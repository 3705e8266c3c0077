"""Writing touches only what must change and what docbound owns."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docbound.commands import names_file
from docbound.output.changes import Drift
from docbound.output.compare import compare
from docbound.output.disk_state import JOURNAL
from docbound.output.journal import ForeignFileError, recover
from docbound.output.manifest import MANIFEST, read_manifest
from docbound.output.write import write

TREE = {
    "README.md": "# One\n",
    "pkg/__init__.py": "",
    "pkg/models/cat.py": "CAT = 1\n",
    "pkg/models/dog.py": "DOG = 1\n",
}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and modification time of every file: a rewritten file has another pair."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
        )
        for path in files
    }


def test_first_write_makes_everything(tmp_path: Path) -> None:
    changes = write(tmp_path / "out", TREE)
    assert changes.written == tuple(sorted(TREE))
    assert {path: (tmp_path / "out" / path).read_text() for path in TREE} == TREE
    assert set(read_manifest(tmp_path / "out").files) == set(TREE)


def test_nothing_changed_nothing_rewritten(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    before = stamps(tmp_path)
    changes = write(tmp_path, TREE)
    assert (changes.written, changes.removed, changes.unchanged) == ((), (), len(TREE))
    assert stamps(tmp_path) == before


def test_only_the_changed_file_is_rewritten(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    before = stamps(tmp_path)
    write(tmp_path, TREE | {"pkg/models/cat.py": "CAT = 2\n"})
    after = stamps(tmp_path)
    assert {path for path in after if after[path] != before[path]} == {
        "pkg/models/cat.py",
        MANIFEST,
    }


def test_stale_files_go_with_their_empty_folders(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    changes = write(tmp_path, {path: text for path, text in TREE.items() if "models" not in path})
    assert changes.removed == ("pkg/models/cat.py", "pkg/models/dog.py")
    assert not (tmp_path / "pkg/models").exists()
    assert (tmp_path / "pkg/__init__.py").exists()


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    own_files = tmp_path / "pkg/models/mine.py"
    own_files.write_text("MINE = 1\n")
    write(tmp_path, {"README.md": "# Two\n"})
    assert own_files.read_text() == "MINE = 1\n"


def test_a_foreign_file_in_the_way_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("by hand\n")
    with pytest.raises(ForeignFileError) as caught:
        write(tmp_path, TREE)
    assert caught.value.paths == ("README.md",)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text() == "by hand\n"


def test_a_file_becomes_a_folder_and_back(tmp_path: Path) -> None:
    write(tmp_path, {"pkg/models.py": "", "pkg/api": "text\n"})
    write(tmp_path, {"pkg/models/__init__.py": "", "pkg/api/__init__.py": ""})
    assert compare(tmp_path, {"pkg/models/__init__.py": "", "pkg/api/__init__.py": ""}) == []
    write(tmp_path, {"pkg/models.py": "", "pkg/api": "text\n"})
    assert compare(tmp_path, {"pkg/models.py": "", "pkg/api": "text\n"}) == []


def test_compare_names_missing_changed_and_unexpected(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    (tmp_path / "README.md").unlink()
    (tmp_path / "pkg/models/cat.py").write_text("CAT = 'edited'\n")
    (tmp_path / "pkg/models/ghost.py").write_text("")
    drifts = compare(tmp_path, TREE)
    assert [(drift.kind, drift.path) for drift in drifts] == [
        ("missing", "README.md"),
        ("changed", "pkg/models/cat.py"),
        ("unexpected", "pkg/models/ghost.py"),
    ]
    assert "-CAT = 'edited'\n+CAT = 1\n" in drifts[1].diff


def test_compare_ignores_caches(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    for cache in ("pkg/__pycache__", ".mypy_cache", "togai.egg-info"):
        (tmp_path / cache).mkdir(parents=True)
        (tmp_path / cache / "x.pyc").write_bytes(b"")
    assert compare(tmp_path, TREE) == []


# --- a folder that somebody has tampered with


def journal(folder: Path, plan: dict[str, object], *, own: bool = True) -> None:
    """A journal as a kill leaves it, with ``plan`` in it and one staged file.

    Args:
        folder: the output folder.
        plan: what the journal says.
        own: whether it says, rightly, that it was written in this folder.
    """
    place = folder / JOURNAL
    place.mkdir(parents=True)
    (place / "0").write_text("staged\n")
    status = place.stat()
    where = [status.st_dev, status.st_ino] if own else [1, 2]
    (place / "journal.json").write_text(json.dumps({"place": where} | plan))


OTHER_FOLDER = [
    "../mine.py",
    "link/mine.py",
    "{outside}/mine.py",
    ".git/hooks/pre-commit",
    ".GIT/hooks/pre-commit",
    "GIT~1/hooks/pre-commit",
    "pkg/.env",
    "pkg//mine.py",
    "c:mine.py",
]
"""Paths that no generated file has."""


def files_of_others(outside: Path, folder: Path) -> list[Path]:
    """Writes the files that the paths above would lead to; ``folder`` has a link to ``outside``."""
    hooks = folder / ".git/hooks"
    for place in (outside, hooks):
        place.mkdir(parents=True)
    files = [outside / "mine.py", outside.parent / "mine.py", hooks / "pre-commit"]
    for file in files:
        file.write_text("MINE = 1\n")
    (folder / "link").symlink_to(outside)
    return files


@pytest.mark.parametrize("path", OTHER_FOLDER)
def test_a_journal_cannot_leave_the_folder(tmp_path: Path, path: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "out"
    own_files = files_of_others(outside, folder)
    path = path.format(outside=outside)
    journal(folder, {"remove": {"0": path}, "replace": {"0": path}})
    for act in (recover, lambda folder: write(folder, TREE)):
        with pytest.raises(ForeignFileError) as caught:
            act(folder)
        assert caught.value.paths == (JOURNAL,)
    assert [file.read_text() for file in own_files] == ["MINE = 1\n"] * 3
    assert (folder / JOURNAL / "0").exists()


def test_a_journal_of_another_folder_is_not_carried_out(tmp_path: Path) -> None:
    """As it comes with a checkout: docbound did not write it in this place."""
    journal(tmp_path, {"replace": {"0": "conftest.py"}}, own=False)
    with pytest.raises(ForeignFileError):
        recover(tmp_path)
    assert not (tmp_path / "conftest.py").exists()


@pytest.mark.parametrize("step", ["remove", "replace"])
def test_a_journal_stops_at_a_foreign_file(tmp_path: Path, step: str) -> None:
    write(tmp_path, TREE)
    own_files = tmp_path / "mine.py"
    own_files.write_text("MINE = 1\n")
    journal(tmp_path, {step: {"0": "mine.py"}})
    with pytest.raises(ForeignFileError) as caught:
        recover(tmp_path)
    assert caught.value.paths == ("mine.py",)
    assert own_files.read_text() == "MINE = 1\n"


def test_a_journal_with_something_else_in_it_is_kept(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir()
    (tmp_path / JOURNAL / "thesis.txt").write_text("mine\n")
    with pytest.raises(ForeignFileError) as caught:
        write(tmp_path, TREE)
    assert caught.value.paths == (f"{JOURNAL}/thesis.txt",)


@pytest.mark.parametrize("plan", ["", "{", "[]", "[" * 100_000])
def test_a_broken_journal_is_dropped(tmp_path: Path, plan: str) -> None:
    write(tmp_path, TREE)
    journal(tmp_path, {})
    (tmp_path / JOURNAL / "journal.json").write_text(plan)
    recover(tmp_path)
    assert not (tmp_path / JOURNAL).exists()
    assert compare(tmp_path, TREE) == []


def test_comparing_says_that_a_write_was_cut_short_and_leaves_it(
    tmp_path: Path,
) -> None:
    write(tmp_path, TREE)
    journal(tmp_path, {"replace": {"0": "pkg/new.py"}})
    assert compare(tmp_path, TREE) == [Drift(kind="unfinished", path=JOURNAL)]
    assert (tmp_path / JOURNAL / "0").exists()


def test_a_journal_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "out"
    journal(outside, {"replace": {"0": "README.md"}})
    folder.mkdir()
    (folder / JOURNAL).symlink_to(outside / JOURNAL)
    with pytest.raises(ForeignFileError):
        write(folder, TREE)
    assert (outside / JOURNAL / "0").exists()
    assert [path.name for path in folder.iterdir()] == [JOURNAL]


@pytest.mark.parametrize("path", OTHER_FOLDER)
def test_a_manifest_cannot_leave_the_folder(tmp_path: Path, path: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "out"
    own_files = files_of_others(outside, folder)
    digest = f"sha256:{hashlib.sha256(own_files[0].read_bytes()).hexdigest()}"
    listed = {path.format(outside=outside): digest}
    (folder / MANIFEST).write_text(json.dumps({"files": listed}))
    assert write(folder, TREE).removed == ()
    assert [file.read_text() for file in own_files] == ["MINE = 1\n"] * 3


@pytest.mark.parametrize("link", ["", "/pkg"])
def test_an_edited_file_is_not_copied_through_a_link(tmp_path: Path, link: str) -> None:
    folder, outside = tmp_path / "out", tmp_path / "outside"
    outside.mkdir()
    write(folder, TREE)
    (folder / "pkg/__init__.py").write_text("MINE = 1\n")
    place = folder / f".docbound-edited{link}"
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside)
    with pytest.raises(OSError, match="is a link"):
        write(folder, TREE)
    assert list(outside.iterdir()) == []
    assert (folder / "pkg/__init__.py").read_text() == "MINE = 1\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
@pytest.mark.parametrize("path", ["README.md", "pkg/__init__.py", MANIFEST])
def test_a_pipe_in_the_way_is_not_waited_for(tmp_path: Path, path: str) -> None:
    place = tmp_path / path
    place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place)
    assert Drift(kind="missing", path="README.md") in compare(tmp_path, TREE)
    if path == MANIFEST:
        assert write(tmp_path, TREE).written
        return
    with pytest.raises(ForeignFileError) as caught:
        write(tmp_path, TREE)
    assert caught.value.paths == (path,)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, TREE)
    before = sorted(tmp_path.rglob("*"))
    room = [40]

    def written(place: str, data: bytes) -> None:
        room[0] -= len(data)
        Path(place).write_bytes(data[:1])
        if room[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), place)

    monkeypatch.setattr("docbound.output.journal._write", written)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, {path: text + "# New.\n" for path, text in TREE.items()})
    assert sorted(tmp_path.rglob("*")) == before
    assert compare(tmp_path, TREE) == []


@pytest.mark.parametrize("linked", ["pkg", "pkg/models", "README.md"])
def test_nothing_is_written_through_a_link(tmp_path: Path, linked: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "out"
    write(outside, TREE)
    link = folder / linked
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / linked)
    with pytest.raises(ForeignFileError) as caught:
        write(folder, {path: text + "# New.\n" for path, text in TREE.items()})
    assert caught.value.paths == (linked,)
    assert compare(outside, TREE) == []


def test_a_name_that_no_disk_takes_stops_before_anything_is_written(
    tmp_path: Path,
) -> None:
    write(tmp_path, TREE)
    with pytest.raises(OSError, match="too long"):
        write(tmp_path, TREE | {f"pkg/{'é' * 130}.py": ""})
    assert compare(tmp_path, TREE) == []
    assert not (tmp_path / JOURNAL).exists()


def test_an_empty_folder_or_one_of_caches_may_become_a_file(tmp_path: Path) -> None:
    (tmp_path / "README.md/__pycache__").mkdir(parents=True)
    (tmp_path / "README.md/__pycache__/x.pyc").write_bytes(b"")
    write(tmp_path, TREE)
    assert compare(tmp_path, TREE) == []


def test_a_folder_that_looks_like_a_cache_is_foreign(tmp_path: Path) -> None:
    own_files = tmp_path / "README.md/build/mine.py"
    own_files.parent.mkdir(parents=True)
    own_files.write_text("MINE = 1\n")
    with pytest.raises(ForeignFileError):
        write(tmp_path, TREE)
    assert own_files.exists()


def test_a_generated_file_that_became_a_folder_is_not_removed(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    (tmp_path / "pkg/models/dog.py").unlink()
    own_files = tmp_path / "pkg/models/dog.py/mine.txt"
    own_files.parent.mkdir()
    own_files.write_text("mine\n")
    tree = {path: text for path, text in TREE.items() if "dog" not in path}
    assert write(tmp_path, tree).removed == ()
    assert own_files.exists()


def test_writers_of_one_folder_wait_for_each_other(tmp_path: Path) -> None:
    trees = [{f"pkg/{number}.py": f"{tree}\n" for number in range(30)} for tree in range(4)]
    with ThreadPoolExecutor(len(trees)) as pool:
        for _ in range(5):
            for done in [pool.submit(write, tmp_path, tree) for tree in trees]:
                done.result()
            assert any(compare(tmp_path, tree) == [] for tree in trees)


# --- the names file


def test_the_names_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    own_files = tmp_path / "mine.txt"
    own_files.write_text("mine\n")
    (tmp_path / ".names.yaml.draft").symlink_to(own_files)
    assert names_file.write(tmp_path / "names.yaml", {"#/a": "A"})
    assert own_files.read_text() == "mine\n"
    assert names_file.read(tmp_path / "names.yaml") == {"#/a": "A"}
    assert not names_file.write(tmp_path / "names.yaml", {"#/a": "A"})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_names_file_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "names.yaml")
    with pytest.raises(OSError, match="pipe"):
        names_file.read(tmp_path / "names.yaml")
