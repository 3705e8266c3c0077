"""The facts that sources state about a service, each with its source and line.

The same form for every source. Unlike the blocks it is built up step by step, so its parts can be
changed; nothing outside this package sees them before they are complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final

from docbound.draft.blocks import At
from docbound.records import field, record

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Origin(IntEnum):
    """How a fact is known; a higher one wins within one source."""

    GUESS = 0
    SAMPLE = 1
    STATED = 2


@record(frozen=False)
class Schema:
    """What is known of a value. An empty one says nothing.

    Attributes:
        type: a type of JSON Schema, or "".
        ref: the name of a schema of the same draft, as the source writes it, or "".
        fields: the properties of an object, None where nothing is known of them.
        values: what the values of a map are like.
        one_of: alternatives.
        closed: whether the source lists all fields, so that a sample cannot add any.
        seen: the words that samples show, for guesses alone.
    """

    at: At
    origin: Origin = Origin.STATED
    type: str = ""
    format: str = ""
    format_at: At | None = None
    ref: str = ""
    nullable: bool = False
    enum: list[object] = field(default_factory=list[object])
    enum_at: At | None = None
    items: Schema | None = None
    fields: dict[str, Property] | None = None
    values: Schema | None = None
    one_of: list[Schema] = field(default_factory=list["Schema"])
    extends: list[Schema] = field(default_factory=list["Schema"])
    title: str = ""
    description: str = ""
    default: list[object] = field(default_factory=list[object])
    constraints: dict[str, object] = field(default_factory=dict[str, object])
    closed: bool = False
    seen: list[str] = field(default_factory=list[str])

    @property
    def empty(self) -> bool:
        """Whether nothing at all is known."""
        return not (
            self.type
            or self.ref
            or self.enum
            or self.fields is not None
            or self.values
            or self.one_of
            or self.extends
            or self.items
        )

    def children(self) -> Iterator[Schema]:
        """The schemas directly inside."""
        for prop in (self.fields or {}).values():
            yield prop.schema
        if self.items:
            yield self.items
        if self.values:
            yield self.values
        yield from self.one_of
        yield from self.extends

    def walk(self) -> Iterator[Schema]:
        """This schema and all inside it."""
        waiting: list[Schema] = [self]
        while waiting:
            schema = waiting.pop()
            yield schema
            waiting.extend(schema.children())


@record(frozen=False)
class Property:
    """A field of an object. ``required`` is None where the source does not say."""

    name: str
    schema: Schema
    at: At
    required: bool | None = None
    required_at: At | None = None
    description: str = ""
    origin: Origin = Origin.STATED
    in_every_sample: bool = True


@record(frozen=False)
class Parameter:
    """A parameter of an operation. ``place_known`` is False where the source does not tell the
    place and it was derived.
    """

    name: str
    place: str
    schema: Schema
    at: At
    required: bool | None = None
    description: str = ""
    place_known: bool = True
    origin: Origin = Origin.STATED
    example: list[object] = field(default_factory=list[object])
    python_name: str = ""


@record(frozen=False)
class Content:
    """A body in one media type; ``stated`` is False where the media type follows from the body
    being JSON.
    """

    media_type: str
    schema: Schema
    at: At
    stated: bool = True


@record(frozen=False)
class Body:
    """A request's body."""

    at: At
    content: dict[str, Content] = field(default_factory=dict[str, Content])
    required: bool | None = None
    argument: str = ""


@record(frozen=False)
class Response:
    """A response. ``status_known`` is False where the source shows it without its status."""

    status: str
    at: At
    description: str = ""
    content: dict[str, Content] = field(default_factory=dict[str, Content])
    headers: dict[str, At] = field(default_factory=dict[str, At])
    status_known: bool = True
    no_body: bool = False


@record(frozen=False)
class Scheme:
    """A security scheme. ``kind`` is ``http-bearer``, ``http-basic``, ``apiKey``, ``oauth2``,
    ``openIdConnect`` or ``""``.
    """

    name: str
    kind: str
    at: At
    place: str = ""
    parameter: str = ""
    prefix: str = ""
    flows: dict[str, object] = field(default_factory=dict[str, object])
    url: str = ""
    origin: Origin = Origin.STATED


