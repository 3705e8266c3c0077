"""Parameters as text, in each of their locations and styles.

A *writer* is made once for a parameter and turns its values into finished, escaped text. That of a
path parameter is in :mod:`.path_writer`: most values need no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, cast
from urllib.parse import quote_plus, unquote

from ..errors import ApiValueError
from ..http.media_types import is_json
from ..http.percent_encoding import (
    Escape,
    escape,
    escape_name,
    escape_reserved,
    verbatim,
)
from ..transport.header_validation import header_text
from .parameter_styles import COMMAS, DEEP, deep, joined, matrix, named, warn_of_merged
from .value_text import Plain, json_text, scalar, to_json_data, to_text

if TYPE_CHECKING:
    from ..service.operations import Parameter

Writer: TypeAlias = Callable[[object], str]


def query_writer(parameter: Parameter) -> Writer:
    """Writes ``name=value`` pairs joined by ``&``; an empty text means that nothing is sent."""
    name = escape_name(parameter.name)
    quoting = escape_reserved if parameter.allow_reserved else escape
    if parameter.content_type:
        return content_writer(parameter.content_type, f"{name}=", quoting)
    if parameter.style in DEEP:
        style = parameter.style
        return lambda value: deep(name, _mapping_of(value), quoting, style)
    comma = COMMAS.get(parameter.style, ",")
    explode = parameter.explode

    def write(value: object) -> str:
        if type(value) is str:
            return f"{name}={quoting(value)}"
        texts = to_text(value)
        if comma != "," and not explode:
            warn_of_merged(parameter.name, texts, unquote(comma))
        return named(name, texts, "&", comma, explode, quoting)

    return write


def _mapping_of(value: object) -> object:
    if isinstance(value, (Mapping, list, tuple)):
        return cast("object", value)
    return to_json_data(value)


def path_text(parameter: Parameter, value: object, quoting: Escape) -> str:
    """What replaces ``{name}`` in the path.

    Raises:
        ApiValueError: it would change the path.
    """
    name, explode = parameter.name, parameter.explode
    text = to_text(value)
    if text in ("", ".", "..") or not text:
        raise ApiValueError(
            f"the path parameter {name!r} cannot be {value!r}: it would be no segment"
        )
    match parameter.style:
        case "label":
            comma = "." if explode else ","
            return f".{joined(text, comma, explode, quoting)}"
        case "matrix":
            return matrix(escape(name), text, explode, quoting)
        case "segments":
            return _segments(name, text)
        case style:
            return joined(text, COMMAS.get(style, ","), explode, quoting)


def _segments(name: str, text: Plain) -> str:
    """Several segments of a path, for expressions such as ``{proxy+}``: a text with slashes, or a
    list of segments.

    Raises:
        ApiValueError: a segment would change the path. An empty one may only come last.
    """
    parts = text.split("/") if isinstance(text, str) else text
    if not isinstance(parts, list):
        return joined(text, ",", False, escape)
    for number, part in enumerate(parts, 1):
        if part in (".", "..") or (not part and number < len(parts)):
            raise ApiValueError(f"the path parameter {name!r} cannot have the segment {part!r}")
    return "/".join(escape(part) for part in parts)


def header_writer(parameter: Parameter) -> Writer:
    """Writes a header field's value."""
    explode, name = parameter.explode, parameter.name
    if parameter.content_type:
        content = content_writer(parameter.content_type, "", verbatim)
        return lambda value: header_text(name, content(value))
    comma = unquote(COMMAS.get(parameter.style, ","))

    def write(value: object) -> str:
        texts = to_text(value)
        warn_of_merged(name, texts, comma)
        return header_text(name, joined(texts, comma, explode, verbatim))

    return write


def cookie_writer(parameter: Parameter) -> Writer:
    """Writes ``name=value``; style ``cookie`` (OpenAPI 3.2) separates by ``; `` and escapes
    nothing, ``form`` is a query's.
    """
    name, explode = parameter.name, parameter.explode
    if parameter.content_type:
        return content_writer(parameter.content_type, f"{name}=", escape)
    between, quoting = ("; ", verbatim) if parameter.style == "cookie" else ("&", escape)

    def write(value: object) -> str:
        texts = to_text(value)
        if quoting is verbatim:
            _check_cookie(name, texts)
        return header_text(name, named(name, texts, between, ",", explode, quoting))

    return write


def _check_cookie(name: str, value: Plain) -> None:
    """Refuses what would begin another cookie."""
    if ";" in joined(value, ",", False, verbatim):
        raise ApiValueError(f"the cookie {name!r} cannot hold a semicolon")


def querystring_writer(parameter: Parameter) -> Writer:
    """Writes the whole query (OpenAPI 3.2, ``in: querystring``); text is a query already, and only
    made safe to send.
    """
    if parameter.content_type.partition(";")[0].strip().lower() in (
        "application/x-www-form-urlencoded",
        "",
    ):
        return lambda value: (
            escape_reserved(value)
            if isinstance(value, str)
            else named("", to_text(value), "&", ",", True, quote_plus)
        )
    return content_writer(parameter.content_type, "", escape)


def content_writer(content_type: str, before: str, escape: Escape) -> Writer:
    """A ``content`` parameter: JSON where its media type says so, else text."""
    as_json = is_json(content_type)

    def write(value: object) -> str:
        text = None if as_json else scalar(value)
        return before + escape(json_text(value) if text is None else text)

    return write


WRITERS: Final[Mapping[str, Callable[[Parameter], Writer]]] = {
    "query": query_writer,
    "querystring": querystring_writer,
    "header": header_writer,
    "cookie": cookie_writer,
}
"""What makes the writer of a parameter, by its location."""
