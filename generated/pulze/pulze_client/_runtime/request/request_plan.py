"""Builds a request from a row of the operation table and its values; precomputed per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import ApiTypeError, ApiValueError, kind_of
from ..http.media_types import can_be_read, concrete
from ..http.methods import IDEMPOTENT
from ..http.origins import with_missing
from ..http.percent_encoding import escape, escape_beside, escape_name, escape_reserved
from ..lazy_patterns import lazy_pattern
from ..named_tuples import NamedTuple
from ..service.operations import Form, Operation, Parameter, Stream
from ..service.options import CallOptions
from ..transport.header_validation import header_text, media_type_text, merge_headers
from ..transport.protocol import RequestBody
from ..user_input import pairs_of
from .path_writer import path_writer

if TYPE_CHECKING:
    from .body import BodyWriter
    from .parameters import Writer
    from .stream_choice import StreamChoice

_JSON_ACCEPT = "application/json"
_SCALARS = frozenset(("Any", "str", "int", "float", "bool", "list[str]", "list[int]"))
_USUAL = frozenset(("accept", "accept-encoding", "content-type", "user-agent"))


class Draft(NamedTuple):
    """A request without a host and without credentials.

    Attributes:
        path: escaped, from the first ``/`` on.
        query: escaped, without ``?``; or empty.
        headers: those that the operation and the caller of this call set.
        cookies: escaped pairs joined with ``; ``; or empty.
        own_headers: whether there are header fields whose names may clash with other ones, spelt
            differently.
        value: what the body was written from, once it is checked; None where it is no model.
        objects: the arguments that are objects, or hold some, by name.
        accept: the media types of the response that the call asks for.
        asks: whether it asks for a stream; None, where there is no choice.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    cookies: str
    body: RequestBody
    own_headers: bool
    value: object
    objects: Sequence[tuple[str, object]]
    accept: str
    asks: bool | None

    def __repr__(self) -> str:
        # Header fields, cookies and the query may hold what must stay hidden.
        return f"Draft({self.method} {self.path})"