@record(frozen=False)
class Operation:
    """An operation.

    ``security`` is None where no source says anything about it, and empty where one says that there
    is none. ``servers`` holds addresses that are this operation's alone; ``mention`` is True where
    a source only names it.
    """

    method: str
    path: str
    at: At
    summary: str = ""
    description: str = ""
    operation_id: str = ""
    name_at: At | None = None
    signature: str = ""
    signature_at: At | None = None
    returns: str = ""
    returns_at: At | None = None
    tag: str = ""
    api: str = ""
    api_at: At | None = None
    deprecated: bool = False
    parameters: dict[tuple[str, str], Parameter] = field(
        default_factory=dict[tuple[str, str], Parameter]
    )
    body: Body | None = None
    responses: dict[str, Response] = field(default_factory=dict[str, Response])
    security: list[tuple[str, ...]] | None = None
    security_at: At | None = None
    content_types_at: At | None = None
    accept_at: At | None = None
    accept: list[str] = field(default_factory=list[str])
    servers: list[str] = field(default_factory=list[str])
    shown_only: bool = False
    """Whether a page without any declaration shows a call of it, which may lead elsewhere."""
    origin: Origin = Origin.STATED
    mention: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The method and the path with its placeholders' names taken away: what makes an operation
        the same.
        """
        return self.method.lower(), template_key(self.path)

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.method.upper()} {self.path}"


@record
class Conflict:
    """Two sources, or two lines of one, that disagree."""

    what: str
    kept: str
    kept_at: At
    dropped: str
    dropped_at: At


@record(frozen=False)
class Draft:
    """All that one source, or several together, state."""

    title: str = ""
    title_at: At | None = None
    version: str = ""
    description: str = ""
    servers: dict[str, At | None] = field(default_factory=dict[str, "At | None"])
    operations: dict[tuple[str, str], Operation] = field(
        default_factory=dict[tuple[str, str], Operation]
    )
    schemas: dict[str, Schema] = field(default_factory=dict[str, Schema])
    schemes: dict[str, Scheme] = field(default_factory=dict[str, Scheme])
    security: list[tuple[str, ...]] | None = None
    security_at: At | None = None
    package: str = ""
    package_at: At | None = None
    api_at: dict[str, At] = field(default_factory=dict[str, At])
    imports: dict[str, At] = field(default_factory=dict[str, At])
    environment: dict[str, str] = field(default_factory=dict[str, str])
    helpers: dict[str, dict[str, str]] = field(default_factory=dict[str, "dict[str, str]"])
    layout: str = ""
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    notes: list[tuple[str, At | None]] = field(default_factory=list[tuple[str, At | None]])

    def operation(self, method: str, path: str, at: At) -> Operation:
        """The operation of that method and path, made if it is new."""
        made = Operation(method=method.lower(), path=path, at=at)
        return self.operations.setdefault(made.key, made)

    def all_schemas(self) -> Iterator[Schema]:
        """Every schema of the draft, those inside others included."""
        for schema in self.schemas.values():
            yield from schema.walk()
        for operation in self.operations.values():
            yield from schemas_of(operation)


def schemas_of(operation: Operation) -> Iterator[Schema]:
    """Every schema that an operation has inline."""
    for parameter in operation.parameters.values():
        yield from parameter.schema.walk()
    contents = list(operation.body.content.values()) if operation.body else []
    for response in operation.responses.values():
        contents.extend(response.content.values())
    for content in contents:
        yield from content.schema.walk()


def placeholders(path: str) -> list[str]:
    """The names of a template's placeholders, in order."""
    return re.findall(r"\{([^{}/]+)\}", path)


def renamed_placeholders(path: str, other: str) -> dict[str, str]:
    """The placeholders of a path, with their names in another spelling of the same template."""
    return dict(zip(placeholders(path), placeholders(other), strict=False))


def template_key(path: str) -> str:
    """A path template without the names of its placeholders."""
    return re.sub(r"\{[^{}/]*\}", "{}", path)
