"""Forms as ``application/x-www-form-urlencoded``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast
from urllib.parse import quote_plus, unquote

from ..http.media_types import is_json
from ..http.percent_encoding import escape_reserved
from ..service.file_input import FileContent
from ..service.operations import Part
from .form_fields import PLAIN_PART, Field, holds_octets, is_file
from .parameter_styles import COMMAS, DEEP, deep, named, warn_of_merged
from .value_text import field_json, joined_items, json_text, scalar, to_text


def urlencoded(fields: Iterable[Field], parts: Mapping[str, Part]) -> str:
    """The text of a form.

    Args:
        fields: in order; none of them is None.
        parts: how single fields are sent, by wire name.
    """
    pairs = (_pair(field, parts.get(field.name, PLAIN_PART)) for field in fields)
    return "&".join(pair for pair in pairs if pair)


def _pair(field: Field, part: Part) -> str:
    """A field as the specification's "Encoding the x-www-form-urlencoded Media Type" has it; blanks
    become ``+``.
    """
    name = quote_plus(field.name)
    quoting = escape_reserved if part.allow_reserved else quote_plus
    value = joined_items(_with_contents(field.value, field.name), part.separators)
    if holds_octets(value) and not field.encoded:
        value, quoting = _as_text(value), _quote_octets
    if part.style in DEEP:
        return deep(name, value, quoting, part.style)
    styled = part.style or part.explode is not None or part.allow_reserved
    if part.content_type and not styled:
        texts = _texts(value, part.content_type)
        return "&".join(f"{name}={quoting(text)}" for text in texts)
    written = to_text(value)
    if isinstance(written, dict) and not styled:
        return f"{name}={quoting(json_text(value))}"
    explode = part.style in ("", "form") if part.explode is None else part.explode
    comma = COMMAS.get(part.style, ",")
    if comma != "," and not explode:
        warn_of_merged(field.name, written, unquote(comma))
    return named(name, written, "&", comma, explode, quoting)


def _texts(value: object, content_type: str) -> list[str]:
    """A value in the media type that its Encoding Object gives it: a text for each item of an
    array, unless it is JSON.
    """
    if is_json(content_type):
        return [field_json(value)]
    items = (
        [item for item in cast("Iterable[object]", value) if item is not None]
        if isinstance(value, (list, tuple, set, frozenset))
        else [value]
    )
    found = ((scalar(item), item) for item in items)
    return [json_text(item) if text is None else text for text, item in found]


def _with_contents(value: object, name: str) -> object:
    """What is in a file, for a form has no place for anything but text and octets."""
    if isinstance(value, list):
        return [_with_contents(item, name) for item in cast("list[object]", value)]
    if not is_file(value) or isinstance(value, (bytes, bytearray)):
        return value
    from .uploads import whole_content

    content = cast("tuple[object, object]", value)[1] if isinstance(value, tuple) else value
    return whole_content(cast("FileContent", content), name)


def _as_text(value: object) -> object:
    """Octets as text that :func:`_quote_octets` turns into the same octets."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode(errors="surrogateescape")
    if isinstance(value, list):
        return [_as_text(item) for item in cast("list[object]", value)]
    return value


def _quote_octets(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")
