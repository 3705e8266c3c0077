"""The files of a package, in memory and on the disk: writing, comparing, and surviving a kill.

A :data:`FileTree` is the whole output of a generation. Only this module touches the output folder,
and there only files that docbound made: the manifest (``.docbound.json``) lists them with their
digests.

Writing is a transaction in place. All changed files are staged in ``.docbound-journal`` inside the
folder; then a journal is put beside them with one atomic rename; only then are files moved to their
places. After a kill the folder is the old tree (no journal yet) or :func:`recover` carries the
journal out (see docs/decisions/0003-journal-in-place.md).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias, cast

from docbound.json_values import is_object
from docbound.output import edits, regular_files
from docbound.output.locking import folder_lock
from docbound.records import field, record

FileTree: TypeAlias = dict[str, str]
"""Path below the output folder, with ``/`` between the parts, to the file's text."""

MANIFEST = ".docbound.json"
JOURNAL = ".docbound-journal"

_IGNORED_FOLDERS = frozenset(
    {
        edits.FOLDER,
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        JOURNAL,
        ".git",
        "dist",
        "build",
        ".venv",
    }
)
_IGNORED_SUFFIXES = (".pyc", ".egg-info")
_OUTSIDE: Final = re.compile(r"(?:^|/)(?:\.|/|$)|[\\\0:]|~\d")
"""What no path of a generated file has: empty parts, ``..``, hidden names (``.git``), and other
systems' ways to say the same.
"""
_STAGED: Final = re.compile(r"\d+|journal\.(?:json|draft)")
"""The names of what docbound puts into the journal's folder."""
_LONGEST_NAME: Final = 255
"""Bytes that a file's name may have on the usual file systems."""


class ForeignFileError(Exception):
    """The output folder has a file that docbound did not write at a path that the package needs.

    Attributes:
        paths: the files in the way, relative to the folder.
    """

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        self.folder = folder
        self.paths = paths
        super().__init__(f"{folder}: not made by docbound, and in the way: {', '.join(paths)}")


@record
class Manifest:
    """What docbound wrote into a folder.

    Attributes:
        files: path to ``sha256:...`` of its bytes.
        names: the names given so far, by pointer, where no names file keeps them (see
            :mod:`docbound.naming`).
    """

    files: Mapping[str, str] = field(default_factory=dict[str, str])
    names: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self) -> str:
        """The manifest unchanged on the disk."""
        content: dict[str, object] = {"files": dict(sorted(self.files.items()))}
        if self.names:
            content["names"] = dict(sorted(self.names.items()))
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


