"""The facts of documented.yaml, each with its source. What a file does not state is None, and is
not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Generic, TypeVar

from docbound.diagnostics.diagnostic import Position
from docbound.document import Document
from docbound.records import field, record

from .layouts import LAYOUTS, Layout

T = TypeVar("T")

CONSTRAINTS: Final = (
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "multipleOf",
    "maxLength",
    "minLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
)
"""The limits that documented.yaml may state, in the words of JSON Schema."""


@record
class SourceFile:
    """A source of facts.

    Attributes:
        key: its name in ``at``.
        title: its public name.
        address: where it is published, or an empty string.
        file: a copy of it, relative to documented.yaml or to the project's folder of pages, or an
            empty string.
        layout: the name of the layout of the page.
        drafted: whether the facts were drafted from the file, so that a check drafts it again.
    """

    key: str
    title: str
    address: str = ""
    file: str = ""
    layout: str = ""
    drafted: bool = False


@record
class Source:
    """Where a fact is: a source, a line in it (counted from 1), and a place in documented.yaml."""

    key: str
    name: str
    line: int | None = None
    pointer: str = "#"

    def __str__(self) -> str:
        return self.name if self.line is None else f"{self.name} line {self.line}"


@record
class Stated(Generic[T]):
    """One value and its source."""

    value: T
    at: Source


@record
class Scheme:
    """How a call is authorised."""

    name: str
    kind: str
    at: Source
    wire_at: Source
    prefix_at: Source
    parameter: str = ""
    location: str = ""
    format: str = ""
    prefix: str = ""


@record
class Parameter:
    """One documented parameter; ``wire`` is its name on the wire, ``name`` that of the Python
    argument.
    """

    name: str
    wire: str
    at: Source
    wire_at: Source
    type: str | None = None
    required: bool | None = None
    location: str | None = None
    example: tuple[object, ...] = ()
    example_at: Source | None = None
    constraints: Mapping[str, object] | None = None
    format: str | None = None
    enum: tuple[object, ...] | None = None


@record
class Status:
    """One documented response. ``text`` is None where the page's sentence is not kept."""

    code: str
    at: Source
    text: str | None = None
    model: str | None = None
    model_at: Source | None = None


@record
class Operation:
    """One documented call. ``name`` is that of the Python method."""

    name: str
    method: str
    path: str
    at: Source
    api: Stated[str] | None = None
    tag: Stated[str] | None = None
    summary: Stated[str] | None = None
    operation_id: Stated[str] | None = None
    signature: Stated[str] | None = None
    parameters: tuple[Parameter, ...] | None = None
    returns: Stated[str] | None = None
    auth: Stated[tuple[str, ...]] | None = None
    content_types: Stated[tuple[str, ...]] | None = None
    accept: Stated[tuple[str, ...]] | None = None
    statuses: tuple[Status, ...] | None = None

    @property
    def body(self) -> Parameter | None:
        """The parameter that is the body, if there is one."""
        return next((row for row in self.parameters or () if row.location == "body"), None)

    @property
    def is_named(self) -> bool:
        """Whether the documentation states the method's name."""
        return self.name != ""


@record
class Field:
    """One documented field of a model; ``default`` is a list of none or one value, since null could
    be one.
    """

    wire: str
    python: str
    type: str
    at: Source
    type_at: Source
    format_at: Source
    format: str = ""
    required: bool = False
    nullable: bool = False
    enum: tuple[object, ...] = ()
    default: tuple[object, ...] = ()
    constraints: Mapping[str, object] = field(default_factory=dict[str, object])


@record
class Model:
    """One documented model with all its fields, those that it takes over included."""

    name: str
    at: Source
    fields: tuple[Field, ...]
    enum: tuple[object, ...] | None = None


@record
class Documented:
    """All that a client's documentation states.

    Attributes:
        client: the name of the client's folder.
        layouts: how pages may be written, by name: the usual ones, and those of this file.
        partial: whether the documentation covers a part of the description only, so that what it
            does not name is no drift.
        document: documented.yaml itself, for places.
    """

    client: str
    document: Document
    sources: tuple[SourceFile, ...] = ()
    layouts: Mapping[str, Layout] = LAYOUTS
    partial: bool = False
    package: Stated[str] | None = None
    base_url: Stated[str] | None = None
    schemes: tuple[Scheme, ...] | None = None
    imports: tuple[Stated[str], ...] = ()
    operations: tuple[Operation, ...] = ()
    models: tuple[Model, ...] | None = None

    def model(self, name: str) -> Model | None:
        """The model of that name, if the documentation has one."""
        return next((model for model in self.models or () if model.name == name), None)

    def apis(self) -> Iterator[tuple[Stated[str], tuple[Operation, ...]]]:
        """The API classes that are documented, each with its operations."""
        groups: dict[str, tuple[Stated[str], list[Operation]]] = {}
        for operation in self.operations:
            if operation.api is not None:
                groups.setdefault(operation.api.value, (operation.api, []))[1].append(operation)
        for stated, operations in groups.values():
            yield stated, tuple(operations)

    def position(self, source: Source | None) -> Position | None:
        """Where a fact is in documented.yaml."""
        return None if source is None else self.document.position(source.pointer)
