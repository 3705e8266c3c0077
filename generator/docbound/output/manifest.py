"""The manifest of an output folder (``.docbound.json``): the files that docbound made, with their
digests, and the names that it keeps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias, cast

from docbound.output import regular_files
from docbound.output.disk_state import files_below, inside
from docbound.records import field, record

FileTree: TypeAlias = dict[str, str]
"""Path below the output folder, with ``/`` between the parts, to the file's text."""


MANIFEST = ".docbound.json"


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


def read_manifest(folder: Path) -> Manifest:
    """Reads the manifest of ``folder``; an absent or unreadable one counts as empty."""
    try:
        content: object = json.loads(regular_files.read(folder / MANIFEST) or b"")
    except (OSError, ValueError, RecursionError):
        return Manifest()
    files = texts_of(content, "files")
    safe = inside(folder, files)
    files = {path: digest for path, digest in files.items() if path in safe}
    return Manifest(files=files, names=texts_of(content, "names"))


def manifest_of(tree: FileTree, *, names: Mapping[str, str] | None = None) -> Manifest:
    """The manifest of a folder that holds ``tree``, with the names to remember in it."""
    files = {path: digest(text.encode()) for path, text in tree.items()}
    return Manifest(files=files, names=names or {})


def matches_disk(folder: Path, manifest: Manifest) -> bool:
    """Whether ``folder`` holds exactly the files of ``manifest``, byte for byte; caches and build
    leftovers do not count.
    """
    if set(files_below(folder)) - {MANIFEST} != set(manifest.files):
        return False
    for path, expected in manifest.files.items():
        data = regular_files.read(folder / path)
        if data is None or digest(data) != expected:
            return False
    return True


def digest(data: bytes) -> str:
    """The digest of a file, as the manifest has it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def texts_of(content: object, key: str) -> dict[str, str]:
    """The mapping of texts under ``key``; empty where JSON has something else."""
    if not isinstance(content, dict):
        return {}
    value = cast(dict[str, object], content).get(key)
    if not isinstance(value, dict):
        return {}
    return {str(name): str(text) for name, text in cast(dict[object, object], value).items()}
