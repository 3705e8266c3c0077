"""Parameter values as text: every style of the OpenAPI specification (Parameter Object, "Style Values" and "Style Examples").

A *writer* is made once for a parameter and turns its values into finished, escaped text. What a style does is the same for all
locations: it says how names, items and properties are strung together (RFC 6570, section 3.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TypeAlias, cast
from urllib.parse import quote, quote_plus, unquote
from uuid import UUID

from .errors import ApiValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .operations import Parameter

Plain: TypeAlias = "str | list[str] | dict[str, str | list[str]]"
"""A value as text: a scalar, items, or properties (of which one may be a list)."""

Writer: TypeAlias = Callable[[object], str]
Escape: TypeAlias = Callable[[str], str]


# --- values to text --------------------------------------------------------------------------------


def scalar(value: object) -> str | None:
    """The text of a scalar; None if ``value`` is none of those that are known here.

    Booleans are ``true`` and ``false``; a date-time follows RFC 3339 with an offset, UTC where it has none of its own.
    """
    match value:
        case Enum():
            return scalar(cast("object", value.value))
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | UUID():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            return aware.isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f") if value.is_finite() else _number(float(value))
        case _:
            return None


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        raise ApiValueError(f"{value} is no number that can be sent")
    return repr(value)


def formatted(value: object, datetimes: str | None, dates: str | None) -> object:
    """``value`` with its dates written by ``strftime`` formats, for services that expect another form than RFC 3339."""
    match value:
        case datetime() if datetimes:
            return value.strftime(datetimes)
        case datetime():
            return value
        case date() if dates:
            return value.strftime(dates)
        case list() | tuple():
            items = cast("Iterable[object]", value)
            return [formatted(item, datetimes, dates) for item in items]
        case _:
            return value


def plain(value: object) -> Plain:
    """``value`` as text, items or properties; what is None inside is left out, as RFC 6570 asks."""
    text = value if type(value) is str else scalar(value)
    if text is not None:
        return text
    match value:
        case list() | tuple() | set() | frozenset():
            items = cast("Iterable[object]", value)
            return [_inner(item) for item in items if item is not None]
        case Mapping():
            return _properties(cast("Mapping[object, object]", value))
        case Sequence() if not isinstance(value, (bytes, bytearray, memoryview)):
            return plain(list(cast("Iterable[object]", value)))
        case _:
            return plain(_to_plain(value))


def _properties(value: Mapping[object, object]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name, item in value.items():
        if item is None:
            continue
        if isinstance(item, (list, tuple, set, frozenset)):
            items = cast("Iterable[object]", item)
            found[str(name)] = [_inner(each) for each in items if each is not None]
        else:
            found[str(name)] = _inner(item)
    return found


def _inner(value: object) -> str:
    """A value inside another one; the specification leaves deeper ones open, JSON is what services expect."""
    text = scalar(value)
    if text is not None:
        return text
    as_data = _to_plain(value)
    return as_data if isinstance(as_data, str) else json_text(as_data)


def json_text(value: object) -> str:
    """``value`` as compact JSON."""
    from .encoding import encode_json

    return encode_json(value).decode()


def _to_plain(value: object) -> object:
    from .encoding import to_plain

    return to_plain(value)


# --- escaping --------------------------------------------------------------------------------------


def escape(text: str) -> str:
    """Escapes everything but the unreserved characters of RFC 3986, section 2.3."""
    return text if text.isalnum() and text.isascii() else quote(text, safe="")


LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
"""A percent sign that introduces no escape."""


def escape_reserved(text: str) -> str:
    """Leaves reserved characters and percent triplets as they are (``allowReserved``).

    ``#``, ``[`` and ``]`` have no place in a query and are escaped all the same.
    """
    return quote(LONE_PERCENT.sub("%25", text), safe="!$&'()*+,;=:@/?%")


def escape_reserved_in_path(text: str) -> str:
    """As :func:`escape_reserved`; ``/`` and ``?`` would end the segment and are escaped."""
    return quote(LONE_PERCENT.sub("%25", text), safe="!$&'()*+,;=:@%")


def escape_name(text: str) -> str:
    """A parameter's name in a query: only what would be misread is escaped."""
    return quote(text, safe="!$'()*,;:@/?")


