"""The schemas and dialects of each version of the specification, read from the validator's own
files.

Source: openapi-spec-validator 0.9 and openapi-schema-validator 0.9.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from docbound.records import record
from docbound.service import JSONValue

from .checks import Checks
from .explanations import Explained
from .vocabulary import Check, Dialect, InconclusiveError, Schema, joined, members, text

_EXTRAS: Final = (
    *("regress", "jsonschema_rs", "rfc3987", "rfc3987_syntax", "rfc3986_validator"),
    *("fqdn", "webcolors", "jsonpointer", "uri_template", "isoduration"),
)
"""Packages that change the validator's verdict where they are installed."""


@record(eq=False)
class Rules:
    """What judges a version of the specification.

    Attributes:
        line: the version.
        root: the schema of a description.
        part: the schema that a reference within that schema means (``#/definitions/Operation``).
        meta: the meta-schema of a description's schemas.
        values: the dialect of their defaults.
    """

    line: str
    root: Explained
    part: Callable[[str], Check]
    meta: Explained
    values: Dialect


@cache
def rules_of(line: str) -> Rules:
    """The rules of a version: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.

    Raises:
        InconclusiveError: the validator is not as it is known here.
    """
    if any(find_spec(name) is not None for name in _EXTRAS):
        raise InconclusiveError("optional packages change the verdict")
    ours = _folder("openapi_spec_validator") / "resources" / "schemas" / f"v{line}"
    root = _read(ours / "schema.json")
    draft4 = _read(_folder("jsonschema_specifications") / "schemas/draft4/metaschema.json")
    if line in ("2.0", "3.0"):
        resources = {"": root, _DRAFT4: draft4}
        plain = Dialect(flags=True, lone_references=True, whole_floats=False)
        asserted = Dialect(
            flags=True,
            lone_references=True,
            whole_floats=False,
            formats={"regex": _is_regex},
        )
        whole = Checks(resources=resources, dialect=plain)
        return Rules(
            line=line,
            root=Explained(checks=whole, uri="#"),
            part=whole.at,
            meta=Explained(checks=Checks(resources=resources, dialect=asserted), uri=f"{_DRAFT4}#"),
            values=Dialect(
                flags=True,
                nullable=True,
                whole_floats=False,
                ignored=_NOT_IN_30,
                refused=_NAMING | {"id"},
                formats=_VALUE_FORMATS,
            ),
        )
    home = text(root["$id"])
    resources = {home: root, **_vocabularies()}
    base = _DIALECTS[line]
    asserted = Dialect(formats={"regex": _is_regex})
    whole = Checks(resources=resources, dialect=Dialect(), dynamic=f"{home}#/$defs/schema")
    return Rules(
        line=line,
        root=Explained(checks=whole, uri=home),
        part=lambda reference: whole.at(joined(home, reference)),
        meta=Explained(
            checks=Checks(resources=resources, dialect=asserted, dynamic=base), uri=base
        ),
        values=Dialect(formats=_VALUE_FORMATS, refused=_NAMING),
    )


_NAMING: Final = frozenset({"$id", "$schema", "$anchor", "$dynamicAnchor"})

_NOT_IN_30: Final = frozenset(
    {
        *("const", "if", "then", "else", "contains", "propertyNames"),
        *("dependencies", "dependentSchemas", "patternProperties"),
        *("prefixItems", "unevaluatedItems", "unevaluatedProperties"),
        *("dependentRequired", "$dynamicRef"),
    }
)
"""Keywords of other dialects, which say nothing in a description of 2.0 or 3.0."""

_DRAFT4: Final = "http://json-schema.org/draft-04/schema"
_DIALECTS: Final = {
    "3.1": "https://spec.openapis.org/oas/3.1/dialect/base",
    "3.2": "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
}


@cache
def _vocabularies() -> Mapping[str, Schema]:
    """JSON Schema 2020-12 and OpenAPI's own words for it, by URI."""
    folders = (
        _folder("jsonschema_specifications") / "schemas" / "draft202012",
        _folder("openapi_schema_validator") / "schemas",
    )
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {text(schema["$id"]): schema for schema in map(_read, sorted(files)) if "$id" in schema}


def _folder(package: str) -> Path:
    """Where a package lies, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise InconclusiveError(f"{package} is not on the disk")
    return Path(spec.origin).parent


def _read(path: Path) -> Schema:
    content: JSONValue = json.loads(path.read_text(encoding="utf-8"))
    return members(content)


_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _is_regex(value: JSONValue) -> bool:
    if isinstance(value, str):
        try:
            re.compile(value)
        except re.error:
            return False
        except OverflowError as error:
            raise InconclusiveError("a pattern that stops the validator") from error
    return True


def _is_email(value: JSONValue) -> bool:
    return not isinstance(value, str) or "@" in value


def _is_date(value: JSONValue) -> bool:
    if isinstance(value, str):
        try:
            return bool(_DATE.fullmatch(value) and datetime.date.fromisoformat(value))
        except ValueError:
            return False
    return True


def _unsure(value: JSONValue) -> bool:
    if isinstance(value, str):
        raise InconclusiveError("the format of a default")
    return True


def _fits_in(bits: int) -> Check:
    limit = 1 << (bits - 1)
    return lambda value: not isinstance(value, int) or -limit <= value < limit


_VALUE_FORMATS: Final[Mapping[str, Check]] = {
    "int32": _fits_in(32),
    "int64": _fits_in(64),
    "email": _is_email,
    "date": _is_date,
} | dict.fromkeys(
    (
        *("byte", "idn-email", "ip-address", "ipv4", "ipv6", "idn-hostname", "regex"),
        *("time", "uuid", "date-time", "host-name", "hostname", "color"),
    ),
    _unsure,
)
