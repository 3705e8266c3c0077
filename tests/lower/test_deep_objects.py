"""Lists in parameters and fields of style ``deepObject``: what is assumed is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound.diagnostics.diagnostic import Diagnostics, Effect
from tests.lower.lowering import field, lowered

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
    components:
      schemas:
        Filter: {type: object, properties: {inner: {$ref: '#/components/schemas/Filter'}, tags: {type: array, items: {type: string}}}}
"""  # noqa: E501


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("", ["filter", "ids"]),
        ("deep_object_lists: mixed", []),
        ("deep_object_lists: numbered", []),
    ],
)
def test_what_is_assumed_is_told_once_for_each_place(
    tmp_path: Path, config: str, told: list[str]
) -> None:
    found = Diagnostics()

    lowered(tmp_path, TEXT, config, found)

    guesses = [item for item in found if item.code == "lists-in-deep-objects"]
    assert [item.message.split("`")[3] for item in guesses] == told
    assert all(item.effect is Effect.GUESS and "client.yaml" in item.hint for item in guesses)


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
