"""Pages that generators write: what one of them has and the others have not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.draft.test_pages import drafted
from tests.draft.test_sources import drafted as drafted_sources

API = """# boats_client.DefaultApi

All URIs are relative to *https://boats.example*

Method | HTTP request | Description
------------- | ------------- | -------------
[**dock**](DefaultApi.md#dock) | **POST** /boats/{id}/dock | Docks

# **dock**
> Status dock(id, param_callback, place, crew)

Docks

Field | Description
----- | -----------
`speed` | Prose of the description, no parameter.

### Parameters

Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------
 **id** | **int**|  |
 **param_callback** | **str**|  | [optional]
 **place** | [**Place**](Place.md)|  | [optional]
 **crew** | **int**|  |

### Return type

[**Status**](Status.md)

### Authorization

No authorization required

### HTTP request headers

 - **Content-Type**: multipart/form-data
 - **Accept**: */*

### HTTP response details

| Status code | Description | Response headers |
|-------------|-------------|------------------|
**200** | Docked. |  -  |
**202** | Docking. |  -  |
**204** | Docked already. |  -  |

[[Back to top]](#)
"""
MODEL = """# {name}

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**berth** | **int** |  | [optional]

[[Back to Model list]](../README.md#documentation-for-models)
"""


def folder(tmp_path: Path) -> dict[str, Any]:
    """The description drafted from a folder of pages."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "DefaultApi.md").write_text(API, encoding="utf-8")
    for name, title in (("Status", "Status"), ("Place", "Boats::Place")):
        (docs / f"{name}.md").write_text(MODEL.format(name=title), encoding="utf-8")
    return drafted_sources(tmp_path, str(docs))


def test_forms_statuses_and_models_of_a_generated_client(tmp_path: Path) -> None:
    content = folder(tmp_path)
    operation = content["paths"]["/boats/{id}/dock"]["post"]
    assert [row["name"] for row in operation["parameters"]] == ["id"]
    (form,) = operation["requestBody"]["content"].values()
    schema = form["schema"]
    if "$ref" in schema:
        schema = content["components"]["schemas"][schema["$ref"].split("/")[-1]]
    assert set(schema["properties"]) == {"callback", "place", "crew"}
    reference = {"$ref": "#/components/schemas/Status"}
    assert operation["responses"]["200"]["content"] == {"*/*": {"schema": reference}}
    # The page states one type for what the call returns; of 202 it is as often not the body.
    assert "content" not in operation["responses"]["202"]
    assert "content" not in operation["responses"]["204"]
    assert set(content["components"]["schemas"]) >= {"Status", "Place"}


def test_the_names_of_a_documented_client_are_kept(tmp_path: Path) -> None:
    folder(tmp_path)
    settings = (tmp_path / "out" / "client.yaml").read_text(encoding="utf-8")
    assert "method_names: operation_id" in settings


def test_an_operation_in_the_front_matter(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    responses = {"200": {"content": {"application/json": {"schema": schema}}}}
    operation = {"responses": responses, "method": "get", "path": "/boats"}
    page = f"---\nid: boats\napi: {json.dumps(operation)}\n---\n\n## Boats\n"
    content = drafted(tmp_path, "boats.api.mdx", page)
    assert list(content["paths"]) == ["/boats"]


def test_a_description_in_a_script_whose_version_comes_last(tmp_path: Path) -> None:
    paths = {"/boats": {"get": {"responses": {"200": {"description": "All."}}}}}
    info = {"title": "Boats", "version": "1"}
    state = {"spec": {"data": {"paths": paths, "info": info, "openapi": "3.0.2"}}}
    page = f"<html><script>const __redoc_state = {json.dumps(state)};</script></html>"
    content = drafted(tmp_path, "index.html", page)
    assert list(content["paths"]) == ["/boats"]


KOTLIN_MODEL = """\

# Boat

## Properties
| Name | Type | Description | Notes |
| ------------ | ------------- | ------------- | ------------- |
| **propertySize** | **kotlin.Int** |  |  |
| **state** | [**inline**](#State) |  |  [optional] |


<a id="State"></a>
## Enum: state
| Name | Value |
| ---- | ----- |
| state | afloat, on shore |
"""
CSHARP_API = """\
# Boats.Api.BoatApi

All URIs are relative to *https://boats.example*

| Method | HTTP request | Description |
|--------|--------------|-------------|
| [**ListBoats**](BoatApi.md#listboats) | **GET** /boats | All boats |

<a id="listboats"></a>
# **ListBoats**
> List&lt;Boat&gt; ListBoats (string? varEvent = null)

All boats

### Example
```csharp
Configuration config = new Configuration();
// Configure API key authorization: clientKey
config.AddApiKey("X-Client", "YOUR_API_KEY");
```

### Parameters

| Name | Type | Description | Notes |
|------|------|-------------|-------|
| **varEvent** | **string?** |  | [optional]  |

### Return type

[**List&lt;Boat&gt;**](Boat.md)

### Authorization

[clientKey](../README.md#clientKey)

### HTTP request headers

 - **Content-Type**: Not defined
 - **Accept**: application/json

### HTTP response details
| Status code | Description | Response headers |
|-------------|-------------|------------------|
| **200** | Boats. |  -  |
"""


def test_names_enums_and_schemes_of_other_languages(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "BoatApi.md").write_text(CSHARP_API, encoding="utf-8")
    (docs / "Boat.md").write_text(KOTLIN_MODEL, encoding="utf-8")
    content = drafted_sources(tmp_path, str(docs))
    assert content["components"]["securitySchemes"]["clientKey"]["type"] == "apiKey"
    operation = content["paths"]["/boats"]["get"]
    assert [row["name"] for row in operation["parameters"]] == ["event"]
    boat = content["components"]["schemas"]["Boat"]
    state = boat["properties"]["state"]
    if "$ref" in state:
        state = content["components"]["schemas"][state["$ref"].split("/")[-1]]
    assert state["enum"] == ["afloat", "on shore"]
    assert boat["required"] == ["size"]
