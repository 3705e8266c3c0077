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
from collections.abc import Callable
from typing import Final, TypeVar

from generator.document import Document

from .rules import Rules, rules_of
from .vocabulary import UnsureError
from .walk import Walk

__all__ = ["Rules", "accepts", "fits", "rules_for"]

_IDENTIFIER: Final = re.compile(
    r"""\$(?:id|anchor|dynamicAnchor|schema|self)["':]|jsonSchemaDialect"""
)
T = TypeVar("T")


def accepts(document: Document, line: str) -> bool:
    """Whether a description is certainly valid.

    Args:
        document: what to judge.
        line: the version of the specification that counts: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.

    Returns:
        True where openapi-spec-validator has nothing against the description; False where it may have.
    """
    rules = rules_for(document, line)
    if rules is None:
        return False
    with warnings.catch_warnings():
        # Patterns that a description gives are compiled, and Python comments on some of them.
        warnings.simplefilter("ignore")
        return fits(rules.root, document.root) and fits(
            Walk.accepts, Walk(root=document.root, rules=rules)
        )


def rules_for(document: Document, line: str) -> Rules | None:
    """What judges the parts of a description, or None where it has names or dialects of its own, or the machine a validator
    that differs."""
    source = document.store.get("")
    texts = (source.text if source else "", *document.overlay_texts)
    if any(_IDENTIFIER.search(text) for text in texts):
        return None
    try:
        return rules_of(line)
    except UnsureError:
        return None


def fits(check: Callable[[T], bool], value: T) -> bool:
    """Whether ``check`` surely accepts ``value``."""
    try:
        return check(value)
    except (UnsureError, RecursionError):
        return False
