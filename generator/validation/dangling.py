"""References that the validator could not follow: which one it was, and why it leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from referencing.exceptions import Unresolvable

from generator.api import JSONValue, Pointer
from generator.document import Document, child, join, split

from .findings import Finding
from .wording import similar


def dangling(
    document: Document, error: Unresolvable, place: tuple[str, ...]
) -> Finding:
    """The finding for a reference that leads nowhere.

    Args:
        document: the description.
        error: what the validator met; it knows the reference, often in another spelling.
        place: the part in which it met it.
    """
    meant = str(error.ref)
    site = _site(document, document.locate(place), meant)
    if site is None:
        return Finding(
            code="unresolved-reference",
            message=f"a reference leads nowhere: {meant}",
            pointer=document.locate(place),
        )
    pointer, ref = site
    why, hint = _reason(document, ref, pointer)
    return Finding(
        code="unresolved-reference",
        message=f"the reference {ref!r} leads nowhere: {why}",
        hint=hint,
        pointer=child(pointer, "$ref"),
    )


def circle(document: Document) -> Pointer | None:
    """A reference that leads, by references alone, back to itself, if there is one."""
    for start, _ in _references(document, "#"):
        seen = {start}
        pointer = start
        while True:
            value = document.get(pointer)
            ref = value.get("$ref") if isinstance(value, dict) else None
            target = document.resolve(ref, pointer) if isinstance(ref, str) else None
            if target is None:
                break
            pointer = target[1]
            if pointer in seen:
                return child(pointer, "$ref")
            seen.add(pointer)
    return None


def _site(document: Document, start: Pointer, meant: str) -> tuple[Pointer, str] | None:
    """The reference itself, looked for below ``start`` and behind the references that stand there."""
    spelt: tuple[Pointer, str] | None = None
    for pointer, ref in _references(document, start):
        if document.resolve(ref, pointer) is None:
            return pointer, ref
        if spelt is None and meant.endswith(ref.lstrip("./")):
            spelt = pointer, ref
    if spelt is not None or start == "#":
        return spelt
    return _site(document, "#", meant)


def _references(document: Document, start: Pointer) -> Iterator[tuple[Pointer, str]]:
    seen: set[Pointer] = set()
    waiting = [start]
    while waiting:
        pointer = waiting.pop()
        if pointer in seen:
            continue
        seen.add(pointer)
        try:
            value = document.get(pointer)
        except KeyError:
            continue
        match value:
            case {"$ref": str() as ref}:
                yield pointer, ref
                target = document.resolve(ref, pointer)
                if target is not None:
                    waiting.append(target[1])
            case dict():
                waiting.extend(child(pointer, key) for key in reversed(value))
            case list():
                waiting.extend(child(pointer, i) for i in reversed(range(len(value))))
            case _:
                continue


def _reason(document: Document, ref: str, pointer: Pointer) -> tuple[str, str]:
    """Why a reference leads nowhere, and what to do."""
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
    if name is not None and not document.store.exists(name):
        return f"there is no file {name}", _like_file(ref)
    data = document.data(name or "")
    if name is not None and not isinstance(data, dict | list):
        return f"the file {name} cannot be read", ""
    if document.resolve(ref, pointer) is not None:
        return (
            "by the rules of the specification it names no place",
            "write it as #/ and the whole path to what is meant",
        )
    return f"there is no {fragment}", _like_pointer(document, name or "", fragment)


def _like_file(ref: str) -> str:
    if "/" in ref or "." in ref:
        return "the path counts from the file that the reference stands in"
    return f"if a schema of this file is meant, write '#/components/schemas/{ref}'"


def _like_pointer(document: Document, file: str, fragment: str) -> str:
    """A neighbour with a similar name, or the first step that is missing."""
    tokens = split(f"#{fragment}")[1]
    if not tokens:
        return ""
    parent = document.locate(tokens[:-1], file)
    value: JSONValue = document.get(parent)
    if parent != join(file, tokens[:-1]):
        missing = tokens[len(split(parent)[1])]
        return f"{missing!r} is the part of it that does not exist"
    meant = similar(tokens[-1], value) if isinstance(value, dict) else ""
    return f"did you mean '{child(parent, meant)}'?" if meant else ""
