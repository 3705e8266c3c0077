"""Descriptions made for measuring: one with as many operations as wished, and one with a large
response.
"""

from __future__ import annotations

import json
from pathlib import Path

from docbound.service import JSONValue

ITEMS = 1_000


def repeated(operations: int) -> dict[str, JSONValue]:
    """A service of ``operations`` operations: five for each resource, with three models a resource
    and 25 resources a tag.
    """
    paths: dict[str, JSONValue] = {}
    schemas: dict[str, JSONValue] = {}
    for number in range(-(-operations // 5)):
        name = f"Thing{number}"
        ref: JSONValue = {"$ref": f"#/components/schemas/{name}"}
        item: dict[str, JSONValue] = {
            "parameters": [
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string"},
                }
            ],
            "get": _operation(f"get_{name}", number, ref),
            "put": _operation(f"replace_{name}", number, ref, body=ref),
            "delete": _operation(f"delete_{name}", number, ref),
        }
        many: dict[str, JSONValue] = {
            "get": _operation(f"list_{name}", number, {"$ref": f"#/components/schemas/{name}Page"}),
            "post": _operation(f"create_{name}", number, ref, body=ref),
        }
        paths[f"/things{number}"] = many
        paths[f"/things{number}/{{id}}"] = item
        schemas |= _models(name)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def with_fields(count: int) -> dict[str, JSONValue]:
    """A service of ``count`` fields: models of ten fields each, every second one of another type,
    and an operation for each twenty models.
    """
    schemas: dict[str, JSONValue] = {}
    paths: dict[str, JSONValue] = {}
    for number in range(-(-count // 10)):
        properties: dict[str, JSONValue] = {
            f"field_{index}": {
                "type": "string" if index % 2 else "integer",
                "description": f"The field {index} of {number}.",
            }
            for index in range(10)
        }
        schemas[f"Model{number}"] = {"type": "object", "properties": properties}
        if number % 20 == 0:
            ref: JSONValue = {"$ref": f"#/components/schemas/Model{number}"}
            paths[f"/models{number}"] = {"get": _operation(f"get_model{number}", number, ref)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Fields", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(name: str, number: int, response: JSONValue, *, body: JSONValue = None) -> JSONValue:
    operation: dict[str, JSONValue] = {
        "operationId": name,
        "tags": [f"group{number // 25}"],
        "summary": f"The operation {name}.",
        "responses": {
            "200": {
                "description": "Done.",
                "content": {"application/json": {"schema": response}},
            }
        },
    }
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return operation


def _models(name: str) -> dict[str, JSONValue]:
    return {
        name: {
            "type": "object",
            "description": f"One {name}.",
            "required": ["id", "state"],
            "properties": {
                "id": {"type": "string", "description": "Its identifier."},
                "state": {
                    "type": "string",
                    "enum": ["new", "old"],
                    "description": "Its state.",
                },
                "createdAt": {"type": "string", "format": "date-time"},
                "size": {"type": "integer"},
                "part": {"$ref": f"#/components/schemas/{name}Part"},
            },
        },
        f"{name}Part": {
            "type": "object",
            "properties": {"label": {"type": "string"}, "weight": {"type": "number"}},
        },
        f"{name}Page": {
            "type": "object",
            "required": ["items"],
            "properties": {
                "items": {
                    "type": "array",
                    "items": {"$ref": f"#/components/schemas/{name}"},
                },
                "next": {"type": "string"},
            },
        },
    }


_ORDERS = {
    "Orders": {
        "type": "object",
        "required": ["orders"],
        "properties": {
            "orders": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}
        },
    },
    "Order": {
        "type": "object",
        "required": ["id", "status", "createdAt", "lines", "customer"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "status": {"type": "string", "enum": ["open", "paid", "sent", "closed"]},
            "createdAt": {"type": "string", "format": "date-time"},
            "dueDate": {"type": "string", "format": "date"},
            "total": {"type": "number"},
            "currency": {"type": "string"},
            "express": {"type": "boolean"},
            "note": {"type": "string"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "customer": {"$ref": "#/components/schemas/Customer"},
            "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        },
    },
    "Customer": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "email": {"type": "string"},
            "address": {"type": "string"},
        },
    },
    "Line": {
        "type": "object",
        "required": ["sku", "quantity", "price"],
        "properties": {
            "sku": {"type": "string"},
            "title": {"type": "string"},
            "quantity": {"type": "integer"},
            "price": {"type": "number"},
        },
    },
}


def orders() -> dict[str, JSONValue]:
    """A service with a response of 1,000 items, the same as a body, and a tiny one."""
    schema: JSONValue = {"$ref": "#/components/schemas/Orders"}
    tiny: JSONValue = {"$ref": "#/components/schemas/Customer"}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Orders", "version": "1"},
        "servers": [{"url": "http://127.0.0.1:1"}],
        "paths": {
            "/orders": {
                "get": _operation("listOrders", 0, schema),
                "post": _operation("storeOrders", 0, tiny, body=schema),
            },
            "/customer": {"get": _operation("getCustomer", 0, tiny)},
        },
        "components": {"schemas": json.loads(json.dumps(_ORDERS))},
    }


def orders_response() -> bytes:
    """About 1 MB: 1,000 orders as JSON."""
    found = [_order(number) for number in range(ITEMS)]
    return json.dumps({"orders": found}, separators=(",", ":")).encode()


def _order(number: int) -> JSONValue:
    return {
        "id": f"{number:08x}-0000-4000-8000-{number:012x}",
        "status": ("open", "paid", "sent", "closed")[number % 4],
        "createdAt": f"2024-05-{number % 28 + 1:02}T10:{number % 60:02}:00Z",
        "dueDate": f"2024-06-{number % 28 + 1:02}",
        "total": 12.5 + number,
        "currency": "EUR",
        "express": number % 2 == 0,
        "note": f"Order {number}, to be left with the neighbours if nobody opens the door. " * 3,
        "tags": ["new", "web", f"region-{number % 9}"],
        "customer": {
            "id": number,
            "name": f"Customer {number}",
            "email": f"customer{number}@example.test",
            "address": f"{number} Long Street, Somewhere, Far Away",
        },
        "lines": [
            {
                "sku": f"S-{number}-{line}",
                "title": f"Article {line} of order {number}",
                "quantity": line + 1,
                "price": 3.25,
            }
            for line in range(4)
        ],
    }


CUSTOMER = b'{"id":7,"name":"Somebody"}'
"""The tiny response."""


def written(description: dict[str, JSONValue], folder: Path) -> Path:
    """Writes a description as JSON and says where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "openapi.json"
    path.write_text(json.dumps(description), encoding="utf-8")
    return path
