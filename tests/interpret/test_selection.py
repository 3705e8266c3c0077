"""Operation filters: what stays, what goes with it, and what a useless filter says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from docbound import document, interpret
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from docbound.interpret.selection import select
from docbound.service import Api
from docbound.settings.filters import Filters, OperationSet

DESCRIPTION = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses: {"200": {description: ok,
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
  /pets/{id}:
    get:
      operationId: readPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: none}}
  /owners:
    post:
      operationId: addOwner
      tags: [owners]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Owner"}}}}
      responses: {"204": {description: none}}
components:
  schemas:
    Pet: {type: object, properties: {toy: {$ref: "#/components/schemas/Toy"}}}
    Toy: {type: object, properties: {name: {type: string}}}
    Owner: {type: object, properties: {name: {type: string}}}
    Unused: {type: object, properties: {name: {type: string}}}
"""


@pytest.fixture
def api(tmp_path: Path) -> Api:
    path = tmp_path / "openapi.yaml"
    path.write_text(DESCRIPTION, encoding="utf-8")
    found = Diagnostics()
    loaded = document.load(path, found)
    assert loaded is not None
    assert yaml.safe_load(DESCRIPTION) == loaded.root
    return interpret.build(loaded, found)


@pytest.mark.parametrize(
    ("filters", "operations", "models"),
    [
        (
            Filters(),
            ["listPets", "readPet", "addOwner"],
            ["Pet", "Toy", "Owner", "Unused"],
        ),
        (Filters(tags=("pets",)), ["listPets"], ["Pet", "Toy"]),
        (Filters(paths=("/pets*",)), ["listPets", "readPet"], ["Pet", "Toy"]),
        (Filters(paths=("/pets",)), ["listPets"], ["Pet", "Toy"]),
        (Filters(operations=("addOwner",)), ["addOwner"], ["Owner"]),
        (
            Filters(tags=("owners",), operations=("readPet",)),
            ["readPet", "addOwner"],
            ["Owner"],
        ),
        (
            Filters(exclude=OperationSet(tags=("pets",))),
            ["readPet", "addOwner"],
            ["Owner"],
        ),
        (
            Filters(paths=("/pets*",), exclude=OperationSet(operations=("readPet",))),
            ["listPets"],
            ["Pet", "Toy"],
        ),
        (
            Filters(tags=("owners",), exclude=OperationSet(paths=("/*",))),
            [],
            [],
        ),
    ],
)
def test_what_stays(api: Api, filters: Filters, operations: list[str], models: list[str]) -> None:
    found = Diagnostics()
    selected = select(api, filters, found)
    assert [item.operation_id for item in selected.operations] == operations
    assert [item.about.name for item in selected.definitions.values()] == models
    assert len(found) == 0


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(tags=("cats",)), 0),
        (Filters(exclude=OperationSet(tags=("cats",))), 3),
    ],
)
def test_a_filter_that_fits_nothing_is_named(api: Api, filters: Filters, left: int) -> None:
    found = Diagnostics()
    assert len(select(api, filters, found).operations) == left
    assert [item.code for item in found] == ["useless-filter"]
    (error,) = found
    assert "tag 'cats'" in error.message
    assert error.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        (Filters(tags=("zzz",)), "look at the spelling"),
        (Filters(tags=("owenrs",)), "did you mean 'owners'?"),
        (Filters(exclude=OperationSet(tags=("owenrs",))), "did you mean 'owners'?"),
    ],
)
def test_a_misspelt_filter_gets_the_nearest_name(api: Api, filters: Filters, hint: str) -> None:
    found = Diagnostics()
    select(api, filters, found)
    assert [item.hint for item in found] == [hint]
