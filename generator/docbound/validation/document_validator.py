"""Validates a whole description by the schema of its version, only where needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final

# jsonschema has no types of its own; typeshed's are a distribution that a checker may or may not
# have.
from jsonschema.exceptions import (  # type: ignore[import-untyped,unused-ignore]
    ValidationError,
)
from referencing import Registry, Resource

from docbound.service import JSONValue

from .fast_path import Rules, matches
from .ordering import Keyword, deterministic

_extend: Any = import_module("jsonschema.validators").extend

_REFERENCE: Final = "$ref"


def document_validator(validator: Any, rules: Rules | None) -> Any:
    """The validator of a whole description, in the order of the description.

    Args:
        validator: the one that openapi-spec-validator has.
        rules: say what needs no judge; None where everything does. Each kind of object in a
            description has its schema behind a reference, so that nearly all of a description can
            be left out.

    Returns:
        Something with the method ``iter_errors``, which finds the same.
    """
    kind: Any = validator.__class__
    if rules is not None:
        known: Keyword = kind.VALIDATORS[_REFERENCE]
        doubting = _doubting(known, rules, _references(validator.schema))
        kind = _extend(kind, {_REFERENCE: doubting})
    return _crawled(validator, kind)


def _crawled(validator: Any, kind: Any) -> Any:
    """The same validator, in order, with the names in its schema found beforehand.

    Otherwise it goes through the whole schema for each reference by name that it follows, and keeps
    nothing of that.
    """
    schema = validator.schema
    resource: Any = Resource.from_contents(schema)
    empty: Registry[Any] = Registry()
    registry = empty.with_resource(resource.id() or "", resource).crawl()
    return deterministic(kind)(schema, format_checker=validator.format_checker, registry=registry)


def _doubting(keyword: Keyword, rules: Rules, own: frozenset[int]) -> Keyword:
    """The keyword that looks behind a reference only where ``rules`` do not accept what is
    there.
    """

    def check(
        judge: Any, value: JSONValue, instance: JSONValue, schema: dict[str, JSONValue]
    ) -> Iterator[ValidationError]:
        # A reference in another schema, such as a meta-schema, counts from there.
        is_own = id(schema) in own and isinstance(value, str)
        if not is_own or not matches(_behind(rules, str(value)), instance):
            yield from keyword(judge, value, instance, schema) or ()

    return check


def _behind(rules: Rules, reference: str) -> Callable[[JSONValue], bool]:
    return lambda instance: rules.part(reference)(instance)


def _references(schema: JSONValue) -> frozenset[int]:
    """The objects in a schema that refer, by their identity."""
    found: set[int] = set()
    waiting = [schema]
    while waiting:
        match waiting.pop():
            case dict() as members:
                if _REFERENCE in members:
                    found.add(id(members))
                waiting.extend(members.values())
            case list() as entries:
                waiting.extend(entries)
            case _:
                continue
    return frozenset(found)
