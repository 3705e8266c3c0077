"""Recognises files that are given by mistake: documents of other formats, pages, archives.

They would otherwise be told as a fault of something that they never meant to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from docbound.records import record
from docbound.service import JSONValue

Root = dict[str, JSONValue]

_DRAFT: Final = "`docbound draft` makes a description of it"
_UNPACK: Final = "unpack it, and give what is in it"
_RAW: Final = "save the description itself, not the page that shows it"


@record(kw_only=False)
class OtherFormat:
    """What a file is instead: in words, with an article; and what to do."""

    name: str
    hint: str
    key: str = ""
    """The key at the top that says so; none where the first octets do."""


_ARCHIVES: Final = (
    (b"\x1f\x8b", OtherFormat("a gzip archive", _UNPACK)),
    (b"PK\x03\x04", OtherFormat("a zip archive", _UNPACK)),
    (b"%PDF-", OtherFormat("a PDF", "give what the PDF was made of")),
    (
        b"version https://git-lfs.github.com/spec/",
        OtherFormat("a pointer of Git LFS, not the file itself", "run `git lfs pull`"),
    ),
)
"""Files that no reader of text can do anything with."""
_MARKUP: Final = (
    (b"#%RAML", OtherFormat("a RAML document", "convert it to OpenAPI")),
    (b"<!doctype html", OtherFormat("an HTML page", _RAW)),
    (b"<html", OtherFormat("an HTML page", _RAW)),
    (b"<?xml", OtherFormat("an XML document", "give a description in YAML or JSON")),
)
_BLANK: Final = b" \t\r\n"
_LONGEST_START: Final = 256
_MARK: Final = b"\xef\xbb\xbf"


def of_octets(raw: bytes) -> OtherFormat | None:
    """What a file is, from how it begins, if no YAML or JSON begins so."""
    start = raw[:_LONGEST_START].removeprefix(_MARK).lstrip(_BLANK).lower()
    known = (other for mark, other in _MARKUP if start.startswith(mark.lower()))
    return of_archive(raw) or next(known, None)


def of_archive(raw: bytes) -> OtherFormat | None:
    """What a file is, from how it begins, if it is no text at all, or stands for another file."""
    return next((other for mark, other in _ARCHIVES if raw.startswith(mark)), None)


def _is_text(key: str) -> Callable[[Root], bool]:
    return lambda root: isinstance(root.get(key), str | float | int)


def _has(outer: str, *inner: str) -> Callable[[Root], bool]:
    def found(root: Root) -> bool:
        value = root.get(outer)
        return isinstance(value, dict) and any(key in value for key in inner)

    return found


def _is_list(key: str) -> Callable[[Root], bool]:
    return lambda root: isinstance(root.get(key), list)


def _is_json_schema(root: Root) -> bool:
    dialect = root.get("$schema")
    return isinstance(dialect, str) and bool(re.match(r"https?://json-schema\.org/draft", dialect))


_ROOTS: Final = (
    (
        _is_text("asyncapi"),
        OtherFormat("an AsyncAPI document", "it describes messages, not calls", "asyncapi"),
    ),
    (
        _is_text("arazzo"),
        OtherFormat(
            "an Arazzo document", "give a description that its sourceDescriptions name", "arazzo"
        ),
    ),
    (
        _is_text("overlay"),
        OtherFormat(
            "an Overlay document",
            "give it with --overlay, or under `overlays` in client.yaml, beside the description",
            "overlay",
        ),
    ),
    (
        _is_text("swaggerVersion"),
        OtherFormat("a Swagger 1.2 document", "convert it to OpenAPI 3", "swaggerVersion"),
    ),
    (
        _is_text("discoveryVersion"),
        OtherFormat("a Google API discovery document", "convert it to OpenAPI", "discoveryVersion"),
    ),
    (
        _is_text("smithy"),
        OtherFormat("a Smithy model", "let Smithy convert it to OpenAPI", "smithy"),
    ),
    (_has("info", "_postman_id"), OtherFormat("a Postman collection", _DRAFT, "info")),
    (_has("log", "entries"), OtherFormat("a HAR file", _DRAFT, "log")),
    (_is_list("interactions"), OtherFormat("a cassette", _DRAFT, "interactions")),
    (_is_list("http_interactions"), OtherFormat("a cassette", _DRAFT, "http_interactions")),
    (
        _has("__schema", "types"),
        OtherFormat("a GraphQL schema", "OpenAPI describes calls over paths", "__schema"),
    ),
    (
        _has("data", "__schema"),
        OtherFormat("a GraphQL schema", "OpenAPI describes calls over paths", "data"),
    ),
    (
        _is_json_schema,
        OtherFormat(
            "a JSON Schema", "refer to it by $ref from a description of the operations", "$schema"
        ),
    ),
)
_OURS: Final = ("openapi", "swagger")


def of_description(root: Root) -> OtherFormat | None:
    """What a file is that was given as a description and states no version of one."""
    if any(key in root for key in _OURS):
        return None
    return next((other for holds, other in _ROOTS if holds(root)), None)
