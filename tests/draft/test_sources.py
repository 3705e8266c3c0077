"""Recorded calls, collections, packages, several sources together, and what --update, --guess and
redaction do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from docbound.cli import main

SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"


def drafted(tmp_path: Path, *arguments: str) -> dict[str, Any]:
    """The description that sources give."""
    output = tmp_path / "out"
    result = CliRunner().invoke(main, ["draft", *arguments, "--output", str(output)])
    assert result.exit_code == 0, result.output
    content = yaml.safe_load((output / "openapi.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def har(*calls: tuple[str, str, int, object], headers: tuple[tuple[str, str], ...] = ()) -> str:
    """A HAR file of some calls: method, address, status, response."""
    entries = []
    for method, url, status, body in calls:
        request = {
            "method": method,
            "url": url,
            "headers": [{"name": name, "value": value} for name, value in headers],
        }
        content = {"mimeType": "application/json", "text": json.dumps(body)}
        entries.append(
            {"request": request, "response": {"status": status, "headers": [], "content": content}}
        )
    return json.dumps({"log": {"entries": entries}})


def test_calls_show_templates_types_and_nothing_more(tmp_path: Path) -> None:
    calls = har(
        (
            "GET",
            "https://boats.example/v1/boats?limit=5",
            200,
            [{"id": 1, "state": "afloat", "note": None}, {"id": 2, "state": "ashore"}],
        ),
        ("GET", "https://boats.example/v1/boats/1", 200, {"id": 1, "state": "afloat", "rate": 2}),
        ("GET", "https://boats.example/v1/boats/2", 200, {"id": 2, "state": "ashore", "rate": 2.5}),
        ("GET", "https://boats.example/v1/sailors/ann", 200, {"name": "Ann"}),
        ("GET", "https://boats.example/v1/sailors/bob", 200, {"name": "Bob"}),
        ("GET", "https://boats.example/v1/sailors", 200, []),
    )
    (tmp_path / "calls.har").write_text(calls, encoding="utf-8")
    content = drafted(tmp_path, str(tmp_path / "calls.har"))
    assert content["servers"] == [{"url": "https://boats.example/v1"}]
    assert list(content["paths"]) == [
        "/boats",
        "/boats/{boat_id}",
        "/sailors/{sailor_id}",
        "/sailors",
    ]
    limit = content["paths"]["/boats"]["get"]["parameters"][0]
    assert limit == {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    text = (tmp_path / "out" / "openapi.yaml").read_text(encoding="utf-8")
    assert "enum" not in text
    schemas = content["components"]["schemas"]
    assert not any("required" in schema for schema in schemas.values())
    assert schemas["GetBoatResponse"]["properties"]["rate"] == {"type": "number"}
    assert content["paths"]["/sailors"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ] == {"type": "array"}


def test_neighbours_are_not_values(tmp_path: Path) -> None:
    calls = har(
        ("GET", "https://boats.example/v1/boats", 200, {"boats": []}),
        ("GET", "https://boats.example/v1/sailors", 200, {"sailors": []}),
        ("GET", "https://boats.example/v1/boats/search", 200, {"hits": 1}),
        ("GET", "https://boats.example/v1/boats/summary", 200, {"total": 1}),
    )
    (tmp_path / "calls.har").write_text(calls, encoding="utf-8")
    content = drafted(tmp_path, str(tmp_path / "calls.har"))
    assert sorted(content["paths"]) == ["/boats", "/boats/search", "/boats/summary", "/sailors"]


def test_guesses_are_made_on_request_and_marked(tmp_path: Path) -> None:
    boats = [
        {"id": 1, "state": "afloat"},
        {"id": 2, "state": "ashore"},
        {"id": 3, "state": "afloat", "note": "x"},
    ]
    (tmp_path / "calls.har").write_text(
        har(("GET", "https://boats.example/boats", 200, boats)), encoding="utf-8"
    )
    content = drafted(tmp_path, str(tmp_path / "calls.har"), "--guess")
    schema = content["components"]["schemas"]["GetBoatsResponseItem"]
    assert schema["required"] == ["id", "state"]
    assert schema["properties"]["state"]["enum"] == ["afloat", "ashore"]
    assert "# guess" in (tmp_path / "out" / "openapi.yaml").read_text(encoding="utf-8")


def test_secrets_of_recorded_calls_are_written_to_no_file(tmp_path: Path) -> None:
    calls = har(
        (
            "GET",
            f"https://boats.example/boats/{SECRET}?api_key={SECRET}",
            200,
            {"token": SECRET, "id": 1},
        ),
        headers=(("Authorization", f"Bearer {SECRET}"), ("Cookie", f"session={SECRET}")),
    )
    (tmp_path / "calls.har").write_text(calls, encoding="utf-8")
    page = (
        f"## GET /ships\n\nSee https://user:{SECRET}@boats.example for more.\n\n```bash\ncurl"
        f" https://boats.example/ships -H 'Authorization: Bearer {SECRET}'\n```\n"
    )
    page += f"\n```ruby\nkey = '{SECRET}'\n```\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    result = CliRunner().invoke(
        main,
        [
            "draft",
            str(tmp_path / "calls.har"),
            str(tmp_path / "page.md"),
            "--output",
            str(tmp_path / "out"),
            "--unread",
            "--guess",
        ],
    )
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output
    for path in (tmp_path / "out").iterdir():
        assert SECRET not in path.read_text(encoding="utf-8"), path


PAGE = """\
# Boats

