"""Each description says what the documentation states, and nothing besides."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.documented.description import Description, description, differences
from tests.documented.differences import report
from tests.documented.facts import CLIENTS, SPECS, FactsError, documented, parse


@pytest.mark.parametrize("client", CLIENTS)
def test_description_is_valid(client: str) -> None:
    validate(dict(description(client).data))


@pytest.mark.parametrize("client", CLIENTS)
def test_description_says_what_is_documented(client: str) -> None:
    assert not (
        found := report(differences(documented(client), description(client)))
    ), found


@pytest.mark.parametrize("client", CLIENTS)
def test_everything_is_described_in_words(client: str) -> None:
    assert not list(_undescribed(description(client).data, "#"))


def _undescribed(node: Any, pointer: str) -> list[str]:
    """Pointers of operations, parameters, bodies, replies, models and properties that say nothing about themselves."""
    found: list[str] = []
    if isinstance(node, dict):
        speaks = pointer.split("/")[-2:-1]
        inside_data = (
            "/examples/" in pointer
            or "/example" in pointer
            or pointer.endswith("/examples")
        )
        if (
            speaks
            and speaks[0] in {"schemas", "properties", "parameters", "securitySchemes"}
            and not inside_data
            and "$ref" not in node
        ):
            found += [pointer] if not node.get("description") else []
        for key, value in node.items():
            found += _undescribed(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found += _undescribed(value, f"{pointer}/{index}")
    return found


@pytest.mark.parametrize("client", CLIENTS)
def test_examples_fit_their_schemas(client: str) -> None:
    found = description(client)
    for _, path, operation in found.operations():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in (
            item
            for body in bodies
            for item in found.resolve(body).get("content", {}).values()
        ):
            for name, example in media.get("examples", {}).items():
                errors = list(
                    validator(found, media["schema"]).iter_errors(example["value"])
                )
                assert not errors, f"{client} {path} {name}: {errors[0].message}"


def validator(found: Description, schema: Any) -> Draft202012Validator:
    """A validator for one schema of a description, formats asserted."""
    root = {**schema, "components": found.data.get("components", {})}
    return Draft202012Validator(
        root, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


# --- a wrong fact is found, with its line ---------------------------------------------------------------------------------------


Change = Callable[[dict[str, Any]], None]


def change_at(path: str, value: object) -> Change:
    """A change that sets one value of documented.yaml; parts of ``path`` are keys and indices."""

    def change(data: dict[str, Any]) -> None:
        *parents, last = (
            int(part) if part.isdigit() else part for part in path.split(".")
        )
        node: Any = data
        for part in parents:
            node = node[part]
        node[last] = value

    return change


WRONG: dict[str, tuple[Change, str]] = {
    "base url": (
        change_at("base_url.value", "https://api.example.org"),
        "line 3: base URL: documented 'https://api.example.org'",
    ),
    "summary": (
        change_at("operations.0.summary", "Give credit"),
        "line 7: create_credit: summary",
    ),
    "missing operation": (
        change_at("operations.4.path", "/credits/{credit_id}/cancel"),
        "line 11: POST /credits/{credit_id}/cancel",
    ),
    "type": (
        change_at("operations.3.parameters.4.type", "str"),
        "line 330: list_credits: parameter pageSize: type: documented 'str', found 'int'",
    ),
    "required": (
        change_at("operations.3.parameters.0.required", True),
        "line 326: list_credits: parameter nextToken: required",
    ),
    "order": (
        change_at("operations.3.parameters.0.wire", "pageToken"),
        "line 326: list_credits: parameters in order",
    ),
    "location": (
        change_at("operations.1.parameters.0.in", "query"),
        "credit_balance_for_account: parameter account_id: location",
    ),
    "example": (
        change_at("operations.1.parameters.0.example", "ACC1"),
        "line 136: credit_balance_for_account: parameter account_id: example",
    ),
    "body": (
        change_at("operations.0.parameters.0.type", "CreditRequest"),
        "line 70: create_credit: body as application/json",
    ),
    "return type": (
        change_at("operations.4.returns.value", "CreditDetailsResponse"),
        "line 418: void_credit: return type",
    ),
    "content type": (
        change_at("operations.0.content_types.value", ["text/plain"]),
        "line 82: create_credit: content types",
    ),
    "accept": (
        change_at("operations.0.accept.value", []),
        "line 83: create_credit: accept",
    ),
    "authorisation": (
        change_at("operations.2.auth.value", ["apiKeyAuth"]),
        "line 246: get_credit_details: security",
    ),
    "status": (
        change_at("operations.2.statuses.3.code", "409"),
        "line 9: get_credit_details: statuses",
    ),
    "status text": (
        change_at("operations.2.statuses.3.text", "Forbidden"),
        "line 260: get_credit_details: status 403: text",
    ),
    "error model": (
        change_at("operations.2.statuses.3.model", "Problem"),
        "get_credit_details: status 403: model",
    ),
    "scheme": (
        change_at("schemes.0.kind", "basic"),
        "line 23: security scheme bearerAuth: kind",
    ),
    "field type": (
        change_at("models.1.fields.0.type", "integer"),
        "CreditRequest.accountId: type: documented 'integer', found 'string'",
    ),
    "field required": (
        change_at("models.1.fields.5.required", True),
        "CreditRequest.creditAmount: required",
    ),
    "field nullable": (
        change_at("models.1.fields.0.nullable", True),
        "CreditRequest.accountId: nullable",
    ),
    "enum": (change_at("models.3.fields.2.enum", ["ACTIVE"]), "Credit.status: enum"),
    "default": (
        change_at("models.1.fields.6.default", 1),
        "CreditRequest.priority: default",
    ),
    "constraint": (
        change_at("models.8.fields.0.constraints", {}),
        "ErrorResponse.message: constraints",
    ),
    "field": (
        change_at("models.8.fields.0.wire", "detail"),
        "ErrorResponse: fields in order",
    ),
    "model": (change_at("models.8.name", "Problem"), "model Problem"),
}


@pytest.mark.parametrize("change, expected", WRONG.values(), ids=WRONG)
def test_a_wrong_fact_is_named_with_its_source(change: Change, expected: str) -> None:
    data = copy.deepcopy(_raw("togai"))
    change(data)
    assert expected in report(differences(parse(data), description("togai")))


def test_what_no_fact_backs_is_named() -> None:
    data = copy.deepcopy(_raw("togai"))
    del data["operations"][4], data["models"][8]
    found = report(differences(parse(data), description("togai")))
    assert "no source: POST /credits/{credit_id}/void: documented None" in found
    assert "no source: model ErrorResponse: documented None" in found


def test_unknown_keys_and_sources_are_refused() -> None:
    for change in (
        change_at("operations.0.colour", "red"),
        change_at("operations.0.at", "T9"),
    ):
        data = copy.deepcopy(_raw("togai"))
        change(data)
        with pytest.raises(FactsError):
            parse(data)


def _raw(client: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (SPECS / client / "documented.yaml").read_text(encoding="utf-8")
    )
    return loaded
