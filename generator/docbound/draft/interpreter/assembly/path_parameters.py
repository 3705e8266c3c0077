"""Path parameters: one for each placeholder of the template, in its order."""

from __future__ import annotations

from collections.abc import Sequence

from docbound.draft.facts import Parameter, Schema, placeholders
from docbound.draft.interpreter.calls import Call
from docbound.draft.interpreter.operation_facts import OperationFacts
from docbound.draft.interpreter.paths import is_placeholder_value, matches
from docbound.draft.interpreter.samples import merge_samples, sample_schema


def add_path_parameters(facts: OperationFacts, calls: Sequence[Call]) -> None:
    """A parameter for each placeholder, in the order of the template; samples tell the type where
    the page does not.
    """
    operation = facts.operation
    for name in placeholders(operation.path):
        parameter = operation.parameters.get(("path", name))
        if parameter is None:
            kind = facts.declared.template.types.get(name, "")
            schema = Schema(at=operation.at, type=kind)
            parameter = Parameter(
                name=name, place="path", schema=schema, at=operation.at, required=True
            )
            operation.parameters["path", name] = parameter
        if parameter.schema.empty:
            values: list[Schema] = []
            for call in calls:
                found = matches(operation.path, call.path)
                value = found[1].get(name, "") if found else ""
                if value and not is_placeholder_value(value):
                    values.append(sample_schema(value, call.at))
            shown = merge_samples(values)
            if shown is not None:
                parameter.schema = shown
    for name in facts.declared.template.query:
        if ("query", name) not in operation.parameters:
            operation.parameters["query", name] = Parameter(
                name=name,
                place="query",
                schema=Schema(at=operation.at),
                at=operation.at,
            )
    if facts.style.generated:
        return  # their order is that of the arguments
    facts.operation.parameters = dict(
        sorted(
            operation.parameters.items(),
            key=lambda pair: _order(pair[0], placeholders(operation.path)),
        )
    )


def _order(key: tuple[str, str], names: Sequence[str]) -> tuple[int, int]:
    place, name = key
    places = ("path", "query", "header", "cookie")
    return places.index(place) if place in places else 9, (
        names.index(name) if place == "path" and name in names else 0
    )
