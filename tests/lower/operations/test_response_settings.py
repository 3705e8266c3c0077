"""Entries of ``responses`` in client.yaml that name nothing, or decide nothing."""

from __future__ import annotations

from pathlib import Path

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics

DESCRIPTION = Path(__file__).parents[2] / "typed_calls/descriptions/formats.yaml"
CONFIG = """package: formats
responses:
  transcribe: {argument: respons_format, values: {json: Transcription}}
  export: {argument: response_format, values: {text: text/plan, json: Report}}
  answer: {argument: stream, values: {a: text/plain}}
  nothing: {argument: a, values: {b: text/plain}}
  listStars: {argument: id, values: {"1": application/json}}
"""


def test_each_is_an_error_at_its_place(tmp_path: Path) -> None:
    config, found = tmp_path / "client.yaml", Diagnostics()
    config.write_text(CONFIG, encoding="utf-8")
    request = BuildRequest(description=DESCRIPTION, config=config, output=tmp_path / "out")
    pipeline.generate(request, found, {})
    errors = {
        (each.position.line, each.position.column): each.code
        for each in found
        if each.position is not None and each.severity.name == "ERROR"
    }
    assert errors == {
        (3, 26): "unknown-name",
        (4, 54): "unknown-name",
        (5, 11): "wrong-value",
        (6, 12): "unknown-name",
        (7, 37): "wrong-value",
    }