Base URL: `https://boats.example`

## GET /boats/{boat_id}

### Response

| Field | Type | Required |
|---|---|---|
| `id` | string | yes |
| `name` | string | no |
"""


def test_pages_win_over_calls_and_conflicts_are_listed(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    calls = har(("GET", "https://boats.example/boats/7", 200, {"id": 7, "name": "Ilse", "crew": 3}))
    (tmp_path / "calls.har").write_text(calls, encoding="utf-8")
    result = CliRunner().invoke(
        main,
        [
            "draft",
            str(tmp_path / "calls.har"),
            str(tmp_path / "page.md"),
            "--output",
            str(tmp_path / "out"),
            "--json",
        ],
    )
    report = json.loads(result.output)
    assert [item["kept"] for item in report["conflicts"]] == ["string"]
    assert report["conflicts"][0]["kept_at"] == {"source": "page.md", "line": 11}
    text = (tmp_path / "out" / "openapi.yaml").read_text(encoding="utf-8")
    schema = next(iter(yaml.safe_load(text)["components"]["schemas"].values()))
    assert schema["properties"]["id"] == {"type": "string"}
    assert schema["properties"]["crew"] == {"type": "integer"}
    assert "crew: # from calls:1" in text


def test_update_tells_what_the_page_changed_and_leaves_hand_written_facts_alone(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    drafted(tmp_path, str(page))
    facts = tmp_path / "out" / "documented.yaml"
    handwritten = (
        facts.read_text(encoding="utf-8") + "  - name: Mine\n    at: ours\n    fields: []\n"
    )
    facts.write_text(handwritten, encoding="utf-8")
    arguments = ["draft", str(page), "--output", str(tmp_path / "out"), "--update"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    page.write_text(
        PAGE.replace(
            "| `name` | string | no |", "| `name` | integer | no |\n| `crew` | integer | yes |"
        ),
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert (
        "changed: model GetBoatResponse: field name: type: string is now integer (page:12)"
        in result.output
    )
    assert "added: model GetBoatResponse: field crew (page:13)" in result.output
    assert "Mine" not in result.output
    report = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert {change["kind"] for change in report["changes"]} == {"changed", "added"}
    assert facts.read_text(encoding="utf-8") == handwritten


def test_a_postman_collection(tmp_path: Path) -> None:
    request = {
        "method": "PUT",
        "header": [{"key": "X-Trace", "value": "abc"}],
        "url": {
            "raw": "{{base}}/boats/:boat_id?dry=true",
            "path": ["boats", ":boat_id"],
            "query": [{"key": "dry", "value": "true"}],
            "variable": [{"key": "boat_id", "value": "7"}],
        },
        "body": {
            "mode": "raw",
            "raw": '{"name": "Ilse"}',
            "options": {"raw": {"language": "json"}},
        },
        "auth": {"type": "bearer"},
    }
    item = {
        "name": "Rename a boat",
        "request": request,
        "response": [
            {
                "code": 200,
                "header": [{"key": "Content-Type", "value": "application/json"}],
                "body": '{"ok": true}',
            }
        ],
    }
    collection = {
        "info": {
            "name": "Boats",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": [{"name": "boats", "item": [item]}],
    }
    (tmp_path / "boats.json").write_text(json.dumps(collection), encoding="utf-8")
    operation = drafted(tmp_path, str(tmp_path / "boats.json"))["paths"]["/boats/{boat_id}"]["put"]
    assert [(row["name"], row["in"], row["schema"]) for row in operation["parameters"]] == [
        ("boat_id", "path", {"type": "integer"}),
        ("dry", "query", {"type": "boolean"}),
        ("X-Trace", "header", {"type": "string"}),
    ]
    assert operation["summary"] == "Rename a boat"
    assert operation["security"] == [{"bearerAuth": []}]
    assert list(operation["responses"]) == ["200"]


def test_requests_of_one_operation_are_one(tmp_path: Path) -> None:
    """A request with a literal id, and what the collection states of it, are of the template."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    requests = [
        {"method": "GET", "url": "https://boats.example/v1/boats/1", "description": "The first."},
        {
            "method": "GET",
            "url": "https://boats.example/v1/boats/2",
            "auth": {"type": "bearer"},
            "header": [{"key": "X-Trace", "value": "a", "description": "A mark."}],
        },
    ]
    items = [{"name": f"Boat {i}", "request": row} for i, row in enumerate(requests)]
    collection = {"info": {"name": "Boats", "schema": schema}, "item": items}
    (tmp_path / "boats.json").write_text(json.dumps(collection), encoding="utf-8")
    content = drafted(tmp_path, str(tmp_path / "boats.json"))
    assert list(content["paths"]) == ["/boats/{boat_id}"]
    operation = content["paths"]["/boats/{boat_id}"]["get"]
    assert operation["description"] == "The first."
    assert operation["security"] == [{"bearerAuth": []}]
    described = {row["name"]: row.get("description") for row in operation["parameters"]}
    assert described == {"boat_id": None, "X-Trace": "A mark."}


