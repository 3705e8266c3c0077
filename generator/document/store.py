"""The files that belong to one description, each read once, when something refers to it."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin

from generator.diagnostics import Diagnostic, Diagnostics, Position, Severity
from generator.records import field, record

from . import opening
from .pointers import is_remote, join
from .sources import Source, decode, parse

LARGEST: Final = 512 * 1024 * 1024
"""Bytes that a file may have: more than any description, and less than what a machine has no room for."""

STANDARD_INPUT: Final = Path("-")
"""The root that is read from standard input; what it refers to lies in the present folder."""

_OUTSIDE: Final = (
    "{name} lies outside of the description's folder; it is read, and the package may repeat what it says"
)


@record(frozen=False, eq=False)
class Store:
    """Reads files by their name in pointers.

    Attributes:
        root: the path of the root description; :data:`STANDARD_INPUT` is one that is piped in.
        diagnostics: receives what is wrong with a file, once.
        strict_keys: whether a duplicate key is an error.
        allowed_hosts: the hosts that remote files may come from.
    """

    root: Path
    diagnostics: Diagnostics
    strict_keys: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    _sources: dict[str, Source | None] = field(
        default_factory=dict[str, "Source | None"]
    )
    _asked: set[str] = field(default_factory=lambda: {""})

    @property
    def sources(self) -> Mapping[str, Source | None]:
        """Every file that was asked for so far; None where it could not be read."""
        return self._sources

    @property
    def asked(self) -> frozenset[Path] | None:
        """Every file whose content or absence was asked about; None where some were fetched or piped in."""
        if self.root == STANDARD_INPUT:
            return None
        remote = {name for name in self._asked if is_remote(name)}
        if remote and self.allowed_hosts:
            return None
        return frozenset(
            self.root.parent / name if name else self.root
            for name in self._asked - remote
        )

    def get(self, name: str) -> Source | None:
        """The file called ``name`` (empty for the root), or None; a diagnostic has said why."""
        self._asked.add(name)
        if name not in self._sources:
            self._sources[name] = None  # a second request does not complain again
            self._sources[name] = self._read(name)
        return self._sources[name]

    def text(self, name: str) -> str:
        """The text of a file, or an empty string where it cannot be read."""
        source = self.get(name)
        return "" if source is None else source.text

    def name_of(self, reference: str, base: str) -> str | None:
        """The name of the file that the URI ``reference`` (without fragment) means in the file ``base``.

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
        # By way of the whole path, so that a file has one name: "../api/pet.yaml" is "pet.yaml" where the folder is api.
        whole = posixpath.join(folder, posixpath.dirname(base), path)
        name = posixpath.relpath(whole, folder)
        return "" if name == self.root.name else name

    def exists(self, name: str) -> bool:
        """Whether there is such a file: on the disk, without reading it; or on a host that is allowed, by fetching it."""
        self._asked.add(name)
        if not name or self._sources.get(name) is not None:
            return True
        if is_remote(name):
            return bool(self.allowed_hosts) and self.get(name) is not None
        try:
            return (self.root.parent / name).is_file()
        except (OSError, ValueError):  # longer than a path may be, or none at all
            return False

    def _read(self, name: str) -> Source | None:
        shown = self._shown(name)
        raw = self._bytes(name)
        if raw is None:
            return None
        try:
            text = decode(raw)
        except UnicodeDecodeError as error:
            self._say(
                name, "not-utf-8", _undecodable(raw, error), _place(shown, raw, error)
            )
            return None
        source = Source(name=name, shown=shown, text=text)
        readable = parse(source, self.diagnostics, strict_keys=self.strict_keys)
        return source if readable else None

    def _shown(self, name: str) -> str:
        """What a file is called in messages: the way to it from where docbound runs, as the root's own was given."""
        if not name:
            return "<stdin>" if self.root == STANDARD_INPUT else str(self.root)
        if is_remote(name):
            return name
        return posixpath.normpath((self.root.parent / name).as_posix())

    def _bytes(self, name: str) -> bytes | None:
        if is_remote(name):
            from .remote import (
                RemoteError,
                fetch,
            )  # the network is for few, and its modules are many

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
                raw = opening.read(path, LARGEST + 1)
            outside = not path.resolve().is_relative_to(self.root.resolve().parent)
        except OSError as error:
            shown = self._shown(name)
            reason = "is a folder" if path.is_dir() else _reason(error)
            self._say(name, "unreadable-file", f"{shown} {reason}")
        except ValueError:  # a path that the operating system cannot have
            self._say(name, "unreadable-file", f"{name!r} is no name of a file")
        else:
            if len(raw) <= LARGEST:
                if name and outside:
                    self._say(name, "outside-file", _OUTSIDE.format(name=name))
                return raw
            shown = self._shown(name)
            self._say(name, "unreadable-file", f"{shown} is too large to be read")
        return None

    def _say(
        self, name: str, code: str, message: str, position: Position | None = None
    ) -> None:
        self.diagnostics.add(
            Diagnostic(
                severity=Severity.WARNING if name else Severity.ERROR,
                code=code,
                message=message,
                pointer=join(name, ()),
                position=position,
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
