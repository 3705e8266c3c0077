"""The operation table: each operation of a description as data.

A generated ``_operations`` module has one :class:`Operation` a row. A row is cheap: nothing is
looked up, compiled or checked before its first call. Types are expressions (``"list[Credit]"``)
that :mod:`.models.decoder` resolves when they are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from .spec import Server

T = TypeVar("T")


class Parameter:
    """A parameter on the wire; made by :func:`path`, :func:`query`, :func:`header`,
    :func:`cookie`, :func:`querystring` and :func:`accept`.

    Attributes:
        name: its wire name.
        location: ``path``, ``query``, ``header``, ``cookie``, ``querystring`` or ``accept``.
        style, explode, allow_reserved: see "Style Values" in the OpenAPI specification (Parameter
            Object).
        content_type: the media type of a ``content`` parameter; it replaces the style.
        argument: its Python name, where that is another one.
        type: the type expression of its values; ``Any`` is not checked.
        limits: what else the description says of a value, by keyword of JSON Schema (``maximum``,
            ``pattern``).
        separators: what is between the items of arrays inside an array, a character for each
            level; without one they are JSON.
    """

    __slots__ = (
        "allow_reserved",
        "argument",
        "content_type",
        "deprecated",
        "explode",
        "limits",
        "location",
        "name",
        "required",
        "separators",
        "style",
        "type",
    )

    def __init__(
        self,
        name: str,
        location: str,
        style: str,
        explode: bool,
        required: bool,
        allow_reserved: bool,
        content_type: str,
        deprecated: bool,
        argument: str = "",
        type: str = "Any",
        limits: Mapping[str, object] | None = None,
        separators: str = "",
    ) -> None:
        self.name = name
        self.location = location
        self.style = style
        self.explode = explode
        self.required = required
        self.allow_reserved = allow_reserved
        self.content_type = content_type
        self.deprecated = deprecated
        self.argument = argument
        self.type = type
        self.limits = limits
        self.separators = separators

    def __repr__(self) -> str:
        return f"{self.location}({self.name!r}, style={self.style!r}, explode={self.explode})"


def path(
    name: str,
    style: str = "simple",
    explode: bool = False,
    required: bool = True,
    allow_reserved: bool = False,
    content_type: str = "",
    deprecated: bool = False,
    argument: str = "",
    type: str = "str",
    limits: Mapping[str, object] | None = None,
    separators: str = "",
) -> Parameter:
    """A parameter in the path; its arguments are the attributes of :class:`Parameter`."""
    return Parameter(
        name,
        "path",
        style,
        explode,
        required,
        allow_reserved,
        content_type,
        deprecated,
        argument,
        type,
        limits,
        separators,
    )


def query(
    name: str,
    style: str = "form",
    explode: bool = True,
    required: bool = False,
    allow_reserved: bool = False,
    content_type: str = "",
    deprecated: bool = False,
    argument: str = "",
    type: str = "str",
    limits: Mapping[str, object] | None = None,
    separators: str = "",
) -> Parameter:
    """A parameter in the query; see :class:`Parameter`."""
    return Parameter(
        name,
        "query",
        style,
        explode,
        required,
        allow_reserved,
        content_type,
        deprecated,
        argument,
        type,
        limits,
        separators,
    )


def header(
    name: str,
    style: str = "simple",
    explode: bool = False,
    required: bool = False,
    allow_reserved: bool = False,
    content_type: str = "",
    deprecated: bool = False,
    argument: str = "",
    type: str = "str",
    limits: Mapping[str, object] | None = None,
    separators: str = "",
) -> Parameter:
    """A header field; see :class:`Parameter`."""
    return Parameter(
        name,
        "header",
        style,
        explode,
        required,
        allow_reserved,
        content_type,
        deprecated,
        argument,
        type,
        limits,
        separators,
    )


def cookie(
    name: str,
    style: str = "form",
    explode: bool = True,
    required: bool = False,
    allow_reserved: bool = False,
    content_type: str = "",
    deprecated: bool = False,
    argument: str = "",
    type: str = "str",
    limits: Mapping[str, object] | None = None,
    separators: str = "",
) -> Parameter:
    """A cookie; see :class:`Parameter`."""
    return Parameter(
        name,
        "cookie",
        style,
        explode,
        required,
        allow_reserved,
        content_type,
        deprecated,
        argument,
        type,
        limits,
        separators,
    )


def querystring(
    name: str,
    style: str = "form",
    explode: bool = True,
    required: bool = False,
    allow_reserved: bool = False,
    content_type: str = "application/x-www-form-urlencoded",
    deprecated: bool = False,
    argument: str = "",
    type: str = "Any",
    limits: Mapping[str, object] | None = None,
    separators: str = "",
) -> Parameter:
    """The whole query as one value (OpenAPI 3.2); see :class:`Parameter`."""
    return Parameter(
        name,
        "querystring",
        style,
        explode,
        required,
        allow_reserved,
        content_type,
        deprecated,
        argument,
        type,
        limits,
        separators,
    )


def accept(name: str, type: str = "bool") -> Parameter:
    """An argument that is not sent: which of its forms the response is asked for in, which the
    ``Accept`` field says.
    """
    return Parameter(name, "accept", "", False, False, False, "", False, name, type)


class Part:
    """How one field of a form is sent (Encoding Object of the OpenAPI specification).

    Attributes:
        content_type: a media type, or several separated by commas, of which the first counts.
        style, explode, allow_reserved: as for a query parameter; they count where they are given.
        headers: the names of the header fields that the description gives the part.
        file: whether the field is a file, so that a plain ``str`` is its path.
        separators: as for a parameter.
    """

    __slots__ = (
        "allow_reserved",
        "content_type",
        "explode",
        "file",
        "headers",
        "separators",
        "style",
    )

    def __init__(
        self,
        content_type: str = "",
        style: str = "",
        explode: bool | None = None,
        allow_reserved: bool = False,
        headers: tuple[str, ...] = (),
        file: bool = False,
        separators: str = "",
    ) -> None:
        self.content_type = content_type
        self.style = style
        self.explode = explode
        self.allow_reserved = allow_reserved
        self.headers = headers
        self.file = file
        self.separators = separators


class Form:
    """The type of a form body, and how its fields are sent.

    Attributes:
        type: of the form; of a list, where parts have no names.
        parts: how single fields are sent, by wire name.
        prefix: how the first parts of a list are sent.
        item: how the parts after them are; None where the parts of the body have names.
    """

    __slots__ = ("item", "parts", "prefix", "type")

    def __init__(
        self,
        type: str | None,
        parts: Mapping[str, Part] | None = None,
        prefix: tuple[Part, ...] = (),
        item: Part | None = None,
    ) -> None:
        self.type = type
        self.parts: Mapping[str, Part] = parts or {}
        self.prefix = prefix
        self.item = item


class Stream:
    """A response of many items: events, JSON lines, a JSON text sequence.

    Attributes:
        type: the type of one item, or None where the description gives none.
        whole_event: for ``text/event-stream``: whether an item is the event as a whole (``event``,
            ``data``, ``id``, ``retry``) and not the JSON in its ``data``. None: decided by the
            fields of the item's type.
        error_events: the names of events that are no items but raise an error; where an item is the
            whole event, none do.
        events: the types of items by the names of events, where the description has them.
    """

    __slots__ = ("error_events", "events", "type", "whole_event")

    def __init__(
        self,
        type: str | None,
        whole_event: bool | None = None,
        error_events: tuple[str, ...] = ("error",),
        events: Mapping[str, str] | None = None,
    ) -> None:
        self.type = type
        self.whole_event = whole_event
        self.error_events = error_events
        self.events: Mapping[str, str] = events or {}


class Streaming:
    """What decides whether a response is a stream, where both are described.

    Attributes:
        location: ``body``, or that of the deciding parameter; ``accept``: nothing but the media
            types that the request names.
        name: the wire name of the field or parameter.
        default: whether a call that does not say gets a stream.
    """

    __slots__ = ("default", "location", "name")

    def __init__(self, location: str, name: str, default: bool = False) -> None:
        self.location = location
        self.name = name
        self.default = default


class Choice:
    """Which kind of success the values of an argument ask for, where several are described.

    Attributes:
        location: ``body``, or that of the deciding parameter; ``accept``: nothing but the media
            types that the request names.
        name: the wire name of the field or parameter.
        media: for each value the media types that answer it; a mapping also has the type of each.
        default: the value that is meant by a call that does not say; None: it is not known.
    """

    __slots__ = ("default", "location", "media", "name", "rows")

    def __init__(
        self,
        location: str,
        name: str,
        media: Mapping[str | bool, Sequence[str] | Mapping[str, str]],
        default: str | bool | None = None,
    ) -> None:
        self.location = location
        self.name = name
        self.media = media
        self.default = default
        # Filled by calls: the row for each value, see response_choice.py.
        self.rows: dict[str | bool, Any] = {}


class Body:
    """The body of a request: its media types, in the description's order, with the type of each."""

    __slots__ = ("media", "required")

    def __init__(
        self, media: Mapping[str, str | Form | Stream | None], required: bool = False
    ) -> None:
        self.media = media
        self.required = required


