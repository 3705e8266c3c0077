"""What calls in samples show of parameters and of the service's address."""

from __future__ import annotations

import re

from docbound.draft.blocks import At
from docbound.draft.facts import Operation, Origin, Parameter, Schema
from docbound.draft.interpreter.calls import TRANSPORT_HEADERS, Call
from docbound.draft.interpreter.operation_facts import OperationFacts
from docbound.draft.interpreter.paths import is_placeholder_value, matches
from docbound.draft.interpreter.samples import merge_samples, sample_schema
from docbound.draft.interpreter.security import is_credential_header


def calls_operation(operation: Operation, call: Call) -> bool:
    """Whether a call is one of the operation, by its method and its path."""
    return (
        call.method.lower() == operation.method and matches(operation.path, call.path) is not None
    )


def add_sample_call(facts: OperationFacts, call: Call) -> None:
    """Adds the address, the query and the header fields of a call that the page shows."""
    operation = facts.operation
    found = matches(operation.path, call.path)
    if found and call.base and facts.style.generated is False:
        _server(facts, call.base + found[0])
    for name, text in call.query:
        _sample_parameter(operation, "query", name, text, call.at)
    for name, text in call.headers.items():
        if (
            name.lower() in TRANSPORT_HEADERS
            or is_credential_header(name)
            or not re.fullmatch(r"[\w-]+", name)
        ):
            continue
        _sample_parameter(operation, "header", name, text, call.at)


def _server(facts: OperationFacts, address: str) -> None:
    """The address of a sample. Where the page states a base address that does not lead there, it is
    this operation's own.
    """
    operation = facts.operation
    address = address.rstrip("/")
    if address not in operation.servers:
        operation.servers.append(address)


def _sample_parameter(operation: Operation, place: str, name: str, text: str, at: At) -> None:
    key = next(
        (key for key in operation.parameters if key[0] == place and key[1].lower() == name.lower()),
        (place, name),
    )
    shown = (
        Schema(at=at, origin=Origin.SAMPLE, type="")
        if is_placeholder_value(text) or not text
        else sample_schema(text, at)
    )
    parameter = operation.parameters.get(key)
    if parameter is None:
        if name.endswith("[]"):
            shown = Schema(at=at, origin=Origin.SAMPLE, type="array", items=shown)
        operation.parameters[key] = Parameter(
            name=name, place=place, schema=shown, at=at, origin=Origin.SAMPLE
        )
    elif parameter.schema.empty:
        parameter.schema = shown
    elif parameter.origin is Origin.SAMPLE or parameter.schema.origin is Origin.SAMPLE:
        parameter.schema = merge_samples([parameter.schema, shown]) or shown
