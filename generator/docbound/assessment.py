"""What a description says, and whether it may become a package: validation and interpretation, seen
together.

``docbound validate`` and ``docbound generate`` both come here, so that they see the same findings
with the same effects.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from docbound import interpret, validation
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect, Severity
from docbound.document import Document
from docbound.service import Api
from docbound.validation.unused_components import Unused


class Policy(Enum):
    """Which objections of the validator stop generation.

    ``STRICT``: all. ``HARMLESS``: those after which the package is not what a sound description
    would give. ``LENIENT``: none.
    """

    STRICT = "strict"
    HARMLESS = "harmless"
    LENIENT = "lenient"


def policy_of(*, strict: bool, lenient: bool) -> Policy:
    """The policy of a run; leniency is opted into."""
    if lenient:
        return Policy.LENIENT
    return Policy.STRICT if strict else Policy.HARMLESS


def assess(
    document: Document,
    diagnostics: Diagnostics,
    policy: Policy,
    answered: frozenset[str] = frozenset(),
) -> tuple[Api, bool]:
    """Validates and interprets a description.

    Args:
        document: the description.
        diagnostics: receives the objections of the validator, each with its effect, and what
            interpretation has to say. What only interpretation finds is a warning or a note: a
            description that the validator accepts is never refused.
        policy: which objections are errors.
        answered: the codes of assumptions that client.yaml makes needless; they are not told.

    Returns:
        What the description means, and whether the policy lets it pass.
    """
    objections, own = Diagnostics(), Diagnostics()
    validation.validate(document, objections)
    api = interpret.build(document, own)
    own.locate(document.position)
    stated, others = validation.merge_duplicates(objections, own)
    unused = Unused(document)
    weighed = [_under(policy, _as_carried(item, unused)) for item in stated]
    for item in (*weighed, *others):
        if item.code not in answered:
            diagnostics.add(item)
    return api, all(item.severity is not Severity.ERROR for item in weighed)


def _as_carried(objection: Diagnostic, unused: Unused) -> Diagnostic:
    """An objection, which is harmless where nothing of the part that it is about is carried."""
    if objection.effect in (None, Effect.HARMLESS):
        return objection
    if not unused.holds(objection.pointer):
        return objection
    return replace(objection, effect=Effect.HARMLESS, action="nothing refers to this component")


def _under(policy: Policy, objection: Diagnostic) -> Diagnostic:
    """An objection of the validator, as an error or a warning."""
    if objection.severity is not Severity.ERROR or policy is Policy.STRICT:
        return objection
    harmless = objection.effect is Effect.HARMLESS
    if policy is Policy.LENIENT or harmless:
        return replace(objection, severity=Severity.WARNING)
    return objection
