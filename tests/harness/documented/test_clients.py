"""Every client of this repository passes the gate, section by section, and describes itself in
words.
"""

from __future__ import annotations

from typing import Any

import pytest

from docbound.diagnostics.diagnostic import Severity
from docbound.diagnostics.display import render_diagnostic
from docbound.harness.checks import gate
from docbound.harness.checks.sections import SECTIONS
from docbound.harness.fixtures.coverage import coverage
from tests.support.clients import CLIENTS, PROJECT, Client

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)


@each_client
@pytest.mark.parametrize("section", SECTIONS)
def test_a_client_passes_the_gate(client: Client, section: str) -> None:
    result = gate.run(PROJECT, [client.name], [section])
    found = [
        render_diagnostic(finding)
        for item in result.results
        for finding in item.findings
        if finding.severity is not Severity.NOTE
    ]
    assert not found, "\n".join(found)


@each_client
def test_everything_is_described_in_words(client: Client) -> None:
    assert not list(_undescribed(client.service.document.root, "#"))


def _undescribed(node: Any, pointer: str) -> list[str]:
    """Pointers of operations, parameters, bodies, responses, models and properties that say nothing
    about themselves.
    """
    found: list[str] = []
    if isinstance(node, dict):
        speaks = pointer.split("/")[-2:-1]
        inside_data = (
            "/examples/" in pointer or "/example" in pointer or pointer.endswith("/examples")
        )
        if (
            speaks
            and speaks[0] in {"schemas", "properties", "parameters", "securitySchemes"}
            and not inside_data
            and "$ref" not in node
        ):
            found += [pointer] if not node.get("description") else []
        for key, value in node.items():
            found += _undescribed(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found += _undescribed(value, f"{pointer}/{index}")
    return found


@each_client
def test_examples_fit_their_schemas(client: Client) -> None:
    for operation in client.service.operations:
        medias = [
            *operation.bodies,
            *(media for row in operation.responses for media in row.contents),
        ]
        for media in medias:
            examples = media.node.get("examples")
            for name, example in examples.items() if examples and media.schema else ():
                assert media.schema is not None
                mismatches = client.judge.mismatches(media.schema.pointer, example.value["value"])
                assert not mismatches, f"{operation.name} {name}: {mismatches[0].message}"


@each_client
def test_each_operation_has_a_success_and_each_described_error_class_a_fixture(
    client: Client,
) -> None:
    """An error is wanted where the description has one."""
    for row in coverage(client):
        statuses = {status for status, _ in row.counts}
        assert any(status < 400 for status in statuses), f"{row.operation}: no success"
        if any(code[0] in "45" for code in row.described):
            assert any(status >= 400 for status in statuses), f"{row.operation}: no error"
