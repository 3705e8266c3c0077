"""The lossless law over a generated package: what is valid against a component's schema comes back as it was.

For each component schema: the document's own examples and several made ones, as far as the reference validator accepts
them (formats asserted), are decoded and encoded, twice. The second round trip must give the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import importlib
import json
import math
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from jsonschema import FormatChecker
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

from generator.document import Document, join
from tests.corpus.instances import Maker

INSTANCES = 12
"""Candidates made for each schema; at least five are wanted valid, and more are made until then."""
ATTEMPTS = 60
WANTED = 5
_BASE = "mem:///a/b/c/d/e/f/g/h/"

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ].*|\d\d:\d\d:.*|\d{4}-\d\d-\d\d$")

FORMATS = FormatChecker(())


@FORMATS.checks("date-time")
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(
            r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
            value,
        )
    )


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\d", value) and datetime.date.fromisoformat(value)
    )


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


def violations(
    document: Document, folder: Path, package: str, names: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Tries the law on every component schema of ``document``.

    Args:
        document: the description.
        folder: where the generated import package stands.
        package: its name.
        names: the final name of each definition, by pointer.

    Returns:
        How many values were tried, and a line for each that did not come back.
    """
    sys.path.insert(0, str(folder))
    models = importlib.import_module(f"{package}.models")
    decoding = importlib.import_module(f"{package}._runtime.decoding")
    encoding = importlib.import_module(f"{package}._runtime.encoding")
    tried, wrong = 0, list[str]()
    for pointer, schema in component_schemas(document):
        name = names.get(pointer)
        if name is None or not hasattr(models, name):
            wrong.append(f"{pointer}: no model")
            continue
        decoder = decoding.decoder(name)
        for value in valid_values(document, schema, pointer):
            tried += 1
            problem = _round_trip(decoder, encoding.encode_json, value)
            if problem:
                wrong.append(f"{pointer} ({name}): {problem}")
                break
    return tried, wrong


def component_schemas(document: Document) -> Iterator[tuple[str, Any]]:
    """Yields pointer and value of each component schema of the root document."""
    root: Any = document.root
    for tokens in (("components", "schemas"), ("definitions",)):
        found = root
        for token in tokens:
            found = found.get(token) if isinstance(found, dict) else None
        for name, schema in (found or {}).items() if isinstance(found, dict) else ():
            yield join("", [*tokens, name]), schema


def valid_values(document: Document, schema: Any, pointer: str) -> Iterator[Any]:
    """Yields the examples of ``schema`` and made values, those that the reference validator accepts."""
    validator = _validator(document, pointer)
    maker = Maker(document.resolve, seed=int.from_bytes(pointer.encode()[-6:], "big"))
    found = 0
    candidates = [*_examples(schema), *maker.values(schema, pointer, INSTANCES)]
    attempts = 0
    while candidates and attempts < ATTEMPTS:
        for value in candidates:
            attempts += 1
            if _is_valid(validator, value):
                found += 1
                yield value
        candidates = (
            [] if found >= WANTED else list(maker.values(schema, pointer, INSTANCES))
        )


def _examples(schema: Any) -> Iterator[Any]:
    if isinstance(schema, dict):
        if "example" in schema:
            yield schema["example"]
        if isinstance(schema.get("examples"), list):
            yield from schema["examples"]


def _validator(document: Document, pointer: str) -> Any:
    family = document.version[:3]
    kind: Any = {"3.1": OAS31Validator, "3.2": OAS32Validator}.get(
        family, OAS30Validator
    )
    specification: Any = DRAFT202012 if family in {"3.1", "3.2"} else DRAFT4
    resources: list[tuple[str, Any]] = [
        (
            f"{_BASE}{file or 'root'}",
            Resource(contents=document.data(file), specification=specification),
        )
        for file in document.files
    ]
    registry: Any = Registry().with_resources(resources)
    return kind(
        {"$ref": f"{_BASE}root{pointer}"}, registry=registry, format_checker=FORMATS
    )


def _is_valid(validator: Any, value: Any) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(validator.is_valid(value))
    except (
        Exception
    ):  # a schema that the reference validator cannot read judges nothing
        return False


def _round_trip(decoder: Any, encode: Any, value: Any) -> str:
    sent = json.dumps(value).encode()
    reports: list[Any] = []
    try:
        first = encode(decoder.decode_json(sent, strict=False, report=reports.append))
        second = encode(decoder.decode_json(first, strict=False, report=lambda _: None))
    except Exception as error:
        return f"{_short(value)}: {error!r}"
    if reports:
        return f"{_short(value)}: reported {reports[0]}"
    if not same(json.loads(sent), json.loads(first)):
        return f"{_short(value)} came back as {_short(json.loads(first))}"
    if first != second:
        return f"{_short(value)}: the second round trip differs: {first[:200]!r}, {second[:200]!r}"
    return ""


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal as the law has it: only moments, UUIDs and base64 may be respelt."""
    match left, right:
        case (dict(), dict()):
            return left.keys() == right.keys() and all(
                same(value, right[key]) for key, value in left.items()
            )
        case (list(), list()):
            return len(left) == len(right) and all(
                same(*pair) for pair in zip(left, right, strict=True)
            )
        case (bool(), _) | (_, bool()):
            return left is right
        case (int() | float(), int() | float()):
            return left == right or (math.isnan(left) and math.isnan(right))
        case (str(), str()):
            return left == right or _respelt(left, right)
        case _:
            return left is None and right is None


def _respelt(left: str, right: str) -> bool:
    if _MOMENT.fullmatch(left):
        try:
            return _moment(left) == _moment(right)
        except ValueError:
            return False
    try:
        return UUID(left) == UUID(right)
    except ValueError:
        pass
    try:
        return base64.b64decode(left, validate=True) == base64.b64decode(
            right, validate=True
        )
    except (binascii.Error, ValueError):
        return False


def _moment(text: str) -> tuple[object, object]:
    if text[2:3] == ":":
        time = datetime.time.fromisoformat(text)
        return time.replace(tzinfo=None), time.utcoffset()
    moment = datetime.datetime.fromisoformat(text)
    return moment.replace(tzinfo=None), moment.utcoffset()


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) < 300 else f"{text[:300]}..."
