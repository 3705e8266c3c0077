"""Lists in parameters and fields of style ``deepObject``: what is assumed is said."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from docbound import cli, pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect
from tests.lower.lowering import HEAD, field, lowered

TEXT = """
    paths:
      /find:
        get:
          parameters:
          - {name: sort, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: string}}}
          - {name: filter, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Filter'}}
          responses: {'204': {description: done}}
        post:
          requestBody:
            content:
              application/x-www-form-urlencoded:
                schema: {type: object, properties: {ids: {type: array, items: {type: string}}, plain: {type: array, items: {type: string}}}}
                encoding: {ids: {style: deepObject}}
          responses: {'204': {description: done}}
        put:
          requestBody:
            content:
              multipart/form-data:
                schema: {oneOf: [{$ref: '#/components/schemas/One'}, {type: object, properties: {other: {type: string}}}]}
                encoding: {of: {style: deepObject}, other: {style: deepObject}}
          responses: {'204': {description: done}}
    components:
      schemas:
        One: {type: object, properties: {of: {type: object, additionalProperties: {type: array, items: {type: string}}}}}
        Filter: {type: object, properties: {inner: {$ref: '#/components/schemas/Filter'}, tags: {type: array, items: {type: string}}}}
"""  # noqa: E501


CONFIGS = [
    ("", ["filter", "ids", "of"]),
    ("deep_object_lists: mixed", []),
    ("deep_object_lists: numbered", []),
]


def guesses(found: Diagnostics) -> list[Diagnostic]:
    return [item for item in found if item.code == "lists-in-deep-objects"]


@pytest.mark.parametrize(("config", "codes"), CONFIGS)
def test_what_is_assumed_is_reported_once_for_each_place(
    tmp_path: Path, config: str, codes: list[str]
) -> None:
    path = written(tmp_path)
    client = tmp_path / "client.yaml"
    client.write_text(f"package: things\n{config}", encoding="utf-8")
    found = Diagnostics()

    made = pipeline.interpret(
        BuildRequest(description=path, output=tmp_path / "out", config=client), found, {}
    )

    assert made is not None
    assert [item.message.split("`")[3] for item in guesses(found)] == codes
    assert all(
        item.effect is Effect.GUESS and "client.yaml" in item.hint for item in guesses(found)
    )


def test_validate_tells_what_is_assumed(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.main, ["validate", "--json", str(written(tmp_path))])

    report = json.loads(done.stdout)
    codes = [item for item in report["diagnostics"] if item["code"] == "lists-in-deep-objects"]
    assert [item["effect"] for item in codes] == ["guess", "guess", "guess"]
    assert report["effects"]["guess"] == 3
    assert report["ok"]


def written(folder: Path) -> Path:
    path = folder / "openapi.yaml"
    path.write_text(HEAD + dedent(TEXT), encoding="utf-8")
    return path


def test_an_unknown_choice_is_an_error(tmp_path: Path) -> None:
    found = Diagnostics()

    with pytest.raises(AssertionError):
        lowered(tmp_path, TEXT, "deep_object_lists: some", found)

    assert found.has_errors


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ("{type: string, default: 1.10}", '"1.10"'),
        ("{type: string, default: 2}", '"2"'),
        ("{type: [string, 'null'], default: true}", '"true"'),
        ("{allOf: [{type: string}], default: 1e3}", '"1e3"'),
        ("{type: number, default: 1.10}", "1.1"),
    ],
)
def test_an_unquoted_default_of_a_string_is_the_text_as_written(
    tmp_path: Path, schema: str, code: str
) -> None:
    text = (
        f"components: {{schemas: {{Thing: {{type: object, properties: {{version: {schema}}}}}}}}}\n"
    )
    package = lowered(tmp_path, f"paths: {{}}\n{text}")

    assert field(package, "Thing", "version").default_code == code
