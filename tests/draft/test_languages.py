"""Pages of generated clients in other languages: own samples of what is special about each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.draft.test_pages import drafted

HEAD = """\
# {title}

All URIs are relative to *http://boats.example/v2*

Method | HTTP request | Description
------------- | ------------- | -------------
[**{name}**](BoatApi.md#{name}) | {call} | Find a boat

"""
TAIL = """
### Return type

{returns}

### Authorization

No authorization required

### HTTP request headers

- **Content-Type**: Not defined
- **Accept**: application/json
"""


def operation(tmp_path: Path, text: str) -> dict[str, Any]:
    """The one operation of a page."""
    content = drafted(tmp_path, "BoatApi.md", text)
    (item,) = content["paths"].values()
    (found,) = item.values()
    assert isinstance(found, dict)
    return found


def rows(found: dict[str, Any]) -> list[tuple[str, str, bool, object]]:
    """Name, place, required and schema of each parameter."""
    return [
        (row["name"], row["in"], row.get("required", False), row["schema"])
        for row in found["parameters"]
    ]


def test_go_has_a_context_a_gap_in_its_tables_and_no_mark_for_optional(tmp_path: Path) -> None:
    text = HEAD.format(title="\\BoatApi", name="GetBoat", call="**Get** /boats/{boatId}") + """\
## GetBoat

> Boat GetBoat(ctx, boatId).Limit(limit).Execute()

### Path Parameters


Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------
**ctx** | **context.Context** | context for authentication, logging, etc.
**boatId** | **int64** | Which |

### Other Parameters

Other parameters are passed through a pointer to a apiGetBoatRequest struct via the builder pattern


Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------

 **limit** | **int32** | How many |
 **tags** | **[]string** | Tags |
"""
    found = operation(tmp_path, text + TAIL.format(returns="[**[]Boat**](Boat.md)"))
    assert rows(found) == [
        ("boatId", "path", True, {"type": "integer", "format": "int64"}),
        ("limit", "query", False, {"type": "integer"}),
        ("tags", "query", False, {"type": "array", "items": {"type": "string"}}),
    ]


def test_rust_has_types_that_markdown_takes_for_addresses(tmp_path: Path) -> None:
    text = HEAD.format(title="\\BoatApi", name="find", call="**GET** /boats") + """\
## find

> Vec<models::Boat> find(state, since)

### Parameters


Name | Type | Description  | Required | Notes
------------- | ------------- | ------------- | ------------- | -------------
**state** | [**Vec<String>**](String.md) | State | [required] |
**since** | Option<**chrono::DateTime<chrono::FixedOffset>**> |  |  |
"""
    found = operation(tmp_path, text + TAIL.format(returns="[**Vec<models::Boat>**](Boat.md)"))
    assert rows(found) == [
        ("state", "query", True, {"type": "array", "items": {"type": "string"}}),
        ("since", "query", False, {"type": "string", "format": "date-time"}),
    ]
    schema = found["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"type": "array", "items": {"$ref": "#/components/schemas/Boat"}}


def test_php_names_functions_with_brackets(tmp_path: Path) -> None:
    text = (
        HEAD.format(title="Boats\\Client\\BoatApi", name="find()", call="**GET** /boats/{boatId}")
        + """\
## `find()`

```php
find($boat_id): \\Boats\\Client\\Model\\Boat
```

### Parameters

| Name | Type | Description  | Notes |
| ------------- | ------------- | ------------- | ------------- |
| **boat_id** | **int**| Which | |
| **since** | **\\DateTime**| Since | [optional] |
"""
    )
    found = operation(
        tmp_path, text + TAIL.format(returns="[**\\Boats\\Client\\Model\\Boat**](../Model/Boat.md)")
    )
    assert rows(found) == [
        ("boatId", "path", True, {"type": "integer"}),
        ("since", "query", False, {"type": "string", "format": "date-time"}),
    ]
    assert found["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Boat"
    }


def test_typescript_has_types_in_brackets_that_are_no_lists(tmp_path: Path) -> None:
    text = HEAD.format(title=".BoatApi", name="find", call="**GET** /boats") + """\
# **find**
> Array<Boat> find()

### Example

```typescript
import { createConfiguration, BoatApi } from '';
```

### Parameters

Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------
 **limit** | [**number**] | How many | (optional) defaults to 20
 **name** | [**string**] | Which | defaults to undefined
"""
    found = operation(tmp_path, text + TAIL.format(returns="**Array<Boat>**"))
    assert rows(found) == [
        ("limit", "query", False, {"type": "number", "default": 20}),
        ("name", "query", True, {"type": "string"}),
    ]


GITBOOK = """\
# Cakes

{% api-method method="get" host="https://api.cakes.example" path="/v1/cakes/:id" %}
{% api-method-summary %}
Get a cake
{% endapi-method-summary %}

{% api-method-spec %}
{% api-method-request %}
{% api-method-path-parameters %}
{% api-method-parameter name="id" type="string" %}
Which cake.
{% endapi-method-parameter %}
{% endapi-method-path-parameters %}
{% api-method-query-parameters %}
{% api-method-parameter name="gluten" type="boolean" required=true %}
With it?
{% endapi-method-parameter %}
{% endapi-method-query-parameters %}
{% endapi-method-request %}

{% api-method-response %}
{% api-method-response-example httpCode=200 %}
```
{"name": "Layer cake"}
```
{% endapi-method-response-example %}
{% endapi-method-response %}
{% endapi-method-spec %}
{% endapi-method %}
"""


def test_blocks_of_an_older_gitbook(tmp_path: Path) -> None:
    found = operation(tmp_path, GITBOOK)
    assert found["summary"] == "Get a cake"
    assert rows(found) == [
        ("id", "path", True, {"type": "string"}),
        ("gluten", "query", True, {"type": "boolean"}),
    ]
    assert list(found["responses"]) == ["200"]


README = """\
---
title: Send a message
api:
  method: post
  url: /messages/{room}
  params:
    - {name: room, type: string, in: path, required: true, desc: The room.}
    - {name: text, type: string, in: body, required: true}
    - {name: priority, type: int, in: query, default: "1"}
  results:
    codes:
      - {status: 200, language: json, code: '{"id": 1}'}
---

Sends a message.
"""


def test_front_matter_of_a_reference_page_of_readme(tmp_path: Path) -> None:
    found = operation(tmp_path, README)
    assert rows(found) == [
        ("room", "path", True, {"type": "string"}),
        ("priority", "query", False, {"type": "integer", "default": 1}),
    ]
    assert found["requestBody"]["content"]["application/json"]["schema"]["$ref"]


def test_docusaurus_keeps_the_operation_packed_in_its_front_matter(tmp_path: Path) -> None:
    import base64
    import json
    import zlib

    described = {
        "method": "get",
        "path": "/boats/{id}",
        "operationId": "getBoat",
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
        ],
        "responses": {"200": {"description": "A boat."}},
    }
    packed = base64.b64encode(zlib.compress(json.dumps(described).encode())).decode()
    found = operation(
        tmp_path,
        f"---\nid: get-boat\ntitle: Get a boat\napi: {packed}\n---\n\n"
        '<MethodEndpoint method={"get"} path={"/boats/{id}"} />\n',
    )
    assert found["operationId"] == "getBoat"
    assert rows(found) == [("id", "path", True, {"type": "integer"})]
