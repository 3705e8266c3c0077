"""Which values a schema accepts, as openapi-schema-validator has it, formats asserted.

These things are judged more closely than there: a discriminator's value must name a schema, which must accept the value;
``contentEncoding: base64`` is asserted like a format; Swagger 2.0 has no ``nullable``; a required ``readOnly`` property
may not be absent, since decoding reads replies; and a schema without ``type`` means the type that its keywords speak of
(``properties``: an object), as everybody who leaves it out means it.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft4Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

from generator.document import Document
from tests.corpus.instances import Maker

INSTANCES = 12
"""Candidates made for each schema; at least five are wanted valid, and more are made until then."""
ATTEMPTS = 60
WANTED = 5
_BASE = "https://corpus.invalid/a/b/c/d/e/f/g/h/"
"""Deep enough for references that climb."""

FORMATS = FormatChecker(())

_CLOCK = (
    r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
)


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    found = re.fullmatch(rf"(\d{{4}}-\d\d-\d\d)[Tt]{_CLOCK}", value, re.ASCII)
    return bool(found and datetime.date.fromisoformat(found[1]))


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)
        and datetime.date.fromisoformat(value)
    )


@FORMATS.checks("time")
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(_CLOCK, value, re.ASCII))


@FORMATS.checks("uuid")
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", value)
    )


@FORMATS.checks("byte", raises=(binascii.Error, ValueError))
def _is_byte(value: object) -> bool:
    return (
        not isinstance(value, str) or base64.b64decode(value, validate=True) is not None
    )


@FORMATS.checks("decimal")
def _is_decimal(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?", value, re.ASCII)
    )


# --- keywords --------------------------------------------------------------------------------------------------------------


def _discriminator(
    validator: Any, tag: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """A tag names a schema, and that one accepts the value. Implicit names are looked for among the components."""
    name = tag.get("propertyName") if isinstance(tag, dict) else tag
    if not isinstance(instance, dict) or not isinstance(name, str):
        return
    value = instance.get(name)
    if not isinstance(value, str):
        yield ValidationError(f"{name!r} is missing, or is no string")
        return
    mapping = (tag.get("mapping") if isinstance(tag, dict) else None) or {}
    target = mapping.get(value, value)
    references = [
        member["$ref"]
        for keyword in ("oneOf", "anyOf")
        for member in schema.get(keyword) or ()
        if isinstance(member, dict) and isinstance(member.get("$ref"), str)
    ]
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


def _component(validator: Any, target: str) -> str | None:
    for place in ("", "#/components/schemas/", "#/definitions/"):
        if place or "/" in target or "." in target:
            try:
                validator._resolver.lookup(place + target)
            except Exception:  # whatever the registry says of a name that leads nowhere
                continue
            return place + target
    return None


def _speaks_of(words: tuple[str, ...], keyword: str, kinds: Mapping[str, Any]) -> Any:
    """The check of ``keyword``, which without a ``type`` beside it also asks for one of ``words``."""
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
        "properties", "additionalProperties", "patternProperties", "required", "unevaluatedProperties",
        "minProperties", "maxProperties",
    ),
    ("array",): ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    ("string",): ("pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"),
    ("number",): ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
}  # fmt: skip


def _content_encoding(
    validator: Any, encoding: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    if encoding == "base64" and isinstance(instance, str):
        try:
            base64.b64decode(instance, validate=True)
        except (binascii.Error, ValueError):
            yield ValidationError("not base64")


def _required(
    validator: Any, names: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(instance, dict) or not isinstance(names, list):
        return
    properties = schema.get("properties")
    for name in names:
        about = properties.get(name) if isinstance(properties, dict) else None
        write_only = isinstance(about, dict) and about.get("writeOnly") is True
        if name not in instance and not write_only:
            yield ValidationError(f"{name!r} is required")


_SPEAKING_FORMATS: Mapping[str, tuple[str, ...]] = {
    "int32": ("integer",),
    "int64": ("integer",),
    "float": ("number",),
    "double": ("number",),
    **dict.fromkeys(
        (
            "date-time", "date", "time", "uuid", "byte", "binary", "password", "email", "uri", "url", "hostname",
            "ipv4", "ipv6", "duration",
        ),
        ("string",),
    ),
}  # fmt: skip


def _format(usual: Any) -> Any:
    def check(
        validator: Any, wanted: Any, instance: Any, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        words = _SPEAKING_FORMATS.get(wanted) if isinstance(wanted, str) else None
        checking = _speaks_of(words, "format", {"format": usual}) if words else usual
        yield from checking(validator, wanted, instance, schema) or ()

    return check


def _closer(kind: Any) -> Any:
    """A validator class that judges more closely."""
    checks = {
        **kind.VALIDATORS,
        "discriminator": _discriminator,
        "required": _required,
        "contentEncoding": _content_encoding,
    }
    spoken = {
        keyword: _speaks_of(words, keyword, checks)
        for words, keywords in _SPEAKING.items()
        for keyword in keywords
    }
    spoken["format"] = _format(checks["format"])
    return extend(kind, {**checks, **spoken})


_KINDS: Mapping[str, Any] = {
    "2.0": _closer(Draft4Validator),
    "3.0": _closer(OAS30Validator),
    "3.1": _closer(OAS31Validator),
    "3.2": _closer(OAS32Validator),
}


class Judge:
    """Tells which values the schemas of one document accept.

    Args:
        document: the description; its own references are followed, nothing is fetched.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        family = document.version[:3]
        self._kind: Any = _KINDS.get(family, _KINDS["3.0"])
        dialect: Any = DRAFT202012 if family in {"3.1", "3.2"} else DRAFT4
        resources: list[tuple[str, Any]] = [
            (
                f"{_BASE}{file or 'root'}",
                Resource(
                    contents=_without_dialects(document.data(file)),
                    specification=dialect,
                ),
            )
            for file in document.files
        ]
        self._registry: Any = Registry().with_resources(resources)

    def accepts(self, pointer: str, value: Any) -> bool:
        """Whether the schema at ``pointer`` accepts ``value``; no, where the schema cannot be read."""
        file, _, fragment = pointer.partition("#")
        validator = self._kind(
            {"$ref": f"{_BASE}{file or 'root'}#{fragment}"},
            registry=self._registry,
            format_checker=FORMATS,
        )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return bool(validator.is_valid(value))
        except Exception:  # whatever a broken schema provokes: it judges nothing
            return False

    def values(
        self, schema: Any, pointer: str, wanted: int = WANTED
    ) -> Iterator[tuple[str, Any]]:
        """Yields the examples of ``schema`` and made values, those that it accepts: at least ``wanted``, if they can be found.

        Each comes with where it is from: ``example`` or ``made``.
        """
        maker = Maker(
            self._document.resolve, seed=int.from_bytes(pointer.encode()[-6:], "big")
        )
        for value in _examples(schema):
            if self.accepts(pointer, value):
                yield "example", value
        found = attempts = 0
        while found < wanted and attempts < ATTEMPTS:
            for value in maker.values(schema, pointer, INSTANCES):
                attempts += 1
                if self.accepts(pointer, value):
                    found += 1
                    yield "made", value


def _without_dialects(data: Any) -> Any:
    """``data`` without ``$schema``, which would bring in validators that judge less closely."""
    match data:
        case dict():
            return {
                key: _without_dialects(value)
                for key, value in data.items()
                if key != "$schema" or not isinstance(value, str)
            }
        case list():
            return [_without_dialects(item) for item in data]
        case _:
            return data


def _examples(schema: Any) -> Iterator[Any]:
    if isinstance(schema, dict):
        if "example" in schema:
            yield schema["example"]
        if isinstance(schema.get("examples"), list):
            yield from schema["examples"]
