"""Writing as a transaction in place (docs/decisions/0003-journal-in-place.md).

All changed files are staged in ``.docbound-journal`` inside the folder; then a journal is put
beside them with one atomic rename; only then are files moved to their places. After a kill the
folder is the old tree (no journal yet) or :func:`recover` carries the journal out.
"""

from __future__ import annotations

import errno
import json
import os
import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final, cast

from docbound.json_values import is_object
from docbound.output import regular_files
from docbound.output.disk_state import JOURNAL, DiskState, Kind, ancestors, files_below, inside
from docbound.output.locking import folder_lock
from docbound.output.manifest import MANIFEST, Manifest, read_manifest, texts_of

_STAGED: Final = re.compile(r"\d+|journal\.(?:json|draft)")
"""The names of what docbound puts into the journal's folder."""

_DRAFT: Final = ".docbound-draft"
"""What a file is called beside its place, on a disk that the journal is not on."""


class ForeignFileError(Exception):
    """The output folder has a file that docbound did not write at a path that the package needs.

    Attributes:
        paths: the files in the way, relative to the folder.
    """

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        self.folder = folder
        self.paths = paths
        super().__init__(f"{folder}: not made by docbound, and in the way: {', '.join(paths)}")


def is_unfinished(folder: Path) -> bool:
    """Whether a write into ``folder`` was cut short, so that :func:`recover` has something to
    do.
    """
    return os.path.lexists(folder / JOURNAL)


def recover(folder: Path) -> bool:
    """Finishes a write that was cut short: carries out its journal, or drops what was staged
    without one.

    Returns:
        Whether a journal was carried out.

    Raises:
        ForeignFileError: the journal was not written by docbound in this very folder (it came with
            a checkout or an archive, say), or another file is where it would write. Nothing was
            changed.
        OSError: the disk refused.
    """
    if not (folder / JOURNAL).is_dir():
        return False
    with folder_lock(folder):
        return carry_out(folder)


def carry_out(folder: Path) -> bool:
    """What :func:`recover` does, for a caller that holds the folder's lock."""
    journal = folder / JOURNAL
    if journal.is_symlink():
        raise ForeignFileError(folder, (JOURNAL,))
    if not journal.is_dir():
        return False
    plan = _plan(journal)
    if plan is None:
        _remove_journal(folder)
        return False
    remove, replace = texts_of(plan, "remove"), texts_of(plan, "replace")
    disk = DiskState(str(folder))
    _require_own(folder, plan, remove, replace, disk)
    _put_in_place(folder, remove.values(), replace, disk)
    return True


def put_in_place(folder: Path, files: Mapping[str, bytes], stale: tuple[str, ...]) -> None:
    """Makes ``folder`` hold ``files`` and not the ``stale`` ones, by way of a journal; for a caller
    that holds the folder's lock, and has looked for files of others.
    """
    replace = _stage(folder, files, stale)
    _put_in_place(folder, stale, replace, DiskState(str(folder)))


def _put_in_place(
    folder: Path, remove: Iterable[str], replace: Mapping[str, str], disk: DiskState
) -> None:
    """Does what the journal in ``folder`` says, and removes it."""
    # Stale files first: a file may have become a folder, or the other way round.
    for path in remove:
        if disk.is_file(path):
            (folder / path).unlink()
            _remove_empty_parents(folder, path)
    for parent in {posixpath.dirname(path) for path in replace.values()}:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    for staged, path in replace.items():
        _put(f"{folder}/{JOURNAL}/{staged}", f"{folder}/{path}")
    _remove_journal(folder)


def _require_own(
    folder: Path,
    plan: object,
    remove: Mapping[str, str],
    replace: Mapping[str, str],
    disk: DiskState,
) -> None:
    """Refuses a journal that docbound did not write in this folder, and one that is overtaken by
    files that docbound did not write.
    """
    journal = folder / JOURNAL
    paths = {*remove.values(), *replace.values()}
    is_ours = (
        _place_of(journal) == cast("dict[str, object]", plan).get("place")
        and paths - {MANIFEST} <= inside(folder, paths)
        and all(staged.isdecimal() for staged in replace)
    )
    if not is_ours:
        raise ForeignFileError(folder, (JOURNAL,))
    manifest = read_manifest(folder)
    pending = {path for staged, path in replace.items() if (journal / staged).is_file()}
    foreign = foreign_files(disk, pending - {MANIFEST}, manifest) | {
        path for path in remove.values() if disk.is_file(path) and path not in manifest.files
    }
    if foreign:
        raise ForeignFileError(folder, tuple(sorted(foreign)))


