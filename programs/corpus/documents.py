"""The corpus: descriptions that other people wrote, kept outside this project.

The folder comes from ``DOCBOUND_CORPUS``, or is ``../shared/corpus`` beside the checkout. Where it
is absent, tests skip and say so.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the index.

    Attributes:
        verdict: what openapi-spec-validator 0.9 says: ``pass``, ``fail``, ``timeout`` or
            ``not-run``.
        operations: how many operations the root document has.
        size: bytes of all its files.
    """

    id: str
    file: Path
    root: str
    version: str
    verdict: str
    operations: int
    size: int

    @property
    def order(self) -> str:
        """Sorts entries in a way that has nothing to do with their content."""
        return hashlib.sha256(self.id.encode()).hexdigest()

    @property
    def family(self) -> str:
        """``2.0``, ``3.0``, ``3.1``, ``3.2``, or ``other``."""
        return self.version[:3] if self.version[:3] in {"2.0", "3.0", "3.1", "3.2"} else "other"

    def unpack(self, folder: Path) -> Path:
        """Puts the document's files into ``folder`` and returns the path of its root."""
        folder.mkdir(parents=True, exist_ok=True)
        root = folder / self.root
        if self.file.name.endswith(".tar.gz"):
            with tarfile.open(self.file) as archive:
                archive.extractall(folder, filter="data")
        else:
            root.parent.mkdir(parents=True, exist_ok=True)
            root.write_bytes(gzip.decompress(self.file.read_bytes()))
        return root


def folder() -> Path:
    """Where the corpus is expected."""
    given = os.environ.get("DOCBOUND_CORPUS")
    return Path(given) if given else REPOSITORY.parent / "shared" / "corpus"


def is_present() -> bool:
    """Whether the corpus is here."""
    return (folder() / "index.yaml").is_file()


@cache
def entries() -> tuple[Entry, ...]:
    """All documents that have a file, in an order that has nothing to do with their content."""
    with (folder() / "index.yaml").open("rb") as file:
        rows = yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["specs"]
    found = [
        Entry(
            id=row["id"],
            file=folder() / row["file"],
            root=row["root"],
            version=str(row.get("openapi") or ""),
            verdict=row["validator"]["verdict"],
            operations=row.get("ops") or 0,
            size=row.get("total_bytes") or row["bytes"],
        )
        for row in rows
        if row.get("file")
    ]
    return tuple(sorted(found, key=lambda entry: entry.order))


def sample(count: int, *, largest: int = 0, below: int | None = None) -> tuple[Entry, ...]:
    """A fixed sample, stratified by version and verdict, and the ``largest`` documents beside it.

    Args:
        count: how many, roughly.
        largest: how many of the largest documents come with them.
        below: the sample is taken of documents of fewer bytes.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    eligible = [entry for entry in entries() if below is None or entry.size < below]
    for entry in eligible:
        groups.setdefault((entry.family, entry.verdict), []).append(entry)
    total = len(eligible)
    chosen: dict[str, Entry] = {}
    for _, group in sorted(groups.items()):
        share = max(1, round(count * len(group) / total))
        chosen.update((entry.id, entry) for entry in group[:share])
    by_size = sorted(entries(), key=lambda entry: -entry.size)
    chosen.update((entry.id, entry) for entry in by_size[:largest])
    return tuple(chosen.values())
