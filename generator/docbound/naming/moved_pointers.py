"""Where the places of kept names are after a description has changed.

Names are kept by pointer, and a pointer says where something is, not what it is: paths,
template parameters, statuses and the order of alternatives change while the thing remains the same.
So facts are kept beside the names, under endings that no JSON pointer has (``~id``: an operation's
operationId, ``~is``: what an alternative is), and the places are brought up to date before a name
is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias, TypeVar

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Severity
from docbound.document.pointers import NUMBERED, unescape
from docbound.naming import candidates, trait_matching
from docbound.records import field, record
from docbound.runtime.lazy_patterns import lazy_pattern
from docbound.service import Api, Operation, Pointer, Trait

ID: Final = "~id"
IS: Final = "~is"
ORDER: Final = "~order"
"""Endings of facts: an operationId, what is at a number, and the arguments that may be given by
position.
"""

_OPERATION: Final = lazy_pattern(
    r"(.*#/paths/[^/#]+/(?:get|put|post|delete|options|head|patch|trace|query))(?=[/~#]|$)"
)
_TEMPLATE: Final = lazy_pattern(r"\{([^{}]*)\}")
_BOUNDARY: Final = lazy_pattern(r"(?=[/#])|(?=~[a-z])|$")
_RESPONSES: Final = lazy_pattern(r"/responses/(?=((\d)\w\w)(?:[/~#]|$))")
_CONTENT: Final = lazy_pattern(r"/content/(?=([^/#]+)(?:[/~#]|$))")

T = TypeVar("T")
Moves: TypeAlias = "dict[Pointer, Pointer | None]"
"""The places that changed: where each is now, or None where it is gone."""


@record
class Before:
    """An operation as it was kept: where it was, its operationId (None where it was not kept) and
    its method's name.
    """

    pointer: Pointer
    identifier: str | None
    method: str


@record(frozen=False)
class Relocated:
    """Kept names and facts, by the places where their things stand now.

    Attributes:
        kept: the names and facts.
        former: for each operation whose operationId changed, the one that it had.
        moves: which places changed, and where they are now, step by step.
    """

    kept: dict[Pointer, str]
    former: dict[Pointer, str] = field(default_factory=dict[Pointer, str])
    moves: list[Moves] = field(default_factory=list[Moves])

    def place_of(self, pointer: Pointer) -> Pointer | None:
        """Where something is now that was at ``pointer``; None where it is gone."""
        now: Pointer | None = pointer
        for moves in self.moves:
            now = None if now is None else _moved(now, moves)
        return now

    def move(self, moves: Moves) -> None:
        """Brings everything below the moved places to where these stand now."""
        changed = {old: new for old, new in moves.items() if old != new}
        if not changed:
            return
        self.moves.append(changed)
        kept: dict[Pointer, str] = {}
        for pointer, name in self.kept.items():
            now = _moved(pointer, changed)
            if now is not None:
                kept[now] = name
        self.kept = kept


def relocate(api: Api, kept: Mapping[str, str], diagnostics: Diagnostics) -> Relocated:
    """Finds the places of kept names in the description as it is now.

    Args:
        api: the service.
        kept: names and facts of earlier runs, by pointer.
        diagnostics: gets operations whose operationId changed, or where it and the path
            disagree.

    Returns:
        The names and facts by their present places. Where nothing was kept of a thing but its name,
        it is what is there.
    """
    found = Relocated(kept=dict(kept))
    if kept:
        _move_operations(api, found, diagnostics)
        for pattern in (_RESPONSES, _CONTENT):
            _succeed(api, found, pattern)
        _move_numbered(api, found)
    return found


def _moved(pointer: Pointer, moves: Moves) -> Pointer | None:
    for match in reversed(list(_BOUNDARY.finditer(pointer))):
        start = pointer[: match.start()]
        if start in moves:
            now = moves[start]
            return None if now is None else now + pointer[match.start() :]
    return pointer


# --- operations


def _move_operations(api: Api, found: Relocated, diagnostics: Diagnostics) -> None:
    before = _operations_before(found.kept)
    pairs = _paired(before, api.operations)
    claimed = {old.pointer: new for new, old in pairs.items()}
    moves: Moves = {
        old.pointer: None for old in before if old.pointer not in claimed and old.pointer in pairs
    }
    by_pointer = {operation.pointer: operation for operation in api.operations}
    for pointer, old in pairs.items():
        operation = by_pointer[pointer]
        _move_parameters(operation, old, found)
        moves[old.pointer] = pointer
        if old.pointer.rpartition("/")[0] != pointer.rpartition("/")[0]:
            moves[f"{old.pointer.rpartition('/')[0]}/parameters"] = (
                f"{pointer.rpartition('/')[0]}/parameters"
            )
        if old.identifier is not None and old.identifier != operation.operation_id:
            found.former[pointer] = old.identifier
            diagnostics.add(_renamed(operation, old))
        elif old.pointer != pointer and old.pointer in by_pointer:
            diagnostics.add(_traded(operation, old))
    found.move(moves)


def _operations_before(kept: Mapping[str, str]) -> list[Before]:
    """The operations that have kept names, in the order of their places."""
    found: list[Before] = []
    for pointer, name in kept.items():
        match = _OPERATION.fullmatch(pointer)
        if match or f"{pointer}{ID}" in kept:
            found.append(
                Before(pointer=pointer, identifier=kept.get(f"{pointer}{ID}"), method=name)
            )
    return found


def _paired(before: list[Before], operations: tuple[Operation, ...]) -> dict[Pointer, Before]:
    """Which operation was which one: by operationId, then by place, then by its path without the
    names of its parameters.
    """
    pairs: dict[Pointer, Before] = {}
    rounds: tuple[tuple[Callable[[Before], object], Callable[[Operation], object]], ...] = (
        (lambda old: old.identifier, lambda new: new.operation_id),
        (
            lambda old: old.method if old.identifier is None else None,
            lambda new: _natural(new) if new.operation_id else None,
        ),
        (lambda old: old.pointer, lambda new: new.pointer),
        (lambda old: _shape(old.pointer), lambda new: _shape(new.pointer)),
    )
    for key_before, key_now in rounds:
        found = {old.pointer for old in pairs.values()}
        old_ones = _unique((key_before(old), old) for old in before if old.pointer not in found)
        new_ones = _unique((key_now(new), new) for new in operations if new.pointer not in pairs)
        for key in old_ones.keys() & new_ones.keys():
            pairs[new_ones[key].pointer] = old_ones[key]
    return pairs


def _unique(pairs: Iterable[tuple[object, T]]) -> dict[object, T]:
    """What has a key of its own; an empty key is none."""
    found: dict[object, T] = {}
    several: set[object] = set()
    for key, value in pairs:
        if key in found:
            several.add(key)
        elif key:
            found[key] = value
    return {key: value for key, value in found.items() if key not in several}


def _natural(operation: Operation) -> str:
    return candidates.method_candidates(operation.operation_id, operation.method, operation.path)[0]


def _shape(pointer: Pointer) -> str | None:
    return _TEMPLATE.sub("{}", pointer) if _OPERATION.fullmatch(pointer) else None


def _move_parameters(operation: Operation, old: Before, found: Relocated) -> None:
    """Keeps the arguments of a path's parameters under their names where only the template calls
    them otherwise.

    What a path's parameter is called is not on the wire.
    """
    if _shape(old.pointer) is None or old.pointer == operation.pointer:
        return
    was, now = _TEMPLATE.findall(old.pointer), _TEMPLATE.findall(operation.pointer)
    if len(was) != len(now):
        return
    for before, after in zip(was, now, strict=True):
        key = f"{old.pointer}/parameters/path:{before}"
        name = found.kept.pop(key, None) or candidates.argument_candidates(unescape(before))[0]
        if before != after and before not in now and after not in was:
            key = f"{old.pointer}/parameters/path:{after}"
        found.kept[key] = name


def _renamed(operation: Operation, old: Before) -> Diagnostic:
    now = operation.operation_id or "none"
    return Diagnostic(
        severity=Severity.WARNING,
        code="operation-renamed",
        message=(
            f"the operationId {old.identifier!r} is now {now!r}; the method keeps its name"
            f" {old.method!r}"
        ),
        hint="to have another name, pin it under `rename` in client.yaml",
        pointer=f"{operation.pointer}/operationId" if operation.operation_id else operation.pointer,
    )


def _traded(operation: Operation, old: Before) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="operation-moved",
        message=(
            f"the method {old.method!r} is now {operation.method.upper()} {operation.path}, where"
            f" the operationId {operation.operation_id!r} stands; another operation stands where"
            " it was"
        ),
        hint=(
            "names follow the operationId; if only the operationIds were exchanged, pin the names"
            " under `rename` in client.yaml"
        ),
        pointer=f"{operation.pointer}/operationId",
    )


# --- responses and representations


def _succeed(api: Api, found: Relocated, pattern: re.Pattern[str]) -> None:
    """Moves a status or media type to the one that took its place, where one of its kind went away
    and one is new.
    """
    places = [*api.definitions, *(payload.pointer for payload in api.payloads)]
    now = _children(places, pattern)
    moves: Moves = {}
    for (container, kind), before in _children(found.kept, pattern).items():
        after = now.get((container, kind), {})
        vanished = [child for child in before if child not in after]
        new = [child for child in after if child not in before]
        if len(vanished) == len(new) == 1:
            moves[container + vanished[0]] = container + new[0]
    found.move(moves)


def _children(
    pointers: Iterable[Pointer], pattern: re.Pattern[str]
) -> dict[tuple[Pointer, str], dict[str, None]]:
    """What is in containers: the keys, by the container's pointer and the kind of the key (a
    status's first digit).
    """
    found: dict[tuple[Pointer, str], dict[str, None]] = {}
    for pointer in pointers:
        for match in pattern.finditer(pointer):
            kind = match.group(2) if pattern.groups > 1 else ""
            container = pointer[: match.end()]
            found.setdefault((container, kind), {})[match.group(1)] = None
    return found


# --- numbered places


def _move_numbered(api: Api, found: Relocated) -> None:
    """Level by level, since what is within an alternative moves with it."""
    now = _lists(api.traits)
    kept = _kept_lists(found)
    for level in range(1, max((level for level, _ in now), default=0) + 1):
        moves: Moves = {}
        for (depth, start), before in kept.items():
            after = now.get((depth, start))
            if depth != level or after is None:
                continue
            pairs = trait_matching.matched(before, after)
            for number in before:
                new = pairs.get(number)
                if new != number:
                    moves[start + number] = None if new is None else start + new
        if moves:
            found.move(moves)
            kept = _kept_lists(found)


def _kept_lists(found: Relocated) -> dict[tuple[int, Pointer], dict[str, Trait]]:
    return _lists(
        {
            pointer.removesuffix(IS): trait_matching.from_text(text)
            for pointer, text in found.kept.items()
            if pointer.endswith(IS)
        }
    )


def _lists(
    places: Mapping[Pointer, Trait],
) -> dict[tuple[int, Pointer], dict[str, Trait]]:
    """The traits by number, for each list; a list is known by how many others it is in, and
    what its places start with.
    """
    found: dict[tuple[int, Pointer], dict[str, Trait]] = {}
    for pointer, trait in places.items():
        start = pointer.rstrip("0123456789")
        depth = len(NUMBERED.findall(pointer))
        found.setdefault((depth, start), {})[pointer[len(start) :]] = trait
    return found


def indistinct(api: Api) -> Iterable[Diagnostic]:
    """Notes about alternatives that nothing but their order distinguishes, so that names cannot
    follow them.
    """
    for (_, start), places in _lists(api.traits).items():
        if not start.endswith(("/oneOf/", "/anyOf/", "#")):
            continue
        seen: dict[Trait, str] = {}
        for number, trait in places.items():
            first = seen.setdefault(trait, number)
            if first != number:
                yield Diagnostic(
                    severity=Severity.WARNING,
                    code="indistinct-alternatives",
                    message=(
                        f"nothing but their order distinguishes alternatives {int(first) + 1} and"
                        f" {int(number) + 1} apart"
                    ),
                    hint=(
                        "give each a `title`; if their order changes, their classes will trade"
                        " names"
                    ),
                    pointer=start + number,
                )
