"""``docbound suggest``: what is proposed, why, and that it works once it is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from docbound.cli import main
from docbound.suggest.merging import MergeError, merged
from docbound.suggest.rules import RULES, suggestions
from docbound.suggest.suggestion import Described, Suggestion

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def schema(shape: Any) -> dict[str, Any]:
    match shape:
        case list():
            return {"type": "array", "items": schema(shape[0])}
        case dict():
            return {"type": "object", "properties": {k: schema(v) for k, v in shape.items()}}
        case _:
            return {"type": shape}


def operation(name: str, inputs: dict[str, str], response: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema(response)}}
    return {
        "operationId": name,
        "parameters": [
            {"name": key, "in": "query", "schema": {"type": kind}} for key, kind in inputs.items()
        ],
        "responses": {"200": {"description": "d", "content": content}},
    }


def described(folder: Path, **more: Any) -> Path:
    path = folder / "openapi.json"
    path.write_text(
        json.dumps({"openapi": "3.1.0", "info": {"title": "Case", "version": "1"}, **more})
    )
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["suggest", *map(str, words)])


def proposals(*words: str | Path) -> list[dict[str, Any]]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def generated(description: Path, config: Path) -> str:
    """The operation table of the package with the accepted proposals."""
    out = description.parent / "out"
    words = ["generate", str(description), "--config", str(config), "--output", str(out)]
    made = CliRunner().invoke(main, [*words, "--package", "case_client"])
    assert made.exit_code == 0, made.output
    assert "gets no iterator" not in made.output and "fits no operation" not in made.output
    tables = (out / "case_client" / "_operations").glob("*_api.py")
    return "".join(path.read_text() for path in tables)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_pages(case: dict[str, Any], tmp_path: Path) -> None:
    one = operation("listThings", case["inputs"], case["response"])
    path = described(tmp_path, paths={"/things": {"get": one}})
    found = proposals(path)
    if case["pages"] is None:
        assert found == []
        return
    (only,) = found
    assert (only["section"], only["key"], only["value"]) == (
        "pagination",
        "listThings",
        case["pages"],
    )
    assert only["reason"].startswith("GET /things: ")
    # Once it is accepted, there is an iterator, and nothing is proposed any more.
    config = tmp_path / "client.yaml"
    assert run(path, "--config", config, "--write").exit_code == 0
    assert "LIST_THINGS_PAGES" in generated(path, config)
    assert proposals(path, "--config", config) == []


def test_what_many_operations_share_is_a_rule(tmp_path: Path) -> None:
    response = {"data": [{"id": "string"}], "next_cursor": "string"}
    inputs = {"cursor": "string"}
    paths = {f"/t{n}": {"get": operation(f"list{n}", inputs, response)} for n in range(4)}
    paths["/other"] = {"get": operation("other", {"page": "integer"}, [{"id": "string"}])}
    path = described(tmp_path, paths=paths)
    other, rule = sorted(proposals(path), key=lambda each: -len(each["key"]))
    assert other["key"] == "other" and rule["key"] == "*"
    assert rule["operations"] == [f"list{n}" for n in range(4)]
    assert "4 operations (list0, list1, list2, list3)" in rule["reason"]
    config = tmp_path / "client.yaml"
    run(path, "--config", config, "--write")
    table = generated(path, config)
    assert all(f"LIST{n}_PAGES" in table or f"LIST_{n}_PAGES" in table for n in range(4))


def test_keys_events_and_webhooks(tmp_path: Path) -> None:
    header = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
    done = {"204": {"description": "d"}}
    event = {
        "oneOf": [
            {"type": "object", "properties": {"event": {"const": name}, "data": {"type": "string"}}}
            for name in ("delta", "response.failed")
        ]
    }
    stream = {"200": {"description": "d", "content": {"text/event-stream": {"itemSchema": event}}}}
    signature = {
        "name": "X-Acme-Signature",
        "in": "header",
        "description": "HMAC SHA-512 of the body in base64",
        "schema": {"type": "string"},
    }
    path = tmp_path / "openapi.json"
    path.write_text(
        json.dumps(
            {
                "openapi": "3.2.0",
                "info": {"title": "Case", "version": "1"},
                "paths": {
                    "/a": {
                        "post": {"operationId": "make", "parameters": [header], "responses": done},
                        "put": {"operationId": "put", "parameters": [header], "responses": done},
                    },
                    "/b": {"get": {"operationId": "watch", "responses": stream}},
                },
                "webhooks": {
                    "made": {
                        "post": {
                            "parameters": [{"$ref": "#/components/parameters/sig"}],
                            "requestBody": {
                                "content": {"application/json": {"schema": {"type": "object"}}}
                            },
                            "responses": done,
                        }
                    }
                },
                "components": {"parameters": {"sig": signature}},
            }
        )
    )
    found = {each["section"]: each for each in proposals(path)}
    assert (found["idempotency"]["key"], found["idempotency"]["value"]) == (
        "make",
        "Idempotency-Key",
    )
    assert found["error_events"]["value"] == ["error", "response.failed"]
    assert found["webhooks"]["value"] == {
        "scheme": "hmac",
        "header": "X-Acme-Signature",
        "algorithm": "sha512",
        "encoding": "base64",
    }
    config = tmp_path / "client.yaml"
    run(path, "--config", config, "--write")
    generated(path, config)
    assert proposals(path, "--config", config) == []
    assert [each["section"] for each in proposals(path, "--only", "webhooks")] == ["webhooks"]


# --- the file


PAGES = Suggestion(section="pagination", key="list", value={"kind": "page"}, reason="why")
FILES = [
    ("", "pagination:\n  # why\n  list:\n    kind: page\n"),
    (
        "package: p  # mine\n",
        "package: p  # mine\n\npagination:\n  # why\n  list:\n    kind: page\n",
    ),
    (
        "pagination:\n    old: {kind: none}  # never\n\n# last\nversion: 1.0\n",
        "pagination:\n    old: {kind: none}  # never\n    # why\n    list:\n      kind: page\n"
        "\n# last\nversion: 1.0\n",
    ),
    ("pagination:\nversion: 1\n", "pagination:\n  # why\n  list:\n    kind: page\nversion: 1\n"),
    (
        "pagination:\n  old:\n    kind: page\n    size: n\n",
        "pagination:\n  old:\n    kind: page\n    size: n\n  # why\n  list:\n    kind: page\n",
    ),
    (
        "pagination:\n  '*':\n  - kind: page\n  # of the list\nversion: 1\n",
        "pagination:\n  '*':\n  - kind: page\n  # why\n  list:\n    kind: page\n"
        "  # of the list\nversion: 1\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), FILES)
def test_what_is_there_stays(before: str, after: str) -> None:
    assert merged(before, [PAGES]) == after
    assert yaml.safe_load(after)["pagination"]["list"] == {"kind": "page"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pagination: {a: {kind: none}}\n", "line 1: `pagination` is written in braces"),
        ("{package: p}\n", "written in braces"),
        ("- a\n", "no mapping"),
        ("x: 1\npagination: [a]\n", "line 2"),
        ("pagination:\n  list: {kind: none}\n", "has an entry 'list' already"),
    ],
)
def test_what_cannot_be_merged_is_said(text: str, says: str) -> None:
    with pytest.raises(MergeError, match=says.replace("{", r"\{")):
        merged(text, [PAGES])


def test_nothing_is_written_where_it_cannot_be_merged(tmp_path: Path) -> None:
    one = operation("listThings", {"page": "integer"}, [{"id": "string"}])
    path = described(tmp_path, paths={"/things": {"get": one}})
    config = tmp_path / "client.yaml"
    config.write_text("pagination: {x: {kind: none}}\n")
    result = run(path, "--config", config, "--write")
    # The entry names an operation that is not there, which is an error of its own.
    assert result.exit_code == 1 and config.read_text() == "pagination: {x: {kind: none}}\n"
    config.write_text("pagination: {}\n")
    result = run(path, "--config", config, "--write")
    assert result.exit_code == 1 and "written in braces" in result.output
    assert sorted(each.name for each in tmp_path.iterdir()) == ["client.yaml", "openapi.json"]


def test_a_wrong_call(tmp_path: Path) -> None:
    path = described(tmp_path, paths={})
    assert run(path, "--write").exit_code == 2
    assert run(tmp_path / "none").exit_code == 1
    assert run(tmp_path).exit_code == 0
    (tmp_path / "openapi.json").unlink()
    assert run(tmp_path).exit_code == 2


def test_another_kind_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def names(found: Described) -> Any:
        for each in found.context.api.operations:
            yield Suggestion(section="rename", key=each.pointer, value="mine", reason="a test")

    monkeypatch.setitem(RULES, "names", names)
    one = operation("x", {}, {"id": "string"})
    path = described(tmp_path, paths={"/x": {"get": one}})
    assert [each["section"] for each in proposals(path)] == ["rename"]
    assert suggestions.__doc__


# --- what was read


def test_lines_of_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(
        "openapi: 3.1.0\n"
        "info: {title: Case, version: '1'}\n"
        "paths:\n"
        "  /things:\n"
        "    get:\n"
        "      operationId: list\n"
        "      parameters:\n"
        "        - {name: cursor, in: query, schema: {type: string}}\n"
        "      responses:\n"
        "        '200':\n"
        "          description: ok\n"
        "          content:\n"
        "            application/json:\n"
        "              schema:\n"
        "                type: object\n"
        "                properties:\n"
        "                  data: {type: array, items: {type: string}}\n"
        "                  next_cursor: {type: string}\n"
        "    post:\n"
        "      operationId: add\n"
        "      parameters:\n"
        "        - {name: Idempotency-Key, in: header, schema: {type: string}}\n"
        "      responses: {'204': {description: done}}\n"
        "  /watch:\n"
        "    get:\n"
        "      operationId: watch\n"
        "      responses:\n"
        "        '200':\n"
        "          description: ok\n"
        "          content:\n"
        "            text/event-stream:\n"
        "              schema:\n"
        "                type: object\n"
        "                properties:\n"
        "                  event: {enum: [tick, failed]}\n"
        "                  data: {type: string}\n"
        "webhooks:\n"
        "  made:\n"
        "    post:\n"
        "      parameters:\n"
        "        - {name: X-Signature, in: header, schema: {type: string}}\n"
        "      requestBody: {content: {application/json: {schema: {type: object}}}}\n"
        "      responses: {'204': {description: done}}\n"
    )
    found = {each["section"]: each["lines"] for each in proposals(path)}
    assert found == {
        "pagination": ["api.yaml:5", "api.yaml:8", "api.yaml:17", "api.yaml:18"],
        "idempotency": ["api.yaml:19", "api.yaml:22"],
        "error_events": ["api.yaml:35"],
        "webhooks": ["api.yaml:41"],
    }
    printed = run(path).stdout
    assert "items in `data` (api.yaml:5,\n  # 8, 17, 18)" in printed
    assert "(api.yaml:35)" in printed


SIGNATURES = [
    (
        {"description": "t=1492774577,v1=5257a869e7, in hex"},
        {"prefix": "v1=", "timestamp_prefix": "t=", "signed": "{timestamp}.{body}"},
        "what exactly is signed",
    ),
    ({"example": "sha256=6dcb", "description": "hex"}, {"prefix": "sha256="}, None),
    (
        {"description": "v0= and hex digits, over v0:{timestamp}:{body}."},
        {"prefix": "v0=", "signed": "v0:{timestamp}:{body}"},
        None,
    ),
    (
        {"description": "base64, HMAC-SHA1 over the URL and the form"},
        {"algorithm": "sha1", "encoding": "base64"},
        "what exactly is signed",
    ),
    ({"schema": {"type": "string", "description": "base64"}}, {"encoding": "base64"}, None),
]


@pytest.mark.parametrize(("header", "value", "unsure"), SIGNATURES)
def test_what_a_header_says_of_signatures(
    header: dict[str, Any], value: dict[str, Any], unsure: str | None, tmp_path: Path
) -> None:
    parameter = {"name": "X-Signature", "in": "header", "schema": {"type": "string"}, **header}
    hook = {"post": {"parameters": [parameter], "responses": {"204": {"description": "d"}}}}
    (found,) = proposals(described(tmp_path, paths={}, webhooks={"made": hook}))
    plain = {"scheme": "hmac", "header": "X-Signature", "encoding": "hex"}
    assert found["value"] == {**plain, **value}
    assert found["unsure"] == (unsure or "")


def test_a_field_of_the_body_that_is_in_the_query_too(tmp_path: Path) -> None:
    one = operation(
        "listThings",
        {"NextToken": "string"},
        {"Things": [{"Name": "string"}], "NextToken": "string"},
    )
    body = schema({"NextToken": "string", "MaxResults": "integer"})
    one["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    path = described(tmp_path, paths={"/": {"post": one}})
    (only,) = proposals(path, "--only", "pagination")
    assert only["value"]["parameter"] == "body:NextToken"
    config = tmp_path / "client.yaml"
    run(path, "--config", config, "--write", "--only", "pagination")
    assert 'parameter="body:NextToken"' in generated(path, config)


def failing(status: str, *headers: str) -> dict[str, Any]:
    described_headers = {name: {"schema": {"type": "string"}} for name in headers}
    responses = {status: {"description": "no", "headers": described_headers}}
    return {"operationId": f"get{status}", "responses": responses}


def test_statuses_that_say_when_to_come_back(tmp_path: Path) -> None:
    paths = {
        "/a": {"get": failing("403", "Retry-After")},
        "/b": {"get": failing("429", "Retry-After")},
        "/c": {"get": failing("409", "ETag")},
    }
    path = described(tmp_path, paths=paths)
    (only,) = proposals(path, "--only", "retries")
    assert only["value"] == {"statuses": [403, 408, 429, 502, 503, 504]}
    assert only["reason"] == "the response 403 of get403 is described with `Retry-After`"
    assert only["lines"] == ["openapi.json:1"]
    config = tmp_path / "client.yaml"
    run(path, "--config", config, "--write", "--only", "retries")
    out = tmp_path / "out"
    words = ["generate", str(path), "--config", str(config), "--output", str(out)]
    assert CliRunner().invoke(main, [*words, "--package", "case_client"]).exit_code == 0
    spec = (out / "case_client" / "_spec.py").read_text()
    assert "retries=Retries(statuses=frozenset((403, 408, 429, 502, 503, 504)))" in spec
    assert proposals(path, "--config", config, "--only", "retries") == []


@pytest.mark.parametrize(
    ("extension", "value"),
    [
        (
            {
                "strategy": "backoff",
                "backoff": {"initialInterval": 500, "maxInterval": 60000, "exponent": 1.5},
                "statusCodes": ["5XX", 429],
            },
            {"statuses": [408, 429, 500, 502, 503, 504], "backoff": 0.5, "max_wait": 60.0},
        ),
        ({"statusCodes": ["503"]}, None),
        ({"statusCodes": "503", "backoff": {"initialInterval": "x"}}, None),
        ([], None),
    ],
)
def test_the_extension_about_retries(extension: Any, value: Any, tmp_path: Path) -> None:
    path = described(tmp_path, paths={}, **{"x-speakeasy-retries": extension})
    found = proposals(path, "--only", "retries")
    assert [each["value"] for each in found if "statuses" in each["value"]] == (
        [value] if value else []
    )
    assert len(found) == bool(value)


@pytest.mark.parametrize(
    ("name", "text", "algorithm"),
    [
        ("X-Signature-Ed25519", "of the body, hex", "ed25519"),
        ("X-Acme-Signature", "ECDSA over the body, in hex", "ecdsa-sha256"),
    ],
)
def test_signatures_of_public_keys(tmp_path: Path, name: str, text: str, algorithm: str) -> None:
    header = {"name": name, "in": "header", "description": text, "schema": {"type": "string"}}
    made = {"post": {"parameters": [header], "responses": {"204": {"description": "d"}}}}
    path = described(tmp_path, paths={}, webhooks={"made": made})
    (found,) = proposals(path, "--only", "webhooks")
    assert found["value"] == {
        "scheme": "public_key",
        "header": name,
        "algorithm": algorithm,
        "encoding": "hex",
        "secret_encoding": "hex",
    }
    assert found["unsure"] == "how the public key is written"


def test_errors_with_a_status_of_success(tmp_path: Path) -> None:
    flagged = {"ok": "boolean", "things": ["string"]}
    graph = {"data": {"a": "string"}, "errors": [{"message": "string"}]}
    paths = {
        "/a": {"get": operation("a", {}, flagged)},
        "/b": {"get": operation("b", {}, {**flagged, "error": "string"})},
        "/c": {"get": operation("c", {}, {**flagged, "error": "string"})},
        "/d": {"get": operation("d", {}, graph)},
        "/e": {"get": operation("e", {}, {"errors": ["string"], "data": "string", "x": "string"})},
        "/f": {"get": operation("f", {}, {"ok": "string"})},
    }
    path = described(tmp_path, paths=paths)
    (found,) = proposals(path, "--only", "errors")
    assert (found["key"], found["value"]) == ("*", {"field": "ok", "is": False, "code": "error"})
    assert found["operations"] == ["a", "b", "c"] and "status of success" in found["unsure"]
    config = tmp_path / "client.yaml"
    config.write_text("errors:\n  '*':\n    field: ok\n    is: false\n  d: []\n", encoding="utf-8")
    assert proposals(path, "--only", "errors", "--config", config) == []
    alone = described(tmp_path, paths={"/d": paths["/d"]})
    (found,) = proposals(alone, "--only", "errors")
    assert (found["key"], found["value"]) == ("d", {"field": "errors"})
    assert run(alone, "--config", tmp_path / "new.yaml", "--write").exit_code == 0
    generated(alone, tmp_path / "new.yaml")
