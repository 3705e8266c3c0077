"""What the validator finds and what interpretation does about it, told as one finding.

Both see the same fault: the validator says what is wrong, and interpretation, what became of it. Interpretation knows best what a
package carries, so that its effect is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from generator.diagnostics import Diagnostic
from generator.document import split

_OF_REFERENCES: Final = frozenset(
    {
        *("missing-key", "unknown-key", "wrong-type", "wrong-form", "too-few"),
        *("unresolved-reference", "validator-stopped", "ambiguous", "too-many"),
    }
)
_SAME_MATTER: Final[Mapping[str, frozenset[str]]] = {
    "body-without-content": frozenset({"missing-key", "too-few"}),
    "boolean-required": frozenset({"wrong-type"}),
    "circular-reference": frozenset({"validator-stopped"}),
    "discriminator-without-property": frozenset({"missing-key", "wrong-type"}),
    "incomplete-scheme": frozenset({"missing-key"}),
    "invalid-parameter": frozenset(
        {"missing-key", "unknown-value", "ambiguous", "wrong-type", "unknown-key"}
    ),
    "invalid-status": frozenset({"unknown-key", "wrong-form"}),
    "invalid-style": frozenset({"unknown-value", "ambiguous", "missing-key"}),
    "loose-reference": frozenset({"unresolved-reference"}),
    "misplaced-type": frozenset({"missing-key", "unknown-key"}),
    "optional-path-parameter": frozenset(
        {"missing-key", "unknown-value", "wrong-type"}
    ),
    "parameter-content": frozenset({"too-many", "too-few"}),
    "parameter-without-schema": frozenset({"missing-key"}),
    "path-without-slash": frozenset({"unknown-key", "wrong-form"}),
    "reference-in-place": _OF_REFERENCES,
    "server-variable-without-default": frozenset({"missing-key"}),
    "undeclared-required": frozenset({"undefined-required"}),
    "unknown-scheme-type": frozenset({"missing-key", "unknown-value", "ambiguous"}),
    "unknown-type": frozenset({"unknown-value", "wrong-type"}),
}
"""For findings of interpretation the validator's codes, beside the same one, that may be about the same fault."""

_REFERRING: Final = frozenset({"reference-in-place", "loose-reference"})


def told_once(
    objections: Iterable[Diagnostic], own: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Joins each finding of interpretation with the objection that states the same fault, where there is one.

    Args:
        objections: the validator's, with pointers.
        own: interpretation's.

    Returns:
        The objections, a joined one with the validator's words and interpretation's effect; and the other findings
        of interpretation.
    """
    stated = list(objections)
    places: dict[str, list[Diagnostic]] = {}
    for item in stated:
        for pointer in _places(item.pointer):
            places.setdefault(pointer, []).append(item)
    joined: dict[Diagnostic, Diagnostic | None] = {}
    left: list[Diagnostic] = []
    for item in own:
        same = list(_same(item, places, joined)) if item.effect is not None else []
        if not same:
            left.append(item)
            continue
        joined[same[0]] = replace(
            same[0],
            effect=item.effect,
            action=item.action or same[0].action,
            hint=same[0].hint or item.hint,
        )
        joined.update(dict.fromkeys(same[1:]))
    kept = (joined.get(item, item) for item in stated)
    return [item for item in kept if item is not None], left


def _places(pointer: str) -> Iterator[str]:
    """The places for which an objection counts: its own, and where a key's value is wrong, the object around it."""
    if pointer:
        yield pointer
        if split(pointer)[1]:
            yield pointer.rpartition("/")[0]


def _same(
    item: Diagnostic,
    places: Mapping[str, list[Diagnostic]],
    joined: Mapping[Diagnostic, Diagnostic | None],
) -> Iterator[Diagnostic]:
    """The objections to the same fault: one of the same code, or else all of the same matter at one place."""
    found = [
        *places.get(item.pointer, ()),
        *(places.get(f"{item.pointer}/$ref", ()) if item.code in _REFERRING else ()),
    ]
    free = [one for one in dict.fromkeys(found) if one not in joined]
    same = [one for one in free if one.code == item.code]
    if same:
        yield same[0]
        return
    codes = _SAME_MATTER.get(item.code, frozenset())
    matter = [one for one in free if one.code in codes]
    if item.code in _REFERRING:
        yield from matter
    elif matter:
        yield from (one for one in matter if one.pointer == matter[0].pointer)
