"""Media types: how they are written, and which of them carry what."""

from __future__ import annotations

import codecs
import re
from encodings.aliases import aliases

JSON_LINES = frozenset(
    (
        "application/jsonl",
        "application/jsonlines",
        "application/json-lines",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/ndjson",
    )
)
JSON_SEQUENCE = "application/json-seq"
FORM = "application/x-www-form-urlencoded"
EVENT_STREAM = "text/event-stream"
GENERIC = frozenset(("", "text/plain", "application/octet-stream", "binary/octet-stream"))
"""Labels that servers give to what they know nothing about."""
_TEXTS = (
    "+xml",
    "/xml",
    "/yaml",
    "+yaml",
    "/x-yaml",
    "/javascript",
    "/sql",
    "/graphql",
)
_BINARY_FAMILIES = ("image/", "audio/", "video/", "font/", "model/")
_OFFICE = (
    "application/vnd.openxmlformats-officedocument",
    "application/vnd.oasis.opendocument",
)
_BINARY_TYPES = frozenset(
    (
        "application/octet-stream",
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
        "application/binary",
        "application/x-zip-compressed",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-bzip2",
        "application/zstd",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.apache.parquet",
        "application/x-protobuf",
        "application/wasm",
    )
)
_BINARY_EXPRESSIONS = frozenset(("bytes", "FileInput", "BinaryResponse"))


_AS_WRITTEN = frozenset(("str", "Any"))
"""Types that take a text as it is."""


def essence(content_type: str) -> str:
    """A media type without parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def concrete(content_type: str) -> str:
    """The media type that is named where all of a suffix are meant: ``application/json`` for
    ``application/*+json``, which is none itself.
    """
    return content_type.replace("/*+", "/")


def charset_of(content_type: str) -> str:
    """The ``charset`` of a content type in lower case, or an empty string; an unknown one is taken
    for UTF-8.
    """
    named = _named_charset(content_type)
    return named if not named or _is_charset(named) else "utf-8"


def in_utf8(body: bytes, content_type: str) -> bytes:
    """JSON text in UTF-8, without a byte order mark."""
    charset = charset_of(content_type)
    if charset not in UTF_8:
        try:
            return body.decode(charset).encode()
        except (LookupError, ValueError):  # of no encoding, or of no text in it
            return body
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def known_charset(content_type: str) -> str | None:
    """The ``charset`` of a content type in lower case, UTF-8 where it names none; None for one that
    Python does not know.
    """
    named = _named_charset(content_type) or "utf-8"
    return named if _is_charset(named) else None


def _named_charset(content_type: str) -> str:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


UTF_8 = ("", "utf-8", "utf8", "us-ascii")

_NO_CHARSETS = frozenset(
    (
        *("base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec"),
        *("zlib_codec", "idna", "mbcs", "oem", "punycode", "raw_unicode_escape", "undefined"),
        "unicode_escape",
    )
)
"""Codecs of Python that are no character sets. Some take a time that grows with the square of a
text, and what they make of one is something else than what was sent.
"""


def _is_charset(name: str) -> bool:
    """Whether Python knows a character set of this name.

    Its own look-up is not asked: that keeps every name for ever, and a service could send another
    one each time.
    """
    if not name or len(name) > 40:
        return not name
    key = re.sub("[^a-z0-9]+", "_", name)
    codec = aliases.get(key, key)
    return codec not in _NO_CHARSETS and (key in aliases or codec in _CODECS)


_CODECS = frozenset(aliases.values()) | {"utf_8_sig", "big5", "cp65001", "koi8_t", "koi8_u"}


def is_binary(kind: str, type_code: str | None) -> bool:
    """Whether a media type carries files, so that a ``str`` is the path of one."""
    return (
        type_code in _BINARY_EXPRESSIONS
        or kind in _BINARY_TYPES
        or (kind.startswith(_BINARY_FAMILIES) and not is_text(kind))
        or kind.startswith(_OFFICE)
    )


def is_text(kind: str) -> bool:
    """Whether a media type says that what it labels is text, JSON apart."""
    return kind.startswith("text/") or kind.endswith(_TEXTS)


def can_be_read(content_type: str, type_code: str | None) -> bool:
    """Whether a response of a media type becomes a value of a type: JSON does always, files and
    texts where they are meant.

    XML or CSV that is described as an object cannot be read, and is not requested where something
    else is offered.
    """
    kind = essence(content_type)
    if type_code is None or is_json(kind) or is_binary(kind, type_code):
        return True
    return not _AS_WRITTEN.isdisjoint(type_code.split(" | "))


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON: ``application/json``, ``text/json`` or anything with ``+json``,
    in any case.
    """
    essence = content_type.partition(";")[0].strip().lower()
    return essence in ("application/json", "text/json") or essence.endswith("+json")
