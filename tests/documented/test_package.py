"""Each generated package offers what the documentation states, and nothing besides."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest
import yaml

from tests.documented.differences import report
from tests.documented.facts import CLIENTS, SPECS, documented, parse
from tests.documented.package import core, differences
from tests.documented.test_description import Change, change_at
from tests.support.clients import CLIENTS as GENERATED


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The base URL is the documented one when nothing else is set."""
    for client in CLIENTS:
        settings = yaml.safe_load(
            (SPECS / client / "client.yaml").read_text(encoding="utf-8")
        )
        for variable in settings.get("environment", {}).values():
            monkeypatch.delenv(variable, raising=False)
    yield


def package(client: str) -> ModuleType:
    """The generated package of a client."""
    for generated in GENERATED:
        if generated.name == client:
            return importlib.import_module(generated.package)
    pytest.skip(f"generated/{client} is not there; run make regenerate")


@pytest.mark.parametrize("client", CLIENTS)
def test_package_offers_what_is_documented(client: str) -> None:
    assert not (
        found := report(differences(documented(client), package(client)))
    ), found


WRONG: dict[str, tuple[Change, str]] = {
    "import": (
        change_at("imports.0.path", "togai_client.models.create_credit_request.Nope"),
        "line 27: import path",
    ),
    "base url": (
        change_at("base_url.value", "https://api.example.org"),
        "line 3: base URL",
    ),
    "class": (change_at("api.value", "CreditApi"), "line 1: class in togai_client"),
    "operation": (
        change_at("operations.4.name", "cancel_credit"),
        "line 11: CreditsApi in togai_client: documented 'cancel_credit', found None",
    ),
    "order": (
        change_at("operations.3.parameters.0.name", "token"),
        "line 268: list_credits in togai_client: arguments in order",
    ),
    "required": (
        change_at("operations.1.parameters.0.required", False),
        "line 154: credit_balance_for_account in togai_client: account_id required",
    ),
    "type": (
        change_at("operations.3.parameters.4.type", "str"),
        "line 330: list_credits in togai_client.aio: type of page_size",
    ),
    "result": (
        change_at("operations.4.returns.value", "List[Credit]"),
        "line 418: void_credit in togai_client: returns",
    ),
    "model": (
        change_at("models.8.name", "Problem"),
        "model: documented 'Problem', found None",
    ),
    "field": (
        change_at("models.8.fields.0.wire", "detail"),
        "ErrorResponse: fields in order",
    ),
    "attribute": (
        change_at("models.1.fields.0.python", "account"),
        "CreditRequest.accountId: attribute",
    ),
    "field required": (
        change_at("models.1.fields.5.required", True),
        "CreditRequest.creditAmount: required",
    ),
    "field type": (
        change_at("models.1.fields.3.format", "date-time"),
        "CreditRequest.effectiveFrom: type",
    ),
    "nullable": (
        change_at("models.1.fields.2.nullable", False),
        "CreditRequest.applicableEntityIds: nullable",
    ),
    "enum": (change_at("models.3.fields.2.enum", ["ACTIVE"]), "Credit.status: type"),
    "default": (
        change_at("models.1.fields.5.default", 1),
        "CreditRequest.creditAmount: default",
    ),
}


@pytest.mark.parametrize("change, expected", WRONG.values(), ids=WRONG)
def test_a_wrong_fact_is_named_with_its_source(change: Change, expected: str) -> None:
    data = copy.deepcopy(
        yaml.safe_load(
            (SPECS / "togai" / "documented.yaml").read_text(encoding="utf-8")
        )
    )
    change(data)
    assert expected in report(differences(parse(data), package("togai")))


@pytest.mark.parametrize(
    "annotation, expected",
    [
        ("str", ("str", False)),
        ("str | None", ("str", False)),
        ("None", ("None", False)),
        ("list[Credit] | None", ("list[Credit]", False)),
        ("CreditRequest | Mapping[str, object] | None", ("CreditRequest", False)),
        ("int | float | None", ("int | float", False)),
        (
            "Annotated[Nullable[Open[Literal['a', 'b']]], Field(alias='c')] | None",
            ("Literal['a', 'b']", True),
        ),
        ("Annotated[int | float | None, Field(alias='n')]", ("int | float", False)),
    ],
)
def test_the_type_inside_an_annotation(
    annotation: str, expected: tuple[str, bool]
) -> None:
    assert core(annotation) == expected