@record
class Changes:
    """What a write did: paths, sorted.

    Attributes:
        written: files that are new or have changed.
        removed: files that the package does not have any more.
        unchanged: how many files were right already.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    edited: tuple[edits.Edit, ...] = field(default_factory=tuple[edits.Edit, ...], compare=False)
    """Files edited by hand, among those written or removed."""


@record
class Drift:
    """One difference between what docbound would write and what is on the disk.

    Attributes:
        kind: ``missing``, ``changed``, ``unexpected``, or ``unfinished`` for a journal that a
            writing command has to carry out.
        path: relative to the distribution's folder, or as it is where it is ``outside`` (the
            names file).
        diff: of a changed file.
        edited: whether the file was changed after docbound wrote it.
    """

    kind: str
    path: str
    diff: str = ""
    edited: bool = False
    outside: bool = False


def read_manifest(folder: Path) -> Manifest:
    """Reads the manifest of ``folder``; an absent or unreadable one counts as empty."""
    try:
        content: object = json.loads(regular_files.read(folder / MANIFEST) or b"")
    except (OSError, ValueError, RecursionError):
        return Manifest()
    files = _texts(content, "files")
    inside = _inside(folder, files)
    files = {path: digest for path, digest in files.items() if path in inside}
    return Manifest(files=files, names=_texts(content, "names"))


def manifest_of(tree: FileTree, *, names: Mapping[str, str] | None = None) -> Manifest:
    """The manifest of a folder that holds ``tree``, with the names to remember in it."""
    files = {path: _digest(text.encode()) for path, text in tree.items()}
    return Manifest(files=files, names=names or {})


def matches_disk(folder: Path, manifest: Manifest) -> bool:
    """Whether ``folder`` holds exactly the files of ``manifest``, byte for byte; caches and build
    leftovers do not count.
    """
    if set(files_below(folder)) - {MANIFEST} != set(manifest.files):
        return False
    for path, digest in manifest.files.items():
        data = regular_files.read(folder / path)
        if data is None or _digest(data) != digest:
            return False
    return True


def write(
    folder: Path,
    tree: FileTree,
    *,
    names: Mapping[str, str] | None = None,
    force: bool = False,
) -> Changes:
    """Makes ``folder`` hold ``tree``: changed files are replaced, stale ones removed, all others
    left alone.

    A copy is kept of files edited by hand (see :mod:`docbound.output.edits`).

    Args:
        folder: the distribution's folder; made if absent.
        tree: the files to have.
        names: names to remember in the manifest, for a folder without a names file of its own.
        force: whether files edited by hand are replaced without a copy.

    Returns:
        What was written and removed; the manifest itself is not counted.

    Raises:
        ForeignFileError: a file that docbound did not make is where one of the tree belongs.
            Nothing was written.
        OSError: the disk refused; the folder then still holds the old tree, or a journal that
            :func:`recover` carries out.
    """
    _require_short_names(tree)
    folder.mkdir(parents=True, exist_ok=True)
    with folder_lock(folder):
        return _write(folder, tree, names, force=force)


def _write(
    folder: Path, tree: FileTree, names: Mapping[str, str] | None, *, force: bool
) -> Changes:
    _carry_out(folder)
    manifest = read_manifest(folder)
    standing = _DiskState(str(folder))
    encoded = {path: text.encode() for path, text in tree.items()}
    changed = {
        path: data
        for path, data in encoded.items()
        if standing.kind(path) is not _Kind.FILE
        or standing.is_linked(path)
        or regular_files.read(folder / path) != data
    }
    in_the_way = {
        foreign
        for path in (*changed, MANIFEST)
        for foreign in _foreign_files(standing, path, manifest)
    }
    foreign = tuple(sorted(in_the_way - {MANIFEST}))
    if foreign:
        raise ForeignFileError(folder, foreign)
    stale = tuple(
        sorted(path for path in manifest.files if path not in tree and standing.is_file(path))
    )
    touched = edits.edited(folder, manifest.files, (*changed, *stale))
    new_manifest = manifest_of(tree, names=names).text().encode()
    kept: tuple[edits.Edit, ...] = ()
    if changed or stale or regular_files.read(folder / MANIFEST) != new_manifest:
        kept = () if force else edits.keep(folder, touched)
        _stage(folder, changed | {MANIFEST: new_manifest}, stale)
        _carry_out(folder)
    return Changes(
        written=tuple(sorted(changed)),
        removed=stale,
        unchanged=len(tree) - len(changed),
        edited=kept or tuple(edits.Edit(path=path) for path in touched),
    )


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
            a checkout or an archive, say), or another file is where it would write.
            Nothing was changed.
        OSError: the disk refused.
    """
    if not (folder / JOURNAL).is_dir():
        return False
    with folder_lock(folder):
        return _carry_out(folder)


