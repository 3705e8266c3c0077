"""A client that nobody planned for needs a description and a client.yaml, and not a line of the
generator.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from docbound.traffic import HttpRequest, HttpResponse
from tests.support.stub import StubServer

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Ships, version: "1"}
servers: [{url: "https://ships.example"}]
security: [{key: []}]
paths:
  /ships:
    get:
      operationId: listShips
      tags: [ships]
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        "200": {description: OK, content:
            {application/json: {schema: {$ref: "#/components/schemas/Ships"}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Harbour}}
  schemas:
    Ships: {type: object, required: [ships],
        properties: {ships: {type: array, items: {$ref: "#/components/schemas/Ship"}}}}
    Ship: {type: object, required: [name], properties: {name: {type: string}, code: {type: string}}}
"""

SETTINGS = """\
package: quay_client
distribution: quay-client
version: 2.1.0
credentials: {key: {environment: HARBOUR_KEY, prefix: Anchor}}
helpers: [{name: harbour, scheme: key, prefix: Anchor, arguments: {host: address, key: secret}}]
pagination: {listShips: {kind: page, parameter: page, items: ships}}
secret_fields: [code]
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    root = tmp_path_factory.mktemp("project")
    specs = root / "specs/quay"
    specs.mkdir(parents=True)
    (specs / "openapi.yaml").write_text(DESCRIPTION)
    (specs / "client.yaml").write_text(SETTINGS)
    outcome = fresh_build(build_request.client_source(root, "quay"), write=True)
    assert not outcome.failed, list(outcome.diagnostics)
    sys.path.insert(0, str(root / "generated/quay"))
    try:
        yield importlib.import_module("quay_client")
    finally:
        sys.path.remove(str(root / "generated/quay"))


def pages(request: HttpRequest) -> HttpResponse:
    """Two pages of ships, then none."""
    page = int(request.url.partition("page=")[2] or 1)
    ships = [{"name": f"ship {page}", "code": "4711"}] if page < 3 else []
    return HttpResponse(
        status=200,
        headers=(("Content-Type", "application/json"),),
        body=json.dumps({"ships": ships}).encode(),
    )


def test_helper_prefix_pages_and_secrets(harbour: ModuleType) -> None:
    with (
        StubServer(pages) as stub,
        harbour.harbour(address=stub.url, secret="k") as client,
    ):
        ships = list(client.ships.list_ships_iter())
    assert [ship.name for ship in ships] == ["ship 1", "ship 2"]
    assert {request.header("x-harbour") for request in stub.requests} == {"Anchor k"}
    assert ships[0].code == "4711"
    assert "4711" not in repr(ships[0])
    assert harbour.__version__ == "2.1.0"


def test_credential_from_the_environment(
    harbour: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_KEY", "from-outside")
    with StubServer(pages) as stub, harbour.ApiClient(host=stub.url) as client:
        client.ships.list_ships()
    assert stub.requests[0].header("x-harbour") == "Anchor from-outside"


def test_a_missing_credential_is_named_before_anything_is_sent(
    harbour: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HARBOUR_KEY", raising=False)
    with (
        StubServer(pages) as stub,
        harbour.ApiClient(host=stub.url) as client,
        pytest.raises(harbour.OpenApiException, match="HARBOUR_KEY"),
    ):
        client.ships.list_ships()
    assert stub.requests == []
