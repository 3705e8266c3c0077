"""Where an output folder differs from the package: missing, changed and unexpected files."""

from __future__ import annotations

from pathlib import Path

from docbound.output import edits, regular_files
from docbound.output.changes import Drift
from docbound.output.disk_state import JOURNAL, files_below
from docbound.output.journal import is_unfinished
from docbound.output.manifest import MANIFEST, FileTree, read_manifest


def compare(folder: Path, tree: FileTree) -> list[Drift]:
    """Compares ``tree`` with what is on the disk.

    Returns:
        Every difference, sorted by path: missing files, changed ones with a unified diff (``-`` is
            the disk, ``+`` what
        docbound would write), and files that do not belong there. Caches and build leftovers are
        not counted.
    """
    found = set(files_below(folder)) - {MANIFEST}
    digests = read_manifest(folder).files
    drifts = [Drift(kind="unexpected", path=path) for path in found - tree.keys()]
    if is_unfinished(folder):
        drifts.append(Drift(kind="unfinished", path=JOURNAL))
    for path, text in tree.items():
        data = regular_files.read(folder / path)
        if data is None:
            drifts.append(Drift(kind="missing", path=path))
        elif data != text.encode():
            drifts.append(
                Drift(
                    kind="changed",
                    path=path,
                    diff=unified_diff(path, data, text),
                    edited=bool(edits.edited(folder, digests, (path,))),
                )
            )
    return sorted(drifts, key=lambda drift: drift.path)


def unified_diff(path: str, data: bytes, text: str) -> str:
    """What would change in a file: ``-`` is the disk, ``+`` what docbound would write."""
    import difflib  # most comparisons find no difference

    on_disk = data.decode("utf-8", errors="replace").splitlines(keepends=True)
    lines = difflib.unified_diff(
        on_disk,
        text.splitlines(keepends=True),
        f"{path} (on disk)",
        f"{path} (generated)",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
