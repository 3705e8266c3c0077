"""Fixtures of descriptions as they are: what the package reads in its own way, the stub, `replay`
and `check` read in the same way.
"""

# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from docbound.harness import described_service
from tests.support.runs import docbound

DESCRIPTION = """\
openapi: 3.0.3
info: {title: Cellar, version: "1"}
servers: [{url: "https://cellar.example"}]
paths:
  /wines:
    post:
      operationId: addWine
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Wine"}, example: {name: Gamay}}}}
      responses: {"200": {$ref: "#/components/responses/Wine"}}
  /racks:
    post:
      operationId: addRack
      requestBody: {required: true, content: {"": {schema: {type: object, properties: {size: {type: integer}}}}}}
      responses: {"200": {$ref: "#/components/responses/Wine"}}
  /label:
    get: {operationId: label, responses: {"200": {description: It., content: {image/png: {schema: {type: object}}}}}}
  /plan:
    put:
      operationId: putPlan
      requestBody: {required: true, content: {application/x-yaml: {schema: {type: object, required: [rows], properties: {rows: {type: integer}}}}}}
      responses: {"204": {description: It.}}
  /agent:
    get:
      operationId: agent
      parameters: [{name: User-Agent, in: header, required: true, schema: {type: string}}]
      responses: {"204": {description: It.}}
  /moved:
    get: {operationId: moved, responses: {"303": {description: Elsewhere.}}}
  /session:
    get:
      operationId: session
      responses:
        "200":
          description: It.
          content:
            application/json:
              schema: {type: object, properties: {cursor: {type: string}}}
              example: {cursor: q7Zk0mB9xT4vLr2NsWc8YhJ3pDf6Gt5K}
components:
  responses:
    Wine: {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Wine"}}}}
  schemas:
    Id: {type: string, readOnly: true}
    Wine:
      type: object
      required: [id, lot, name]
      properties:
        id: {$ref: "#/components/schemas/Id"}
        lot: {allOf: [{$ref: "#/components/schemas/Id"}]}
        name: {type: string}
"""
BUNDLED = """\
openapi: 3.0.3
info: {title: Bundled, version: "1"}
servers: [{url: "https://cellar.example"}]
paths: {$ref: "#/x-paths"}
x-paths: {/wines: {$ref: "#/x-items/wines"}}
x-items: {wines: {get: {$ref: "#/x-operations/wines"}}}
x-operations: {wines: {operationId: wines, security: [{token: []}], parameters: {$ref: "#/x-parameters"}, responses: {$ref: "#/x-responses"}}}
x-parameters: [{name: lot, in: query, schema: {type: string}}]
x-responses: {"200": {description: It., content: {$ref: "#/x-content"}}}
x-content: {application/json: {schema: {type: string}, example: Syrah}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
"""
FACTS = """\
format: documented/1
sources: {page: {title: the service's documentation, address: "https://docs.cellar.example"}}
at: page
operations: [{method: GET, path: /moved, statuses: ["303"]}]
"""
SECRET = "q7Zk0mB9xT4vLr2NsWc8YhJ3pDf6Gt5K"


@pytest.fixture(scope="module")
def cellar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the one client ``cellar``, its package generated, and all its fixtures."""
    root = tmp_path_factory.mktemp("cellar")
    (root / "specs/cellar").mkdir(parents=True)
    (root / "specs/cellar/openapi.yaml").write_text(DESCRIPTION)
    (root / "specs/cellar/documented.yaml").write_text(FACTS)
    assert docbound(root, "regenerate").exit_code == 0
    made = docbound(root, "fixtures", "new", "cellar", "--all")
    assert made.exit_code == 0, made.output
    return root


def test_each_operation_gets_a_fixture_that_replays(cellar: Path) -> None:
    played = docbound(cellar, "replay")
    assert played.exit_code == 0, played.output
    assert "7 fixtures played" in played.output


def test_what_looks_like_a_secret_in_an_example_is_replaced(cellar: Path) -> None:
    text = (cellar / "tests/fixtures/cellar/session.example.yaml").read_text()
    assert SECRET not in text
    assert yaml.safe_load(text)["meta"]["redactions"]


@pytest.mark.parametrize("operation", ["add_wine", "add_rack"])
def test_printed_examples_are_what_the_stub_takes(cellar: Path, operation: str) -> None:
    checked = docbound(cellar, "check", "--only", "examples")
    assert operation not in checked.output
    assert checked.exit_code == 0, checked.output


def test_an_operation_without_a_described_success_is_named(tmp_path: Path) -> None:
    (tmp_path / "specs/cellar").mkdir(parents=True)
    (tmp_path / "specs/cellar/openapi.yaml").write_text(
        DESCRIPTION.replace('"303": {description: Elsewhere.}', '"405": {description: No.}')
    )
    assert docbound(tmp_path, "regenerate").exit_code == 0
    made = docbound(tmp_path, "fixtures", "new", "cellar", "moved")
    assert "moved describes no response of success; there are: 405" in made.output
    assert made.exit_code == 1


def test_references_that_bundlers_write_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(BUNDLED)
    [operation] = described_service.load(path).operations
    assert operation.operation_id == "wines"
    assert [row.name for row in operation.parameters] == ["lot"]
    assert operation.security == (("key",),)  # no scheme `token` is declared
    assert [media.name for media in operation.responses[0].contents] == ["application/json"]
