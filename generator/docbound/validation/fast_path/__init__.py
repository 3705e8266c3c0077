"""What is wrong with a description, found out without the validator where that is certain.

openapi-spec-validator takes a quarter of a second to import and seconds for a large description.
Here the same schemas (read from its own files) and the same rules say what it would say, or
nothing: what is unusual or not handled exactly is left to the validator, which stays the judge.
``tests/validation`` holds both against each other.

Source: openapi-spec-validator 0.9, ``validation/keywords.py``; openapi-schema-validator 0.9.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import Final

from docbound.document import Document
from docbound.service import JSONValue
from docbound.validation.objections import Objection

from .rules import Rules, rules_of
from .vocabulary import InconclusiveError, matches
from .walk import Walk

__all__ = ["Rules", "Walk", "matches", "objections", "walk_of"]

_IDENTIFIER: Final = re.compile(r"""\$(?:id|anchor|dynamicAnchor|schema|self)["':]""")
"""What may give a part of a description a name or a dialect of its own."""
_DIALECT: Final = "https://spec.openapis.org/oas/3.1/dialect/base"
"""The one that schemas of 3.1 have anyway."""
_WITHOUT_IDENTIFIERS: Final = frozenset({"2.0", "3.0"})
"""Versions whose schemas have no such keywords; there they are mostly names of properties, or stand
in examples.
"""
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
        The judge; None where the whole description has a name or a dialect of its own, or the
        machine a validator that differs.
    """
    if _is_named(document.root):
        return None
    try:
        rules = rules_of(line)
    except InconclusiveError:
        return None
    return Walk(document.root, rules, names=_has_names(document, line))


def objections(walk: Walk | None) -> list[Objection] | None:
    """What openapi-spec-validator has against a description, by what :func:`walk_of` gave for it;
    None where that is not certain.
    """
    if walk is None:
        return None
    with warnings.catch_warnings():
        # Patterns that a description gives are compiled, and Python comments on some of them.
        warnings.simplefilter("ignore")
        try:
            return walk.objections()
        except (InconclusiveError, RecursionError):
            return None


def _is_named(root: Mapping[str, JSONValue]) -> bool:
    """Whether a description as a whole has a name, by which references count, or schemas of another
    dialect.
    """
    if any(isinstance(root.get(name), str) for name in ("$id", "$schema", "$self")):
        return True
    return root.get("jsonSchemaDialect", _DIALECT) != _DIALECT


def _has_names(document: Document, line: str) -> bool:
    """Whether parts of a description may have names of their own."""
    source = document.store.get("")
    texts = (source.text if source else "", *document.overlay_texts)
    return any(_IDENTIFIER.search(text) for text in texts) and (
        line not in _WITHOUT_IDENTIFIERS or _names_a_part(document.root)
    )


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
