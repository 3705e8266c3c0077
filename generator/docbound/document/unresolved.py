"""Why a reference cannot be resolved, in words."""

from __future__ import annotations

from collections.abc import Iterable

from docbound.diagnostics.suggestions import did_you_mean
from docbound.service import JSONValue, Pointer

from .document import Document
from .file_set import OUTSIDE_HINT
from .pointers import child, join, split


def explain_unresolved(document: Document, ref: str, pointer: Pointer) -> tuple[str, str]:
    """Why the reference ``ref`` at ``pointer`` cannot be resolved, and what to do (perhaps
    an empty text).
    """
    uri, _, fragment = ref.partition("#")
    file = split(pointer)[0]
    try:
        name = document.store.name_of(uri, file) if uri else file
    except ValueError:
        return "it is not a URI", ""
    if uri and name is None:
        return "it is neither a file beside the description nor an https URL", ""
    if name is not None and name.startswith(("https:", "http:")):
        hint = "allow the host by name, or keep a copy beside the description"
        return "it names another host, and nothing is fetched unasked", hint
    if name is not None and (outside := document.store.outside(name)):
        return outside, OUTSIDE_HINT
    if name is not None and not document.store.exists(name):
        return f"there is no file {name}", _like_file(uri)
    data = document.data(name or "")
    if name is not None and data is None:
        return f"the file {name} is empty", ""
    if name is not None and not isinstance(data, dict | list):
        return f"the file {name} cannot be read", ""
    if document.resolve(ref, pointer) is not None:
        return (
            "by the rules of the specification it names no place",
            "write it as #/ and the whole path to what is meant",
        )
    return f"there is no {fragment}", _like_pointer(document, name or "", fragment)


def _like_file(ref: str) -> str:
    if "\\" in ref:
        return "write / between folders, in every system"
    if "/" in ref or "." in ref:
        return "the path counts from the file with the reference"
    return f"if a schema of this file is meant, write '#/components/schemas/{ref}'"


def _like_pointer(document: Document, file: str, fragment: str) -> str:
    """A neighbour with a similar name, or the first step that is missing."""
    tokens = split(f"#{fragment}")[1]
    if not tokens:
        return ""
    parent = document.locate(tokens[:-1], file)
    value: JSONValue = document.get(parent)
    if parent != join(file, tokens[:-1]):
        where, found = split(parent)
        if where != file or found != tokens[: len(found)]:  # a reference on the way leads elsewhere
            return ""
        missing = tokens[len(found)]
        return f"{missing!r} is the part of it that does not exist"
    meant = similar(tokens[-1], value) if isinstance(value, dict) else ""
    return f"did you mean '{child(parent, meant)}'?" if meant else ""


def similar(word: object, allowed: Iterable[object]) -> str:
    """The allowed word that ``word`` was probably meant to be, or an empty string."""
    names = [name for name in allowed if isinstance(name, str)]
    if not isinstance(word, str):
        return ""
    by_case = {name.lower(): name for name in names}
    if word.lower() in by_case:
        return by_case[word.lower()]
    return did_you_mean(word, names, cutoff=0.7) or ""
