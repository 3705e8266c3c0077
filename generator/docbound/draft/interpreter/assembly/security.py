"""The security of an operation: what the page states, else what its calls show."""

from __future__ import annotations

from collections.abc import Sequence

from docbound.draft.interpreter.calls import Call
from docbound.draft.interpreter.operation_facts import OperationFacts
from docbound.draft.interpreter.security import register, schemes_of_call


def add_security(facts: OperationFacts, calls: Sequence[Call]) -> None:
    """Settles which schemes a call needs, also where a page describes it twice."""
    operation = facts.operation
    before = facts.known_security
    _own_security(facts, calls)
    if before is not None and operation.security is not None and before != operation.security:
        # The page describes the operation twice, for callers with and without credentials, say.
        both = [*(before or [()]), *(operation.security or [()])]
        operation.security = list(dict.fromkeys(both))


def _own_security(facts: OperationFacts, calls: Sequence[Call]) -> None:
    operation = facts.operation
    if facts.auth_needed is False:
        operation.security = []
        return
    if operation.security is not None and operation.security is not facts.known_security:
        return
    shown: list[tuple[str, ...]] = []
    for call in calls or facts.calls:
        schemes = schemes_of_call(call)
        if schemes:
            names = register(facts.draft, schemes)
            operation.security_at = operation.security_at or call.at
            if names not in shown:
                shown.append(names)
    if shown:
        operation.security = (
            [max(shown, key=len)] if len({len(names) for names in shown}) > 1 else shown
        )
        if facts.optional_auth:
            operation.security.append(())
