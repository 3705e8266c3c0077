"""Applies Overlay documents to a description.

Source: Overlay Specification 1.0.0 and 1.1.0 (OpenAPI Initiative), "Overlay Object" and "Action
Object". An action names its target by a JSONPath query (RFC 9535) and updates it, copies something
into it (1.1), or removes it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.document.json_path import Location, PathError, compile_path, select
from docbound.service import JSONValue, Pointer

from .pointers import join, split
from .provenance import Origin, Provenance

if TYPE_CHECKING:
    from docbound.document.document import Document

_VERSIONS: Final = ("1.0", "1.1")


def apply(
    root: dict[str, JSONValue],
    overlay: Document,
    diagnostics: Diagnostics,
    provenance: Provenance | None = None,
    number: int = 0,
) -> dict[str, JSONValue] | None:
    """Applies an Overlay document.

    Args:
        root: the description's data, which stays as it is.
        overlay: the Overlay document.
        diagnostics: receives errors (what is no Overlay, a query that is none) and warnings
            (targets that match nothing).

        provenance: records what the overlay writes where.
        number: the overlay's number in ``provenance``.

    Returns:
        The changed data, or None where an error is in ``diagnostics``.
    """
    return _Overlay(overlay, diagnostics, provenance or Provenance(), number).apply(root)


class _Overlay:
    """One Overlay document at work."""

    def __init__(
        self,
        document: Document,
        diagnostics: Diagnostics,
        provenance: Provenance,
        number: int,
    ) -> None:
        self.document = document
        self.provenance = provenance
        self.number = number
        self.diagnostics = diagnostics
        self.failed = False

    def say(self, severity: Severity, code: str, message: str, pointer: Pointer) -> None:
        self.failed = self.failed or severity is Severity.ERROR
        self.diagnostics.add(
            Diagnostic(
                severity=severity,
                code=code,
                message=message,
                pointer=pointer,
                position=self.document.position(pointer),
            )
        )

    def error(self, message: str, pointer: Pointer) -> None:
        self.say(Severity.ERROR, "invalid-overlay", message, pointer)

    def apply(self, root: dict[str, JSONValue]) -> dict[str, JSONValue] | None:
        version = self.document.root.get("overlay")
        if not isinstance(version, str) or not version.startswith(_VERSIONS):
            self.error("an Overlay states its version: overlay: 1.0.0 or 1.1.0", "#")
            return None
        actions = self.document.root.get("actions")
        if not isinstance(actions, list) or not actions:
            self.error("an Overlay has a list of actions with at least one", "#/actions")
            return None
        result = _unshared(root)
        for index, action in enumerate(actions):
            self.act(result, action, f"#/actions/{index}")
        return None if self.failed else result

    def act(self, root: dict[str, JSONValue], action: JSONValue, pointer: Pointer) -> None:
        if not isinstance(action, dict):
            self.error("an action is an object with a target", pointer)
            return
        targets = self.places(root, action.get("target"), f"{pointer}/target")
        if not targets:
            return
        if action.get("remove") is True:
            self.remove(root, targets, pointer)
            return
        if "copy" in action and "update" in action:
            self.error("an action has update or copy, not both", pointer)
        elif "copy" in action:
            self.copy(root, targets, action["copy"], f"{pointer}/copy")
        elif "update" in action:
            for target in targets:
                self.update(root, target, action["update"], f"{pointer}/update")
        elif action.get("remove") is not False:
            message = "this action does nothing: it has neither update nor copy nor remove: true"
            self.say(Severity.WARNING, "idle-action", message, pointer)

    def places(self, root: JSONValue, query: JSONValue, pointer: Pointer) -> list[Location]:
        """What a query selects; nothing, with a finding, where it is not one or matches nothing."""
        if not isinstance(query, str):
            self.error("a JSONPath query is needed here", pointer)
            return []
        try:
            found = select(compile_path(query), root)
        except PathError as error:
            self.error(
                f"{query!r} is not JSONPath: {error} (character {error.offset + 1})",
                pointer,
            )
            return []
        if not found:
            message = f"the target {query!r} matches nothing in the description"
            self.say(Severity.WARNING, "unmatched-target", message, pointer)
        return found

    def remove(self, root: JSONValue, targets: Sequence[Location], pointer: Pointer) -> None:
        # From the end, so that the indices of what is still to be removed stay true.
        for target in sorted(targets, key=_order, reverse=True):
            if not target:
                self.error("the description itself cannot be removed", pointer)
                continue
            holder, last = _at(root, target[:-1]), target[-1]
            if isinstance(holder, dict) and isinstance(last, str):
                holder.pop(last, None)
            elif isinstance(holder, list) and isinstance(last, int):
                del holder[last]
                self.provenance.removed_entry(target)

    def copy(
        self,
        root: JSONValue,
        targets: Sequence[Location],
        query: JSONValue,
        pointer: Pointer,
    ) -> None:
        sources = self.places(root, query, pointer)
        if len(sources) > 1:
            self.error("copy takes exactly one place, and this query has several", pointer)
        elif sources:
            value = _at(root, sources[0])
            for target in targets:
                self.update(root, target, value, pointer, is_copy=True)

    def update(
        self,
        root: JSONValue,
        target: Location,
        value: JSONValue,
        pointer: Pointer,
        *,
        is_copy: bool = False,
    ) -> None:
        """Merges into an object, appends to a list, and replaces a scalar (1.1)."""
        old = _at(root, target)
        new = copy.deepcopy(value)
        origin = Origin(overlay=self.number, steps=split(pointer)[1], is_whole=is_copy)
        match old:
            case dict() if isinstance(new, dict):
                self.merge(old, new, target, origin)
            case list():
                # Overlay 1.0 appends one entry; a list always meant several, as 1.1 says.
                self.append(old, new, target, origin)
            case None | bool() | int() | float() | str() if target:
                _replace(_at(root, target[:-1]), target[-1], new)
                self.provenance.wrote(target, origin)
            case _:
                self.error("an object can only be updated with an object", pointer)

    def append(self, old: list[JSONValue], new: JSONValue, place: Location, origin: Origin) -> None:
        """Appends an entry, or each entry of a list."""
        entries = new if isinstance(new, list) else [new]
        for index, entry in enumerate(entries):
            whole = origin.is_whole or not isinstance(new, list)
            self.provenance.wrote(
                (*place, len(old)), origin if whole else _below(origin, str(index))
            )
            old.append(entry)

    def merge(
        self,
        target: dict[str, JSONValue],
        update: dict[str, JSONValue],
        place: Location,
        origin: Origin,
    ) -> None:
        """Merges objects key by key, joins lists, and replaces scalars."""
        for key, value in update.items():
            old = target.get(key)
            below = origin if origin.is_whole else _below(origin, key)
            match old, value:
                case dict(), dict():
                    self.merge(old, value, (*place, key), below)
                case list(), list():
                    self.append(old, value, (*place, key), below)
                case (dict() | list()), None:
                    continue  # a key with nothing behind it, as people leave it in YAML
                case ((dict() | list()), _) | (_, (dict() | list())) if key in target:
                    self.error(
                        f"the value of {key!r} is of another kind in the description",
                        join("", below.steps),
                    )
                case _:
                    target[key] = value
                    self.provenance.wrote((*place, key), below)


def _below(origin: Origin, step: str) -> Origin:
    return Origin(overlay=origin.overlay, steps=(*origin.steps, step))


def _replace(holder: JSONValue, step: str | int, value: JSONValue) -> None:
    match holder, step:
        case dict(), str():
            holder[step] = value
        case list(), int():
            holder[step] = value
        case _:
            return


def _order(location: Location) -> tuple[tuple[bool, str | int], ...]:
    """Sorts keys among keys and indices among indices."""
    return tuple((isinstance(step, str), step) for step in location)


def _at(root: JSONValue, location: Location) -> JSONValue:
    value = root
    for step in location:
        match value, step:
            case dict(), str():
                value = value[step]
            case list(), int():
                value = value[step]
            case _:
                return None
    return value


def _unshared(root: dict[str, JSONValue]) -> dict[str, JSONValue]:
    """A copy in which no part is in two places, as parts behind YAML aliases do: an action
    changes one place.
    """

    def copied(value: JSONValue) -> JSONValue:
        match value:
            case dict():
                return {key: copied(item) for key, item in value.items()}
            case list():
                return [copied(item) for item in value]
            case _:
                return value

    return {key: copied(value) for key, value in root.items()}
