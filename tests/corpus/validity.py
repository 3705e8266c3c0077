"""Which values a schema accepts, as openapi-schema-validator has it, formats asserted.

Four things are judged more closely than there: a discriminator's value must name a schema, which must accept the value;
``contentEncoding: base64`` is asserted like a format; Swagger 2.0 has no ``nullable``; and a required ``readOnly`` property
may not be absent, since decoding reads replies.
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
    elif value not in mapping and not _is_component(validator, value):
        yield ValidationError(f"{value!r} names no schema")


def _is_component(validator: Any, name: str) -> bool:
    for place in ("#/components/schemas/", "#/definitions/"):
        try:
            validator._resolver.lookup(place + name)
        except Exception:  # whatever the registry says of a name that does not exist
            continue
        return True
    return False


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


_CLOSER: Mapping[str, Any] = {
    "discriminator": _discriminator,
    "required": _required,
}
_KINDS: Mapping[str, Any] = {
    "2.0": extend(Draft4Validator, _CLOSER),
    "3.0": extend(OAS30Validator, _CLOSER),
    "3.1": extend(OAS31Validator, {**_CLOSER, "contentEncoding": _content_encoding}),
    "3.2": extend(OAS32Validator, {**_CLOSER, "contentEncoding": _content_encoding}),
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
                Resource(contents=document.data(file), specification=dialect),
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


def _examples(schema: Any) -> Iterator[Any]:
    if isinstance(schema, dict):
        if "example" in schema:
            yield schema["example"]
        if isinstance(schema.get("examples"), list):
            yield from schema["examples"]
