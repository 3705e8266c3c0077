"""Opens a file for reading without waiting for the writer of a pipe."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Final

LARGEST_TEXT: Final = 64 << 20
"""Octets of a file of a project, of which people write none that is longer."""


def read(path: Path, most: int) -> bytes:
    """The first ``most`` bytes of a file, a device or a pipe.

    A pipe is read to its end where it has a writer, as ``<(command)`` of a shell does.

    Raises:
        OSError: the file cannot be read; or it is a pipe from which nothing comes.
    """
    with open(path, "rb", opener=_at_once) as file:
        raw = file.read(most)
        if not raw and stat.S_ISFIFO(os.fstat(file.fileno()).st_mode):
            raise OSError(None, "it is a pipe without a writer")
    return raw


def _at_once(path: str, flags: int) -> int:
    """Opens also a pipe that has no writer yet, which would wait for one; the reader of the file
    waits as ever.
    """
    if sys.platform == "win32":
        return os.open(path, flags)
    handle = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    return handle
