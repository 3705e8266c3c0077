"""The formats that tell which type is meant where a schema states none.

Source: OpenAPI Format Registry; JSON Schema validation, section 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TYPE_OF_FORMAT: Final[Mapping[str, str]] = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
} | dict.fromkeys(
    (
        "date-time",
        "date",
        "time",
        "uuid",
        "byte",
        "binary",
        "password",
        "email",
        "uri",
        "url",
        "hostname",
        "ipv4",
        "ipv6",
        "duration",
    ),
    "string",
)
