"""Reads ``specs/<client>/documented.yaml``: what a service's documentation states, each fact with its source.

The format is explained in ``specs/README.md``. Nothing here knows the generator: the facts judge it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

ROOT = Path(__file__).parent.parent.parent
SPECS = ROOT / "specs"
CLIENTS = tuple(sorted(path.parent.name for path in SPECS.glob("*/documented.yaml")))

FORMAT = "documented/1"

T = TypeVar("T")


class FactsError(ValueError):
    """documented.yaml says something that its format does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact stands: a source's public name and, for a page, the line (counted from 1)."""

    key: str
    name: str
    line: int | None = None

    def __str__(self) -> str:
        return self.name if self.line is None else f"{self.name} line {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Generic[T]):
    """One value and its source."""

    value: T
    at: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How a call is authorised."""

    name: str
    kind: str
    at: Source
    parameter: str = ""
    location: str = ""
    wire_at: Source
    format: str = ""
    prefix: str = ""
    prefix_at: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row of a page's parameter table. ``wire`` and ``location`` are empty where no source tells them."""

    name: str
    type: str
    required: bool
    at: Source
    wire: str
    location: str
    wire_at: Source
    example: object = None
    example_at: Source | None = None
    constraints: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One row of a page's status table. ``text`` is None where the page's sentence is not kept."""

    code: str
    at: Source
    text: str | None = None
    model: str | None = None
    model_at: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One documented call."""

    name: str
    method: str
    path: str
    at: Source
    summary: str
    summary_at: Source
    operation_id: Stated[str]
    signature: Stated[str]
    parameters: tuple[Parameter, ...]
    returns: Stated[str]
    auth: Stated[tuple[str, ...]]
    content_types: Stated[tuple[str, ...]]
    accept: Stated[tuple[str, ...]]
    statuses: tuple[Status, ...]

    @property
    def body(self) -> Parameter | None:
        """The parameter that is the body, if there is one."""
        return next((row for row in self.parameters if row.location == "body"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One documented field of a model; ``default`` is a list of none or one value, since null could be one."""

    wire: str
    python: str
    type: str
    at: Source
    type_at: Source
    format: str = ""
    format_at: Source
    required: bool = False
    nullable: bool = False
    enum: tuple[object, ...] = ()
    default: tuple[object, ...] = ()
    constraints: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One documented model with all its fields, those that it takes over included."""

    name: str
    at: Source
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """All that a client's documentation states."""

    client: str
    package: Stated[str]
    api: Stated[str]
    base_url: Stated[str]
    tag: Stated[str]
    schemes: tuple[Scheme, ...]
    imports: tuple[Stated[str], ...]
    operations: tuple[Operation, ...]
    models: tuple[Model, ...]

    def model(self, name: str) -> Model | None:
        """The model of that name, if the documentation has one."""
        return next((model for model in self.models if model.name == name), None)


def snake(name: str) -> str:
    """``nextToken`` becomes ``next_token``, ``LLMCredentialRequest`` ``llm_credential_request``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"\W+", "_", spaced).strip("_").lower()


@cache
def documented(client: str) -> Documented:
    """The facts of ``specs/<client>/documented.yaml``."""
    text = (SPECS / client / "documented.yaml").read_text(encoding="utf-8")
    return parse(yaml.safe_load(text))


def parse(data: Mapping[str, Any]) -> Documented:
    """Turn the file's data into facts.

    Raises:
        FactsError: an unknown key, a missing one, or a source that is not declared.
    """
    if data.get("format") != FORMAT:
        raise FactsError(f"format: expected {FORMAT}")
    return _Reader(data["sources"]).document(data)


class _Reader:
    """Turns mappings into facts; knows the declared sources."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = {
            "ours": "a name of ours, for want of a documented one",
            **sources,
        }

    def source(self, at: str) -> Source:
        key, _, line = at.partition(":")
        if key not in self.sources:
            raise FactsError(f"{at}: no such source")
        return Source(key=key, name=self.sources[key], line=int(line) if line else None)

    def stated(self, data: Mapping[str, Any]) -> Stated[Any]:
        _known(data, {"value", "at"})
        value = (
            tuple(data["value"]) if isinstance(data["value"], list) else data["value"]
        )
        return Stated(value=value, at=self.source(data["at"]))

    def document(self, data: Mapping[str, Any]) -> Documented:
        _known(
            data,
            {
                "format",
                "client",
                "sources",
                "package",
                "api",
                "base_url",
                "tag",
                "schemes",
                "imports",
                "operations",
                "models",
            },
        )
        return Documented(
            client=data["client"],
            package=self.stated(data["package"]),
            api=self.stated(data["api"]),
            base_url=self.stated(data["base_url"]),
            tag=self.stated(data["tag"]),
            schemes=tuple(self.scheme(row) for row in data["schemes"]),
            imports=tuple(
                Stated(value=row["path"], at=self.source(row["at"]))
                for row in data["imports"]
            ),
            operations=tuple(self.operation(row) for row in data["operations"]),
            models=tuple(self.models(data["models"])),
        )

    def scheme(self, data: Mapping[str, Any]) -> Scheme:
        _known(
            data,
            {
                "name",
                "kind",
                "at",
                "parameter",
                "in",
                "wire_at",
                "format",
                "prefix",
                "prefix_at",
            },
        )
        return Scheme(
            name=data["name"],
            kind=data["kind"],
            at=self.source(data["at"]),
            parameter=data.get("parameter", ""),
            location=data.get("in", ""),
            wire_at=self.source(data.get("wire_at", data["at"])),
            format=data.get("format", ""),
            prefix=data.get("prefix", ""),
            prefix_at=self.source(data.get("prefix_at", data["at"])),
        )

    def operation(self, data: Mapping[str, Any]) -> Operation:
        stated = (
            "operation_id",
            "signature",
            "returns",
            "auth",
            "content_types",
            "accept",
        )
        _known(
            data,
            {
                "name",
                "method",
                "path",
                "summary",
                "summary_at",
                "at",
                "parameters",
                "statuses",
                *stated,
            },
        )
        return Operation(
            name=data["name"],
            method=data["method"],
            path=data["path"],
            summary=data.get("summary", ""),
            summary_at=self.source(data.get("summary_at", data["at"])),
            at=self.source(data["at"]),
            parameters=tuple(self.parameter(row) for row in data["parameters"]),
            statuses=tuple(self.status(row) for row in data["statuses"]),
            operation_id=self.stated(data["operation_id"]),
            signature=self.stated(data["signature"]),
            returns=self.stated(data["returns"]),
            auth=self.stated(data["auth"]),
            content_types=self.stated(data["content_types"]),
            accept=self.stated(data["accept"]),
        )

    def parameter(self, data: Mapping[str, Any]) -> Parameter:
        _known(
            data,
            {
                "name",
                "type",
                "required",
                "at",
                "wire",
                "in",
                "wire_at",
                "example",
                "example_at",
                "constraints",
            },
        )
        at = self.source(data["at"])
        return Parameter(
            name=data["name"],
            type=data["type"],
            required=data["required"],
            at=at,
            wire=data.get("wire", ""),
            location=data["in"],
            wire_at=self.source(data["wire_at"]) if "wire_at" in data else at,
            example=data.get("example"),
            example_at=(
                self.source(data["example_at"]) if "example_at" in data else None
            ),
            constraints=data.get("constraints", {}),
        )

    def status(self, data: Mapping[str, Any]) -> Status:
        _known(data, {"code", "text", "at", "model", "model_at"})
        return Status(
            code=data["code"],
            at=self.source(data["at"]),
            text=data.get("text"),
            model=data.get("model"),
            model_at=self.source(data["model_at"]) if "model_at" in data else None,
        )

    def models(self, rows: list[Mapping[str, Any]]) -> Iterator[Model]:
        read: dict[str, tuple[Field, ...]] = {}
        for row in rows:
            _known(row, {"name", "at", "extends", "fields"})
            inherited = read[row["extends"]] if "extends" in row else ()
            read[row["name"]] = inherited + tuple(
                self.field(item, row["at"]) for item in row["fields"]
            )
            yield Model(
                name=row["name"], at=self.source(row["at"]), fields=read[row["name"]]
            )

    def field(self, data: Mapping[str, Any], at: str) -> Field:
        _known(
            data,
            {
                "wire",
                "python",
                "type",
                "type_at",
                "format",
                "format_at",
                "required",
                "nullable",
                "enum",
                "default",
                "constraints",
                "at",
            },
        )
        return Field(
            wire=data["wire"],
            python=data.get("python", snake(data["wire"])),
            type=data["type"],
            at=self.source(data.get("at", at)),
            type_at=self.source(data.get("type_at", data.get("at", at))),
            format_at=self.source(data.get("format_at", data.get("at", at))),
            format=data.get("format", ""),
            required=data.get("required", False),
            nullable=data.get("nullable", False),
            enum=tuple(data.get("enum", ())),
            default=(data["default"],) if "default" in data else (),
            constraints=data.get("constraints", {}),
        )


def _known(data: Mapping[str, Any], keys: set[str]) -> None:
    if unknown := sorted(set(data) - keys):
        raise FactsError(f"unknown key {unknown[0]!r} in {dict(data)}")
