"""A model of which the description says nothing says where it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lower.lowering import lowered, model

TEXT = """
    paths:
      /pets:
        post:
          operationId: addPet
          requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
          responses:
            "201": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
            "400": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Wrong'}}}}
        get:
          operationId: anyPet
          responses:
            "200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    components:
      schemas:
        New: {type: object, properties: {tag: {$ref: '#/components/schemas/Tag'}}}
        Pet: {type: object, properties: {a: {type: string}}}
        Tag: {type: object, properties: {a: {type: string}}}
        Wrong: {type: object, properties: {a: {type: string}}}
        Said: {type: object, description: Something., properties: {a: {type: string}}}
        Unused: {type: object, properties: {self: {$ref: '#/components/schemas/Unused'}}}
"""  # noqa: E501


@pytest.mark.parametrize(
    ("name", "doc"),
    [
        ("New", "The body of ``add_pet``."),
        ("Pet", "The result of ``add_pet`` and ``any_pet``."),
        ("Wrong", "The data of an error."),
        ("Tag", "A part of ``New``."),
        ("Said", "Something."),
        ("Unused", ""),
    ],
)
def test_the_docstring(tmp_path: Path, name: str, doc: str) -> None:
    assert model(lowered(tmp_path, TEXT), name).doc == doc
