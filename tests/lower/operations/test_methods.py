"""Methods: a few lines of description beside signature, result and examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.package import Method, ServerRow
from tests.lower.lowering import lowered, method

SCHEMAS = """
    components:
      schemas:
        Key: {type: object, required: [name, size], properties: {name: {type: string}, size: {type: integer, minimum: 5}}}
        Color: {type: string, enum: [red, green]}
        Pet: {oneOf: [{$ref: "#/components/schemas/Key"}, {type: string}]}
    """  # noqa: E501


def signature(found: Method) -> str:
    arguments = ", ".join(
        f"{item.name}: {item.annotation.code}{'' if item.required else ' = None'}"
        for item in found.arguments
    )
    return f"({arguments}) -> {found.result.code}"


def one(folder: Path, operation: str, config: str = "") -> Method:
    text = f"    paths:\n      /a:\n        get: {operation}\n{SCHEMAS}"
    return method(lowered(folder, text, config), "a")


def with_result(folder: Path, *responses: str) -> Method:
    return one(
        folder,
        "{operationId: a, tags: [things], responses: {" + ", ".join(responses) + "}}",
    )


def with_parameter(folder: Path, schema: str) -> Method:
    return one(
        folder,
        "{operationId: a, parameters: [{name: p, in: query, schema: "
        + schema
        + '}], responses: {"200": {description: ok}}}',
    )


PARAMETERS = {
    "{type: string}": "str | None",
    "{type: integer}": "int | None",
    "{type: number}": "int | float | None",
    "{type: string, format: date-time}": "datetime.datetime | str | None",
    "{type: string, format: uuid}": "uuid.UUID | str | None",
    "{type: array, items: {type: string}}": "Sequence[str] | None",
    "{type: array, items: {type: integer}}": "Sequence[int] | None",
    "{type: array, items: {$ref: '#/components/schemas/Color'}}": "Sequence[Color | str] | None",
    "{type: array, items: {enum: [a]}}": 'Sequence[Literal["a"] | str] | None',
    "{type: array, items: {$ref: '#/components/schemas/Key'}}": "Sequence[Key | KeyParams] | None",
    "{type: object, additionalProperties: {type: integer}}": "Mapping[str, int] | None",
    "{$ref: '#/components/schemas/Color'}": "Color | str | None",
    "{$ref: '#/components/schemas/Pet'}": "Pet | PetParams | None",
    "{}": "object",
}


@pytest.mark.parametrize(("schema", "code"), PARAMETERS.items())
def test_argument(tmp_path: Path, schema: str, code: str) -> None:
    (argument,) = with_parameter(tmp_path, schema).arguments
    assert argument.annotation.code == code


@pytest.mark.parametrize(
    ("name", "schema", "code"),
    [
        ('"*/*"', "{type: string}", "str | FileInput"),
        ('"*/*"', "{type: string, format: binary}", "FileInput"),
        ('"application/*"', "{type: string}", "str | FileInput"),
        ("text/plain", "{type: string}", "str"),
        ("application/json", "{type: array, items: {type: string}}", "Sequence[str]"),
    ],
)
def test_a_body_takes_all_that_can_be_sent(
    tmp_path: Path, name: str, schema: str, code: str
) -> None:
    text = f"""
    paths:
      /a:
        post:
          operationId: send
          requestBody: {{required: true, content: {{{name}: {{schema: {schema}}}}}}}
          responses: {{"204": {{description: x}}}}
    """
    (argument,) = method(lowered(tmp_path, text), "send").arguments
    assert argument.annotation.code == code


KEY = "{$ref: '#/components/schemas/Key'}"


def response(status: str, schema: str, content_type: str = "application/json") -> str:
    return f'"{status}": {{description: x, content: {{{content_type}: {{schema: {schema}}}}}}}'


NOTHING = '"204": {description: x}'
RESULTS = [
    (['"204": {description: x}'], "None", "None"),
    ([response("200", KEY)], "Key", "Key"),
    (
        [response("200", KEY), NOTHING],
        "Key | None",
        "Key",
    ),
    (
        [
            response("200", KEY),
            response("201", "{type: string}"),
        ],
        "Key | str",
        "Key | str",
    ),
    (
        [response("200", "{type: array, items: " + KEY + "}")],
        "list[Key]",
        "List[Key]",
    ),
    ([response("default", KEY)], "Key", "Key"),
    ([response("2XX", KEY)], "Key", "Key"),
    (
        [response("200", "{type: string}", "text/csv")],
        "str",
        "str",
    ),
    (
        ['"200": {description: x, content: {application/pdf: {}}}'],
        "BinaryResponse",
        "file",
    ),
    (
        [
            '"200": {description: x, content: {application/json: {schema: '
            + KEY
            + "}, application/xml: {schema: "
            + KEY
            + "}}}"
        ],
        "Key",
        "Key",
    ),
    (
        [response("200", KEY, "text/event-stream")],
        "Stream[Key]",
        "Stream[Key]",
    ),
    ([response("200", "{}")], "Any", "object"),
]


@pytest.mark.parametrize(("responses", "code", "prose"), RESULTS)
def test_result(tmp_path: Path, responses: list[str], code: str, prose: str) -> None:
    found = with_result(tmp_path, *responses)
    assert (found.result.code, found.result.prose) == (code, prose)


def test_streams_differ_in_the_async_twin(tmp_path: Path) -> None:
    found = with_result(
        tmp_path,
        response("200", KEY, "application/jsonl"),
    )
    assert found.async_result is not None
    assert found.async_result.code == "AsyncStream[Key]"
    (row,) = found.responses[0].media
    assert (row.type_code, row.item) == ("Key", True)


def test_an_equal_async_result_is_not_repeated(tmp_path: Path) -> None:
    assert with_result(tmp_path, '"204": {description: x}').async_result is None


def test_arguments_required_first_and_the_body_after_its_half(tmp_path: Path) -> None:
    text = f"""
    paths:
      /orgs/{{org}}:
        post:
          operationId: add
          parameters:
            - {{name: dryRun, in: query, schema: {{type: boolean, default: false}}}}
            - {{name: org, in: path, required: true, schema: {{type: string}}}}
          requestBody: {{required: true, content: {{application/json: {{schema: {KEY}}}}}}}
          responses: {{"200": {{description: ok}}}}
    {SCHEMAS}"""
    found = method(lowered(tmp_path, text.replace("\n    ", "\n")), "add")
    assert (
        signature(found) == "(org: str, key: Key | KeyParams, dry_run: bool | None = None) -> None"
    )
    assert [item.index for item in found.arguments] == [1, 2, 0]
    assert [item.notes for item in found.arguments] == [
        (),
        (),
        ("optional", "default to False"),
    ]
    assert [item.example for item in found.arguments] == [
        "org_example",
        {"name": "name_example", "size": 5},
        False,
    ]


def test_a_form_names_its_files(tmp_path: Path) -> None:
    text = """
    paths:
      /files:
        post:
          operationId: send
          requestBody:
            content:
              multipart/form-data:
                schema:
                  type: object
                  properties:
                    file: {type: string, format: binary}
                    note: {type: string}
                    more: {type: array, items: {type: string, format: binary}}
                encoding: {note: {contentType: text/markdown}}
          responses: {"200": {description: ok}}
    """
    body = method(lowered(tmp_path, text), "send").body
    assert body is not None
    rows = {part.field: part for part in body.media[0].parts}
    assert (rows["note"].content_type, rows["note"].file) == ("text/markdown", False)
    assert rows["file"].file
    assert rows["more"].file


def test_a_binary_body_takes_any_file(tmp_path: Path) -> None:
    text = """
    paths:
      /files:
        put:
          operationId: put
          requestBody: {required: true, content: {application/octet-stream: {}}}
          responses: {"200": {description: ok}}
    """
    found = method(lowered(tmp_path, text), "put")
    assert signature(found) == "(body: FileInput) -> None"
    assert found.body is not None
    assert found.body.media[0].type_code == "bytes"


def test_a_method_called_list_hides_the_builtin(tmp_path: Path) -> None:
    strings = response("200", "{type: array, items: {type: string}}")
    text = f"""
    paths:
      /a:
        get:
          operationId: list
          parameters: [{{name: p, in: query, schema: {{type: array, items: {{type: string}}}}}}]
          responses: {{{strings}}}
    """
    found = method(lowered(tmp_path, text), "list")
    assert signature(found) == "(p: Sequence[str] | None = None) -> builtins.list[str]"
    assert found.responses[0].media[0].type_code == "list[str]"
    assert "builtins" in {item.module for item in found.result.imports}


PAGES = """
    paths:
      /keys:
        get:
          operationId: listKeys
          parameters: [{name: after, in: query, schema: {type: string}}]
          responses:
            "200":
              description: ok
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      meta: {type: object, properties: {next: {type: string}}}
                      data: {type: array, items: {$ref: "#/components/schemas/Key"}}
    components: {schemas: {Key: {type: object, properties: {name: {type: string}}}}}
    """


@pytest.mark.parametrize("operation", ["listKeys", "list_keys"])
def test_pagination(tmp_path: Path, operation: str) -> None:
    config = (
        f"pagination: {{{operation}: {{kind: cursor, parameter: after, next: meta.next, items:"
        " data}}\n"
    )
    row = method(lowered(tmp_path, PAGES, config), "list_keys").pagination
    assert row is not None
    assert (row.kind.name, row.next, row.items, row.item.code) == (
        "cursor",
        ("meta", "next"),
        ("data",),
        "Key",
    )


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("{parameter: afer, next: meta.next, items: data}", "no parameter 'afer'"),
        ("{next: meta.next, items: data}", "needs a `parameter`"),
        ("{parameter: after, items: data}", "`kind: cursor` needs a `next`"),
        ("{parameter: after, next: meta.nxt, items: data}", "no 'meta.nxt'"),
        ("{parameter: after, next: meta.next, items: dat}", "no list at 'dat'"),
    ],
)
def test_pagination_that_does_not_fit_is_reported(
    tmp_path: Path, setting: str, reason: str
) -> None:
    found = Diagnostics()
    config = f"pagination:\n  listKeys: {setting}\n"
    package = lowered(tmp_path, PAGES, config, found)
    assert method(package, "list_keys").pagination is None
    (finding,) = [item for item in found if item.code == "pagination"]
    assert reason in finding.message
    assert finding.position is not None
    assert finding.position.line == 3


def test_settings_that_name_nothing_are_reported(tmp_path: Path) -> None:
    found = Diagnostics()
    config = """
    pagination: {listKey: {parameter: after, next: next}}
    idempotency: {lst: Idempotency-Key}
    credentials: {bearer: {environment: TOKEN}}
    secret_fields: [nme]
    """
    lowered(tmp_path, PAGES, config.replace("\n    ", "\n"), found)
    hints = [item.hint for item in found if item.code == "unknown-name"]
    assert sorted(hints) == [
        "did you mean 'listKeys'?",
        "did you mean 'name'?",
        "remove the entry",
        "remove the entry",
    ]


def test_servers_and_security(tmp_path: Path) -> None:
    text = """
    servers: [{url: "https://{region}.example/v1/", variables: {region: {default: eu, enum: [eu, us]}}}]
    security: [{key: []}, {oauth: [read]}, {}]
    paths:
      /a: {get: {operationId: a, servers: [{url: "https://a.example"}], responses: {default: {description: x}}}}
    components:
      securitySchemes:
        key: {type: apiKey, in: header, name: X-Key}
        oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://a.example/t", scopes: {read: Read}}}}
    """  # noqa: E501
    package = lowered(tmp_path, text, "credentials: {key: {environment: KEY, prefix: Api-Key}}\n")
    assert package.host == "https://eu.example/v1"
    found = method(package, "a")
    assert found.security == (("key",), ("oauth",), ())
    assert found.scopes == (("oauth", ("read",)),)
    assert found.servers == (ServerRow(url="https://a.example", description=""),)
    key = package.schemes[0]
    assert (key.environment, key.prefix) == ("KEY", "Api-Key")
