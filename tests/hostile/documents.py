"""Descriptions with a planted string in each place where their specification allows one.

One *group* is a path with its operation, schemas, and what belongs to it; a document has as many
groups as it takes for each place to have had each payload.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.hostile.payloads import PAYLOADS, Planter

Plant = Callable[[str], str]
JSON = dict[str, Any]


def openapi(version: str, plant: Planter, groups: int = len(PAYLOADS)) -> JSON:
    """An OpenAPI 3.x document."""
    newer = not version.startswith("3.0")
    paths: JSON = {}
    schemas: JSON = {}
    schemes: JSON = {}
    made: JSON = {
        "openapi": version,
        "info": _info(plant, newer=newer),
        "servers": [{"url": "https://{v}.example", "variables": _variables(plant)}],
        "tags": [],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }
    for group in range(groups):
        plant.group = group
        key = f"G{group}"
        paths[f"/g{group}/{{id}}"] = _operation(plant, key, newer=newer)
        schemas.update(_schemas(plant, key, newer=newer))
        schemes[key] = _scheme(plant, group)
        made["tags"].append(
            {
                "name": key,
                "description": plant("tag.description"),
                "externalDocs": _docs(plant, "tag"),
            }
        )
    if newer:
        made["webhooks"] = {plant("webhook.key"): _webhook(plant)}
    if version.startswith("3.2"):
        _add_newest(plant, made)
    return made


def _info(plant: Plant, *, newer: bool) -> JSON:
    info: JSON = {
        "title": "Hostile",
        "description": plant("info.description"),
        "version": plant("info.version"),
        "termsOfService": plant("info.termsOfService"),
        "contact": {"name": plant("contact.name"), "url": plant("contact.url"), "email": "a@b.de"},
        "license": {"name": plant("license.name")},
    }
    if newer:
        info["summary"] = plant("info.summary")
    return info


def _variables(plant: Plant) -> JSON:
    return {
        "v": {
            "default": "a",
            "enum": ["a", "b"],
            "description": plant("server.variable.description"),
        }
    }


def _docs(plant: Plant, what: str) -> JSON:
    return {
        "url": f"https://docs.example/{plant(f'{what}.externalDocs.url')}",
        "description": plant(f"{what}.externalDocs.description"),
    }


def _operation(plant: Plant, key: str, *, newer: bool) -> JSON:
    ref = {"$ref": f"#/components/schemas/{key}"}
    parameters: list[JSON] = [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "description": plant("parameter.description"),
            "schema": {"type": "string", "example": plant("parameter.schema.example")},
        },
        {
            "name": plant("query.name"),
            "in": "query",
            "description": plant("query.description"),
            "example": plant("query.example"),
            "schema": {
                "type": "string",
                "default": plant("query.default"),
                "enum": [plant("query.enum"), plant("query.enum.second")],
            },
        },
        {
            "name": f"{plant('content.name')}",
            "in": "query",
            "content": {"application/json": {"schema": {"type": "object"}}},
            "description": plant("content.description"),
        },
        {
            "name": plant("cookie.name"),
            "in": "cookie",
            "schema": {"type": "string", "description": plant("cookie.schema.description")},
        },
    ]
    examples = {
        plant("examples.key"): {
            "summary": plant("examples.summary"),
            "description": plant("examples.description"),
            "value": {"text": plant("examples.value")},
        }
    }
    operation: JSON = {
        "operationId": plant("operationId"),
        "tags": [key],
        "summary": plant("operation.summary"),
        "description": plant("operation.description"),
        "externalDocs": _docs(plant, "operation"),
        "security": [{key: []}],
        "parameters": parameters,
        "requestBody": {
            "description": plant("body.description"),
            "content": {
                "application/json": {"schema": ref, "examples": examples},
                f"text/plain; x={plant('body.mediaType').replace('*', '')}": {
                    "schema": {"type": "string"}
                },
            },
        },
        "responses": {
            "200": {
                "description": plant("response.description"),
                "headers": {
                    plant("response.header.name"): {
                        "description": plant("response.header.description"),
                        "schema": {"type": "string"},
                    }
                },
                "content": {
                    "application/json": {"schema": ref, "example": {"text": plant("example")}},
                    f"text/{plant('response.mediaType')}": {"schema": {"type": "string"}},
                },
                "links": {plant("link.key"): {"description": plant("link.description")}},
            },
            "default": {
                "description": plant("default.description"),
                "content": {
                    "application/json": {"schema": {"$ref": f"#/components/schemas/{key}E"}}
                },
            },
        },
        plant("x-operation"): plant("x-operation.value"),
    }
    return {
        "summary": plant("path.summary"),
        "description": plant("path.description"),
        "post": operation,
    }


def _schemas(plant: Plant, key: str, *, newer: bool) -> JSON:
    text: JSON = {
        "type": "string",
        "title": plant("property.title"),
        "description": plant("property.description"),
        "default": plant("property.default"),
        "example": plant("property.example"),
        "format": plant("property.format"),
    }
    if newer:
        text["examples"] = [plant("property.examples")]
        text["$comment"] = plant("$comment")
    properties: JSON = {
        "text": text,
        plant("property.name"): {"type": "integer", "description": plant("integer.description")},
        "kind": {"type": "string", "enum": [plant("enum.value"), plant("enum.second")]},
        "names": {"type": "string", "enum": ["a", "b"], "x-enum-varnames": [plant("varname"), "B"]},
        "many": {"type": "array", "items": {"type": "string", "enum": [plant("items.enum")]}},
        "when": {"type": "string", "format": "date", "default": plant("date.default")},
        "inner": {
            "type": "object",
            "title": plant("inner.title"),
            "properties": {plant("inner.name"): {"type": "string"}},
        },
        "map": {
            "type": "object",
            "additionalProperties": {"type": "string", "description": plant("map.description")},
        },
        "limited": {"type": "string", "pattern": plant("pattern")},
    }
    if newer:
        properties["fixed"] = {"const": plant("const")}
    return {
        key: {
            "title": key,
            "description": plant("schema.description"),
            "externalDocs": _docs(plant, "schema"),
            "type": "object",
            "required": ["text"],
            "properties": properties,
            "example": {"text": plant("schema.example")},
        },
        f"{key}E": {
            "type": "string",
            "description": plant("enum.description"),
            "enum": [plant("named.enum"), plant("named.enum.second")],
        },
        f"{key}A": _tagged(f"{key}B", plant("tag.a")),
        f"{key}B": _tagged(f"{key}A", plant("tag.b")),
        f"{key}C": {
            "description": plant("choice.description"),
            "oneOf": [
                {"$ref": f"#/components/schemas/{key}A"},
                {"$ref": f"#/components/schemas/{key}B"},
            ],
            "discriminator": {
                "propertyName": "tag",
                "mapping": {
                    plant("mapping.a"): f"#/components/schemas/{key}A",
                    plant("mapping.b"): f"#/components/schemas/{key}B",
                },
            },
        },
    }


def _tagged(other: str, tag: str) -> JSON:
    return {
        "type": "object",
        "required": ["tag"],
        "properties": {
            "tag": {"type": "string", "description": tag},
            "other": {"$ref": f"#/components/schemas/{other}"},
        },
    }


def _scheme(plant: Plant, group: int) -> JSON:
    description = plant("scheme.description")
    kinds: tuple[JSON, ...] = (
        {"type": "apiKey", "in": "query", "name": plant("scheme.name")},
        {"type": "http", "scheme": "bearer", "bearerFormat": plant("bearerFormat")},
        {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "https://tokens.example/",
                    "scopes": {plant("scope"): plant("scope.description")},
                }
            },
        },
    )
    return {**kinds[group % 3], "description": description}


def _webhook(plant: Plant) -> JSON:
    return {
        "post": {
            "summary": plant("webhook.summary"),
            "requestBody": {
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "description": plant("webhook.schema.description"),
                            "properties": {plant("webhook.property"): {"type": "string"}},
                        }
                    }
                }
            },
            "responses": {"200": {"description": plant("webhook.response.description")}},
        }
    }


def _add_newest(plant: Planter, made: JSON) -> None:
    for group, item in enumerate(made["paths"].values()):
        plant.group = group
        item["post"]["responses"]["200"]["summary"] = plant("response.summary")
    for group, tag in enumerate(made["tags"]):
        plant.group = group
        tag["summary"] = plant("tag.summary")
        tag["kind"] = plant("tag.kind")
    made["servers"][0]["name"] = plant("server.name")


def swagger(plant: Planter, groups: int = len(PAYLOADS)) -> JSON:
    """A Swagger 2.0 document."""
    paths: JSON = {}
    definitions: JSON = {}
    made: JSON = {
        "swagger": "2.0",
        "info": _info(plant, newer=False),
        "host": "api.example",
        "schemes": ["https"],
        "tags": [],
        "paths": paths,
        "definitions": definitions,
        "securityDefinitions": {},
    }
    for group in range(groups):
        plant.group = group
        key = f"G{group}"
        definitions[key] = {
            "type": "object",
            "title": key,
            "description": plant("2.schema.description"),
            "properties": {
                plant("2.property.name"): {"type": "string"},
                "text": {
                    "type": "string",
                    "description": plant("2.property.description"),
                    "default": plant("2.property.default"),
                    "enum": [plant("2.enum"), plant("2.enum.second")],
                },
            },
            "example": {"text": plant("2.schema.example")},
        }
        made["tags"].append({"name": key, "description": plant("2.tag.description")})
        made["securityDefinitions"][key] = {
            "type": "apiKey",
            "in": "query",
            "name": plant("2.scheme.name"),
            "description": plant("2.scheme.description"),
        }
        paths[f"/g{group}"] = {"get": _swagger_operation(plant, key)}
    return made


def _swagger_operation(plant: Plant, key: str) -> JSON:
    return {
        "operationId": plant("2.operationId"),
        "tags": [key],
        "summary": plant("2.summary"),
        "description": plant("2.description"),
        "produces": ["application/json", f"text/{plant('2.produces')}"],
        "security": [{key: []}],
        "parameters": [
            {
                "name": plant("2.query.name"),
                "in": "query",
                "type": "string",
                "description": plant("2.query.description"),
                "default": plant("2.query.default"),
            },
            {
                "name": plant("2.header.name"),
                "in": "header",
                "type": "string",
                "description": plant("2.header.description"),
            },
        ],
        "responses": {
            "200": {
                "description": plant("2.response.description"),
                "schema": {"$ref": f"#/definitions/{key}"},
                "examples": {"application/json": {"text": plant("2.example")}},
                "headers": {
                    plant("2.response.header"): {
                        "type": "string",
                        "description": plant("2.response.header.description"),
                    }
                },
            }
        },
    }
