"""With ``--lenient`` a fault is one finding: the validator's words and what interpretation did."""

from __future__ import annotations

from pathlib import Path

from docbound import pipeline
from docbound.build_request import BuildRequest, BuildResult
from docbound.commands import report
from docbound.diagnostics.diagnostic import Diagnostics, Effect, Severity

DESCRIPTION = """\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets/{id}:
    get:
      operationId: readPet
      responses: {"200": {description: ok,
          content: {application/json: {schema: {$ref: "#/components/schemas/Pat"}}}}}
components:
  schemas:
    Pet: {type: strin}
"""


def findings(folder: Path, text: str) -> Diagnostics:
    path = folder / "openapi.yaml"
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    source = BuildRequest(description=path, output=folder / "pets", lenient=True)
    assert pipeline.generate(source, found, {}) is not None
    return found


def test_validator_and_building_tell_a_fault_together(tmp_path: Path) -> None:
    found = [
        (item.code, item.effect, item.message)
        for item in findings(tmp_path, DESCRIPTION)
        if item.severity is Severity.WARNING
    ]
    assert found == [
        (
            "undeclared-path-parameter",
            Effect.HARMLESS,
            (
                "the path /pets/{id} needs 'id', but this operation declares no path parameter of"
                " that name"
            ),
        ),
        (
            "unresolved-reference",
            Effect.DROP,
            (
                "the reference '#/components/schemas/Pat' cannot be resolved: there is no"
                " /components/schemas/Pat"
            ),
        ),
        (
            "unknown-value",
            Effect.GUESS,
            "\"strin\" is not known here; did you mean 'string'?",
        ),
    ]


def test_many_warnings_of_a_kind_are_counted(tmp_path: Path) -> None:
    parts = "".join(f"    S{index}: {{type: strin}}\n" for index in range(60))
    outcome = BuildResult(source=BuildRequest(description=tmp_path, output=tmp_path))
    outcome.diagnostics.extend(findings(tmp_path, DESCRIPTION + parts))
    *shown, last = report.findings(outcome.diagnostics, quiet=True)
    assert sum("[unknown-" in text for text in shown) < 41
    assert last.endswith("more warnings of the kind [unknown-value]; --verbose shows them all")
    assert len([*report.findings(outcome.diagnostics, quiet=False)]) > len(shown)
