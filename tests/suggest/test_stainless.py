"""The configuration of a Stainless project as proposals for client.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostics

DESCRIPTION = """
openapi: 3.1.0
info: {title: Harbour, version: "1"}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
  schemas:
    ShipObject: {type: object, properties: {id: {type: string}}}
    Ships:
      type: object
      properties:
        data: {type: array, items: {$ref: "#/components/schemas/ShipObject"}}
        meta: {type: object, properties: {next: {type: [string, "null"]}}}
paths:
  /ships:
    get:
      operationId: listShips
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: "#/components/schemas/Ships"}}}
    post: {operationId: addShip, responses: {"204": {description: ok}}}
  /ships/{shipId}/crew:
    parameters: [{name: shipId, in: path, required: true, schema: {type: string}}]
    get: {operationId: listCrew, responses: {"204": {description: ok}}}
"""

CONFIGURATION = """
targets: {python: {package_name: harbour-sdk, project_name: harbour}}
client_settings:
  opts:
    token: {type: string, read_env: HARBOUR_TOKEN, auth: {security_scheme: bearer}}
    other: {type: string, read_env: OTHER, auth: {security_scheme: unknown}}
  idempotency: {header: Idempotency-Key}
settings: {license: MIT}
pagination:
  - name: pages
    type: cursor
    request:
      limit: {type: integer}
      after: {type: string, x-stainless-pagination-property: {purpose: next_cursor_param}}
    response:
      data: {type: array, items: {}}
      meta:
        type: object
        properties:
          next: {type: string, x-stainless-pagination-property: {purpose: next_cursor_field}}
resources:
  $shared: {models: {ships: Ships}}
  $client: {methods: {ping: get /ping}}
  fleet:
    models: {ship: "#/components/schemas/ShipObject", lost: Lost}
    methods:
      listAll: {endpoint: get /ships, paginated: true}
      import: post /ships
      sink: delete /ships
      verify: {type: webhook_unwrap}
    subresources:
      crew: {methods: {list: "get /ships/{ship_id}/crew"}}
"""


def run(folder: Path, configuration: str, *words: str, description: str = DESCRIPTION) -> Result:
    path, file = folder / "openapi.yaml", folder / "stainless.yml"
    path.write_text(description)
    file.write_text(configuration)
    return CliRunner().invoke(main, ["suggest", str(path), "--stainless", str(file), *words])


def proposed(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = yaml.safe_load(result.stdout)
    return found


def test_what_is_taken_over(tmp_path: Path) -> None:
    result = run(tmp_path, CONFIGURATION)
    assert proposed(result) == {
        "package": "harbour_sdk",
        "distribution": "harbour",
        "license": "MIT",
        "credentials": {"bearer": {"environment": "HARBOUR_TOKEN"}},
        "resources": {
            "fleet": {"list_all": "listShips", "import_": "addShip", "crew": {"list": "listCrew"}}
        },
        "rename": {"#/components/schemas/ShipObject": "Ship"},
        "pagination": {
            "*": {
                "kind": "cursor",
                "parameter": "after",
                "next": "meta.next",
                "items": "data",
            }
        },
        "idempotency": {"*": "Idempotency-Key"},
    }
    left = [line.partition("left out: ")[2] for line in result.stderr.splitlines()[:-1]]
    assert left == [
        "`$client.methods.ping`: methods are in a resource",
        "`fleet.methods.sink`: the description has no DELETE /ships",
        "`fleet.methods.verify`: no endpoint is named",
        "`resources.fleet.models.lost`: 'Lost' is no class of the package",
    ]


DESCRIBED_STREAM = """
  /ask:
    post:
      operationId: ask
      requestBody: {content: {application/json: {schema: {type: object, title: Question}}}}
      responses:
        "200": {description: ok, content: {text/event-stream: {schema: {type: string}}}}
