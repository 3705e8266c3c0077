"""Files of a package that were edited after docbound wrote them: found by their digests, copied
before they are replaced.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Final

from docbound.output import regular_files
from docbound.records import record

FOLDER: Final = ".docbound-edited"
"""Where copies are kept, inside the distribution's folder; no comparison counts them, no
distribution ships them.
"""


@record
class Edit:
    """One edited file: its path in the distribution's folder, and that of its copy, empty where
    none was made.
    """

    path: str
    copy: str = ""


def edited(folder: Path, digests: Mapping[str, str], paths: Iterable[str]) -> tuple[str, ...]:
    """Those of ``paths`` whose bytes are not what docbound wrote last.

    Args:
        folder: the distribution's folder.
        digests: path to ``sha256:...`` of the bytes that docbound wrote, as the manifest has them.
        paths: the files to look at; one that is gone, or that docbound did not write, is not
            edited.

    Returns:
        The paths, sorted. Line ends that a version control system changed do not count.
    """
    return tuple(
        sorted(path for path in paths if path in digests and _differs(folder / path, digests[path]))
    )


def _differs(file: Path, digest: str) -> bool:
    data = regular_files.read(file)
    if data is None:
        return False
    plain = data.replace(b"\r\n", b"\n")
    return digest not in (_digest(data), _digest(plain))


def keep(folder: Path, paths: Iterable[str]) -> tuple[Edit, ...]:
    """Copies files to :data:`FOLDER` before they are replaced or removed; no earlier copy is
    overwritten.

    Raises:
        OSError: the disk refused, or the folder has become a link; then nothing may be
            replaced.
    """
    paths = tuple(paths)
    if paths:
        _require_real(folder / FOLDER)
        (folder / FOLDER).mkdir(exist_ok=True)
        ignored = folder / FOLDER / ".gitignore"
        _require_real(ignored)
        ignored.write_text("*\n", encoding="utf-8")
    return tuple(Edit(path=path, copy=_copy(folder, path)) for path in paths)


def _copy(folder: Path, path: str) -> str:
    data = (folder / path).read_bytes()
    for number in count(1):
        name = f"{FOLDER}/{path}" if number == 1 else f"{FOLDER}/{path}.{number}"
        place = folder / name
        for above in place.relative_to(folder).parents[:-1]:
            _require_real(folder / above)
        if place.is_file() and not place.is_symlink() and place.read_bytes() == data:
            return name
        if place.exists() or place.is_symlink():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return name
    raise AssertionError("numbers do not end")


def _require_real(place: Path) -> None:
    """Copies stay inside the folder: a link could lead them anywhere."""
    if place.is_symlink():
        raise OSError(
            errno.ELOOP,
            "is a link, and edited files would be copied through it",
            str(place),
        )


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
