"""Invented services: a random description with known facts, to be written in each style of
documentation and drafted back.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

NOUNS = ("boat", "harbour", "sailor", "voyage", "cargo", "lamp", "chart", "buoy")
FIELDS = (
    "title",
    "length",
    "colour",
    "owner",
    "captain_name",
    "built",
    "crew",
    "rating",
    "notes",
    "berth",
    "depth",
    "flagState",
    "isOpen",
    "mooredAt",
)
KINDS = (
    "string",
    "integer",
    "number",
    "boolean",
    "date",
    "date-time",
    "uuid",
    "array of string",
    "array of integer",
    "enum",
)
VALUES = (
    ("red", "green", "blue"),
    ("open", "closed"),
    ("NORTH", "SOUTH", "EAST", "WEST"),
    ("a-1", "b-2"),
)


@dataclass
class Row:
    """A field or a parameter."""

    name: str
    kind: str
    required: bool = False
    values: tuple[str, ...] = ()
    text: str = ""
    model: str = ""

    def schema(self) -> dict[str, Any]:
        """Its schema in OpenAPI."""
        if self.kind == "model":
            return {"$ref": f"#/components/schemas/{self.model}"}
        if self.kind == "models":
            return {"type": "array", "items": {"$ref": f"#/components/schemas/{self.model}"}}
        if self.kind == "enum":
            return {"type": "string", "enum": list(self.values)}
        if self.kind.startswith("array of "):
            return {"type": "array", "items": {"type": self.kind.removeprefix("array of ")}}
        if self.kind in ("date", "date-time", "uuid"):
            return {"type": "string", "format": self.kind}
        return {"type": self.kind}


@dataclass
class Response:
    """A response; ``model`` is "" where it has no body."""

    status: str
    text: str
    model: str = ""
    listed: bool = False


@dataclass
class Operation:
    """An operation."""

    method: str
    path: str
    summary: str
    text: str
    path_rows: list[Row] = field(default_factory=list)
    query_rows: list[Row] = field(default_factory=list)
    header_rows: list[Row] = field(default_factory=list)
    body: str = ""
    responses: list[Response] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What generated pages call it."""
        return "_".join(self.summary.lower().split())


@dataclass
class Service:
    """A service: what its documentation states."""

    title: str
    base: str
    key: str
    operations: list[Operation]
    models: dict[str, list[Row]]

    def description(self) -> dict[str, Any]:
        """The true description."""
        paths: dict[str, Any] = {}
        for operation in self.operations:
            made: dict[str, Any] = {
                "operationId": operation.name,
                "summary": operation.summary,
                "responses": {},
            }
            rows = [
                ("path", operation.path_rows),
                ("query", operation.query_rows),
                ("header", operation.header_rows),
            ]
            made["parameters"] = [
                {"name": row.name, "in": place, "required": row.required, "schema": row.schema()}
                for place, listed in rows
                for row in listed
            ]
            if operation.body:
                schema = {"$ref": f"#/components/schemas/{operation.body}"}
                made["requestBody"] = {
                    "required": True,
                    "content": {"application/json": {"schema": schema}},
                }
            for response in operation.responses:
                made["responses"][response.status] = {"description": response.text}
                if response.model:
                    schema = {"$ref": f"#/components/schemas/{response.model}"}
                    schema = {"type": "array", "items": schema} if response.listed else schema
                    made["responses"][response.status]["content"] = {
                        "application/json": {"schema": schema}
                    }
            paths.setdefault(operation.path, {})[operation.method] = made
        return {
            "openapi": "3.1.0",
            "info": {"title": self.title, "version": "1"},
            "servers": [{"url": self.base}],
            "security": [{"key": []}],
            "paths": paths,
            "components": {
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": self.key}},
                "schemas": {
                    name: {
                        "type": "object",
                        "required": [row.name for row in rows if row.required],
                        "properties": {row.name: row.schema() for row in rows},
                    }
                    for name, rows in self.models.items()
                },
            },
        }

    def sample(self, model: str) -> dict[str, Any]:
        """A sample of a model."""
        return {row.name: self._value(row) for row in self.models[model]}

    def _value(self, row: Row) -> Any:
        if row.kind == "model":
            return self.sample(row.model)
        if row.kind == "models":
            return [self.sample(row.model)]
        plain: dict[str, Any] = {
            "string": "word",
            "integer": 7,
            "number": 7.5,
            "boolean": True,
            "date": "2031-04-01",
            "date-time": "2031-04-01T09:30:00Z",
            "uuid": "0b6f3c1e-58a7-4c0b-9b1f-3d1f0e6a7b21",
            "array of string": ["word"],
            "array of integer": [7],
        }
        return row.values[0] if row.kind == "enum" else plain[row.kind]