"""
MORE = """
organization: {name: harbour}
environments: {production: https://harbour.example}
streaming:
  on_event:
    - {data_starts_with: "[DONE]", handle: done}
    - {event_type: [error, fault], handle: error}
    - {data_starts_with: oops, handle: error}
openapi:
  transforms:
    - {command: remove, reason: unused, args: {target: ["$.paths./old", "$.paths./older"]}}
resources:
  fleet:
    methods:
      add: {endpoint: post /ships, body_param_name: ship, streaming: {param_discriminator: null}}
      ask: {endpoint: post /ask, body_param_name: theQuestion, unwrap_response_fields: [data]}
      tell: {endpoint: post /ask, streaming: {param_discriminator: mode}}
"""


def test_streams_bodies_and_what_has_no_key(tmp_path: Path) -> None:
    result = run(tmp_path, MORE, description=DESCRIPTION + DESCRIBED_STREAM)
    found = proposed(result)
    assert found["error_events"] == ["error", "fault"]
    assert found["body_names"] == {"ask": "the_question"}
    left = [line.partition("left out: ")[2] for line in result.stderr.splitlines()[:-1]]
    assert left == [
        "`fleet.methods.add.body_param_name`: the operation has no body",
        "`fleet.methods.add.streaming`: no response of addShip is a stream in the description: an"
        " Overlay adds `text/event-stream`, see `overlays`",
        "`fleet.methods.ask.unwrap_response_fields`: client.yaml has no such key",
        "`fleet.methods.tell.streaming.param_discriminator`: 'mode' does not decide what comes,"
        " only a boolean `stream` does",
        "`openapi.transforms`: remove $.paths./old, $.paths./older: an Overlay changes a"
        " description, see `overlays`",
        "`streaming.on_event`: {'data_starts_with': 'oops', 'handle': 'error'} is no name of an"
        " event, see `error_events`",
        "`environments`: client.yaml has no such key",
    ]


def test_what_is_taken_over_makes_the_package(tmp_path: Path) -> None:
    config = tmp_path / "client.yaml"
    config.write_text("package: own\n")
    result = run(tmp_path, CONFIGURATION, "--config", str(config), "--write")
    assert result.exit_code == 0, result.output
    assert yaml.safe_load(config.read_text())["package"] == "own"
    source = BuildRequest(
        description=tmp_path / "openapi.yaml", output=tmp_path / "out", config=config
    )
    made = pipeline.generate(source, Diagnostics(), {})
    assert made is not None
    methods = {f"{a.attribute}.{m.name}": m for a in made.package.apis for m in a.methods}
    assert sorted(methods) == ["fleet.crew.list", "fleet.import_", "fleet.list_all"]
    assert methods["fleet.list_all"].pagination is not None
    assert "Ship" in {model.name for model in made.package.models}
    # A second time, nothing is left to propose.
    assert run(tmp_path, CONFIGURATION, "--config", str(config)).stdout == ""


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (
            {
                "type": "cursor_id",
                "request": {"after_id": {"purpose": "next_cursor_id_param"}, "limit": {}},
                "response": {
                    "data": {
                        "type": "array",
                        "items": {"properties": {"id": {"purpose": "cursor_item_id"}}},
                    },
                    "has_more": {"purpose": "has_next_page"},
                },
            },
            {
                "kind": "cursor",
                "parameter": "after_id",
                "size": "limit",
                "more": "has_more",
                "items": "data",
                "last_item": "id",
            },
        ),
        (
            {
                "type": "page_number",
                "request": {"page": {"purpose": "page_number_param"}},
                "response": {
                    "rows": {"type": "array", "purpose": "items"},
                    "pages": {"purpose": "total_page_count_field"},
                },
            },
            {"kind": "page", "parameter": "page", "items": "rows", "total_pages": "pages"},
        ),
        (
            {
                "type": "offset",
                "request": {"skip": {"purpose": "offset_count_param"}},
                "response": {
                    "rows": {"type": "array"},
                    "n": {"purpose": "offset_total_count_field"},
                },
            },
            {"kind": "offset", "parameter": "skip", "total": "n", "items": "rows"},
        ),
        (
            {
                "type": "cursor_url",
                "request": {},
                "response": {"rows": {"type": "array"}, "to": {"purpose": "cursor_url_field"}},
            },
            {"kind": "link", "next": "to", "items": "rows"},
        ),
        ({"type": "fake_page", "request": {}, "response": {"rows": {"type": "array"}}}, None),
        ({"type": "offset", "request": {}, "response": {"rows": {"type": "array"}}}, None),
    ],
)
def test_kinds_of_pages(scheme: dict[str, Any], expected: object, tmp_path: Path) -> None:
    def marked(value: Any) -> Any:
        """The scheme with each purpose where Stainless has it."""
        if not isinstance(value, dict):
            return value
        found = {key: marked(each) for key, each in value.items() if key != "purpose"}
        if isinstance(value.get("purpose"), str):
            found["x-stainless-pagination-property"] = {"purpose": value["purpose"]}
        return found

    given = yaml.safe_dump({"resources": {}, "pagination": [{"name": "p", **marked(scheme)}]})
    found = proposed(run(tmp_path, given)) or {}
    assert found.get("pagination", {}).get("*") == expected


def test_another_file_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "openapi: 3.1.0\n")
    assert result.exit_code == 1
    assert "stainless.yml:1:1: error: there are no `resources`" in result.output
    result = run(tmp_path, "resources: {}\n", "--only", "streams")
    assert result.exit_code == 2
