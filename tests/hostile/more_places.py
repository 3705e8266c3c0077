"""The places that `documents` leaves out: keys that name something, addresses, extensions, and
what is written beside an operation.

Each group has a path of its own, so that what is refused as a whole takes nothing else along.
"""

from __future__ import annotations

from typing import Any

from tests.hostile.payloads import PAYLOADS, Planter

JSON = dict[str, Any]


def described(version: str, plant: Planter, groups: int = len(PAYLOADS)) -> JSON:
    """An OpenAPI 3.x document."""
    newer = not version.startswith("3.0")
    components: JSON = {
        name: {}
        for name in (
            "schemas",
            "securitySchemes",
            "parameters",
            "responses",
            "headers",
            "examples",
            "requestBodies",
            "links",
            "callbacks",
        )
    }
    made: JSON = {
        "openapi": version,
        "info": {
            "title": plant("info.title"),
            "version": "1",
            "license": {"name": "x", "url": f"https://a.example/{plant('license.url')}"},
            "contact": {"email": f"{plant('contact.email')}@a.example"},
            "x-audience": plant("info.extension"),
        },
        "externalDocs": {"url": f"https://docs.example/{plant('externalDocs.url')}"},
        "servers": [],
        "tags": [],
        "paths": {},
        "components": components,
    }
    for group in range(groups):
        plant.group = group
        _add_components(plant, components, group, newer=newer)
        tag = plant("tag.name")
        made["tags"].append({"name": tag, "x-displayName": plant("tag.extension")})
        made["servers"].append(_server(plant, group))
        made["paths"][f"/m{group}/{{id}}/{_without_braces(plant('path'))}"] = _item(
            plant, group, tag, newer=newer
        )
    if version.startswith("3.2"):
        _add_newest(plant, made)
    return made


def _without_braces(text: str) -> str:
    """``text`` as a part of an address that makes no variable of it."""
    return text.translate(dict.fromkeys(map(ord, "{}/")))


def _server(plant: Planter, group: int) -> JSON:
    variable = _without_braces(plant("server.variable.name"))
    return {
        "url": f"https://h{group}.example/{{{variable}}}/{_without_braces(plant('server.url'))}",
        "description": plant("server.description"),
        "variables": {
            variable: {
                "default": plant("server.variable.default"),
                "enum": [plant("server.variable.enum"), plant("server.variable.enum.second")],
            }
        },
    }


def _add_components(plant: Planter, components: JSON, group: int, *, newer: bool) -> None:
    components["schemas"][f"M{group}"] = _schema(plant, newer=newer)
    components["schemas"][plant("schema.key")] = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "x-note": {plant("schema.extension.key"): plant("schema.extension")},
    }
    components["schemas"][f"D{group}"] = {
        "oneOf": [_branch(plant("discriminator.value")), _branch(plant("discriminator.second"))],
        "discriminator": {"propertyName": plant("discriminator.propertyName")},
    }
    schemes: tuple[JSON, ...] = (
        {"type": "apiKey", "in": "header", "name": plant("scheme.header")},
        {"type": "http", "scheme": plant("scheme.http")},
        {"type": "openIdConnect", "openIdConnectUrl": f"https://a.example/{plant('openId.url')}"},
        {
            "type": "oauth2",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": f"https://a.example/{plant('authorizationUrl')}",
                    "tokenUrl": f"https://a.example/{plant('tokenUrl')}",
                    "refreshUrl": f"https://a.example/{plant('refreshUrl')}",
                    "scopes": {plant("flow.scope"): plant("flow.scope.description")},
                }
            },
        },
    )
    components["securitySchemes"][plant("scheme.key")] = schemes[group % 4]
    components["securitySchemes"][f"S{group}"] = schemes[(group + 1) % 4]
    components["parameters"][f"P{group}"] = {
        "name": plant("header.name"),
        "in": "header",
        "description": plant("header.description"),
        "schema": {"type": "array", "items": {"type": "string", "enum": [plant("header.enum")]}},
        "x-example": plant("parameter.extension"),
        "examples": {plant("parameter.examples.key"): {"value": [plant("parameter.examples")]}},
    }
    components["headers"][f"H{group}"] = {
        "description": plant("component.header.description"),
        "schema": {"type": "string", "default": plant("header.default")},
        "example": plant("header.example"),
    }
    components["examples"][f"E{group}"] = {
        "summary": plant("component.example.summary"),
        "value": {plant("component.example.key"): [plant("component.example.value")]},
    }
    components["links"][f"L{group}"] = {
        "operationId": f"op{group}",
        "parameters": {plant("link.parameter"): plant("link.expression")},
        "description": plant("component.link.description"),
        "server": {"url": f"https://a.example/{plant('link.server')}"},
    }


def _branch(value: str) -> JSON:
    return {"type": "object", "title": value, "properties": {value: {"type": "string"}}}


