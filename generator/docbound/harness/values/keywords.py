"""Keywords of schemas, judged more closely than openapi-schema-validator does (see
:mod:`.validity`).
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from jsonschema import (  # type: ignore[import-untyped,unused-ignore]
    Draft4Validator,
    ValidationError,
)
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator
from referencing.exceptions import Unresolvable

from docbound.json_values import is_array, is_object
from docbound.tables.formats import TYPE_OF_FORMAT

from .budget import BudgetExceededError
from .discriminator_claims import claims

extend: Any = import_module("jsonschema.validators").extend


def _discriminator(
    validator: Any, tag: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """A tag names a schema, and that one accepts the value.

    It is the one that the mapping has, or the one alternative that claims the tag, or the one of
    that name; beside no alternatives, names are looked for among the components.
    """
    name = tag.get("propertyName") if is_object(tag) else tag
    if not is_object(instance) or not isinstance(name, str):
        return
    value = instance.get(name)
    if not isinstance(value, str):
        yield ValidationError(f"{name!r} is missing, or is no string")
        return
    mapping: dict[str, Any] = (tag.get("mapping") if is_object(tag) else None) or {}
    target = mapping.get(value, value)
    members = [
        member
        for keyword in _ALTERNATIVES
        for member in schema.get(keyword) or ()
        if is_object(member)
    ]
    if value not in mapping:
        claiming = [item for item in members if value in _claims(validator, item, name)]
        if len(claiming) == 1:
            yield from validator.descend(instance, claiming[0])
            return
    references = [item["$ref"] for item in members if isinstance(item.get("$ref"), str)]
    for reference in references:
        if target in (reference, reference.rpartition("/")[2]):
            yield from validator.descend(instance, {"$ref": reference})
            return
    if references:
        yield ValidationError(f"{value!r} names none of the alternatives")
        return
    reference = _component(validator, target)
    if reference is None:
        yield ValidationError(f"{value!r} names no schema")
    elif (id(instance), reference) not in _DESCENDING:
        # The schema that is named most often holds this one, and with it the discriminator.
        _DESCENDING.add((id(instance), reference))
        try:
            yield from validator.descend(instance, {"$ref": reference})
        finally:
            _DESCENDING.discard((id(instance), reference))


_DESCENDING: set[tuple[int, str]] = set()
_ALTERNATIVES = ("oneOf", "anyOf")


def _claims(validator: Any, member: dict[str, Any], field: str) -> frozenset[str]:
    return claims(member, validator._resolver, field, _followed)


def _followed(reference: str, resolver: Any) -> tuple[Any, Any] | None:
    try:
        found = resolver.lookup(reference)
    except Unresolvable:
        return None
    return found.contents, found.resolver


def _unless_tagged(keyword: str) -> Any:
    """The check of alternatives where no discriminator chooses among them; where one does,
    :func:`_discriminator` judges.

    The validator for 3.0 has a check of its own for those, which knows no tags that alternatives
    claim.
    """
    usual = Draft4Validator.VALIDATORS[keyword]

    def check(
        validator: Any, members: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        if "discriminator" not in schema or not is_object(instance):
            yield from usual(validator, members, instance, schema) or ()

    return check


def _component(validator: Any, target: str) -> str | None:
    for place in ("", "#/components/schemas/", "#/definitions/"):
        if place or "/" in target or "." in target:
            try:
                validator._resolver.lookup(place + target)
            except Exception:  # whatever the registry raises for an unknown name
                continue
            return place + target
    return None


def _applies_to(words: tuple[str, ...], keyword: str, kinds: Mapping[str, Any]) -> Any:
    """The check of ``keyword``, which without a ``type`` beside it also demands one of
    ``words``.
    """
    usual = kinds.get(keyword)

    def check(
        validator: Any, wanted: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        if _STATING.isdisjoint(schema) and not any(
            validator.is_type(instance, word) for word in words
        ):
            if instance is not None or schema.get("nullable") is not True:
                yield ValidationError(f"{keyword!r} speaks of {words}")
        elif usual is not None:
            yield from usual(validator, wanted, instance, schema) or ()

    return check


_STATING = frozenset({"type", "enum", "const", "$ref", "allOf", "oneOf", "anyOf"})
"""Keywords that say what is meant in another way."""

_SPEAKING = {
    ("object",): (
        "properties",
        "additionalProperties",
        "patternProperties",
        "required",
        "unevaluatedProperties",
        "minProperties",
        "maxProperties",
    ),
    ("array",): ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    ("string",): ("pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"),
    ("number",): ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
}


def _content_encoding(
    validator: Any, encoding: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    if encoding == "base64" and isinstance(instance, str):
        try:
            base64.b64decode(instance, validate=True)
        except (binascii.Error, ValueError):
            yield ValidationError("not base64")


def _reference(usual: Any) -> Any:
    """The check of ``$ref``, which gives up where schemas lead round in a circle for the same
    value.

    Python's own limit is no help: where it is met within the registry, the process goes down.
    """
    around: Counter[tuple[int, str]] = Counter()

    def check(
        validator: Any, reference: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        key = (id(instance), str(reference))
        if around[key] == _ROUNDS:
            raise BudgetExceededError
        around[key] += 1
        try:
            yield from usual(validator, reference, instance, schema) or ()
        finally:
            around[key] -= 1
            if not around[key]:
                del around[key]

    return check


_ROUNDS = 4
"""A discriminator may lead to a schema that holds its own, which is no circle yet."""


def _required(exempting: str) -> Any:
    """The check of ``required``, which does not demand properties that are marked with the keyword
    ``exempting``.
    """

    def check(
        validator: Any, names: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        if not is_object(instance) or not is_array(names):
            return
        properties = schema.get("properties")
        for name in names:
            about = properties.get(name) if is_object(properties) else None
            if name not in instance and not _is_marked(about, exempting, validator._resolver):
                yield ValidationError(f"{name!r} is required")

    return check


def _is_marked(schema: Any, keyword: str, resolver: Any, depth: int = 0) -> bool:
    """Whether a schema, or one that it refers to or is composed of, says ``keyword: true``."""
    if not is_object(schema) or depth > _DEEPEST:
        return False
    if schema.get(keyword) is True:
        return True
    reference, parts = schema.get("$ref"), schema.get("allOf")
    found = _followed(reference, resolver) if isinstance(reference, str) else None
    return (found is not None and _is_marked(found[0], keyword, found[1], depth + 1)) or (
        is_array(parts) and any(_is_marked(part, keyword, resolver, depth + 1) for part in parts)
    )


_DEEPEST = 8
"""References and compositions that are looked through for a mark."""


def _format(usual: Any) -> Any:
    def check(
        validator: Any, wanted: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        word = TYPE_OF_FORMAT.get(wanted) if isinstance(wanted, str) else None
        checking = _applies_to((word,), "format", {"format": usual}) if word else usual
        yield from checking(validator, wanted, instance, schema) or ()

    return check


def _closer(kind: Any) -> Any:
    """A validator class that judges more closely."""
    checks = {
        **kind.VALIDATORS,
        "discriminator": _discriminator,
        "required": _required("writeOnly"),
        "$ref": _reference(kind.VALIDATORS["$ref"]),
        "contentEncoding": _content_encoding,
    }
    with_messages = {
        keyword: _applies_to(words, keyword, checks)
        for words, keywords in _SPEAKING.items()
        for keyword in keywords
    }
    with_messages["format"] = _format(checks["format"])
    return extend(kind, {**checks, **with_messages})


KINDS: Mapping[str, Any] = {
    "2.0": _closer(Draft4Validator),
    "3.0": _closer(extend(OAS30Validator, {word: _unless_tagged(word) for word in _ALTERNATIVES})),
    "3.1": _closer(OAS31Validator),
    "3.2": _closer(OAS32Validator),
}


def request_kind(kind: Any) -> Any:
    """The validator class for what a client sends: properties that are ``readOnly`` may be absent
    there.
    """
    required = _required("readOnly")
    return extend(kind, {"required": _applies_to(("object",), "required", {"required": required})})
