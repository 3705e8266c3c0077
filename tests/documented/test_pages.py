"""The generated pages have the structure and the facts of the documentation."""

from __future__ import annotations

import pytest

from tests.documented.differences import report
from tests.documented.facts import CLIENTS, ROOT, Documented, parse
from tests.documented.facts import documented as facts_of
from tests.documented.pages import api_differences, model_differences, sections


def page(client: str, name: str) -> str:
    """One generated documentation page."""
    path = ROOT / "generated" / client / "docs" / f"{name}.md"
    if not path.parent.is_dir():
        pytest.skip(f"generated/{client}/docs is not there; run make regenerate")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("client", CLIENTS)
def test_api_page_says_what_is_documented(client: str) -> None:
    facts = facts_of(client)
    assert not (
        found := report(api_differences(facts, page(client, facts.api.value)))
    ), found


@pytest.mark.parametrize(
    "client, model",
    [(client, model.name) for client in CLIENTS for model in facts_of(client).models],
)
def test_model_page_says_what_is_documented(client: str, model: str) -> None:
    documented = facts_of(client).model(model)
    assert documented
    assert not (
        found := report(model_differences(documented, page(client, model)))
    ), found


# --- a page that says something else is found out -------------------------------------------------------------------------------

PAGE = """\
# acme.PetsApi

All URIs are relative to *https://api.example.org*

Method | HTTP request | Description
------------- | ------------- | -------------
[**add_pet**](PetsApi.md#add_pet) | **POST** /pets/{pet_id} | Add pet


# **add_pet**
> List[Pet] add_pet(pet_id, pet=pet)

### Parameters

Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------
 **pet_id** | **str**| Which one |
 **pet** | [**Pet**](Pet.md)| The pet | [optional]

### Return type

[**List[Pet]**](Pet.md)

### Authorization

[token](../README.md#token)

### HTTP request headers

 - **Content-Type**: application/json
 - **Accept**: application/json

### HTTP response details

| Status code | Description | Response headers |
|-------------|-------------|------------------|
**200** | Fine |  -  |
**0** | Error |  -  |

[[Back to top]](#)
"""

MODEL_PAGE = """\
# Pet

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**name** | **str** | What it is called |
**nick_name** | **str** | Another name | [optional]
"""


def _facts() -> Documented:
    return parse(
        {
            "format": "documented/1",
            "client": "acme",
            "sources": {"page": "page.txt"},
            "package": {"value": "acme", "at": "page:1"},
            "api": {"value": "PetsApi", "at": "page:1"},
            "base_url": {"value": "https://api.example.org", "at": "page:3"},
            "tag": {"value": "Pets", "at": "ours"},
            "schemes": [],
            "imports": [],
            "operations": [
                {
                    "name": "add_pet",
                    "method": "POST",
                    "path": "/pets/{pet_id}",
                    "summary": "Add pet",
                    "at": "page:7",
                    "operation_id": {"value": "addPet", "at": "ours"},
                    "signature": {
                        "value": "List[Pet] add_pet(pet_id, pet=pet)",
                        "at": "page:11",
                    },
                    "parameters": [
                        {
                            "name": "pet_id",
                            "type": "str",
                            "required": True,
                            "in": "path",
                            "at": "page:17",
                        },
                        {
                            "name": "pet",
                            "type": "Pet",
                            "required": False,
                            "in": "body",
                            "at": "page:18",
                        },
                    ],
                    "returns": {"value": "List[Pet]", "at": "page:22"},
                    "auth": {"value": ["token"], "at": "page:26"},
                    "content_types": {"value": ["application/json"], "at": "page:30"},
                    "accept": {"value": ["application/json"], "at": "page:31"},
                    "statuses": [
                        {"code": "200", "text": "Fine", "at": "page:37"},
                        {"code": "default", "text": "Error", "at": "page:38"},
                    ],
                }
            ],
            "models": [
                {
                    "name": "Pet",
                    "at": "page:18",
                    "fields": [
                        {"wire": "name", "type": "string", "required": True},
                        {"wire": "nickName", "type": "string"},
                    ],
                }
            ],
        }
    )


def test_a_page_as_documented_has_no_difference() -> None:
    facts = _facts()
    assert not report(api_differences(facts, PAGE))
    assert not report(model_differences(facts.models[0], MODEL_PAGE))
    assert list(sections(PAGE)) == ["add_pet"]


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("# acme.PetsApi", "# acme.PetApi", "line 1: title"),
        ("*https://api.example.org*", "*/*", "line 3: base URL"),
        (
            "[**add_pet**](PetsApi.md#add_pet)",
            "[**add_pet**](PetsApi.md#add)",
            "line 7: method table: add_pet: link",
        ),
        (
            "**POST** /pets/{pet_id}",
            "**PUT** /pets/{pet_id}",
            "line 7: method table: add_pet: request",
        ),
        ("| Add pet", "| ", "line 7: method table: add_pet: description"),
        (
            "# **add_pet**",
            "## add_pet",
            "line 7: heading: documented 'add_pet', found None",
        ),
        ("(pet_id, pet=pet)", "(pet_id)", "line 11: add_pet: signature"),
        (
            "### Authorization",
            "### Access",
            "line 7: add_pet: sections that are missing",
        ),
        (
            " **pet_id** | **str**",
            " **pet_id** | **int**",
            "line 17: add_pet: parameter pet_id: type",
        ),
        ("[optional]", "", "line 18: add_pet: parameter pet: optional"),
        (
            "[**Pet**](Pet.md)|",
            "[**Pet**](pet.md)|",
            "line 18: add_pet: parameter pet: link",
        ),
        (
            " **pet_id** | **str**| Which one |\n",
            "",
            "line 17: add_pet: parameter table",
        ),
        (
            "[**List[Pet]**](Pet.md)",
            "[**Pet**](Pet.md)",
            "line 22: add_pet: return type",
        ),
        ("README.md#token", "README.md#key", "line 26: add_pet: authorization"),
        (
            "**Accept**: application/json",
            "**Accept**: Not defined",
            "line 31: add_pet: Accept",
        ),
        (
            "**Content-Type**: application/json",
            "**Content-Type**: text/plain",
            "line 30: add_pet: Content-Type",
        ),
        ("**0** | Error", "**default** | Error", "line 37: add_pet: status table"),
        ("**200** | Fine", "**200** | Good", "line 37: add_pet: status 200"),
    ],
)
def test_a_page_that_says_otherwise_is_named_with_the_source(
    old: str, new: str, expected: str
) -> None:
    assert old in PAGE
    assert expected in report(api_differences(_facts(), PAGE.replace(old, new)))


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("# Pet", "# Dog", "line 18: title"),
        ("**nick_name**", "**nickName**", "line 18: Pet: fields in order"),
        ("[optional]", "", "line 18: Pet.nickName: optional"),
    ],
)
def test_a_model_page_that_says_otherwise_is_named_with_the_source(
    old: str, new: str, expected: str
) -> None:
    assert old in MODEL_PAGE
    assert expected in report(
        model_differences(_facts().models[0], MODEL_PAGE.replace(old, new))
    )