def _schema(plant: Planter, *, newer: bool) -> JSON:
    xml = {
        "name": plant("xml.name"),
        "prefix": plant("xml.prefix"),
        "namespace": f"https://a.example/{plant('xml.namespace')}",
    }
    properties: JSON = {
        "named": {"type": "string", "x-go-name": plant("x-go-name")},
        "enumerated": {
            "type": "string",
            "enum": [plant("ms.value")],
            "x-ms-enum": {
                "name": plant("ms.name"),
                "values": [
                    {
                        "value": "x",
                        "name": plant("ms.values.name"),
                        "description": plant("ms.values.description"),
                    }
                ],
            },
            "x-enum-descriptions": [plant("x-enum-descriptions")],
        },
        "listed": {
            "type": "array",
            "items": {"type": "string"},
            "default": [plant("list.default")],
        },
        "mapped": {"type": "object", "default": {plant("map.default.key"): plant("map.default")}},
        "old": {"type": "string", "deprecated": True, "x-deprecated": plant("x-deprecated")},
        "sample": {"type": "object", "example": {plant("example.key"): plant("example.nested")}},
        "uri": {"type": "string", "format": "uri", "default": plant("uri.default")},
        "encoded": {"type": "string", "format": "byte", "default": f"*{plant('byte.default')}"},
        "stamped": {"type": "string", "format": "date-time", "example": plant("time.example")},
    }
    if newer:
        properties["packed"] = {
            "type": "string",
            "contentMediaType": plant("contentMediaType"),
            "contentEncoding": plant("contentEncoding"),
        }
        properties["keyed"] = {
            "type": "object",
            "patternProperties": {plant("patternProperties"): {"type": "string"}},
            "propertyNames": {"pattern": plant("propertyNames")},
            "dependentRequired": {plant("dependentRequired"): [plant("dependentRequired.item")]},
        }
        properties["tuple"] = {
            "type": "array",
            "prefixItems": [
                {"const": plant("prefixItems.const")},
                {"title": plant("prefix.title")},
            ],
        }
        properties["nested"] = {
            "$defs": {plant("$defs.key"): {"type": "string"}},
            "enum": [{plant("enum.object.key"): plant("enum.object")}, None, 1],
        }
    return {"type": "object", "xml": xml, "properties": properties, "x-tags": [plant("x-tags")]}


def _item(plant: Planter, group: int, tag: str, *, newer: bool) -> JSON:
    ref = {"$ref": f"#/components/schemas/M{group}"}
    header = {"$ref": f"#/components/headers/H{group}"}
    form: JSON = {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}, plant("part.name"): ref},
    }
    encoding = {
        "file": {
            "contentType": plant("encoding.contentType"),
            "headers": {plant("encoding.header"): {"schema": {"type": "string"}}},
        }
    }
    operation: JSON = {
        "operationId": f"op{group}",
        "tags": [tag],
        "deprecated": True,
        "x-codeSamples": [{"lang": plant("sample.lang"), "source": plant("sample.source")}],
        "security": [{f"S{group}": [plant("requirement.scope")]}],
        "servers": [{"url": f"https://a.example/{_without_braces(plant('operation.server'))}"}],
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"$ref": f"#/components/parameters/P{group}"},
        ],
        "requestBody": {"content": {"multipart/form-data": {"schema": form, "encoding": encoding}}},
        "responses": {
            "200": {
                "description": "x",
                "headers": {"X-Text": header},
                "content": {
                    "application/json": {
                        "schema": ref,
                        "examples": {"a": {"$ref": f"#/components/examples/E{group}"}},
                    }
                },
                "links": {"next": {"$ref": f"#/components/links/L{group}"}},
            },
            "404": {
                "description": plant("error.description"),
                "content": {f"application/vnd.{plant('error.mediaType')}+json": {"schema": ref}},
            },
            "409": {"description": "x", plant("x-response"): plant("x-response.value")},
        },
        "callbacks": {
            plant("callback.key"): {
                plant("callback.expression"): {
                    "post": {
                        "operationId": plant("callback.operationId"),
                        "summary": plant("callback.summary"),
                        "requestBody": {"content": {"application/json": {"schema": ref}}},
                        "responses": {"200": {"description": plant("callback.response")}},
                    }
                }
            }
        },
    }
    if newer:
        operation["requestBody"]["summary"] = plant("misplaced.summary")
    choice = {
        "operationId": f"choose{group}",
        "responses": {
            "200": {
                "description": "x",
                "content": {
                    "application/json": {"schema": {"$ref": f"#/components/schemas/D{group}"}}
                },
            }
        },
    }
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    return {
        "post": operation,
        "get": {**choice, "parameters": parameters},
        "x-path": plant("path.extension"),
    }


def _add_newest(plant: Planter, made: JSON) -> None:
    for group, item in enumerate(made["paths"].values()):
        plant.group = group
        item["additionalOperations"] = {
            f"LIST{group}": {
                "operationId": f"list{group}",
                "summary": plant("additional.summary"),
                "responses": {"200": {"description": plant("additional.response")}},
            },
            plant("additional.method"): {
                "operationId": f"send{group}",
                "responses": {"200": {"description": "x"}},
            },
        }
        example = {
            "dataValue": {plant("dataValue.key"): plant("dataValue")},
            "serializedValue": plant("serializedValue"),
        }
        content = item["post"]["responses"]["200"]["content"]
        content["application/json"]["examples"]["b"] = example
        content["text/event-stream"] = {
            "itemSchema": {
                "type": "object",
                "properties": {"event": {"const": plant("item.const")}},
            }
        }
    for group, tag in enumerate(made["tags"]):
        plant.group = group
        tag["parent"] = plant("tag.parent")
