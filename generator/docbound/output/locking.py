"""A lock on a folder while files are written into it.

The lock is on the folder itself, so that nothing has to be made or cleaned up, and the system
lets it go when the process ends, however that happens. Where folders cannot be locked (Windows,
some network drives) nothing waits.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def folder_lock(folder: Path) -> Generator[None]:
    """Waits until no other process, and no other thread, is inside such a block for ``folder``,
    which must exist.

    Not reentrant: a second block for the same folder inside the first one would wait forever.
    """
    handle = _locked(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    """A handle that holds the lock until it is closed; None where there is no locking."""
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # not on this file system
        os.close(handle)
        return None
    return handle
