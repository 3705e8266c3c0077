"""An operation, put together of what was read about it: the order of the steps."""

from __future__ import annotations

from docbound.draft.interpreter.assembly.bodies import add_body, add_other_bodies
from docbound.draft.interpreter.assembly.generated_parameters import place_generated
from docbound.draft.interpreter.assembly.parameters import place_parameters
from docbound.draft.interpreter.assembly.path_parameters import add_path_parameters
from docbound.draft.interpreter.assembly.responses import accepted_type, add_responses
from docbound.draft.interpreter.assembly.sample_calls import add_sample_call, calls_operation
from docbound.draft.interpreter.assembly.security import add_security
from docbound.draft.interpreter.operation_facts import OperationFacts


def assemble(facts: OperationFacts) -> None:
    """Completes the operation of the draft with what was read about it."""
    if facts.style.generated:
        place_generated(facts)
    else:
        place_parameters(facts)
    calls = [call for call in facts.calls if calls_operation(facts.operation, call)]
    add_path_parameters(facts, calls)
    add_body(facts, calls)
    for call in calls:
        add_sample_call(facts, call)
    add_other_bodies(facts)
    add_responses(facts, accepted_type(facts, calls))
    add_security(facts, calls)
