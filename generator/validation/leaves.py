"""From "valid under none of the alternatives" to the one thing that is wrong.

A schema error about ``oneOf`` or ``anyOf`` carries the errors of each alternative. The author meant one of them; which
one shows in what fits: the others already disagree about the kind of value or about a word such as ``in: query``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jsonschema.exceptions import ValidationError

_TELLING = frozenset({"enum", "const"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leaf:
    """An error without alternatives below it.

    Attributes:
        error: the error.
        allowed: for an enum or const that several alternatives restrict differently, all their values.
    """

    error: ValidationError
    allowed: tuple[object, ...] = ()


def leaf(error: ValidationError) -> Leaf:
    """The error that an author can act on, at the end of the alternative that was most likely meant."""
    while error.context:
        branches = _branches(error)
        meant = min(branches, key=_distance)
        allowed = _shared_words(branches)
        if allowed is not None:
            return allowed
        error = min(meant, key=_depth)
    if error.validator in _TELLING:
        return Leaf(error=error, allowed=_words(error))
    return Leaf(error=error)


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    """The errors of each alternative; one that only takes a reference does not count where there is none."""
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    is_reference = isinstance(error.instance, dict) and "$ref" in error.instance
    kept = [
        branch
        for branch in branches.values()
        if is_reference or not any(_wants_reference(inner) for inner in branch)
    ]
    return kept or list(branches.values())


def _wants_reference(error: ValidationError) -> bool:
    return (
        error.validator == "required"
        and not error.relative_path
        and error.validator_value == ["$ref"]
    )


def _distance(branch: Sequence[ValidationError]) -> tuple[bool, bool, int, int]:
    """How far an alternative is from what was written."""
    other_kind = any(
        inner.validator == "type" and not inner.relative_path for inner in branch
    )
    other_word = any(
        inner.validator in _TELLING and len(inner.relative_path) <= 1
        for inner in branch
    )
    deepest = max(len(inner.absolute_path) for inner in branch)
    return other_kind, other_word, -deepest, len(branch)


def _depth(error: ValidationError) -> tuple[int, bool]:
    """Deeper errors first, and among equals those that no alternative hides."""
    return -len(error.absolute_path), bool(error.context)


def _shared_words(branches: Sequence[Sequence[ValidationError]]) -> Leaf | None:
    """Where all alternatives only differ in the word that they want at one place: that word is wrong."""
    telling = [
        next((inner for inner in branch if inner.validator in _TELLING), None)
        for branch in branches
    ]
    first = telling[0]
    if first is None or len(telling) < 2:
        return None
    words: list[object] = []
    for error in telling:
        if error is None or error.absolute_path != first.absolute_path:
            return None
        words += [word for word in _words(error) if word not in words]
    return Leaf(error=first, allowed=tuple(words))


def _words(error: ValidationError) -> tuple[object, ...]:
    value = error.validator_value
    return tuple(value) if error.validator == "enum" else (value,)
