"""Files that get their name when they are complete."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import IO


@contextmanager
def complete_file(target: str | PathLike[str]) -> Generator[IO[bytes]]:
    """A file to write, which stands under its name only when all is written; a failure leaves what was there before.

    Until then it has another name in the same folder. Devices and pipes are written to as they are.

    Args:
        target: its path; a link leads to the file that is replaced.

    Raises:
        OSError: it cannot be written, because the folder is missing or read-only, the disk is full, and so on.
    """
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    part = path.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with part.open("xb") as file:
            if path.exists():
                part.chmod(path.stat().st_mode)
            yield file
        part.replace(path)
    except BaseException as error:
        # It may not be there: that is told by the error itself.
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError) and error.filename == str(part):
            error.filename = os.fspath(target)
        raise
