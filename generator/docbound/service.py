"""IR 1: the service, as its description tells it.

Wire names, JSON pointers, positions and types; nothing of Python. Every version of the
specification (Swagger 2.0, OpenAPI 3.0, 3.1, 3.2) becomes this one form, in
:mod:`docbound.interpret`.

A *pointer* is ``file#/json/pointer``: ``file`` is empty for the root description and otherwise its
path relative to the root's folder, with ``/`` between the parts. It stays the name of a place:
names, positions and definitions are looked up by it.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from enum import Enum as PyEnum
from typing import Final, TypeAlias

from docbound.records import field, record
from docbound.tables.scheme_kinds import SchemeKind

Pointer: TypeAlias = str

JSONValue: TypeAlias = "bool | int | float | str | list[JSONValue] | dict[str, JSONValue] | None"


class Missing(PyEnum):
    """Tells "not given" from ``None``, which is a value in JSON."""

    MISSING = "missing"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing.MISSING


# --- types: a closed sum, matched exhaustively


@record
class Primitive:
    """A JSON scalar.

    ``kind`` is ``string``, ``integer``, ``number``, ``boolean`` or ``null``; ``format`` is the
    description's own word (``date-time``, ``byte``, ``binary``, ``int64``, ``decimal`` ...) or an
    empty string. ``contentEncoding: base64`` of 3.1 arrives here as the format ``byte``.
    """

    kind: str
    format: str = ""


@record
class Literal:
    """One of a few scalars given in place: an inline ``enum`` or a ``const``. ``closed`` is true
    for a ``const``.
    """

    values: tuple[bool | int | float | str | None, ...]
    closed: bool = False


@record
class Array:
    """A list of ``items``. ``prefix`` types the first items (``prefixItems``), of which the last
    ``optional`` may be missing; the rest are ``items``, unless it is ``closed``: then there are no
    more.
    """

    items: Type
    prefix: tuple[Type, ...] = ()
    closed: bool = False
    optional: int = 0


@record
class Mapping:
    """An object without declared fields whose values all have the type ``values``."""

    values: Type


@record
class Union:
    """Any one of ``members`` (two at least, no duplicates, never nested); null is
    ``Primitive(kind="null")``.
    """

    members: tuple[Type, ...]


@record
class Named:
    """A reference to the definition at ``pointer``."""

    pointer: Pointer


@record
class Anything:
    """Any JSON value: an empty or ``true`` schema, or one that could not be carried over."""


Type: TypeAlias = Primitive | Literal | Array | Mapping | Union | Named | Anything


# --- definitions: what gets a name of its own


@record
class NameHint:
    """What every definition carries.

    Attributes:
        pointer: where it is.
        name: the name it suggests for itself: the component's name, or for an inline schema the
            words of its place (``CreateUser Request address``). :mod:`docbound.naming` makes the
            final one.
        component: whether it is under ``components/schemas`` (or ``definitions``), and so keeps
            its name in a clash.
        title, description: the description's own texts, unchanged.
        deprecated: whether the schema is marked so.
        in_request, in_response: whether an operation's request or response reaches it.
        example: the first example of the description, or MISSING.
        external_docs: where more is said, a URL, or an empty string.
    """

    pointer: Pointer
    name: str
    component: bool
    title: str = ""
    description: str = ""
    deprecated: bool = False
    in_request: bool = False
    in_response: bool = False
    example: JSONValue | Missing = MISSING
    external_docs: str = ""


@record
class Field:
    """One property of an object.

    ``type`` is a Union with null where the wire may carry null. ``default`` is the schema's default
    or MISSING, ``only`` the one value that it allows or MISSING. ``constraints`` are facts for the
    documentation (``("maxLength", 50)``), in the order of the specification.
    """

    name: str
    type: Type
    required: bool
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False
    title: str = ""
    description: str = ""
    default: JSONValue | Missing = MISSING
    only: JSONValue | Missing = MISSING
    example: JSONValue | Missing = MISSING
    constraints: tuple[tuple[str, JSONValue], ...] = ()
    external_docs: str = ""


@record
class Object:
    """An object with declared fields, ``allOf`` already flattened.

    ``additional`` types undeclared keys: a type, or None where the description says nothing or
    forbids them (they survive all the same).
    """

    about: NameHint
    fields: tuple[Field, ...]
    additional: Type | None = None


@record
class Enum:
    """A named list of scalars. ``kind`` is ``string``, ``integer``, ``number`` or ``mixed``.

    ``names`` are the member names that ``x-enum-varnames`` gives, or empty. Null is not among the
    values: a nullable enum is a Union where it is used.
    """

    about: NameHint
    kind: str
    values: tuple[bool | int | float | str | None, ...]
    names: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()


@record
class Alias:
    """A name for another type: ``UserId: {type: string}``, ``Pets: {type: array}``, a map, a
    nullable reference.
    """

    about: NameHint
    type: Type


@record
class UnionDefinition:
    """A ``oneOf`` or ``anyOf``.

    Attributes:
        members: the alternatives, in the order of the description.
        tag: the wire name of the discriminating property, or an empty string.
        mapping: tag value to member (every member's implicit name included), in the order of the
            description.
        default: the member that an absent or unknown tag means (3.2 ``defaultMapping``), if one is
            given.
        base: the member that all others are made of (``allOf``), if there is one: it holds what has
            an unknown tag.
    """

    about: NameHint
    members: tuple[Type, ...]
    tag: str = ""
    mapping: tuple[tuple[str, Named], ...] = ()
    default: Named | None = None
    base: Named | None = None


Definition: TypeAlias = Object | Enum | Alias | UnionDefinition


# --- operations


@record
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: the name on the wire.
        location: ``path``, ``query``, ``header``, ``cookie`` or ``querystring`` (3.2: the whole
            query as one value).
        style: ``simple``, ``form``, ``spaceDelimited``, ``pipeDelimited``, ``tabDelimited``
            (Swagger 2.0's ``tsv``), ``deepObject``, ``label``, ``matrix`` or ``cookie``; never
            empty.
        explode: as given, or the style's default.
        separators: what is between the items of arrays inside the array, a character for each
            level (Swagger 2.0, Items Object); empty where they are JSON.
        content_type: the media type of a ``content`` parameter, else an empty string (and then
            ``style`` counts).
        only: the one value that the schema allows, or MISSING.
    """

    pointer: Pointer
    name: str
    location: str
    type: Type
    style: str
    explode: bool
    required: bool
    allow_reserved: bool = False
    deprecated: bool = False
    content_type: str = ""
    description: str = ""
    default: JSONValue | Missing = MISSING
    only: JSONValue | Missing = MISSING
    example: JSONValue | Missing = MISSING
    constraints: tuple[tuple[str, JSONValue], ...] = ()
    separators: str = ""


@record
class Header:
    """A documented header of a response or of a multipart part."""

    name: str
    type: Type
    required: bool = False
    description: str = ""


@record
class Encoding:
    """How one field of a form is sent (the Encoding Object)."""

    field: str
    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()
    separators: str = ""


@record
class MediaType:
    """One representation of a body. ``type`` is None where the description gives no schema;
    ``item_type`` types the items of a stream (3.2 ``itemSchema``); ``is_event_data`` says whether
    they are the data of events or whole events, ``events`` types them by the names of events.
    ``prefix_encodings`` and ``item_encoding`` are those of parts that are known by their position;
    ``is_positional`` says whether the body is made of such parts."""

    content_type: str
    type: Type | None
    item_type: Type | None = None
    events: tuple[tuple[str, Type], ...] = ()
    is_event_data: bool | None = None
    encodings: tuple[Encoding, ...] = ()
    is_positional: bool = False
    prefix_encodings: tuple[Encoding, ...] = ()
    item_encoding: Encoding | None = None
    example: JSONValue | Missing = MISSING


@record
class RequestBody:
    """The body of a request: at least one representation, in the order of the description."""

    pointer: Pointer
    required: bool
    contents: tuple[MediaType, ...]
    description: str = ""
    name: str = ""
    """A name of its own, where the description gives one (a Swagger 2.0 body parameter,
    ``x-body-name``).
    """


@record
class Response:
    """What an operation answers with one status: ``200``, ``4XX`` or ``default``."""

    pointer: Pointer
    status: str
    description: str
    contents: tuple[MediaType, ...] = ()
    headers: tuple[Header, ...] = ()


@record
class Requirement:
    """One security scheme that a call needs, with the scopes that the description names."""

    scheme: str
    scopes: tuple[str, ...] = ()


Security: TypeAlias = tuple[tuple[Requirement, ...], ...]
"""Alternatives, each a tuple of schemes needed together. An empty alternative means "also without";
no alternative at all means that nothing is sent."""


@record
class ServerVariable:
    """A variable of a server's URL."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    description: str = ""


@record
class Server:
    """A base URL, with ``{variables}``; relative ones are kept as they are."""

    url: str
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()


@record
class OAuthFlow:
    """One OAuth 2 flow of a description (OAuth Flow Object).

    Attributes:
        name: ``authorizationCode`` and so on, as 3.x calls it.
        scopes: its scopes with their descriptions.
    """

    name: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    device_authorization_url: str = ""
    scopes: tuple[tuple[str, str], ...] = ()


@record
class SecurityScheme:
    """One entry of ``components/securitySchemes``.

    Attributes:
        name: its key in the description.
        kind: what it is, and all that a package makes of such a scheme.
        parts: what the description settles, by the arguments of the kind's runtime class (the
            ``parameter`` and ``location`` of an API key, the ``token_url`` of OAuth2).
        scopes: those of the OAuth2 client-credentials flow, with their descriptions.
        flows: all OAuth2 flows that the description has.
    """

    pointer: Pointer
    name: str
    kind: SchemeKind
    parts: dict[str, str] = field(default_factory=dict[str, str])
    scopes: tuple[tuple[str, str], ...] = ()
    flows: tuple[OAuthFlow, ...] = ()
    description: str = ""


@record
class Operation:
    """One call. ``operation_id`` may be empty; ``servers`` and ``security`` are already inherited
    where they apply: ``servers`` is empty unless the operation or its path has its own."""

    pointer: Pointer
    operation_id: str
    method: str
    path: str
    tags: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[Response, ...] = ()
    servers: tuple[Server, ...] = ()
    security: Security = ()
    external_docs: str = ""
    pagination: tuple[str, JSONValue] = ("", None)
    """The extension that says how its pages follow each other, and what it holds."""


@record
class Payload:
    """The body of a webhook or callback: a type without a client operation. ``name`` is a
    suggestion, as in About.
    """

    pointer: Pointer
    name: str
    type: Type
    description: str = ""
    webhook: bool = False
    """Whether it belongs to a webhook, which needs no call before it."""
    is_form: bool = False
    """Whether it is sent as a urlencoded form."""


@record
class Tag:
    """A tag, declared or only used; ``name`` is the description's own. ``summary``, ``parent``
    (another tag's name) and ``kind`` are those of 3.2."""

    name: str
    description: str = ""
    external_docs: str = ""
    summary: str = ""
    parent: str = ""
    kind: str = ""


@record
class Trait:
    """What tells a place that has only a number (an alternative, a parameter) from its neighbours,
    whatever their order.

    Attributes:
        tags: ``property=value`` for each property that can have one value only.
        title: its own title.
        ref: what it refers to.
        kind: its type, or ``query:limit`` for a parameter.
        fields: the names of its properties.
    """

    tags: frozenset[str] = frozenset()
    title: str = ""
    ref: str = ""
    kind: str = ""
    fields: frozenset[str] = frozenset()


@record
class Contact:
    """Whom to ask; each part may be empty."""

    name: str = ""
    email: str = ""
    url: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.url)


@record
class License:
    """The licence that the description names; ``identifier`` is an SPDX expression (3.1). Each part
    may be empty.
    """

    name: str = ""
    identifier: str = ""
    url: str = ""


@record
class Api:
    """A whole service. ``definitions`` holds every definition that is reached or is a component, in
    document order.
    """

    title: str
    version: str
    description: str
    specification: str
    """The version of the specification that the document states, such as ``3.1.0``."""
    digest: str
    """``sha256:...`` of the description's text (all files, overlays applied)."""
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    definitions: MappingABC[Pointer, Definition]
    payloads: tuple[Payload, ...] = ()
    traits: MappingABC[Pointer, Trait] = field(default_factory=dict[Pointer, Trait])
    """What the numbered places are that definitions are at or below, by pointer."""
    contact: Contact = Contact()
    license: License = License()
    terms: str = ""
    external_docs: str = ""
    left_out: frozenset[str] = frozenset()
    """Names and pointers that the filters left out: settings may be about them all the same."""