def verbatim(text: str) -> str:
    """No escaping: header fields and cookies carry text as it is."""
    return text


# --- styles ----------------------------------------------------------------------------------------


def joined(value: Plain, comma: str, explode: bool, escape: Escape) -> str:
    """Items and properties in one text: ``a,b``, ``k,v,l,w``, exploded ``k=v,l=w``."""
    match value:
        case str():
            return escape(value)
        case list():
            return comma.join(map(escape, value))
        case dict():
            tie = "=" if explode else comma
            return comma.join(
                f"{escape(name)}{tie}{escape(item)}" for name, item in _pairs(value)
            )


def named(
    name: str, value: Plain, between: str, comma: str, explode: bool, escape: Escape
) -> str:
    """Items and properties with names: ``n=a,b``, exploded ``n=a&n=b`` or ``k=v&l=w``; empty if there is nothing to say."""
    match value:
        case str():
            return f"{name}={escape(value)}"
        case list() if explode:
            return between.join(f"{name}={escape(item)}" for item in value)
        case dict() if explode:
            return between.join(
                f"{escape(key)}={escape(item)}" for key, item in _pairs(value)
            )
        case _:
            return f"{name}={joined(value, comma, False, escape)}" if value else ""


def exploded(name: str, value: list[str] | dict[str, str | list[str]]) -> list[tuple[str, str]]:  # fmt: skip
    """The name and text of each item, or of each property."""
    if isinstance(value, list):
        return [(name, item) for item in value]
    return list(_pairs(value))


def _pairs(value: Mapping[str, str | list[str]]) -> Iterable[tuple[str, str]]:
    for name, item in value.items():
        if isinstance(item, str):
            yield name, item
        else:
            for each in item:
                yield name, each


def deep(name: str, value: object, escape: Escape) -> str:
    """``name[key]=value`` for each property, inner objects included; the brackets are escaped."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[object, object]", value)
        parts = (
            deep(f"{name}%5B{quote(str(key), safe='')}%5D", item, escape)
            for key, item in fields.items()
            if item is not None
        )
        return "&".join(part for part in parts if part)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = cast("Iterable[object]", value)
        return "&".join(deep(name, item, escape) for item in items if item is not None)
    text = scalar(value)
    if text is not None:
        return f"{name}={escape(text)}"
    return deep(name, _to_plain(value), escape)


def matrix(name: str, value: Plain, explode: bool, escape: Escape) -> str:
    """``;n=a,b``, exploded ``;n=a;n=b``; an empty value is the name alone."""
    if value == "":
        return f";{name}"
    text = named(name, value, ";", ",", explode, escape)
    return f";{text}" if text else ""


_COMMAS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
"""What stands between items; since OpenAPI 3.0 in a query only, in Swagger 2.0 everywhere."""


# --- writers ---------------------------------------------------------------------------------------


def query_writer(parameter: Parameter) -> Writer:
    """Writes ``name=value`` pairs joined by ``&``; an empty text means that nothing is sent."""
    name = escape_name(parameter.name)
    quoting = escape_reserved if parameter.allow_reserved else escape
    if parameter.content_type:
        return _content_writer(parameter.content_type, f"{name}=", quoting)
    if parameter.style == "deepObject":
        return lambda value: deep(name, _mapping_of(value), quoting)
    comma = _COMMAS.get(parameter.style, ",")
    explode = parameter.explode

    def write(value: object) -> str:
        if type(value) is str:
            return f"{name}={quoting(value)}"
        return named(name, plain(value), "&", comma, explode, quoting)

    return write


def _mapping_of(value: object) -> object:
    if isinstance(value, (Mapping, list, tuple)):
        return cast("object", value)
    return _to_plain(value)


def path_writer(parameter: Parameter) -> Writer:
    """Writes the text that replaces ``{name}`` in the path; raises :class:`ApiValueError` for what would change the path."""
    quoting = escape_reserved_in_path if parameter.allow_reserved else escape
    name, style, explode = parameter.name, parameter.style, parameter.explode
    if parameter.content_type:
        return _content_writer(parameter.content_type, "", quoting)

    def write(value: object) -> str:
        if style == "simple" and type(value) is str and value.isalnum():
            return quoting(value)
        text = plain(value)
        if text in ("", ".", "..") or not text:
            raise ApiValueError(f"the path parameter {name!r} cannot be {value!r}")
        match style:
            case "label":
                comma = "." if explode else ","
                return f".{joined(text, comma, explode, quoting)}"
            case "matrix":
                return matrix(escape(name), text, explode, quoting)
            case _:
                return joined(text, _COMMAS.get(style, ","), explode, quoting)

    return write


def header_writer(parameter: Parameter) -> Writer:
    """Writes a header field's value."""
    explode, name = parameter.explode, parameter.name
    if parameter.content_type:
        content = _content_writer(parameter.content_type, "", verbatim)
        return lambda value: header_text(name, content(value))
    comma = unquote(_COMMAS.get(parameter.style, ","))
    return lambda value: header_text(
        name, joined(plain(value), comma, explode, verbatim)
    )


