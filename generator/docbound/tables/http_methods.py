"""The HTTP methods that a Path Item Object has fields for (OpenAPI 3.2; ``query`` is new there)."""

from __future__ import annotations

from typing import Final

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
