"""Writing a package's files into its folder. Only files that docbound made are touched: the
manifest lists them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from docbound.output import edits, regular_files
from docbound.output.changes import Changes
from docbound.output.disk_state import DiskState, Kind, ancestors
from docbound.output.journal import ForeignFileError, carry_out, foreign_files, put_in_place
from docbound.output.locking import folder_lock
from docbound.output.manifest import MANIFEST, FileTree, manifest_of, read_manifest

_LONGEST_NAME: Final = 255
"""Bytes that a file's name may have on the usual file systems."""


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
            :func:`~.journal.recover` carries out.
    """
    _require_short_names(tree)
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with folder_lock(folder):
            return _write(folder, tree, names, force=force)
    except BaseException:
        if is_new:  # nothing is left of a folder that could not be filled
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _write(
    folder: Path, tree: FileTree, names: Mapping[str, str] | None, *, force: bool
) -> Changes:
    carry_out(folder)
    manifest = read_manifest(folder)
    disk = DiskState(str(folder))
    encoded = {path: text.encode() for path, text in tree.items()}
    changed = {
        path: data
        for path, data in encoded.items()
        if disk.kind(path) is not Kind.FILE
        or disk.is_linked(path)
        or regular_files.read(folder / path) != data
    }
    in_the_way = foreign_files(disk, (*changed, MANIFEST), manifest)
    foreign = tuple(sorted(in_the_way - {MANIFEST}))
    if foreign:
        raise ForeignFileError(folder, foreign)
    stale = tuple(
        sorted(path for path in manifest.files if path not in tree and disk.is_file(path))
    )
    touched = edits.edited(folder, manifest.files, (*changed, *stale))
    new_manifest = manifest_of(tree, names=names).text().encode()
    kept: tuple[edits.Edit, ...] = ()
    if changed or stale or regular_files.read(folder / MANIFEST) != new_manifest:
        _require_writable(folder, (*changed, *stale))
        kept = () if force else edits.keep(folder, touched)
        put_in_place(folder, changed | {MANIFEST: new_manifest}, stale)
    return Changes(
        written=tuple(sorted(changed)),
        removed=stale,
        unchanged=len(tree) - len(changed),
        edited=kept or tuple(edits.Edit(path=path) for path in touched),
    )


def _require_short_names(tree: FileTree) -> None:
    for path in tree:
        if len(path.encode()) <= _LONGEST_NAME:
            continue
        if any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), path)


def _require_writable(folder: Path, paths: Iterable[str]) -> None:
    """Refuses at once what would be refused when half of the files are in place."""
    parents = {posixpath.dirname(path) for path in paths}
    for parent in sorted({""}.union(*map(ancestors, parents))):
        place = folder / parent
        if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "cannot be written into", str(place))
