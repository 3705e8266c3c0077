"""Merges the findings of the validator and of interpretation about one fault.

Both see the same fault: the validator says what is wrong, and interpretation, what became of it.
Interpretation knows best what a package carries, so that its effect is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.diagnostics.rules import rule_hint
from docbound.document import split

_OF_REFERENCES: Final = frozenset(
    {
        *("missing-key", "unknown-key", "wrong-type", "wrong-form", "too-few"),
        *("unresolved-reference", "validator-stopped", "ambiguous", "too-many"),
    }
)
SAME_MATTER: Final[Mapping[str, frozenset[str]]] = {
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
    "method-in-capitals": frozenset({"unknown-key"}),
    "misplaced-type": frozenset({"missing-key", "unknown-key"}),
    "optional-path-parameter": frozenset({"missing-key", "unknown-value", "wrong-type"}),
    "odd-security": frozenset({"wrong-type"}),
    "parameter-content": frozenset({"too-many", "too-few"}),
    "parameter-without-schema": frozenset({"missing-key"}),
    "path-without-slash": frozenset({"unknown-key", "wrong-form"}),
    "reference-in-place": _OF_REFERENCES,
    "server-variable-without-default": frozenset({"missing-key"}),
    "undeclared-required": frozenset({"undefined-required"}),
    "unknown-keyword": frozenset({"unknown-key"}),
    "unknown-scheme-type": frozenset({"missing-key", "unknown-value", "ambiguous"}),
    "unknown-type": frozenset({"unknown-value", "wrong-type"}),
}
"""For findings of interpretation the validator's codes, beside the same one, that may be about the
same fault.
"""

_PLAINER: Final = frozenset(
    {
        *("boolean-required", "misplaced-type", "odd-security", "parameter-content"),
        *("path-expression", "reference-in-place"),
    }
)
"""Findings of interpretation that say what is wrong in plainer words than the objections, which are
then left out.
"""

_ONCE: Final = frozenset({"circular-reference"})
"""Findings that need no second one at the same place, in whatever words."""

_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "incomplete-scheme": frozenset({"in", "name", "scheme"}),
    "invalid-parameter": frozenset({"in", "name"}),
    "invalid-style": frozenset({"style", "collectionFormat"}),
    "optional-path-parameter": frozenset({"required"}),
    "unknown-scheme-type": frozenset({"type"}),
}
"""For findings about an object the keys that they are about, where its other keys may be wrong as
well.
"""

_STOPPED: Final = "validator-stopped"
_BY_WEIGHT: Final = (Effect.HARMLESS, Effect.GUESS, Effect.DROP)
_CLEARER: Final[Mapping[str, frozenset[str]]] = {
    "ambiguous": frozenset(
        {"missing-key", "unknown-value", "unknown-key", "too-many", "excluded-keys"}
    ),
    "forbidden": frozenset({"too-few"}),
    "unknown-value": frozenset({"wrong-type"}),
}
"""For objections that say little the codes of those that say the same thing better."""

_REFERRING: Final = frozenset({"reference-in-place", "loose-reference"})


def merge_duplicates(
    objections: Iterable[Diagnostic], own: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Joins each finding of interpretation with the objection that states the same fault, where
    there is one.

    Args:
        objections: the validator's, with pointers.
        own: interpretation's.

    Returns:
        The objections, a joined one with the validator's words and interpretation's effect; and the
        other findings of interpretation.
    """
    stated = list(objections)
    places: dict[str, list[Diagnostic]] = {}
    for item in stated:
        for pointer in _places(item.pointer):
            places.setdefault(pointer, []).append(item)
    joined: dict[Diagnostic, Diagnostic] = {}
    left: list[Diagnostic] = []
    for item in own:
        same = list(_same(item, places, joined)) if item.effect is not None else []
        for fault in same:
            if fault in joined:
                continue  # said once more by interpretation
            joined[fault] = _joined(fault, item)
        if not same:
            left.append(item)
    kept = [item for item in stated if not _repeats(item, places)]
    stopped = [item.pointer for item in kept if item.code == _STOPPED]
    merged = _each_once(joined.get(item) or _of_stop(item, left) for item in kept)
    left = _each_once(left)
    unjudged = [item for item in left if _is_unjudged(item, stopped)]
    merged += [replace(item, severity=Severity.ERROR) for item in unjudged]
    return merged, [item for item in left if item not in unjudged]


