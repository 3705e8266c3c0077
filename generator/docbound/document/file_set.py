"""The files that belong to one description, each read once, when something refers to it."""

from __future__ import annotations

import os
import posixpath
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.document import project, safe_open
from docbound.document.syntax.source_text import Source, decode, parse
from docbound.output import regular_files
from docbound.records import field, record

from . import other_formats
from .pointers import is_remote, join

LARGEST: Final = 512 * 1024 * 1024
"""Bytes that a file may have: more than any description, and less than what a machine has no room
for.
"""

STANDARD_INPUT: Final = Path("-")
"""The root that is read from standard input; what it refers to is in the present folder."""

_OUTSIDE: Final = "{name} is outside of the project ({project}) and is not read"
OUTSIDE_HINT: Final = (
    "if the package may repeat what it says, allow it by name: --allow-path, or allowed_paths in"
    " client.yaml"
)


@record(frozen=False, eq=False)
class FileSet:
    """Reads files by their name in pointers.

    Attributes:
        root: the path of the root description; :data:`STANDARD_INPUT` is one that is piped in.
        diagnostics: receives what is wrong with a file, once.
        strict_keys: whether a duplicate key is an error.
        allowed_hosts: the hosts that remote files may come from.
        allowed_paths: files, and folders with all that is in them, that may be read although they
            are outside of the project.
        place: where another file names the root.
    """

    root: Path
    diagnostics: Diagnostics
    strict_keys: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    allowed_paths: tuple[Path, ...] = ()
    place: Position | None = None
    _folders: tuple[Path, ...] = ()
    _outside: dict[str, str] = field(default_factory=dict[str, str])
    _sources: dict[str, Source | None] = field(default_factory=dict[str, "Source | None"])
    _loaded: set[str] = field(default_factory=lambda: {""})

    @property
    def sources(self) -> Mapping[str, Source | None]:
        """Every file that was requested so far; None where it could not be read."""
        return self._sources

    @property
    def loaded_paths(self) -> frozenset[Path] | None:
        """Every file whose content or absence was asked about; None where some were fetched or
        piped in.
        """
        if self.root == STANDARD_INPUT:
            return None
        remote = {name for name in self._loaded if is_remote(name)}
        if remote and self.allowed_hosts:
            return None
        return frozenset(
            self.root.parent / name if name else self.root for name in self._loaded - remote
        )

    def get(self, name: str) -> Source | None:
        """The file called ``name`` (empty for the root), or None; a diagnostic has said why."""
        self._loaded.add(name)
        if name not in self._sources:
            self._sources[name] = None  # a second request does not complain again
            self._sources[name] = self._read(name)
        return self._sources[name]

    def text(self, name: str) -> str:
        """The text of a file, or an empty string where it cannot be read."""
        source = self.get(name)
        return "" if source is None else source.text

    def name_of(self, reference: str, base: str) -> str | None:
        """The name of the file that the URI ``reference`` (without fragment) means in the file
        ``base``.

        Returns:
            None where nothing may be read: another scheme, an absolute path of this machine.
        """
        if is_remote(reference) or is_remote(base):
            url = urljoin(base, reference) if is_remote(base) else reference
            return url if url.startswith(("https:", "http:")) else None
        path = unquote(reference).rstrip("/")
        if path.startswith("/") or "\0" in path:
            return None
        folder = self.root.absolute().parent.as_posix()
        # By way of the whole path, so that a file has one name: "../api/pet.yaml" is "pet.yaml"
        # where the folder is api.
        whole = posixpath.join(folder, posixpath.dirname(base), path)
        name = posixpath.relpath(whole, folder)
        return "" if name == self.root.name else name

    def outside(self, name: str) -> str:
        """Why a file may not be read because it is outside of the project; empty where it may."""
        known = self._outside.get(name)
        if known is None:
            known = self._outside[name] = self._why_outside(name)
        return known

    def _why_outside(self, name: str) -> str:
        if not name or is_remote(name):
            return ""
        if not self._folders:
            piped = self.root == STANDARD_INPUT
            self._folders = project.folders(None if piped else self.root)
        if project.encloses(self._folders, self.root.parent / name):
            return ""
        if self.allowed_paths:
            # Path.resolve() raises for a link that leads to itself.
            allowed = [Path(os.path.realpath(path)) for path in self.allowed_paths]
            if project.encloses(allowed, self.root.parent / name):
                return ""
        return _OUTSIDE.format(name=name, project=self._folders[0].as_posix())

    def exists(self, name: str) -> bool:
        """Whether there is such a file, and it may be read: on the disk, without reading it; or on
        a host, by fetching it.
        """
        self._loaded.add(name)
        if not name or self._sources.get(name) is not None:
            return True
        if is_remote(name):
            return bool(self.allowed_hosts) and self.get(name) is not None
        if self.outside(name):
            return False
        try:
            return (self.root.parent / name).is_file()
        except (OSError, ValueError):  # longer than a path may be, or none at all
            return False

    def _read(self, name: str) -> Source | None:
        shown = self._shown(name)
        outside = self.outside(name)
        if outside:
            self._say(name, "outside-file", outside, hint=OUTSIDE_HINT)
            return None
        raw = self._bytes(name)
        if raw is None:
            return None
        other = other_formats.of_octets(raw)
        if other is not None:
            start = Position(file=shown, line=1, column=1)
            self._say(name, "other-format", f"the file is {other.name}", start, other.hint)
            return None
        try:
            text = decode(raw)
        except UnicodeDecodeError as error:
            self._say(name, "not-utf-8", _undecodable(raw, error), _place(shown, raw, error))
            return None
        source = Source(name=name, shown=shown, text=text)
        readable = parse(source, self.diagnostics, strict_keys=self.strict_keys)
        if readable and not self._holds_description(source):
            message = f"{shown} is no part of a description: it holds a single value"
            self._say(name, "unreadable-file", message)
            return None
        return source if readable else None

    def _holds_description(self, source: Source) -> bool:
        """Whether a file that is only referred to may be one: any text is YAML, also that of a
        password file.
        """
        is_part = source.data is None or isinstance(source.data, dict | list)
        return not source.name or is_part

    def _shown(self, name: str) -> str:
        """What a file is called in messages: the way to it from where docbound runs, as the root's
        own was given.
        """
        if not name:
            return "<stdin>" if self.root == STANDARD_INPUT else str(self.root)
        if is_remote(name):
            return name
        return posixpath.normpath((self.root.parent / name).as_posix())

    def _bytes(self, name: str) -> bytes | None:
        if is_remote(name):
            from .remote import RemoteError, fetch

            try:
                return fetch(name, self.allowed_hosts)
            except RemoteError as error:
                self._say(name, "remote-file", str(error))
                return None
        path = self.root.parent / name if name else self.root
        try:
            if path == STANDARD_INPUT:
                raw = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
            else:
                raw = safe_open.read(path, LARGEST + 1)
        except OSError as error:
            shown = self._shown(name)
            is_folder = regular_files.is_folder(path)
            reason = "is a folder" if is_folder else _reason(error)
            hint = "a file belongs there" if is_folder else ""
            self._say(name, "unreadable-file", f"{shown} {reason}", hint=hint)
        except ValueError:  # a path that the operating system cannot have
            self._say(name, "unreadable-file", f"{name!r} is no name of a file")
        else:
            if len(raw) <= LARGEST:
                return raw
            shown = self._shown(name)
            self._say(name, "unreadable-file", f"{shown} is too large to be read")
        return None

    def _say(
        self,
        name: str,
        code: str,
        message: str,
        position: Position | None = None,
        hint: str = "",
    ) -> None:
        self.diagnostics.add(
            Diagnostic(
                severity=Severity.WARNING if name else Severity.ERROR,
                code=code,
                message=message,
                hint=hint,
                pointer=join(name, ()),
                position=position or (None if name else self.place),
            )
        )


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"


def _undecodable(raw: bytes, error: UnicodeDecodeError) -> str:
    return (
        f"the file is not text in {error.encoding.upper()}: "
        f"byte 0x{raw[error.start]:02x} at offset {error.start} fits no character"
    )


def _place(shown: str, raw: bytes, error: UnicodeDecodeError) -> Position:
    before = raw[: error.start].decode(error.encoding, "replace")
    line = before.rpartition("\n")[2]
    return Position(file=shown, line=before.count("\n") + 1, column=len(line) + 1)
