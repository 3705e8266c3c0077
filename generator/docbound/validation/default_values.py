"""Defaults judged by openapi-spec-validator within a bounded amount of work.

jsonschema, which it asks whether a default fits its schema, tries a pattern with Python's engine
and follows every way through alternatives. A description can make either last forever, so that the
keywords concerned are replaced by ones that count, and that run patterns by
:mod:`docbound.patterns`. What is not decided in time counts as fitting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from itertools import product
from typing import Any, Final

# jsonschema has no types of its own; typeshed's are a distribution that a checker may or may not
# have.
from jsonschema.exceptions import (  # type: ignore[import-untyped,unused-ignore]
    ValidationError,
)

from docbound.patterns import Searcher, UndecidedError
from docbound.service import JSONValue

from .ordering import Keyword, deterministic

_extend: Any = import_module("jsonschema.validators").extend

_MOST_STEPS: Final = 10_000
_REPEATING: Final = ("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if")
"""Keywords that apply schemas to the same value, and so may multiply the ways."""

_MATCHING: Final = (
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
)
"""Keywords that try the patterns of ``patternProperties`` on the keys of a value."""


class ExhaustedError(Exception):
    """A default took more steps than any sensible one does."""


def bounded_validator(validator: Any) -> tuple[Any, Callable[[], None]]:
    """A class of jsonschema validators that ends.

    Args:
        validator: the class that judges without bounds.

    Returns:
        The class that does the same and raises :class:`ExhaustedError` after too many steps, and
        what starts the count again.
    """
    steps = 0

    def reset() -> None:
        nonlocal steps
        steps = 0

    def counted(keyword: Keyword) -> Keyword:
        def check(
            judge: Any,
            value: JSONValue,
            instance: JSONValue,
            schema: dict[str, JSONValue],
        ) -> Iterator[ValidationError]:
            nonlocal steps
            steps += 1
            if steps > _MOST_STEPS:
                raise ExhaustedError
            yield from keyword(judge, value, instance, schema) or ()

        return check

    known: Mapping[str, Keyword] = deterministic(validator).VALIDATORS
    replaced = {word: counted(known[word]) for word in _REPEATING if word in known}
    replaced |= {word: _matching(known[word]) for word in _MATCHING if word in known}
    replaced["pattern"] = _pattern(known["pattern"])
    return _extend(validator, replaced), reset


def _pattern(keyword: Keyword) -> Keyword:
    def check(
        judge: Any, value: JSONValue, instance: JSONValue, schema: dict[str, JSONValue]
    ) -> Iterator[ValidationError]:
        if not isinstance(value, str) or not isinstance(instance, str):
            yield from keyword(judge, value, instance, schema) or ()
        elif _found(value, instance) is False:
            yield ValidationError(f"{instance!r} does not match {value!r}")

    return check


def _matching(keyword: Keyword) -> Keyword:
    """A keyword that is consulted only where every pattern can be tried on every key."""

    def check(
        judge: Any, value: JSONValue, instance: JSONValue, schema: dict[str, JSONValue]
    ) -> Iterator[ValidationError]:
        patterns = schema.get("patternProperties")
        if isinstance(instance, dict) and isinstance(patterns, dict):
            # Joined by "|", as jsonschema has them too, they take no longer than one by one.
            tries = product(patterns, instance)
            if not all(_is_cheap(pattern, key) for pattern, key in tries):
                return
        yield from keyword(judge, value, instance, schema) or ()

    return check


def _found(pattern: str, text: str) -> bool | None:
    """Whether a pattern occurs in a text, or None where that stays undecided."""
    try:
        return _searcher(pattern).search(text)
    except UndecidedError:
        return None


def _is_cheap(pattern: str, text: str) -> bool:
    return _searcher(pattern).is_cheap(len(text))


@lru_cache
def _searcher(pattern: str) -> Searcher:
    try:
        return Searcher(pattern)
    except OverflowError as error:
        raise re.error(str(error)) from error
