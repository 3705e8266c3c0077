"""The generated pages have the structure and the facts of the documentation."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.documented import reader
from docbound.documented.facts import Documented
from docbound.harness.documented.against_pages import (
    api_differences,
    model_differences,
    sections,
)
from docbound.harness.documented.differences import Difference

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


FACTS = """\
format: documented/1
client: acme
at: ours
sources: {page: page.txt}
package: {value: acme, at: page:1}
api: {value: PetsApi, at: page:1}
base_url: {value: "https://api.example.org", at: page:3}
operations:
  - method: POST
    path: /pets/{pet_id}
    name: add_pet
    summary: Add pet
    at: page:7
    operation_id: {value: addPet, at: ours}
    signature: {value: "List[Pet] add_pet(pet_id, pet=pet)", at: page:11}
    parameters:
      - {name: pet_id, type: str, required: true, in: path, at: page:17}
      - {name: pet, type: Pet, required: false, in: body, at: page:18}
    returns: {value: "List[Pet]", at: page:22}
    auth: {value: [token], at: page:26}
    content_types: {value: [application/json], at: page:30}
    accept: {value: [application/json], at: page:31}
    statuses:
      - {code: 200, text: Fine, at: page:37}
      - {code: default, text: Error, at: page:38}
models:
  - name: Pet
    at: page:18
    fields:
      - {wire: name, type: string, required: true}
      - {wire: nickName, type: string}
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Documented:
    file = tmp_path_factory.mktemp("acme") / "documented.yaml"
    file.write_text(FACTS)
    diagnostics = Diagnostics()
    found = reader.load(file, diagnostics)
    assert found is not None, [item.message for item in diagnostics]
    return found


def of_api(facts: Documented, page: str) -> str:
    [(api, operations)] = facts.apis()
    return report(api_differences(facts, api, operations, page))


def of_model(facts: Documented, page: str) -> str:
    assert facts.models
    return report(model_differences(facts.models[0], page))


def report(differences: Iterable[Difference]) -> str:
    """One line a difference; empty when there is none."""
    return "\n".join(map(str, differences))


def test_a_page_as_documented_has_no_difference(facts: Documented) -> None:
    assert not of_api(facts, PAGE)
    assert not of_model(facts, MODEL_PAGE)
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
    facts: Documented, old: str, new: str, expected: str
) -> None:
    assert old in PAGE
    assert expected in of_api(facts, PAGE.replace(old, new))


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("# Pet", "# Dog", "line 18: title"),
        ("**nick_name**", "**nickName**", "line 18: Pet: fields"),
        ("[optional]", "", "page.txt: Pet.nickName: optional"),
    ],
)
def test_a_model_page_that_says_otherwise_is_named_with_the_source(
    facts: Documented, old: str, new: str, expected: str
) -> None:
    assert old in MODEL_PAGE
    assert expected in of_model(facts, MODEL_PAGE.replace(old, new))
