"""Loads a description from a path: a Document, or findings about what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.document.syntax.source_text import Source
from docbound.service import JSONValue

from . import other_formats
from .document import Document
from .file_set import FileSet
from .pointers import child
from .provenance import Provenance

_DESCRIPTION: Final = 'an OpenAPI description starts with a line such as "openapi: 3.1.0"'
_OVERLAY: Final = 'an Overlay document starts with a line such as "overlay: 1.1.0"'


def load(
    path: Path,
    diagnostics: Diagnostics,
    *,
    strict_keys: bool = False,
    overlays: Sequence[Path] = (),
    allowed_hosts: frozenset[str] = frozenset(),
    allowed_paths: tuple[Path, ...] = (),
    hint: str = _DESCRIPTION,
    named_at: Sequence[Position | None] = (),
    place: Position | None = None,
) -> Document | None:
    """Reads a description.

    Args:
        path: the root file, JSON or YAML in UTF-8, UTF-16 or UTF-32; ``-`` is standard input.
        diagnostics: receives everything that is wrong or odd.
        strict_keys: whether a key that an object has twice is an error; otherwise the last one
            counts, with a warning.
        overlays: Overlay documents, applied to the root in this order.
        allowed_hosts: the hosts from which ``$ref`` may fetch further files (by https); none by
            default.
        allowed_paths: files and folders outside of the project that ``$ref`` may read.
        hint: how a file of this kind begins, for messages about empty ones.
        named_at: where each overlay is named, from the first on, if a file names it.
        place: where the file itself is named.

    Returns:
        The description, or None when there is nothing to work with; an error then says why. It
        never raises for what the files say.
    """
    store = FileSet(
        root=path,
        diagnostics=diagnostics,
        strict_keys=strict_keys,
        allowed_hosts=allowed_hosts,
        allowed_paths=allowed_paths,
        place=place,
    )
    source = store.get("")
    if source is None:
        return None
    root = _mapping(source, diagnostics, hint)
    if root is None or (hint is _DESCRIPTION and _is_other(root, source, diagnostics)):
        return None
    applied: list[Document] = []
    provenance = Provenance()
    for number, each in enumerate(overlays):
        at = named_at[number] if number < len(named_at) else None
        overlay = load(each, diagnostics, strict_keys=strict_keys, hint=_OVERLAY, place=at)
        if overlay is None:
            return None
        changed = _overlaid(root, overlay, diagnostics, provenance, len(applied))
        if changed is None:
            return None
        root = changed
        applied.append(overlay)
    superseded = _superseded(root)
    if superseded:
        root = {key: value for key, value in root.items() if key != superseded}
    source.data = root
    return Document(
        root=root,
        version=_version(root),
        store=store,
        overlay_texts=tuple(overlay.store.text("") for overlay in applied),
        overlays=tuple(applied),
        superseded=superseded,
        provenance=provenance,
    )


def _mapping(source: Source, diagnostics: Diagnostics, hint: str) -> dict[str, JSONValue] | None:
    """The root's data, if it is an object."""
    if isinstance(source.data, dict):
        return source.data
    if not source.text.strip() or source.data is None:
        code, message = "empty-file", "the file is empty"
    else:
        code, message = "not-an-object", (
            f"the file holds {_kind(source.data)}, not an object at its top"
        )
    diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code=code,
            message=message,
            hint=hint,
            pointer="#",
            position=source.position(0),
        )
    )
    return None


def _is_other(root: dict[str, JSONValue], source: Source, diagnostics: Diagnostics) -> bool:
    """Whether the root is a document of another format, which an error then says."""
    other = other_formats.of_description(root)
    if other is None:
        return False
    diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code="other-format",
            message=f"the file is {other.name}, and no OpenAPI description",
            hint=other.hint,
            pointer=child("#", other.key),
            position=source.position(source.locator.find((other.key,)).key),
        )
    )
    return True


def _kind(value: JSONValue) -> str:
    """What is at the top of a file, in words."""
    known = (_KINDS[kind] for kind in type(value).__mro__ if kind in _KINDS)
    return next(known, "a value")


_KINDS = {
    list: "a list",
    str: "a single text",
    int: "a number",
    float: "a number",
    bool: "a boolean",
}


def _superseded(root: dict[str, JSONValue]) -> str:
    """The key that does not count where a root states two versions: `swagger`, except beside an
    `openapi` that is no version of OpenAPI 3.
    """
    if not all(isinstance(root.get(key), str | int | float) for key in ("openapi", "swagger")):
        return ""
    return "swagger" if str(root["openapi"]).startswith("3") else "openapi"


def _version(root: dict[str, JSONValue]) -> str:
    for key in ("openapi", "swagger"):
        value = root.get(key)
        if isinstance(value, str | int | float):
            return str(value)
    return ""


def _overlaid(
    root: dict[str, JSONValue],
    overlay: Document,
    diagnostics: Diagnostics,
    provenance: Provenance,
    number: int,
) -> dict[str, JSONValue] | None:
    """The root with one overlay applied."""
    # Few have one, and its selectors take a while to import.
    from .overlay import apply

    return apply(root, overlay, diagnostics, provenance, number)
