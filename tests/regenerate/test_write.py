"""Writing touches only what must change and what docbound owns."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.tree import MANIFEST, ForeignFileError, compare, read_manifest, write

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
    changes = write(
        tmp_path, {path: text for path, text in TREE.items() if "models" not in path}
    )
    assert changes.removed == ("pkg/models/cat.py", "pkg/models/dog.py")
    assert not (tmp_path / "pkg/models").exists()
    assert (tmp_path / "pkg/__init__.py").exists()


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    mine = tmp_path / "pkg/models/mine.py"
    mine.write_text("MINE = 1\n")
    write(tmp_path, {"README.md": "# Two\n"})
    assert mine.read_text() == "MINE = 1\n"


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
    assert (
        compare(tmp_path, {"pkg/models/__init__.py": "", "pkg/api/__init__.py": ""})
        == []
    )
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
