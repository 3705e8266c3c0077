"""What a media type carries, as far as its name alone tells."""

from __future__ import annotations

from typing import Final

_STREAMS: Final = frozenset(
    {
        "text/event-stream",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/ndjson",
        "application/x-ndjson",
        "application/json-seq",
        "application/stream+json",
    }
)
_TEXTS: Final = frozenset(
    {
        "application/xml",
        "application/yaml",
        "application/x-yaml",
        "application/javascript",
        "application/ecmascript",
        "application/graphql",
        "application/sql",
        "application/toml",
        "application/x-sh",
        "application/jwt",
        "application/xhtml+xml",
        "image/svg+xml",
    }
)
_BINARY_FAMILIES: Final = ("image/", "audio/", "video/", "font/", "model/")
_BINARIES: Final = frozenset(
    {
        "application/octet-stream",
        "binary/octet-stream",
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
    }
)
"""What is a file also where its schema is only ``type: string``."""


def essence(content_type: str) -> str:
    """A media type without parameters, in lower case, as the functions below take it."""
    return content_type.partition(";")[0].strip().lower()


def is_stream(name: str) -> bool:
    """Whether it is one item after another."""
    return name in _STREAMS


def is_form(name: str) -> bool:
    """Whether it is made of named fields or parts."""
    return name == "application/x-www-form-urlencoded" or name.startswith("multipart/")


def is_json(name: str) -> bool:
    """Whether it is JSON."""
    return name.endswith(("/json", "+json"))


def is_text(name: str) -> bool:
    """Whether it is a text in a language of its own, XML included."""
    return (
        name in _TEXTS
        or name.endswith(("+xml", "+yaml"))
        or (name.startswith("text/") and name != "text/*")
    )


def is_binary(name: str) -> bool:
    """Whether it is octets."""
    return name.startswith(_BINARY_FAMILIES) or name in _BINARIES


def is_xml(name: str) -> bool:
    """Whether it is XML, which a schema may describe (the XML Object)."""
    return name.endswith(("/xml", "+xml"))
