"""Whether a description is certainly valid, found out without the validator.

openapi-spec-validator takes half a second to import and seconds for a large description, nearly all of it for explanations that
a valid description does not need. Here the same schemas (read from its own files) and the same rules say yes, or nothing: what
is rejected, unusual or not handled exactly is left to the validator, which stays the judge. ``tests/document`` holds both
against each other.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``; openapi-schema-validator 0.9.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import Final

from docbound.document import Document
from docbound.service import JSONValue

from .rules import Rules, rules_of
from .vocabulary import UnsureError, fits
from .walk import Walk

__all__ = ["Rules", "Walk", "accepts", "fits", "walk_of"]

_IDENTIFIER: Final = re.compile(
    r"""\$(?:id|anchor|dynamicAnchor|schema|self)["':]|jsonSchemaDialect"""
)
"""What may give a part of a description a name or a dialect of its own."""
_WITHOUT_IDENTIFIERS: Final = frozenset({"2.0", "3.0"})
"""Versions whose schemas have no such keywords; there they are mostly names of properties, or stand in examples."""
_KEYWORDS: Final = ("$id", "$anchor", "$dynamicAnchor", "$schema", "$self")
_DATA: Final = frozenset({"example", "default", "enum"})
"""Keywords whose values are no schemas, whatever they look like."""
_MAPS: Final = frozenset(
    {"callbacks", "content", "definitions", "headers", "parameters", "paths"}
    | {"properties", "requestBodies", "responses", "schemas", "securitySchemes"}
)
"""Below these, keys are names."""


def walk_of(document: Document, line: str) -> Walk | None:
    """What judges a description without the validator.

    Args:
        document: what to judge.
        line: the version of the specification that counts: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.

    Returns:
        The judge; None where the description has names or dialects of its own, or the machine a validator that differs.
    """
    rules = _rules_for(document, line)
    return None if rules is None else Walk(document.root, rules)


def accepts(walk: Walk | None) -> bool:
    """Whether openapi-spec-validator surely has nothing against a description, by what :func:`walk_of` gave for it."""
    with warnings.catch_warnings():
        # Patterns that a description gives are compiled, and Python comments on some of them.
        warnings.simplefilter("ignore")
        return walk is not None and fits(Walk.accepts, walk)


def _rules_for(document: Document, line: str) -> Rules | None:
    source = document.store.get("")
    texts = (source.text if source else "", *document.overlay_texts)
    if any(_IDENTIFIER.search(text) for text in texts) and (
        line not in _WITHOUT_IDENTIFIERS or _names_a_part(document.root)
    ):
        return None
    try:
        return rules_of(line)
    except UnsureError:
        return None


def _names_a_part(root: Mapping[str, JSONValue]) -> bool:
    """Whether an object that may be a schema has one of the identifying keywords, as text."""
    waiting: list[tuple[str, JSONValue]] = [("", dict(root))]
    while waiting:
        above, value = waiting.pop()
        if isinstance(value, dict):
            if any(isinstance(value.get(name), str) for name in _KEYWORDS):
                return True
            named = above in _MAPS
            waiting += [
                ("" if named else key, item)
                for key, item in value.items()
                if named or key not in _DATA
            ]
        elif isinstance(value, list):
            waiting += [("", item) for item in value]
    return False
