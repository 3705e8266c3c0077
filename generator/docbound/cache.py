"""A folder of cached facts, each of which can be computed again.

An entry is a file named by a digest of all that its content depends on; so it is never out of date,
only absent. Entries are put in place with one rename, and carry a digest of themselves: whatever is
not exactly what was written counts as absent. A folder that cannot be written or read changes
nothing but the time that a run takes.

Entries decide what a run says and skips, so only the user who runs docbound may have written them:
a folder or an entry that another user owns or may write is not read. What becomes code is compared
with what it was made from (see :mod:`docbound.render.formatting`).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docbound.output import regular_files

if TYPE_CHECKING:
    from docbound.service import JSONValue

FOLDER_VARIABLE = "DOCBOUND_CACHE"
_OTHERS_WRITE = 0o022
"""The permissions that let a group or everybody write."""


def digest(*parts: bytes | str) -> str:
    """A digest of ``parts``, each with its length, so that no two lists of parts have the same."""
    total = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(raw).to_bytes(8, "big"))
        total.update(raw)
    return total.hexdigest()


def folder() -> Path | None:
    """The cache's folder: ``DOCBOUND_CACHE``, or the platform's place for a user's caches; None
    where there is none.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen is not None:
        return Path(chosen) if chosen else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "docbound"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "docbound"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "docbound"


def read(kind: str, key: str) -> JSONValue:
    """What was written for ``key``, or None."""
    place = _place(kind, key)
    if place is None:
        return None
    try:
        if not _is_private(place):
            return None
        seal, _, content = (regular_files.read(place) or b"").partition(b"\n")
        if seal.decode() != digest(content):
            return None
        found: JSONValue = json.loads(content)
    except (OSError, ValueError):
        return None
    return found


def _is_private(place: Path) -> bool:
    """Whether no other user can have written an entry: neither the file itself nor a folder on the
    way to it is another user's.
    """
    if sys.platform == "win32":  # where the places for a user's caches are the user's alone
        return True
    own = (os.geteuid(), 0)
    for part in (place, *place.parents[:3]):
        status = part.lstat()
        if status.st_uid not in own or status.st_mode & _OTHERS_WRITE:
            return False
    return True


def write(kind: str, key: str, content: JSONValue) -> None:
    """Keeps ``content`` for ``key``; where that is not possible, nothing happens."""
    place = _place(kind, key)
    if place is not None:
        raw = json.dumps(content).encode()
        put(place, digest(raw).encode() + b"\n" + raw)


def put(place: Path, content: bytes) -> None:
    """Writes a file with one rename, so that no reader sees half of it; where that is not possible,
    nothing happens.
    """
    import tempfile

    try:
        _make_private(place.parent)
        handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).replace(place)
        except OSError:
            Path(draft).unlink(missing_ok=True)
    except OSError:
        return


def _make_private(folder: Path) -> None:
    """Makes a folder and those above it; what is new belongs to the user alone, whatever the umask
    lets others do.
    """
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        each.mkdir(mode=0o755, exist_ok=True)


def is_unchanged_program() -> bool:
    """Whether docbound is still what :func:`program` named: an update may replace its modules,
    templates and runtime while a run reads them one after the other.
    """
    return program.__wrapped__() == program()


@cache
def program() -> str:
    """A digest that names docbound itself, Python, and the versions of everything that is installed
    beside it.

    Of docbound's own files it takes path, size and time of change, by which Python, too, knows its
    modules again.
    """
    package = Path(__file__).parent
    inside = package / "templates"
    templates = inside if inside.is_dir() else package.parents[1] / "templates"
    parts = [sys.version, *_files(str(package)), *_files(str(templates))]
    return digest(*parts, *_distributions())


def _files(folder: str) -> Iterator[str]:
    """Each file below ``folder`` that docbound consists of, with its size and the time of its last
    change.
    """
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".jinja", ".json", ".yaml")):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"


def _distributions() -> list[str]:
    """The names, with versions, of the distributions that can be imported."""
    found: set[str] = set()
    for place in sys.path:
        try:
            with os.scandir(place or ".") as entries:
                names = [entry.name for entry in entries]
        except OSError:
            continue
        found.update(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return sorted(found)


def _place(kind: str, key: str) -> Path | None:
    home = folder()
    return None if home is None else home / kind / key[:2] / key
