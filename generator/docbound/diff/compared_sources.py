"""The two sides of a comparison: files, revisions or packages, and the surface of each.

A file or folder, a git revision, a wheel, or an installed distribution.
"""

from __future__ import annotations

import io
import lzma
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from docbound import pipeline
from docbound.build_request import NAMES_FILE, BuildRequest, clients
from docbound.commands import names_file
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect, Position, Severity
from docbound.document import Document
from docbound.records import field, record
from docbound.surface.entry import SURFACE_FILE, Surface
from docbound.surface.text import SurfaceError, from_text

_LARGEST_SURFACE: Final = 50_000_000
"""Octets of the file that says what a package offers; one of 20,000 names has some 2 MB."""
_NOT_A_WHEEL: Final = (
    *(OSError, EOFError, RuntimeError, ValueError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
"""What `zipfile` raises for an archive that is cut off, encrypted or packed in its own way."""
_DESCRIPTIONS: Final = (
    "openapi.yaml",
    "openapi.yml",
    "openapi.json",
    "swagger.yaml",
    "swagger.json",
)


_WRONG_CALLS: Final = frozenset({"nothing-to-compare", "which-client", "another-version"})
"""What is wrong with the call, and not with a file."""


class SideError(Exception):
    """What a user named cannot be compared.

    Attributes:
        findings: what is wrong, at least one.
        exit_code: 1 for what a file says, 2 for a call that names what is not there.
    """

    def __init__(self, *findings: Diagnostic, exit_code: int = 1) -> None:
        self.findings = findings
        self.exit_code = exit_code
        super().__init__("; ".join(finding.message for finding in findings))


@record
class Side:
    """One side of a comparison.

    Attributes:
        label: what the user named.
        surface: the surface.
        names: the names that it keeps, by pointer.
        document: the description, where the side is one.
        package: the import package.
        names_file: its names file, where it is a client's folder that can be written.
        keeps_names: whether client.yaml says that former names are kept.
        left_out: how many findings say that something of the description is not carried.
    """

    label: str
    surface: Surface
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    document: Document | None = None
    names_file: Path | None = None
    keeps_names: bool = False
    left_out: int = 0

    @property
    def package(self) -> str:
        """The import package."""
        return next(name for kind, name in self.surface if kind == "package")

    def position(self, pointer: str) -> Position | None:
        """Where a place is in the description."""
        return self.document.position(pointer) if self.document and pointer else None


@record
class Request:
    """How sides are read.

    Attributes:
        root: the project's folder, for revisions.
        client: the client to compare, for whole projects.
        config: a client.yaml for descriptions that have none beside them.
    """

    root: Path
    client: str | None = None
    config: Path | None = None


def failure(code: str, message: str, hint: str = "") -> SideError:
    """An error without a place."""
    found = Diagnostic(severity=Severity.ERROR, code=code, message=message, hint=hint)
    return SideError(found, exit_code=2 if code in _WRONG_CALLS else 1)


def read(text: str, request: Request, before: Side | None = None) -> Side:
    """Reads one side.

    Args:
        text: what the user named.
        request: how to read it.
        before: the other side, where this is the new one: its names are kept, and its package is
            called the same.

    Raises:
        SideError: it is nothing that has a surface.
    """
    path = Path(text)
    if path.exists():
        return _of_path(path, text, request, before)
    revision, colon, inside = text.partition(":")
    if is_revision(revision, request.root):
        return _of_revision(revision, inside if colon else "", text, request, before)
    installed = _installed(text)
    if installed is not None:
        return _of_text(installed, text)
    raise failure(
        "nothing-to-compare",
        f"{text!r} is no file or folder, no git revision, and no installed distribution",
        "name a description, the folder of a client or package, a wheel, a revision such as HEAD~1,"
        " or a distribution",
    )


# --- files and folders ----------------------------------------------------------------------------


def _of_path(path: Path, label: str, request: Request, before: Side | None) -> Side:
    if path.is_dir():
        return _of_folder(path, label, request, before)
    if path.suffix == ".whl":
        return _of_text(_in_wheel(path), label)
    if path.name.endswith(SURFACE_FILE):
        return _of_text(path.read_text(encoding="utf-8"), label)
    return _of_description(path, label, request.config, None, before)


def _of_folder(folder: Path, label: str, request: Request, before: Side | None) -> Side:
    if (folder / SURFACE_FILE).is_file():
        return _of_text(_in_file(folder / SURFACE_FILE), label)
    for name in _DESCRIPTIONS:
        if (folder / name).is_file():
            config, names = folder / "client.yaml", folder / NAMES_FILE
            return _of_description(
                folder / name,
                label,
                config if config.is_file() else request.config,
                names if names.is_file() else None,
                before,
            )
    if (folder / "specs").is_dir():
        return _of_folder(folder / "specs" / _client(folder, request), label, request, before)
    raise failure(
        "nothing-to-compare",
        f"{folder} has neither a {SURFACE_FILE} nor a description",
        "name the folder of a package, of a client or of a project",
    )


def _client(root: Path, request: Request) -> str:
    known = clients(root)
    if request.client in known:
        return str(request.client)
    if request.client is None and len(known) == 1:
        return known[0]
    raise failure(
        "which-client",
        f"the project has the clients {', '.join(known) or 'none'}",
        "name one with --client",
    )


def _of_text(text: str, label: str) -> Side:
    try:
        surface = from_text(text, label)
    except SurfaceError as error:
        raise failure("no-surface", str(error), "generate the package again") from None
    if not any(kind == "package" for kind, _ in surface):
        raise failure("no-surface", f"{label} has no line of the kind `package`")
    return Side(label=label, surface=surface, names=_names(surface))


def _names(surface: Surface) -> dict[str, str]:
    """The names that a surface shows, by the places of what has them."""
    found: dict[str, str] = {}
    for entry in surface.values():
        if not entry.place:
            continue
        if entry.kind in ("model", "enum", "alias"):
            found[entry.place] = entry.name
        elif entry.kind == "method":
            found[entry.place] = entry.name.rpartition(".")[2]
            if entry.facts.get("operation"):
                found[f"{entry.place}~id"] = str(entry.facts["operation"])
    return found


def _decoded(raw: bytes, label: str) -> str:
    if len(raw) > _LARGEST_SURFACE:
        most = f"{_LARGEST_SURFACE // 1_000_000} MB"
        raise failure("no-surface", f"the {SURFACE_FILE} of {label} is larger than {most}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise failure("no-surface", f"{label} cannot be read: {error}") from None


def _in_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return _decoded(file.read(_LARGEST_SURFACE + 1), str(path))
    except OSError as error:
        raise failure("no-surface", f"{path} cannot be read: {error.strerror}") from None


def _in_wheel(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                if name.endswith(f"/{SURFACE_FILE}"):
                    with wheel.open(name) as file:
                        return _decoded(file.read(_LARGEST_SURFACE + 1), str(path))
    except _NOT_A_WHEEL as error:
        raise failure("no-surface", f"{path} cannot be read: {error}") from None
    raise failure(
        "no-surface",
        f"{path} has no {SURFACE_FILE}",
        "wheels that were made by an older docbound have none; compare the descriptions",
    )


def _of_description(
    path: Path, label: str, config: Path | None, names: Path | None, before: Side | None
) -> Side:
    diagnostics = Diagnostics()
    try:
        kept = names_file.read(names) if names else dict(before.names if before else {})
    except ValueError as error:
        raise failure("unreadable-names", str(error)) from None
    source = BuildRequest(
        description=path,
        output=path.parent,
        config=config,
        package=before.package if before and config is None else None,
        lenient=True,
    )
    made = pipeline.interpret(source, diagnostics, kept)
    if made is None:
        errors = [item for item in diagnostics if item.severity is Severity.ERROR]
        raise SideError(*errors)
    return Side(
        label=label,
        surface=made.surface,
        names=made.names.kept(),
        document=made.document,
        names_file=names,
        keeps_names=made.settings.keep_names,
        left_out=sum(item.effect is Effect.DROP for item in diagnostics),
    )


# --- revisions ------------------------------------------------------------------------------------


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def is_revision(text: str, root: Path) -> bool:
    """Whether ``text`` names a commit of the repository that ``root`` is in."""
    if not text or text.startswith("-"):
        return False
    wanted = f"{text}^{{commit}}"
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted) is not None


def merged_tags(root: Path) -> tuple[str, ...]:
    """The tags of the present history; none where there is no git."""
    listed = _git(root, "tag", "--merged", "HEAD")
    return tuple(listed.decode(errors="replace").split()) if listed else ()


def _inside(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """A file of a revision; None for what leads out of the folder, such as a link to ``/etc``."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def _of_revision(
    revision: str, inside: str, label: str, request: Request, before: Side | None
) -> Side:
    """Reads a path of a revision, or the project's client at that revision; the working tree is not
    touched.
    """
    archive = _git(request.root, "archive", "--format=tar", f"{revision}")
    if archive is None:
        raise failure("unreadable-revision", f"git cannot give the files of {revision}")
    with tempfile.TemporaryDirectory(prefix="docbound-diff-") as name:
        folder = Path(name)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter=_inside)
        path = folder / inside if inside else folder
        if not path.exists():
            raise failure("nothing-to-compare", f"{revision} has no {inside}")
        return _of_path(path, label, request, before)


# --- installed distributions ----------------------------------------------------------------------


def _installed(text: str) -> str | None:
    """The surface of an installed distribution: ``name`` or ``name==version``; None where it is not
    installed.
    """
    name, _, version = text.partition("==")
    try:
        distribution = metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        return None
    if version and distribution.version != version:
        raise failure(
            "another-version",
            f"{name} is installed in version {distribution.version}, not {version}",
            f"download the wheel (pip download --no-deps {text}) and name it",
        )
    for file in distribution.files or ():
        if file.name == SURFACE_FILE:
            return _in_file(Path(str(file.locate())))
    raise failure("no-surface", f"{name} {distribution.version} has no {SURFACE_FILE}")