def _place_of(journal: Path) -> list[int]:
    """What tells this folder from every copy of it: no version control and no archive can bring it
    along.
    """
    status = journal.stat()
    return [status.st_dev, status.st_ino]


def _plan(journal: Path) -> object:
    """What a journal says; None where there is none, or a broken one: ours are put in place
    whole.
    """
    try:
        content: object = json.loads(regular_files.read(journal / "journal.json") or b"")
    except (ValueError, RecursionError):
        return None
    return content if is_object(content) else None


def _put(staged: str, place: str) -> None:
    try:
        _move(staged, place)
    except FileNotFoundError:
        return  # it was put in place before a kill
    except (IsADirectoryError, PermissionError):
        if os.path.islink(place) or not os.path.isdir(place):
            raise
        _remove(Path(place))  # without files of others: see `foreign_files`
        _move(staged, place)


def _move(staged: str, place: str) -> None:
    try:
        os.replace(staged, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_to_other_disk(Path(staged), Path(place))


def _copy_to_other_disk(staged: Path, place: Path) -> None:
    """Puts a file where something else is mounted: ``docs`` of a container, say. A kill leaves what
    the next run replaces.
    """
    data = staged.read_bytes()
    draft = place.with_name(_DRAFT)
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb") as file:
            file.write(data)
        draft.replace(place)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    staged.unlink()


def foreign_files(disk: DiskState, paths: Iterable[str], manifest: Manifest) -> set[str]:
    """Files that docbound did not write at ``paths``, below them, or where a folder above them has
    to be.
    """
    places = set(paths)
    wanted = places.union(*map(ancestors, places))
    found = {name for name in wanted if name not in manifest.files and disk.is_file(name)}
    for path in places:
        if disk.kind(path) is Kind.FOLDER:
            place = Path(disk.folder) / path
            below = (f"{path}/{name}" for name in files_below(place, frozenset({"__pycache__"})))
            found.update(name for name in below if name not in manifest.files)
    return found


def _stage(folder: Path, files: Mapping[str, bytes], stale: tuple[str, ...]) -> dict[str, str]:
    """Writes a journal that puts ``files`` in place and removes the ``stale`` ones.

    Returns:
        Each staged file's name in the journal's folder, and its path.
    """
    journal = folder / JOURNAL
    journal.mkdir(parents=True, exist_ok=True)
    try:
        return _fill(journal, files, stale)
    except BaseException:
        # The disk is full, or the user interrupts. What was staged is of no use, and takes room.
        _remove(journal)
        raise


def _fill(journal: Path, files: Mapping[str, bytes], stale: tuple[str, ...]) -> dict[str, str]:
    replace: dict[str, str] = {}
    for number, (path, data) in enumerate(
        sorted(files.items(), key=lambda item: (item[0] == MANIFEST, item[0]))
    ):
        replace[str(number)] = path
        _write(f"{journal}/{number}", data)
    plan = json.dumps(
        {
            "place": _place_of(journal),
            "replace": replace,
            "remove": {str(number): path for number, path in enumerate(stale)},
        }
    )
    draft = journal / "journal.draft"
    with draft.open("wb") as file:
        file.write(plan.encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(journal / "journal.json")
    return replace


def _write(place: str, data: bytes) -> None:
    with open(place, "wb") as file:
        file.write(data)


def _remove_empty_parents(folder: Path, path: str) -> None:
    for parent in PurePosixPath(path).parents:
        place = folder / parent
        if place == folder or not place.is_dir():
            return
        leftovers = list(place.iterdir())
        if any(item.name != "__pycache__" for item in leftovers):
            return
        for item in leftovers:
            _remove(item)
        place.rmdir()


def _remove_journal(folder: Path) -> None:
    journal = folder / JOURNAL
    foreign = sorted(
        f"{JOURNAL}/{item.name}"
        for item in journal.iterdir()
        if not (item.is_file() and _STAGED.fullmatch(item.name))
    )
    if foreign:
        raise ForeignFileError(folder, tuple(foreign))
    _remove(journal)


def _remove(folder: Path) -> None:
    import shutil  # where nothing has to be written, nothing has to be removed

    shutil.rmtree(folder)