ResponseMedia: TypeAlias = "Mapping[str, str | Stream | Form | None]"
Responses: TypeAlias = "Mapping[str, ResponseMedia]"


class Operation(Generic[T]):
    """One call: a row of the operation table. ``T`` is what a successful call returns.

    Attributes:
        name: what messages call it: the method's Python name, after the attributes that lead to
            it where the name alone would not do (``chat.completions.create``).
        method: the HTTP method.
        path: the path template.
        parameters: in the order of the values that :meth:`~.api.Api._send` gets; the body's value
            comes last.
        body: the body, or None.
        responses: for each status (``200``, ``4XX``, ``default``) the type of each media type; no
            media type: no body.
        security: alternatives, each a tuple of scheme names needed together; ``()`` sends nothing.
        servers: the operation's own servers, if any.
        scopes: for each OAuth2 scheme the scopes that the call needs.
        deprecated: whether a call warns.
        idempotency_key: the header field that makes a repetition safe, or empty.
        streaming: what decides whether the response is a stream, or None.
        choice: what decides which of several kinds of response comes, or None.
        preferred: the media types that ``Accept`` names first.
    """

    __slots__ = (
        "body",
        "checks",
        "choice",
        "compiled",
        "deprecated",
        "idempotency_key",
        "method",
        "name",
        "parameters",
        "path",
        "preferred",
        "responses",
        "scopes",
        "security",
        "servers",
        "streaming",
    )

    def __init__(
        self,
        name: str,
        method: str,
        path: str,
        *,
        parameters: tuple[Parameter, ...] = (),
        body: Body | None = None,
        responses: Responses | None = None,
        security: tuple[tuple[str, ...], ...] = (),
        servers: tuple[Server, ...] = (),
        scopes: Mapping[str, tuple[str, ...]] | None = None,
        deprecated: bool = False,
        idempotency_key: str = "",
        streaming: Streaming | None = None,
        choice: Choice | None = None,
    ) -> None:
        self.name = name
        self.method = method
        self.path = path
        self.parameters = parameters
        self.body = body
        self.responses: Responses = responses or {}
        self.security = security
        self.servers = servers
        self.scopes: Mapping[str, tuple[str, ...]] = scopes or {}
        self.deprecated = deprecated
        self.idempotency_key = idempotency_key
        self.streaming = streaming
        self.choice = choice
        self.preferred: tuple[str, ...] = ()
        # Filled by the first call: what requests.py and responses.py work out from the row.
        self.compiled: Any = None
        # The same, of arguments.py.
        self.checks: Any = None

    @property
    def method_name(self) -> str:
        """The method's Python name."""
        return self.name.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"Operation({self.name!r}, {self.method!r}, {self.path!r})"
