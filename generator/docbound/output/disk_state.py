"""What is on the disk below an output folder: kinds of paths, links, files that count."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Final

from docbound.output import edits

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


class Kind(Enum):
    """What is at a path; a link is what it is, wherever it leads. ``OTHER`` are pipes, sockets
    and devices.
    """

    NOTHING = "nothing"
    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


class DiskState:
    """What is in a folder: each path is looked at once, and none where the folder above it is
    missing or a link.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._kinds: dict[str, Kind] = {}

    def kind(self, path: str) -> Kind:
        """What is at ``path``."""
        known = self._kinds.get(path)
        if known is None:
            known = self._kinds[path] = self._look_below(path)
        return known

    def _look_below(self, path: str) -> Kind:
        # Step by step: a manifest may name thousands of folders within each other.
        end = path.find("/")
        while end >= 0:
            above = path[:end]
            kind = self._kinds.get(above)
            if kind is None:
                kind = self._kinds[above] = self._look(above)
            if kind is not Kind.FOLDER:
                return Kind.NOTHING
            end = path.find("/", end + 1)
        return self._look(path)

    def _look(self, path: str) -> Kind:
        try:
            mode = os.lstat(f"{self.folder}/{path}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return Kind.NOTHING
        if stat.S_ISLNK(mode):
            return Kind.LINK
        if stat.S_ISDIR(mode):
            return Kind.FOLDER
        return Kind.FILE if stat.S_ISREG(mode) else Kind.OTHER

    def is_file(self, path: str) -> bool:
        """Whether something other than a folder is there."""
        return self.kind(path) in (Kind.FILE, Kind.LINK, Kind.OTHER)

    def is_linked(self, path: str) -> bool:
        """Whether ``path`` or a folder above it is a link, so that its bytes are those of another
        place.
        """
        return any(self.kind(part) is Kind.LINK for part in ancestors(path))


def ancestors(path: str) -> Iterator[str]:
    """The folders above ``path``, the outermost first, and ``path``; the empty path has none."""
    for place, letter in enumerate(path):
        if letter == "/":
            yield path[:place]
    if path:
        yield path


def inside(folder: Path, paths: Iterable[str]) -> set[str]:
    """Those of ``paths`` that cannot leave ``folder``, whatever was written into a manifest or
    made a link of.
    """
    disk = DiskState(str(folder))
    return {
        path
        for path in paths
        if not _OUTSIDE.search(path) and not disk.is_linked(posixpath.dirname(path))
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