class RequestPlan:
    """What can be worked out from a row before its first call.

    Attributes:
        deprecated: index and name of each deprecated parameter.
        is_deprecated: whether the operation or one of its parameters is.
        is_repeatable: whether a second attempt does no harm.
    """

    __slots__ = (
        "_accept",
        "_accept_streams",
        "_body",
        "_cookies",
        "_headers",
        "_literals",
        "_objects",
        "_operation",
        "_path_writers",
        "_query",
        "_static_query",
        "_static_writers",
        "_streams",
        "_unusual",
        "deprecated",
        "is_deprecated",
        "is_repeatable",
    )

    def __init__(self, operation: Operation[Any]) -> None:
        self._operation = operation
        template, static_query = _split_off_query(operation.path)
        if "{" in static_query:
            static_query = _without_parameters(static_query, operation.parameters)
        self._literals, self._path_writers = _split_path(
            template, operation.parameters, path_writer, _escape_literal
        )
        self._static_query, self._static_writers = _split_path(
            static_query, operation.parameters, _value_writer, escape_reserved
        )
        self._query = _writers(operation, "query") + _writers(operation, "querystring")
        self._headers = _writers(operation, "header")
        self._cookies = _writers(operation, "cookie")
        self._unusual = any(parameter.name.lower() in _USUAL for _, parameter, _ in self._headers)
        self._objects = _objects_of(operation)
        self._body = _body_writer(operation)
        self._streams = _stream_choice(operation)
        self._accept = _accept(operation, self._streams, asks=False)
        self._accept_streams = _accept(operation, self._streams, asks=True)
        self.deprecated = tuple(
            (index, parameter.name)
            for index, parameter in enumerate(operation.parameters)
            if parameter.deprecated
        )
        self.is_deprecated = operation.deprecated or bool(self.deprecated)
        self.is_repeatable = operation.method in IDEMPOTENT or bool(operation.idempotency_key)

    def draft(self, values: tuple[object, ...], options: CallOptions) -> Draft:
        """Builds the request.

        Args:
            values: one for each parameter of the row, then the body if the row has one; None is not
                sent.
            options: those of the call; its headers and query are added, its headers win over all
                others.

        Raises:
            ApiTypeError, ApiValueError: a required value is missing, or one cannot be sent.
        """
        try:
            return self._draft(values, options)
        except (ApiTypeError, ApiValueError) as error:
            named = self._with_name(error, values)
            if named is None:
                raise
            raise named from None

    def _with_name(
        self, error: ApiTypeError | ApiValueError, values: tuple[object, ...]
    ) -> ApiTypeError | ApiValueError | None:
        """An error of writing a value that does not say whose value it is, with the parameter."""
        writers = (
            *self._path_writers,
            *self._static_writers,
            *self._query,
            *self._headers,
            *self._cookies,
        )
        for index, parameter, write in writers:
            try:
                if values[index] is not None:
                    write(values[index])
            except (ApiTypeError, ApiValueError) as again:
                if str(again) != str(error) or repr(parameter.name) in str(error):
                    continue
                place = f"{parameter.location} parameter {parameter.name!r}"
                return type(error)(f"{self._operation.name}: the {place}: {error}")
        return None

    def _draft(self, values: tuple[object, ...], options: CallOptions) -> Draft:
        objects: Sequence[tuple[str, object]] = ()
        if self._objects:
            from .object_arguments import typed_values

            values, objects = typed_values(self._objects, values)
        asks = None if self._streams is None else self._streams.asks(values)
        accept = self._accept_streams if asks else self._accept
        headers: dict[str, str] = {"Accept": accept} if accept else {}
        for index, parameter, write in self._headers:
            value = values[index]
            if value is not None:
                if self._unusual:
                    merge_headers(headers, {parameter.name: write(value)})
                else:
                    headers[parameter.name] = write(value)
            elif parameter.required:
                raise self._missing(parameter)
        content: RequestBody = None
        body: object = None
        own, content_type = options.headers, options.content_type
        if content_type is not None:
            content_type = media_type_text(content_type)
        if self._body is not None:
            wanted, own = _content_type(options)
            content, written, body = self._body.write(values[-1], wanted)
            # What the caller wants is sent without a body as well.
            content_type = written or wanted
        if content_type:
            headers["Content-Type"] = header_text("Content-Type", content_type)
        if own:
            merge_headers(headers, own)
        return Draft(
            self._operation.method,
            (
                self._fill(self._literals, self._path_writers, values)
                if self._path_writers
                else self._literals[0]
            ),
            (
                self._write_query(values, options.query)
                if self._query or options.query or self._static_writers
                else self._static_query[0]
            ),
            headers,
            self._join(self._cookies, values, "; ") if self._cookies else "",
            content,
            bool(self._headers or options.headers),
            body,
            objects,
            accept,
            asks,
        )

    def _fill(
        self,
        literals: list[str],
        writers: list[tuple[int, Parameter, Writer]],
        values: tuple[object, ...],
    ) -> str:
        """A template with its values: the path, or the query that some write behind it."""
        text = ""
        for literal, (index, parameter, write) in zip(literals, writers, strict=False):
            value = values[index]
            if value is None:
                raise self._missing(parameter)
            text += literal + write(value)
        return text + literals[-1]

    def _write_query(self, values: tuple[object, ...], extra: Mapping[str, object] | None) -> str:
        text = self._join(self._query, values, "&")
        static = self._fill(self._static_query, self._static_writers, values)
        if static:
            # A parameter that the path fixes as well is sent once, as the caller gave it.
            text = (with_missing(text, static.split("&"), first=True) or "") if text else static
        if extra:
            text = add_query(text, extra)
        return text

    def _join(
        self,
        writers: list[tuple[int, Parameter, Writer]],
        values: tuple[object, ...],
        between: str,
    ) -> str:
        parts: list[str] = []
        for index, parameter, write in writers:
            value = values[index]
            if value is not None:
                text = write(value)
                if text:
                    parts.append(text)
            elif parameter.required:
                raise self._missing(parameter)
        return between.join(parts)

    def _missing(self, parameter: Parameter) -> ApiValueError:
        return ApiValueError(
            f"{self._operation.name} needs the {parameter.location} parameter {parameter.name!r}"
        )


def _body_writer(operation: Operation[Any]) -> BodyWriter | None:
    if operation.body is None:
        return None
    # With it comes pydantic, which a call without a body may not need.
    from .body import BodyWriter

    return BodyWriter(operation.body, operation.name)


def _stream_choice(operation: Operation[Any]) -> StreamChoice | None:
    if operation.streaming is None:
        return None
    from .stream_choice import StreamChoice

    return StreamChoice(operation, operation.streaming)


def _objects_of(operation: Operation[Any]) -> tuple[tuple[int, Parameter], ...]:
    """The parameters that may be objects; most operations have none."""
    if all(each.type in _SCALARS and not each.content_type for each in operation.parameters):
        return ()
    from .object_arguments import may_be_an_object

    return tuple(
        (index, parameter)
        for index, parameter in enumerate(operation.parameters)
        if may_be_an_object(parameter)
    )


def _content_type(options: CallOptions) -> tuple[str | None, Mapping[str, str] | None]:
    """The media type that a caller wants for the body, and the header fields that are left: one
    that names it decides how the body is written, as the option does.
    """
    fields = options.headers
    if options.content_type is None and isinstance(fields, Mapping):
        for name, value in fields.items():
            if _is_text(name) and name.lower() == "content-type" and _is_text(value):
                return value, {key: text for key, text in fields.items() if key != name}
    return options.content_type, fields


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def add_query(query: str, extra: Mapping[str, object]) -> str:
    """Adds ``name=value`` pairs to a query, in place of those of the same names; lists repeat the
    name, None is left out.
    """
    from .parameter_styles import named
    from .value_text import to_text

    parts: list[str] = []
    for name, value in pairs_of(extra, "query parameters"):
        if not _is_text(name):
            raise ApiTypeError(
                f"the query parameter {name!r} is named by a str, not a {type(name).__name__}"
            )
        if value is not None:
            plain = to_text(value)
            if isinstance(plain, dict):
                raise ApiTypeError(
                    f"the query parameter {name!r} is a text, a number or a list, not a"
                    f" {kind_of(value)}: give its fields by the names that the service knows, such"
                    f" as {f'{name}[field]'!r}"
                )
            text = named(escape_name(name), plain, "&", ",", True, escape)
            if text:
                parts.append(text)
    added = "&".join(parts)
    return (with_missing(added, query.split("&"), first=True) or "") if query else added


