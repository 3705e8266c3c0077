"""What the validator finds and what building does about it, told as one finding.

With ``--lenient`` both see the same fault: the validator says what is wrong, and building, what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from generator.diagnostics import Diagnostic, Severity

_SAME_MATTER: Final[Mapping[str, frozenset[str]]] = {
    "body-without-content": frozenset({"missing-key"}),
    "circular-reference": frozenset({"validator-stopped"}),
    "incomplete-scheme": frozenset({"missing-key"}),
    "invalid-parameter": frozenset({"missing-key", "unknown-value", "ambiguous"}),
    "invalid-status": frozenset({"unknown-key"}),
    "misplaced-type": frozenset({"missing-key"}),
    "parameter-content": frozenset({"too-many"}),
    "parameter-without-schema": frozenset({"missing-key"}),
    "unknown-scheme-type": frozenset({"missing-key", "unknown-value"}),
    "unknown-type": frozenset({"unknown-value"}),
}
"""For findings of building the validator's codes, beside the same one, that may be about the same fault."""


def told_once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Joins each finding that had an effect with the one that states the fault, where there are both.

    Args:
        found: all findings, with pointers.

    Returns:
        The findings; a joined one has the first one's words, and the other's effect and hint.
    """
    stated: dict[str, list[Diagnostic]] = {}
    others: list[Diagnostic] = []
    for item in found:
        if item.pointer and not item.effect and item.severity is Severity.WARNING:
            stated.setdefault(item.pointer, []).append(item)
            # A key's value is wrong, and its object is what was repaired.
            above = item.pointer.rpartition("/")[0]
            stated.setdefault(above, []).append(item)
        others.append(item)
    joined: dict[Diagnostic, Diagnostic | None] = {}
    for item in others:
        fault = (
            _fault(item, stated.get(item.pointer, ()), joined) if item.effect else None
        )
        if fault is not None:
            hint = fault.hint or item.hint or item.message
            joined[fault] = replace(fault, effect=item.effect, hint=hint)
            joined[item] = None
    for item in others:
        kept = joined.get(item, item)
        if kept is not None:
            yield kept


def _fault(
    item: Diagnostic,
    candidates: Iterable[Diagnostic],
    joined: Mapping[Diagnostic, Diagnostic | None],
) -> Diagnostic | None:
    codes = _SAME_MATTER.get(item.code, frozenset()) | {item.code}
    for candidate in candidates:
        if candidate.code in codes and candidate not in joined:
            return candidate
    return None
