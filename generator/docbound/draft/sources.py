"""Opens the sources that the user names: files and folders, their text and their keys."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docbound.document import project
from docbound.document.other_formats import of_archive
from docbound.draft.errors import DraftError
from docbound.output import regular_files
from docbound.records import record

MOST_BYTES: Final = 16_000_000
_MOST_FILES: Final = 20_000
_SUFFIXES: Final = frozenset(
    {
        ".md",
        ".mdx",
        ".markdown",
        ".html",
        ".htm",
        ".rst",
        ".txt",
        ".json",
        ".har",
        ".yaml",
        ".yml",
        ".py",
        ".sh",
        ".curl",
        ".http",
    }
)
_SKIPPED_FOLDERS: Final = frozenset(
    {".git", "node_modules", "__pycache__", ".venv", ".tox", "_build", "site-packages"}
)
_OF_PAGES: Final = re.compile(
    r"ascii$|cp\d+$|iso\d|koi8|mac-|shift_jis|euc_|gb|big5|hz$|johab$|tis-|utf-(?:8|16|32)"
)
"""Encodings of text that pages have. Python has more under such names: of archives, of host names,
of its own source.
"""


@record
class SourceFile:
    """One file of a source.

    Attributes:
        key: its key in documented.yaml.
        path: where it is.
        name: its path as the user sees it.
        root: the folder beyond which nothing it includes is read.
        rank: 0 is the highest; facts of a higher rank win.
    """

    key: str
    path: Path
    name: str
    root: Path
    rank: int
    text: str


def list_files(source: Path) -> Iterator[Path]:
    """The files of a source that may hold documentation, in order.

    Raises:
        DraftError: it is not there, has too many of them, or a link in it leads out of the project:
            whoever wrote the folder could show any file of the machine.
    """
    if not source.exists():
        raise DraftError(f"{source} does not exist.")
    if source.is_file():
        yield source
        return
    count = 0
    inside = project.folders(source / "page")
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED_FOLDERS and not name.startswith(".")
        )
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix.lower() in _SUFFIXES and path.is_file():
                if path.is_symlink() and not project.encloses(inside, path):
                    raise DraftError(
                        f"{path} is a link that leads out of the project; name what it leads to, if"
                        " it is to be read."
                    )
                count += 1
                if count > _MOST_FILES:
                    raise DraftError(
                        f"{source} has more than {_MOST_FILES:,} files; name the folder with the"
                        " documentation."
                    )
                yield path


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        DraftError: it cannot be read, is too large, or is no text.
    """
    from docbound.document import safe_open

    try:
        raw = safe_open.read(path, MOST_BYTES + 1)
    except OSError as error:
        raise DraftError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(raw) > MOST_BYTES:
        raise DraftError(
            f"{path} has more than {MOST_BYTES // 1_000_000} MB, which no page of documentation"
            " has; name the part that documents the API."
        )
    return decode(raw, path)


def decode(raw: bytes, path: Path) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, or what an HTML page says that it is.

    Raises:
        DraftError: it is no text, or in an encoding that is not said.
    """
    other = of_archive(raw)
    if other is not None:
        raise DraftError(f"{path} is {other.name}; {other.hint}.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _lines(raw.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise DraftError(
                f"{path} begins like UTF-16 and is not (byte {error.start}); save it as UTF-8."
            ) from error
    if b"\0" in raw[:4096]:
        raise DraftError(
            f"{path} is not text; a page of documentation is Markdown, HTML, reStructuredText or"
            " the like."
        )
    named = re.search(rb"<meta[^<>]+charset=[\"']?([\w-]+)", raw[:4096], re.I)
    try:
        return _lines(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = _as_named(raw, named[1].decode("ascii")) if named else None
        if text is not None:
            return _lines(text)
        line = raw.count(b"\n", 0, error.start) + 1
        raise DraftError(
            f"{path}:{line} is not UTF-8 (byte 0x{raw[error.start]:02x}); save the page as UTF-8,"
            " as in: iconv -f windows-1252 -t utf-8."
        ) from error


def _as_named(raw: bytes, encoding: str) -> str | None:
    """The text of a page in the encoding that it names; None where it is no encoding of pages, or
    not that of this one.
    """
    try:
        codec = codecs.lookup(encoding)
        return raw.decode(codec.name) if _OF_PAGES.match(codec.name) else None
    except (LookupError, UnicodeError):
        return None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def key_of(path: Path, root: Path, taken: set[str], *, is_only: bool) -> str:
    """A key for a file in documented.yaml: ``page`` for one alone, else its name, made unique.

    Args:
        path: the file.
        root: the folder that was given.
        taken: the keys of other files; the new one is added.
        is_only: whether it is the only file.
    """
    if is_only and "page" not in taken:
        taken.add("page")
        return "page"
    relative = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    stem = re.sub(r"[^\w.-]+", "_", path.stem) or "page"
    candidates = [stem, re.sub(r"[^\w./-]+", "_", relative.with_suffix("").as_posix())]
    for candidate in candidates:
        if candidate not in taken:
            taken.add(candidate)
            return candidate
    number = 2
    while f"{candidates[-1]}-{number}" in taken:
        number += 1
    taken.add(f"{candidates[-1]}-{number}")
    return f"{candidates[-1]}-{number}"


def find_beside(page: Path, root: Path, wanted: str) -> Path | None:
    """A file that a page includes: beside it, or from a folder above when the path begins with a
    slash; never outside ``root``.
    """
    relative = wanted.lstrip("/")
    folders = [page.parent] if not wanted.startswith("/") else [page.parent, *page.parent.parents]
    limit = root.resolve()
    for folder in folders:
        try:
            candidate = (folder / relative).resolve()
        except (OSError, ValueError, RuntimeError):  # no path, or links in a circle
            return None
        if candidate.is_relative_to(limit) and regular_files.exists(candidate):
            return candidate
        if folder.resolve() == limit:
            break
    return None