def _carry_out(folder: Path) -> bool:
    journal = folder / JOURNAL
    if journal.is_symlink():
        raise ForeignFileError(folder, (JOURNAL,))
    if not journal.is_dir():
        return False
    plan = _plan(journal)
    if plan is None:
        _remove_journal(folder)
        return False
    remove, replace = _texts(plan, "remove"), _texts(plan, "replace")
    standing = _DiskState(str(folder))
    _require_own(folder, plan, remove, replace, standing)
    # Stale files first: a file may have become a folder, or the other way round.
    for path in remove.values():
        if standing.is_file(path):
            (folder / path).unlink()
            _remove_empty_parents(folder, path)
    for parent in {posixpath.dirname(path) for path in replace.values()}:
        (folder / parent).mkdir(parents=True, exist_ok=True)
    for staged, path in replace.items():
        _put(journal / staged, folder / path)
    _remove_journal(folder)
    return True


def _require_own(
    folder: Path,
    plan: object,
    remove: Mapping[str, str],
    replace: Mapping[str, str],
    standing: _DiskState,
) -> None:
    """Refuses a journal that docbound did not write in this folder, and one that is overtaken by
    files that docbound did not write.
    """
    journal = folder / JOURNAL
    paths = {*remove.values(), *replace.values()}
    is_ours = (
        _place_of(journal) == cast("dict[str, object]", plan).get("place")
        and paths - {MANIFEST} <= _inside(folder, paths)
        and all(staged.isdecimal() for staged in replace)
    )
    if not is_ours:
        raise ForeignFileError(folder, (JOURNAL,))
    manifest = read_manifest(folder)
    pending = [path for staged, path in replace.items() if (journal / staged).is_file()]
    foreign = {
        name
        for path in pending
        if path != MANIFEST
        for name in _foreign_files(standing, path, manifest)
    }
    foreign |= {
        path for path in remove.values() if standing.is_file(path) and path not in manifest.files
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


def _put(staged: Path, place: Path) -> None:
    try:
        staged.replace(place)
    except FileNotFoundError:
        return  # it was put in place before a kill
    except (IsADirectoryError, PermissionError):
        if place.is_symlink() or not place.is_dir():
            raise
        _remove(place)  # without files of others: see `_foreign_files`
        staged.replace(place)


def compare(folder: Path, tree: FileTree) -> list[Drift]:
    """Compares ``tree`` with what is on the disk.

    Returns:
        Every difference, sorted by path: missing files, changed ones with a unified diff (``-`` is
            the disk, ``+`` what
        docbound would write), and files that do not belong there. Caches and build leftovers are
        not counted.
    """
    found = set(files_below(folder)) - {MANIFEST}
    digests = read_manifest(folder).files
    drifts = [Drift(kind="unexpected", path=path) for path in found - tree.keys()]
    if is_unfinished(folder):
        drifts.append(Drift(kind="unfinished", path=JOURNAL))
    for path, text in tree.items():
        data = regular_files.read(folder / path)
        if data is None:
            drifts.append(Drift(kind="missing", path=path))
        elif data != text.encode():
            drifts.append(
                Drift(
                    kind="changed",
                    path=path,
                    diff=unified_diff(path, data, text),
                    edited=bool(edits.edited(folder, digests, (path,))),
                )
            )
    return sorted(drifts, key=lambda drift: drift.path)


class _Kind(Enum):
    """What is at a path; a link is what it is, wherever it leads. ``OTHER`` are pipes, sockets
    and devices.
    """

    NOTHING = "nothing"
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


class _DiskState:
    """What is in a folder: each path is looked at once, and none where the folder above it is
    missing or a link.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._kinds: dict[str, _Kind] = {}

    def kind(self, path: str) -> _Kind:
        """What is at ``path``."""
        known = self._kinds.get(path)
        if known is None:
            known = self._kinds[path] = self._look(path)
        return known

    def _look(self, path: str) -> _Kind:
        above = posixpath.dirname(path)
        if above and self.kind(above) is not _Kind.FOLDER:
            return _Kind.NOTHING
        try:
            mode = os.lstat(f"{self.folder}/{path}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return _Kind.NOTHING
        if stat.S_ISLNK(mode):
            return _Kind.LINK
        if stat.S_ISDIR(mode):
            return _Kind.FOLDER
        return _Kind.FILE if stat.S_ISREG(mode) else _Kind.OTHER

    def is_file(self, path: str) -> bool:
        """Whether something other than a folder is there."""
        return self.kind(path) in (_Kind.FILE, _Kind.LINK, _Kind.OTHER)

    def is_linked(self, path: str) -> bool:
        """Whether ``path`` or a folder above it is a link, so that its bytes are those of another
        place.
        """
        return any(self.kind(part) is _Kind.LINK for part in _ancestors(path))


def _ancestors(path: str) -> Iterator[str]:
    """The folders above ``path``, the outermost first, and ``path``; the empty path has none."""
    for place, letter in enumerate(path):
        if letter == "/":
            yield path[:place]
    if path:
        yield path


def _foreign_files(standing: _DiskState, path: str, manifest: Manifest) -> Iterator[str]:
    """Files that docbound did not write at ``path``, below it, or where a folder above it has to
    be.
    """
    if standing.kind(path) is _Kind.FOLDER:
        place = Path(standing.folder) / path
        below = (f"{path}/{name}" for name in files_below(place, frozenset({"__pycache__"})))
        yield from (name for name in below if name not in manifest.files)
    for name in _ancestors(path):
        if standing.is_file(name) and name not in manifest.files:
            yield name
            return


def _require_short_names(tree: FileTree) -> None:
    for path in tree:
        if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), path)


def _stage(folder: Path, files: Mapping[str, bytes], stale: tuple[str, ...]) -> None:
    journal = folder / JOURNAL
    journal.mkdir(parents=True, exist_ok=True)
    try:
        _fill(journal, files, stale)
    except OSError:
        # The disk is full, say. What was staged is of no use, and takes room that is now
        # needs.
        _remove(journal)
        raise


def _fill(journal: Path, files: Mapping[str, bytes], stale: tuple[str, ...]) -> None:
    replace: dict[str, str] = {}
    for number, (path, data) in enumerate(
        sorted(files.items(), key=lambda item: (item[0] == MANIFEST, item[0]))
    ):
        replace[str(number)] = path
        (journal / str(number)).write_bytes(data)
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


def _inside(folder: Path, paths: Iterable[str]) -> set[str]:
    """Those of ``paths`` that cannot leave ``folder``, whatever was written into a manifest or
    made a link of.
    """
    standing = _DiskState(str(folder))
    return {
        path
        for path in paths
        if not _OUTSIDE.search(path) and not standing.is_linked(posixpath.dirname(path))
    }


def files_below(folder: Path, ignored: frozenset[str] = _IGNORED_FOLDERS) -> Iterator[str]:
    """The paths of all files below ``folder``, with ``/``, but for what Python and its tools leave
    behind.

    Args:
        folder: where to look; an absent one has no files.
        ignored: the folders inside that do not count, wherever they are.
    """
    top = len(str(folder))
    for place, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if name not in ignored and not name.endswith(_IGNORED_SUFFIXES)
        ]
        above = place[top:].replace(os.sep, "/").lstrip("/")
        prefix = f"{above}/" if above else ""
        for name in names:
            if not name.endswith(_IGNORED_SUFFIXES):
                yield prefix + name


def unified_diff(path: str, data: bytes, text: str) -> str:
    """What would change in a file: ``-`` is the disk, ``+`` what docbound would write."""
    import difflib  # most comparisons find no difference

    on_disk = data.decode("utf-8", errors="replace").splitlines(keepends=True)
    lines = difflib.unified_diff(
        on_disk,
        text.splitlines(keepends=True),
        f"{path} (on disk)",
        f"{path} (generated)",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _texts(content: object, key: str) -> dict[str, str]:
    if not isinstance(content, dict):
        return {}
    value = cast(dict[str, object], content).get(key)
    if not isinstance(value, dict):
        return {}
    return {str(name): str(text) for name, text in cast(dict[object, object], value).items()}
