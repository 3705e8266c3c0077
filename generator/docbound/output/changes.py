"""What a write changed, and how a folder differs from a package."""

from __future__ import annotations

from docbound.output import edits
from docbound.records import field, record


@record
class Changes:
    """What a write did: paths, sorted.

    Attributes:
        written: files that are new or have changed.
        removed: files that the package does not have any more.
        unchanged: how many files were right already.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    edited: tuple[edits.Edit, ...] = field(default_factory=tuple[edits.Edit, ...], compare=False)
    """Files edited by hand, among those written or removed."""


@record
class Drift:
    """One difference between what docbound would write and what is on the disk.

    Attributes:
        kind: ``missing``, ``changed``, ``unexpected``, or ``unfinished`` for a journal that a
            writing command has to carry out.
        path: relative to the distribution's folder, or as it is where it is ``outside`` (the
            names file).
        diff: of a changed file.
        edited: whether the file was changed after docbound wrote it.
    """

    kind: str
    path: str
    diff: str = ""
    edited: bool = False
    outside: bool = False