def test_update_reads_plain_values_and_inherited_sources(tmp_path: Path) -> None:
    """A status that is a plain value, and a source at the top, are what the format allows."""
    page = tmp_path / "page.md"
    page.write_text("# Boats\n\n## Get a boat\n\nGET /boats/{id}\n", encoding="utf-8")
    (tmp_path / "documented.yaml").write_text(
        "format: documented/1\nsources: {page: A page}\nat: page\n"
        'operations: [{method: GET, path: "/boats/{id}", statuses: ["404"]}]\n',
        encoding="utf-8",
    )
    arguments = ["draft", str(page), "--output", str(tmp_path), "--update"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert "dropped: GET /boats/{}: status 404 (page)" in done.output


def test_a_package_is_read_and_not_run(tmp_path: Path) -> None:
    package = tmp_path / "boats_client"
    (package / "api").mkdir(parents=True)
    (package / "models").mkdir()
    for folder in (package, package / "api", package / "models"):
        (folder / "__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    (package / "configuration.py").write_text(
        "HOST = 'https://boats.example/v1'\n", encoding="utf-8"
    )
    (package / "models" / "boat.py").write_text(
        "class Boat(BaseModel):\n    id: StrictInt\n    flag_state: Optional[StrictStr] ="
        " Field(default=None, alias='flagState')\n    load: Optional[Load] = None\n"
        "class Load(BaseModel):\n    anyof_schema_1_validator: Optional[StrictStr] = None\n"
        "    anyof_schema_2_validator: Optional[StrictInt] = None\n"
        "    actual_instance: Optional[Union[str, int]] = None\n",
        encoding="utf-8",
    )
    (package / "api" / "boats_api.py").write_text(
        "class BoatsApi:\n    def get_boat(self, boat_id: StrictInt, detail: Optional[StrictStr] ="
        " None) -> Boat:\n        _param = self._get_boat_serialize(boat_id=boat_id,"
        " detail=detail)\n        _response_types_map: Dict[str, Optional[str]] = {'200': 'Boat',"
        " '404': None}\n    def _get_boat_serialize(self, boat_id, detail):\n       "
        " _path_params['boatId'] = boat_id\n        _query_params.append(('detail', detail))\n     "
        "   _header_params['Accept'] = self.api_client.select_header_accept(['application/json'])\n"
        "        return self.api_client.param_serialize(method='GET',"
        " resource_path='/boats/{boatId}')\n",
        encoding="utf-8",
    )
    content = drafted(tmp_path, str(package))
    operation = content["paths"]["/boats/{boatId}"]["get"]
    assert [
        (row["name"], row["in"], row.get("required", False)) for row in operation["parameters"]
    ] == [("boatId", "path", True), ("detail", "query", False)]
    assert sorted(operation["responses"]) == ["200", "404"]
    assert content["components"]["schemas"]["Boat"]["properties"]["flagState"] == {"type": "string"}
    assert content["components"]["schemas"]["Boat"]["required"] == ["id"]
    load = content["components"]["schemas"]["Load"]
    assert load["anyOf"] == [{"type": "string"}, {"type": "integer"}]


def test_check_tells_when_a_page_that_is_kept_has_moved_on(tmp_path: Path) -> None:
    specs = tmp_path / "specs" / "boats"
    specs.mkdir(parents=True)
    page = specs / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert CliRunner().invoke(main, ["draft", str(page), "--output", str(specs)]).exit_code == 0
    assert CliRunner().invoke(main, ["regenerate", "--root", str(tmp_path)]).exit_code == 0
    arguments = ["check", "--root", str(tmp_path), "--only", "sources", "--only", "documented"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    page.write_text(PAGE.replace("| string | no |", "| integer | no |"), encoding="utf-8")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "documentation-changed" in result.output
    assert "field name: type: string is now integer" in result.output


def test_a_name_that_another_source_took_is_no_drift(tmp_path: Path) -> None:
    boats = tmp_path / "specs" / "boats"
    boats.mkdir(parents=True)
    fields = "| Name | Type | Required |\n|---|---|---|\n| `name` | string | yes |\n"
    own = f"# Boats\n\n## POST /boats\n\n### Request body\n\n{fields}"
    answer = "### Responses\n\n| Code | Schema |\n|---|---|\n| 200 | [PostBoatsRequest](#p) |\n"
    other = f"# Sailors\n\n## GET /sailors\n\n{answer}\n## PostBoatsRequest\n\n{fields}"
    (boats / "boats.md").write_text(own, encoding="utf-8")
    (tmp_path / "sailors.md").write_text(other.replace("`name`", "`age`"), encoding="utf-8")
    sources = [str(tmp_path / "sailors.md"), str(boats / "boats.md")]
    arguments = ["draft", *sources, "--output", str(boats)]
    made = CliRunner().invoke(main, arguments)
    assert made.exit_code == 0, made.output
    assert "PostBoatsRequest2" in (boats / "openapi.yaml").read_text(encoding="utf-8")
    update = ["draft", "--update", str(boats / "boats.md"), "--output", str(boats), "--json"]
    assert json.loads(CliRunner().invoke(main, update).output)["changes"] == []


def test_an_output_that_is_a_link_to_itself(tmp_path: Path) -> None:
    page, loop = tmp_path / "page.md", tmp_path / "loop"
    page.write_text(PAGE, encoding="utf-8")
    loop.symlink_to(loop)
    done = CliRunner().invoke(main, ["draft", str(page), "--output", str(loop)])
    assert done.exit_code == 2
    assert "is a link to a missing target" in done.output
