"""Which places of a description hold texts or examples, and so change no code."""

from __future__ import annotations

from typing import Final

from docbound.service import Pointer

from .pointers import split

NAMED: Final = frozenset(
    {
        *("paths", "webhooks", "properties", "patternProperties", "schemas", "$defs"),
        *("definitions", "dependentSchemas", "responses", "requestBodies", "headers"),
        *("securitySchemes", "securityDefinitions", "callbacks", "pathItems"),
        *("content", "encoding", "variables", "mapping", "scopes", "mediaTypes"),
    }
)
"""Keywords below which keys are names that an author chose."""

_PROSE: Final = frozenset(
    {
        *("description", "summary", "title", "externalDocs", "xml", "$comment"),
        *("example", "examples", "default", "links", "termsOfService", "contact"),
        *("license", "operationId", "deprecated", "bearerFormat", "dataValue"),
    }
)
_PROSE_OF_ROOT: Final = frozenset({"info", "tags", "externalDocs"})


def is_prose(pointer: Pointer) -> bool:
    """Whether what is at ``pointer`` is part of a text, an example, a default or an extension."""
    tokens = split(pointer)[1]
    if tokens[:1] and tokens[0] in _PROSE_OF_ROOT:
        return True
    named = False
    for token in tokens:
        if named:
            named = False
        elif token in _PROSE or token.startswith("x-"):
            return True
        else:
            named = token in NAMED
    return False
