"""Reads regular files only: pipes, sockets and devices are not waited for."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

_NOTHING_TO_READ: Final = (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP)
"""How systems say that something cannot be opened like a file: a socket, a device that is not
there.
"""


def read(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none, and for everything that is no regular file.

    Raises:
        OSError: there is a file, and it cannot be read.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            is_regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            return file.read() if is_regular else None
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno in _NOTHING_TO_READ:
            return None
        raise


def exists(path: Path) -> bool:
    """Whether ``path`` is a file; a path that a document made up may be longer than any can be, or
    none at all.
    """
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; the same holds of it."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