def _each_once(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings without those that say of the same place what another one says."""
    found: dict[object, Diagnostic] = {}
    for item in findings:
        words = item.code if item.code in _ONCE else (item.code, item.message)
        found.setdefault((words, item.position or item.pointer), item)
    return list(found.values())


def _joined(fault: Diagnostic, item: Diagnostic) -> Diagnostic:
    """An objection with what interpretation knows of it."""
    joined = replace(
        fault,
        effect=item.effect,
        action=item.action or fault.action,
        hint=fault.hint or item.hint or rule_hint(item.code),
    )
    if item.code not in _PLAINER:
        return joined
    hint = item.hint or rule_hint(item.code)
    return replace(
        joined,
        code=item.code,
        message=item.message,
        hint=hint,
        pointer=item.pointer,
        position=item.position or fault.position,
    )


def _is_unjudged(item: Diagnostic, stopped: list[str]) -> bool:
    """Whether a finding is where the validator did not come to; it may be one that it would
    have objected to.
    """
    return (
        item.severity is Severity.WARNING
        and item.effect not in (None, Effect.HARMLESS)
        and any(item.pointer.startswith(pointer) for pointer in stopped)
    )


def _repeats(
    item: Diagnostic,
    places: Mapping[str, list[Diagnostic]],
) -> bool:
    """Whether an objection only says again, and less clearly, what another one says of the same
    place.
    """
    at_all = {other.code for other in places.get(item.pointer, ())}
    if not at_all.isdisjoint(_CLEARER.get(item.code, ())):
        return True
    if item.code == "missing-key" and _last(item.pointer) == "responses":
        return "unknown-key" in at_all  # `default` is wanted where no key is a status
    return item.code == "unknown-key" and _is_of_another_form(item, places)


def _is_of_another_form(item: Diagnostic, places: Mapping[str, list[Diagnostic]]) -> bool:
    """Whether a key is only unknown because the object around it lacks another one, so that the
    form that has both was not looked at.
    """
    from docbound.validation.harmlessness import CARRIED  # few descriptions need it
    from docbound.validation.object_names import object_name

    steps = split(item.pointer)[1]
    around = item.pointer.rpartition("/")[0]
    lacking = any(
        other.pointer == around and other.code == "missing-key" for other in places.get(around, ())
    )
    return lacking and steps[-1] in CARRIED.get(object_name(steps[:-1]), ())


def _of_stop(item: Diagnostic, own: Iterable[Diagnostic]) -> Diagnostic:
    """A part that the validator could not judge does to the package what interpretation finds
    within it.
    """
    if item.code != _STOPPED or item.effect is not Effect.GUESS:
        return item
    within = [
        other.effect
        for other in own
        if other.effect is not None and other.pointer.startswith(f"{item.pointer}/")
    ]
    worst = max(within, key=_BY_WEIGHT.index, default=Effect.HARMLESS)
    return replace(item, effect=worst)


def _places(pointer: str) -> Iterator[str]:
    """The places for which an objection counts: its own, and where a key's value is wrong, the
    object around it.
    """
    if pointer:
        yield pointer
        if split(pointer)[1]:
            yield pointer.rpartition("/")[0]


def _same(
    item: Diagnostic,
    places: Mapping[str, list[Diagnostic]],
    joined: Mapping[Diagnostic, Diagnostic],
) -> Iterator[Diagnostic]:
    """The objections to the same fault: one of the same code, or else all of the same matter; both,
    where a reference is one that the validator takes for something else, too.
    """
    found = [
        *places.get(item.pointer, ()),
        *(places.get(f"{item.pointer}/$ref", ()) if item.code in _REFERRING else ()),
    ]
    if item.code == "path-expression":
        yield from _of_expression(item, found)
        return
    same = [one for one in found if one.code == item.code and one not in joined]
    if same:
        yield same[0]
        if item.code not in _REFERRING:
            return
    codes = SAME_MATTER.get(item.code, frozenset())
    keys = _KEYS.get(item.code)
    for one in dict.fromkeys(found):
        other_key = one.pointer != item.pointer and keys and _last(one.pointer) not in keys
        if one.code in codes and not other_key:
            yield one


def _of_expression(item: Diagnostic, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """The objections to one expression of a path; a path may have several, each with an objection
    at the operation.
    """
    for one in found:
        if one.code == "unused-path-parameter":
            yield one
        elif one.code == "undeclared-path-parameter":
            name = one.message.partition(" needs '")[2].partition("'")[0]
            if f"`{{{name}}}`" in item.message.replace("\\", "\\\\"):
                yield one


def _last(pointer: str) -> str:
    return (split(pointer)[1] or ("",))[-1]
