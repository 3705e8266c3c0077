"""From "valid under none of the alternatives" to the one actual fault.

A schema error about ``oneOf`` or ``anyOf`` carries the errors of each alternative. The author meant
one of them; which one shows in what fits: the others already disagree about the kind of value or
about a word such as ``in: query``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docbound.records import record
from docbound.validation.schema_error import SchemaError

_TELLING = frozenset({"enum", "const"})
_PLACING = (("in",), ("type",), ("flow",))
"""Where the words stand that tell which of several kinds of parameter or security scheme is
meant.
"""


@record(eq=False)
class Leaf:
    """An error without alternatives below it.

    Attributes:
        error: the error.
        allowed: for an enum or const that several alternatives restrict differently, all their
            values.
    """

    error: SchemaError
    allowed: tuple[object, ...] = ()


def relevant_errors(error: SchemaError) -> Iterator[Leaf]:
    """The errors that an author can act on: all those of the alternative that was most likely
    meant.
    """
    if not error.context:
        yield Leaf(error=error, allowed=_words(error) if error.keyword in _TELLING else ())
        return
    branches = _branches(error)
    words = _shared_words(branches)
    if words is not None:
        yield words
        return
    for inner in min(branches, key=_distance):
        yield from relevant_errors(inner)


def _branches(error: SchemaError) -> list[list[SchemaError]]:
    """The errors of each alternative; one that only takes a reference does not count where there is
    none.
    """
    branches: dict[object, list[SchemaError]] = {}
    for inner in error.context:
        branches.setdefault(inner.branch, []).append(inner)
    is_reference = isinstance(error.instance, dict) and "$ref" in error.instance
    kept = [
        branch
        for branch in branches.values()
        if is_reference or not any(_wants_reference(inner) for inner in branch)
    ]
    return kept or list(branches.values())


def _wants_reference(error: SchemaError) -> bool:
    return error.keyword == "required" and not error.steps and error.limit == ["$ref"]


def _distance(branch: Sequence[SchemaError]) -> tuple[bool, bool, bool, int, int]:
    """How far an alternative is from what was written; one for another ``in`` is further away than
    one with a bad ``style``.
    """
    other_thing = any(
        inner.keyword in _TELLING and inner.steps[-1:] in _PLACING for inner in branch
    )
    other_kind = any(inner.keyword == "type" and not inner.steps for inner in branch)
    other_word = any(inner.keyword in _TELLING and len(inner.steps) <= 1 for inner in branch)
    deepest = max(len(inner.path) for inner in branch)
    return other_kind, other_thing, other_word, -deepest, len(branch)


def _shared_words(branches: Sequence[Sequence[SchemaError]]) -> Leaf | None:
    """Where all alternatives only differ in the word that they want at one place: that word is
    wrong.
    """
    telling = [
        next((inner for inner in branch if inner.keyword in _TELLING), None) for branch in branches
    ]
    first = telling[0]
    if first is None or len(telling) < 2:
        return None
    words: list[object] = []
    for error in telling:
        if error is None or error.path != first.path:
            return None
        words += [word for word in _words(error) if word not in words]
    return Leaf(error=first, allowed=tuple(words))


def _words(error: SchemaError) -> tuple[object, ...]:
    value = error.limit
    return tuple(value) if isinstance(value, list) else (value,)
