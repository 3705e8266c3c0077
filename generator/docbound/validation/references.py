"""References that the validator could not follow: which one it was, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.document import Document, child
from docbound.document.unresolved import explain_unresolved
from docbound.service import Pointer
from docbound.validation.harmlessness import Weight

from .semantic_rules import Finding

_LOST: Final = Weight(effect=Effect.DROP, action="it is taken to be anything")


def unresolved(
    document: Document,
    meant: str,
    place: tuple[str, ...],
    *,
    in_full: bool = True,
) -> Finding:
    """The finding for a reference that cannot be resolved.

    Args:
        document: the description.
        meant: the reference as the validator has it, often in another spelling.
        place: the part in which it met it.
        in_full: whether the reference itself is looked for.
    """
    section = _section_elsewhere(document, meant)
    if section is not None:
        return Finding(
            code="reference-in-place",
            message="the specification has no reference here",
            pointer=section,
            weight=Weight(effect=Effect.HARMLESS, action="it is followed, as bundlers do"),
        )
    site = _site(document, document.locate(place), meant) if in_full else None
    if site is None and in_full:
        site = _stated(document, document.locate(place))
        if site is None:
            return _limit(f"a reference to {meant}", document.locate(place))
    if site is None:
        return Finding(
            code="unresolved-reference",
            message=f"a reference cannot be resolved: {meant}",
            pointer=document.locate(place),
            weight=_LOST,
        )
    pointer, ref = site
    if document.resolve(ref, pointer) is not None and not document.reading(ref, pointer):
        return _limit(f"the reference {ref!r}", child(pointer, "$ref"))
    why, hint = explain_unresolved(document, ref, pointer)
    way = document.reading(ref, pointer)
    read = Weight(effect=Effect.HARMLESS, action=f"it is read {way}")
    return Finding(
        code="unresolved-reference",
        message=f"the reference {ref!r} cannot be resolved: {why}",
        hint=hint,
        pointer=child(pointer, "$ref"),
        weight=read if way else _LOST,
    )


def _section_elsewhere(document: Document, meant: str) -> Pointer | None:
    """The section of the root's components that a reference leads into, where that is a reference
    itself: the validator follows none there.
    """
    steps = meant.rpartition("#")[2].split("/")[1:4]
    pointer = "#"
    for name in steps[: 2 if steps[:1] == ["components"] else 1]:
        pointer = child(pointer, name)
    found = _stated(document, pointer) if len(steps) > 1 and pointer != "#" else None
    is_there = found is not None and document.resolve(found[1], pointer) is not None
    return pointer if is_there else None


def _stated(document: Document, pointer: Pointer) -> tuple[Pointer, str] | None:
    """The reference that is at ``pointer`` itself, if there is one."""
    try:
        value = document.get(pointer)
    except KeyError:
        return None
    ref = value.get("$ref") if isinstance(value, dict) else None
    return (pointer, ref) if isinstance(ref, str) else None


def _limit(what: str, pointer: Pointer) -> Finding:
    """The finding for a reference that leads somewhere, and that only the validator cannot
    follow.
    """
    return Finding(
        code="unresolved-reference",
        message=f"the validator cannot follow {what}",
        hint="the specification allows it",
        pointer=pointer,
        weight=Weight(effect=Effect.HARMLESS, action="it is followed as it is written"),
    )


def circular(document: Document) -> Pointer | None:
    """A reference that leads, by references alone, back to itself, if there is one."""
    ended: set[Pointer] = set()
    for start, _ in _references(document, "#"):
        seen = {start}
        pointer = start
        while pointer not in ended:
            value = document.get(pointer)
            ref = value.get("$ref") if isinstance(value, dict) else None
            target = document.resolve(ref, pointer) if isinstance(ref, str) else None
            if target is None:
                break
            pointer = target[1]
            if pointer in seen:
                return child(pointer, "$ref")
            seen.add(pointer)
        ended |= seen
    return None


def _site(document: Document, start: Pointer, meant: str) -> tuple[Pointer, str] | None:
    """The reference itself, looked for below ``start`` and behind the references that stand
    there.
    """
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