def _writers(operation: Operation[Any], location: str) -> list[tuple[int, Parameter, Writer]]:
    found = [
        (index, parameter)
        for index, parameter in enumerate(operation.parameters)
        if parameter.location == location
    ]
    if not found:
        return []
    from .parameters import WRITERS

    make = WRITERS[location]
    return [(index, parameter, _writer(parameter, make)) for index, parameter in found]


def _writer(parameter: Parameter, make: Callable[[Parameter], Writer]) -> Writer:
    """Writes a parameter, arrays inside an array as texts where the description says how."""
    write, separators = make(parameter), parameter.separators
    if separators:
        from .value_text import joined_items

        return lambda value: write(joined_items(value, separators))
    return write


_VARIABLE = lazy_pattern(r"\{([^{}]*)\}")
_BEFORE_QUERY = lazy_pattern(r"(?:\{[^{}]*\}|[^?#])*")


def _split_off_query(path: str) -> tuple[str, str]:
    """A path template and the query that some write behind it; the braces of a variable may hold
    any name.
    """
    if "?" not in path and "#" not in path:
        return path, ""
    found = _BEFORE_QUERY.match(path)
    template = path if found is None else found[0]
    return template, path[len(template) :].partition("#")[0].removeprefix("?")


def _without_parameters(query: str, parameters: Iterable[Parameter]) -> str:
    """The query behind a path without the pairs whose values are parameters (``page={page}``):
    they are sent as such.
    """
    values = {f"{{{each.name}}}" for each in parameters if each.location == "query"}
    return "&".join(pair for pair in query.split("&") if pair.partition("=")[2] not in values)


def _split_path(
    template: str,
    parameters: tuple[Parameter, ...],
    make: Callable[[Parameter], Writer],
    escape_literal: Callable[[str], str],
) -> tuple[list[str], list[tuple[int, Parameter, Writer]]]:
    """The literal pieces of a template, and between each two of them what writes the path
    parameter.
    """
    known = {
        parameter.name: (index, parameter)
        for index, parameter in enumerate(parameters)
        if parameter.location == "path"
    }
    literals, writers, start, literal = list[str](), list[Any](), 0, ""
    for match in _VARIABLE.finditer(template):
        literal += template[start : match.start()]
        start = match.end()
        if match[1] in known:
            index, parameter = known[match[1]]
            literals.append(escape_literal(literal))
            writers.append((index, parameter, _writer(parameter, make)))
            literal = ""
        else:
            literal += match[0]
    literals.append(escape_literal(literal + template[start:]))
    return literals, writers


def _value_writer(parameter: Parameter) -> Writer:
    """Writes a path parameter that is in the query behind a path, where no text would change
    the path.
    """
    from .parameter_styles import joined
    from .value_text import to_text

    return lambda value: joined(to_text(value), ",", parameter.explode, escape)


def _escape_literal(text: str) -> str:
    return escape_beside(text, "/%:@!$&'()*+,;=~")


def _is_readable(media: str, code: str | Stream | Form | None) -> bool:
    if isinstance(code, str) or code is None:
        return can_be_read(media, code)
    return isinstance(code, Stream)


def _accept(operation: Operation[Any], streams: StreamChoice | None, *, asks: bool) -> str:
    """The ``Accept`` field: all media types of the responses that can be read as described, JSON
    first, and before it what the call asks for.

    Where no success can be read as described, a service must not be kept from answering: then all
    are named.
    """
    named: dict[str, bool] = {}
    streaming: set[str] = set()
    successes: set[str] = set()
    for status, response in operation.responses.items():
        for media, code in response.items():
            if not (media.isascii() and media.isprintable()):
                continue  # No header can name it.
            if streams is None or streams.is_accepted(code, asks=asks):
                named[media] = named.get(media, False) or _is_readable(media, code)
            if asks and isinstance(code, Stream):
                streaming.add(media)
            if status.startswith("2") or status == "default":
                successes.add(media)
    found = [media for media, readable in named.items() if readable]
    if successes and successes.isdisjoint(found):
        found = list(named)
    first = streaming | set(operation.preferred)
    found.sort(key=lambda media: (media not in first, concrete(media) != _JSON_ACCEPT))
    return ", ".join(dict.fromkeys(map(concrete, found)))
