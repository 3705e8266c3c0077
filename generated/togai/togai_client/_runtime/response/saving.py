"""Writes a download to a file, which gets its name when it is complete."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import IO

from ..errors import ApiTypeError, ApiValueError, LocalFileError, kind_of


@contextmanager
def complete_file(target: str | PathLike[str]) -> Generator[IO[bytes]]:
    """A file to write, which is under its name only when all is written; a failure leaves what
    was there before.

    Until then it has another name in the same folder. Devices and pipes are written to as they are.

    Args:
        target: its path; a link leads to the file that is replaced.

    Raises:
        LocalFileError: it cannot be written, because the folder is missing or read-only, the disk
            is full, and so on.
    """
    try:
        path = Path(os.path.realpath(target))
    except (OSError, ValueError) as error:
        raise LocalFileError(errno.EINVAL, f"no path: {error}", os.fspath(target)) from None
    if path.exists() and not path.is_file():
        try:
            with path.open("wb") as file:
                yield file
        except OSError as error:
            raise _named(error, target) from error
        return
    part = path.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with part.open("xb") as file:
            if path.exists():
                part.chmod(path.stat().st_mode)
            yield file
        part.replace(path)
    except BaseException as error:
        # It may be missing: the error itself says so.
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise _named(error, target) from error
        raise


def _named(error: OSError, target: str | PathLike[str]) -> OSError:
    """The error with the name that the caller knows."""
    if isinstance(error, LocalFileError):
        return error
    return LocalFileError(error.errno, error.strerror or str(error), os.fspath(target))


def writable(target: IO[bytes]) -> IO[bytes]:
    """An open file of the caller's; refused if it takes no bytes.

    Raises:
        ApiTypeError: it is no binary file.
        ApiValueError: it is closed, or open for reading only.
    """
    given: object = target
    if not hasattr(given, "write"):
        raise ApiTypeError(
            f"a file is saved to a path or an open binary file, not to a {kind_of(given)}"
        )
    if isinstance(given, io.TextIOBase):
        raise ApiTypeError("the file to save to must be opened in binary mode")
    if isinstance(given, io.IOBase):
        if given.closed:
            raise ApiValueError("the file to save to is closed")
        if not given.writable():
            raise ApiValueError("the file to save to is not open for writing")
    return target
