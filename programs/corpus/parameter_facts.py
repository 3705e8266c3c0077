"""What the description says of a parameter's way onto the wire, read from its own text and not from
the generator's forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docbound.document import Document, child
from docbound.harness.values.validity import family_of

_DEFAULT_STYLES = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
    "querystring": "form",
}
_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": ("form",),
}
"""The styles that a location knows ("Style Values"); another one counts as none."""

_COLLECTIONS = {
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
    "pipes": "pipeDelimited",
}


def is_json(media: str) -> bool:
    """Whether a media type is JSON (RFC 6839, 3.1)."""
    essence = media.partition(";")[0].strip().lower()
    return essence in ("application/json", "text/json") or essence.endswith("+json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One parameter, or one field of a form.

    Attributes:
        schema_pointer: where its schema is, or an empty string.
        content_type: the media type of a ``content`` parameter.
    """

    name: str
    location: str
    style: str
    explode: bool
    reserved: bool = False
    content_type: str = ""
    schema: Any = None
    schema_pointer: str = ""


def of_parameter(document: Document, pointer: str, name: str, location: str) -> Facts | None:
    """The facts of the parameter at ``pointer``; None where the description does not declare it."""
    try:
        raw: Any = document.get(pointer)
    except KeyError:
        return None
    if not isinstance(raw, dict):
        return None
    if family_of(document) == "2.0":
        return _of_swagger(raw, pointer, name, location)
    if isinstance(raw.get("content"), dict) and raw["content"]:
        media = next(iter(raw["content"]))
        return Facts(
            name=name,
            location=location,
            style="",
            explode=False,
            content_type=media,
            schema=(raw["content"][media] or {}).get("schema"),
            schema_pointer=child(pointer, "content", media, "schema"),
        )
    return styled(name, location, raw, *_schema_of(raw, pointer))


def styled(
    name: str,
    location: str,
    raw: Mapping[str, Any],
    schema: Any,
    schema_pointer: str,
) -> Facts:
    """``style``, ``explode`` and ``allowReserved`` as ``raw`` gives them, or their defaults."""
    style: str = raw.get("style") or ""
    if style not in _STYLES[location]:
        style = _DEFAULT_STYLES[location]
    explode = raw.get("explode")
    if not isinstance(explode, bool):
        explode = style in ("form", "cookie")
    return Facts(
        name=name,
        location=location,
        style=style,
        explode=explode,
        reserved=raw.get("allowReserved") is True,
        schema=schema,
        schema_pointer=schema_pointer,
    )


def _schema_of(raw: Mapping[str, Any], pointer: str) -> tuple[Any, str]:
    """Schema and its place: under ``schema``, or (2.0, and out of place in 3.0) in the parameter
    itself.
    """
    if "schema" in raw or "type" not in raw:
        return raw.get("schema"), child(pointer, "schema")
    return raw, pointer


def _of_swagger(raw: Mapping[str, Any], pointer: str, name: str, location: str) -> Facts:
    collection = raw.get("collectionFormat", "csv")
    place = "query" if location == "formData" else location
    style = _COLLECTIONS.get(collection, _DEFAULT_STYLES[place])
    schema, schema_pointer = _schema_of(raw, pointer)
    if schema is None:
        schema, schema_pointer = raw, pointer
    return Facts(
        name=name,
        location=place,
        style=style,
        explode=collection == "multi",
        schema=schema,
        schema_pointer=schema_pointer,
    )