def header_text(name: str, value: str) -> str:
    """``value``, refused if no header field can hold it (RFC 9110, section 5.5): line breaks, control characters."""
    if not (value.isascii() and value.isprintable()):
        _check_field(name, value)
    return value.strip(" \t")


_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def _check_field(name: str, value: str) -> None:
    found = _CONTROL.search(value)
    if found is not None:
        what = "line break" if found[0] in "\r\n" else "control character"
        raise ApiValueError(f"the header {name!r} cannot hold a {what}")
    if _SURROGATE.search(value):
        raise ApiValueError(f"the header {name!r} cannot hold a lone surrogate")


def token(text: str, what: str) -> str:
    """``text``, refused if it is no token (RFC 9110, section 5.6.2), as names of fields, cookies and methods are.

    Args:
        text: such a name.
        what: what it names, for messages.
    """
    if _TOKEN.fullmatch(text) is None:
        raise ApiValueError(f"{text!r} is no name of a {what}")
    return text


def cookie_writer(parameter: Parameter) -> Writer:
    """Writes ``name=value``; style ``cookie`` (OpenAPI 3.2) separates by ``; `` and escapes nothing, ``form`` is a query's."""
    name, explode = parameter.name, parameter.explode
    if parameter.content_type:
        return _content_writer(parameter.content_type, f"{name}=", escape)
    between, quoting = (
        ("; ", verbatim) if parameter.style == "cookie" else ("&", escape)
    )

    def write(value: object) -> str:
        texts = plain(value)
        if quoting is verbatim:
            _check_cookie(name, texts)
        return header_text(name, named(name, texts, between, ",", explode, quoting))

    return write


def _check_cookie(name: str, value: Plain) -> None:
    """Refuses what would begin another cookie."""
    if ";" in joined(value, ",", False, verbatim):
        raise ApiValueError(f"the cookie {name!r} cannot hold a semicolon")


def querystring_writer(parameter: Parameter) -> Writer:
    """Writes the whole query (OpenAPI 3.2, ``in: querystring``); text is a query already, and only made safe to send."""
    if parameter.content_type.partition(";")[0].strip().lower() in (
        "application/x-www-form-urlencoded",
        "",
    ):
        return lambda value: (
            escape_reserved(value)
            if isinstance(value, str)
            else named("", plain(value), "&", ",", True, quote_plus)
        )
    return _content_writer(parameter.content_type, "", escape)


def _content_writer(content_type: str, before: str, escape: Escape) -> Writer:
    """A ``content`` parameter: JSON where its media type says so, else text."""
    as_json = is_json(content_type)

    def write(value: object) -> str:
        text = None if as_json else scalar(value)
        return before + escape(json_text(value) if text is None else text)

    return write


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON: ``application/json``, ``text/json`` or anything with ``+json``, in any case."""
    essence = content_type.partition(";")[0].strip().lower()
    return essence in ("application/json", "text/json") or essence.endswith("+json")