def invented(seed: int) -> Service:
    """A service of its own for each seed."""
    chance = random.Random(seed)
    nouns = chance.sample(NOUNS, 3)
    models: dict[str, list[Row]] = {"Failure": [Row("message", "string", text="In words.")]}
    for noun in nouns:
        name = noun.capitalize()
        models[name] = [
            Row(
                "id",
                chance.choice(("integer", "string", "uuid")),
                required=True,
                text="Its number.",
            ),
            *_rows(chance, 4),
        ]
        models[f"New{name}"] = _rows(chance, 3)
    inner = "Place"
    models[inner] = [
        Row("lat", "number", text="North."),
        Row("lon", "number", required=chance.random() < 0.5, text="East."),
    ]
    models[nouns[0].capitalize()].append(Row("place", "model", model=inner, text="Where it is."))
    models[nouns[1].capitalize()].append(
        Row("places", "models", model=inner, required=True, text="Where it was.")
    )
    operations: list[Operation] = []
    for noun in nouns:
        operations.extend(_operations(chance, noun))
    return Service(
        title=f"{nouns[0].capitalize()}s",
        base=f"https://api.{nouns[0]}s.example/v{chance.randint(1, 4)}",
        key=chance.choice(("X-Harbour-Key", "X-Api-Key", "Api-Token")),
        operations=operations,
        models=models,
    )


def _rows(chance: random.Random, count: int) -> list[Row]:
    rows = []
    for name in chance.sample(FIELDS, count):
        kind = chance.choice(KINDS)
        values = chance.choice(VALUES) if kind == "enum" else ()
        rows.append(
            Row(
                name,
                kind,
                required=chance.random() < 0.4,
                values=values,
                text=f"The {name.replace('_', ' ')}.",
            )
        )
    return rows


def _operations(chance: random.Random, noun: str) -> list[Operation]:
    name, plural = noun.capitalize(), f"{noun}s"
    identifier = Row(f"{noun}_id", "integer", required=True, text=f"Which {noun}.")
    failure = Response("404", "Not there.", "Failure")
    query = [row for row in _rows(chance, 3) if not row.kind.startswith("array")]
    made = [
        Operation(
            "get",
            f"/{plural}",
            f"List {plural}",
            f"All {plural}.",
            query_rows=query,
            responses=[Response("200", "Some.", name, listed=True)],
        ),
        Operation(
            "post",
            f"/{plural}",
            f"Add a {noun}",
            f"Adds one {noun}.",
            body=f"New{name}",
            responses=[Response("201", "Added.", name), Response("400", "Wrong.", "Failure")],
        ),
        Operation(
            "get",
            f"/{plural}/{{{noun}_id}}",
            f"Get a {noun}",
            f"One {noun}.",
            path_rows=[identifier],
            responses=[Response("200", "It.", name), failure],
        ),
        Operation(
            "delete",
            f"/{plural}/{{{noun}_id}}",
            f"Remove a {noun}",
            f"Takes one {noun} away.",
            path_rows=[identifier],
            responses=[Response("204", "Gone.")],
        ),
    ]
    if chance.random() < 0.6:
        trace = Row("X-Trace", "string", text="A word of yours.")
        made.append(
            Operation(
                "patch",
                f"/{plural}/{{{noun}_id}}",
                f"Change a {noun}",
                f"Changes one {noun}.",
                path_rows=[identifier],
                header_rows=[trace],
                body=f"New{name}",
                responses=[Response("200", "Changed.", name), failure],
            )
        )
    return chance.sample(made, len(made))
