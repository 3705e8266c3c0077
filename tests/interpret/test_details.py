"""What the compact cases do not show: texts, examples, reach, order, findings."""

from __future__ import annotations

from typing import Any

from docbound.diagnostics.diagnostic import Diagnostics, Effect
from docbound.service import Alias, Api, Enum, Object

from .cases_support import built


def described(**parts: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        **parts,
    }


def api_of(**parts: Any) -> Api:
    return built(described(**parts))[0]


def found_in(**parts: Any) -> Diagnostics:
    return built(described(**parts))[1]


def test_the_description_itself() -> None:
    api = api_of(
        info={
            "title": "Pets",
            "version": "1.2",
            "description": "About pets",
            "contact": {"email": "a@example.com"},
            "license": {"name": "MIT"},
            "termsOfService": "https://example.com/terms",
        },
        externalDocs={"url": "https://example.com/docs"},
        tags=[{"name": "b", "description": "Bees"}],
        paths={"/a": {"get": {"tags": ["a", "b"], "responses": {}}}},
        servers=[{"url": "/v1", "description": "Here"}],
    )
    assert (api.title, api.version, api.description) == ("Pets", "1.2", "About pets")
    assert (api.contact.email, api.license.name) == ("a@example.com", "MIT")
    assert api.terms == "https://example.com/terms"
    assert api.external_docs == "https://example.com/docs"
    assert [(tag.name, tag.description) for tag in api.tags] == [
        ("b", "Bees"),
        ("a", ""),
    ]
    assert [(server.url, server.description) for server in api.servers] == [("/v1", "Here")]
    assert api.specification == "3.1.0"
    assert api.digest.startswith("sha256:")


def test_the_facts_of_a_field() -> None:
    api = api_of(
        components={
            "schemas": {
                "A": {
                    "title": "An A",
                    "description": "About A",
                    "deprecated": True,
                    "example": {"x": "e"},
                    "properties": {
                        "x": {
                            "type": "string",
                            "title": "X",
                            "description": "About x",
                            "maxLength": 3,
                            "minLength": 1,
                            "examples": ["e"],
                            "deprecated": True,
                        }
                    },
                }
            }
        }
    )
    definition = api.definitions["#/components/schemas/A"]
    assert isinstance(definition, Object)
    about = definition.about
    assert (about.title, about.description) == ("An A", "About A")
    assert (about.deprecated, about.component) == (True, True)
    assert about.example == {"x": "e"}
    field = definition.fields[0]
    assert (field.title, field.description) == ("X", "About x")
    assert (field.example, field.deprecated) == ("e", True)
    assert field.constraints == (("maxLength", 3), ("minLength", 1))


def test_an_enum_keeps_names_and_descriptions_through_duplicates() -> None:
    api = api_of(
        components={
            "schemas": {
                "A": {
                    "enum": ["x", "x", "y"],
                    "x-enum-varnames": ["X", "X2", "Y"],
                    "x-enum-descriptions": ["an x", "again", "a y"],
                }
            }
        }
    )
    definition = api.definitions["#/components/schemas/A"]
    assert isinstance(definition, Enum)
    assert definition.names == ("X", "Y")
    assert definition.descriptions == ("an x", "a y")


def reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": reference(name)}}


def test_what_requests_and_responses_reach() -> None:
    api = api_of(
        paths={
            "/a": {
                "post": {
                    "requestBody": {"content": content("In")},
                    "responses": {"200": {"description": "", "content": content("Out")}},
                }
            }
        },
        components={
            "schemas": {
                "In": {"type": "object", "properties": {"x": reference("Both")}},
                "Out": {"type": "array", "items": reference("Both")},
                "Both": {"type": "object", "properties": {"self": reference("Both")}},
                "Unused": {"type": "string"},
            }
        },
    )
    reach = {
        item.about.name: (item.about.in_request, item.about.in_response)
        for item in api.definitions.values()
    }
    assert reach == {
        "In": (True, False),
        "Out": (False, True),
        "Both": (True, True),
        "Unused": (False, False),
    }


def test_chains_and_depths_cost_no_stack() -> None:
    chain: dict[str, Any] = {"S0": {"type": "object", "properties": {"x": {"type": "string"}}}}
    for index in range(1, 300):
        chain[f"S{index}"] = {
            "allOf": [reference(f"S{index - 1}")],
            "properties": {"y": {}},
        }
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(150):
        deep = {"type": "array", "items": deep}
    ring = {
        f"R{index}": {"properties": {"next": reference(f"R{(index + 1) % 1000}")}}
        for index in range(1000)
    }
    aliases = {f"N{index}": reference(f"N{index + 1}") for index in range(400)}
    schemas = {**chain, **ring, **aliases, "N400": {"type": "string"}, "Deep": deep}
    api = api_of(components={"schemas": schemas})
    last = api.definitions["#/components/schemas/S299"]
    assert isinstance(last, Object)
    assert [field.name for field in last.fields] == ["x", "y"]
    assert isinstance(api.definitions["#/components/schemas/Deep"], Alias)


def test_findings_have_places_and_say_what_happened() -> None:
    found = found_in(
        paths={"/a/{id}": {"get": {"responses": {}}}},
        components={"schemas": {"A": {"properties": {"x": reference("Nowhere")}}}},
    )
    reported = {(item.code, item.effect, item.pointer) for item in found}
    assert reported == {
        ("undeclared-path-parameter", Effect.HARMLESS, "#/paths/~1a~1{id}/get"),
        ("unresolved-reference", Effect.DROP, "#/components/schemas/A/properties/x"),
    }
    assert all(item.position is not None for item in found)


def test_duplicate_identifiers_are_named_and_kept() -> None:
    paths: dict[str, Any] = {
        "/a": {"get": {"operationId": "x", "responses": {}}},
        "/b": {"get": {"operationId": "x", "responses": {}}},
    }
    api = api_of(paths=paths)
    assert [item.operation_id for item in api.operations] == ["x", "x"]
    codes = [item.code for item in found_in(paths=paths)]
    assert codes == ["duplicate-operation-id"]


def test_oauth2_facts() -> None:
    api = api_of(
        components={
            "securitySchemes": {
                "X-Auth": {
                    "type": "oauth2",
                    "flows": {
                        "implicit": {"authorizationUrl": "/a", "scopes": {}},
                        "clientCredentials": {
                            "tokenUrl": "/t",
                            "scopes": {"r": "Read"},
                        },
                    },
                },
                "other": {"type": "http", "scheme": "Digest"},
            }
        }
    )
    auth, other = api.security_schemes
    assert (auth.kind.name, auth.parts, auth.scopes) == (
        "oauth2",
        {"token_url": "/t"},
        (("r", "Read"),),
    )
    assert [flow.name for flow in auth.flows] == ["implicit", "clientCredentials"]
    assert (other.kind.name, other.parts) == ("digest", {})
